"""What runs, how far each consumer group has come, how much is indexed and refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import orjson
import urllib3
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from kafka import KafkaAdminClient, OffsetAndMetadata, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError

from newswire.errors import ConfigError
from newswire.kafka_topics import admin_client
from newswire.settings import Settings
from newswire.supervisor import running

COORDINATOR_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage: whether it is ready, why not, and how many records wait for it (None: unknown)."""

    name: str
    ready: bool
    reason: str = ""
    pid: int | None = None
    restarts: int | None = None
    lag: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The whole pipeline at one moment; counts are None where the engine does not answer."""

    kafka: str
    elasticsearch: str
    api: str
    stages: tuple[StageStatus, ...]
    raw_records: int | None = None
    article_records: int | None = None
    dead_letters: int | None = None
    searchable: int | None = None
    problems: tuple[str, ...] = field(default=())

    @property
    def settled(self) -> bool:
        """Tell whether every record pushed so far has been indexed or refused."""
        return not self.problems and all(stage.lag == 0 for stage in self.stages if stage.name != "api")

    def as_json(self) -> str:
        """Give the status as one JSON object."""
        return orjson.dumps(asdict(self)).decode()


def offsets(admin: KafkaAdminClient, topic: str) -> dict[TopicPartition, tuple[int, int]]:
    """Give (first, next) offset of each partition; empty where the topic is missing."""
    found = [t for t in admin.describe_topics([topic]) if not t.get("error_code")]
    partitions = [TopicPartition(topic, p["partition_index"]) for t in found for p in t["partitions"]]
    if not partitions:
        return {}
    first = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.EARLIEST))
    after = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
    return {tp: (first[tp].offset, after[tp].offset) for tp in partitions}


def lag(admin: KafkaAdminClient, group: str, span: dict[TopicPartition, tuple[int, int]]) -> int:
    """Count the records of ``span`` that the group has not committed; without a commit it starts at the first."""
    committed = _committed(admin, group)
    total = 0
    for tp, (first, after) in span.items():
        at = committed[tp].offset if tp in committed else -1
        total += after - max(at, first)
    return total


def _committed(admin: KafkaAdminClient, group: str) -> dict[TopicPartition, OffsetAndMetadata]:
    """Give the group's offsets; a broker that has just started needs a moment to find their coordinator."""
    deadline = time.monotonic() + COORDINATOR_WAIT_S
    while True:
        try:
            return dict(admin.list_group_offsets({group: None}).get(group, {}))
        except KafkaError as error:
            if not error.retriable or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def health(host: str, port: int) -> tuple[bool, str]:
    """Ask a stage's /readyz: (ready, reason)."""
    try:
        response = urllib3.request("GET", f"http://{host}:{port}/readyz", timeout=2.0, retries=False)
        answer = orjson.loads(response.data)
        return response.status == 200, "" if response.status == 200 else str(
            answer.get("reason") or answer.get("detail")
        )
    except (urllib3.exceptions.HTTPError, orjson.JSONDecodeError):
        return False, "does not answer"


def count_searchable(settings: Settings) -> int:
    """Count the documents that a search can find."""
    with Elasticsearch(settings.elasticsearch, request_timeout=3, max_retries=0) as client:
        return int(client.count(index=settings.index_alias_read)["count"])


def read_status(settings: Settings) -> Status:
    """Read the state of every part; what does not answer becomes a line in ``problems``."""
    problems: list[str] = []
    counts: dict[str, int] = {}
    lags: dict[str, int] = {}
    try:
        admin = admin_client(settings)
        try:
            for name in (settings.raw_topic, settings.articles_topic, settings.dead_letter_topic):
                span = offsets(admin, name)
                if not span:
                    problems.append(f"Kafka topic {name} is missing: `newswire topics create`")
                counts[name] = sum(after - first for first, after in span.values())
                group = {settings.raw_topic: settings.stream_group, settings.articles_topic: settings.index_group}
                if name in group:
                    lags[name] = lag(admin, group[name], span)
        finally:
            admin.close()
    except ConfigError as error:
        problems.append(str(error))
    except KafkaError as error:
        problems.append(f"Kafka at {settings.kafka} answered {type(error).__name__}: {error}")
    searchable = None
    try:
        searchable = count_searchable(settings)
    except ApiError as error:
        problems.append(f"no alias {settings.index_alias_read} ({error.error}): `newswire schema apply`")
    except TransportError:
        problems.append(f"Elasticsearch does not answer at {settings.elasticsearch}: `newswire up` starts one")
    processes = (running(settings) or {}).get("processes", {})
    stages = []
    for name, host, port, topic in (
        ("stream", settings.ops_host, settings.stream_ops_port, settings.raw_topic),
        ("index", settings.ops_host, settings.index_ops_port, settings.articles_topic),
        ("api", settings.api_host, settings.api_port, ""),
    ):
        ready, reason = health(host, port)
        process = processes.get(name, {})
        stages.append(StageStatus(name, ready, reason, process.get("pid"), process.get("restarts"), lags.get(topic)))
    return Status(
        settings.kafka,
        settings.elasticsearch,
        settings.api_url,
        tuple(stages),
        counts.get(settings.raw_topic),
        counts.get(settings.articles_topic),
        counts.get(settings.dead_letter_topic),
        searchable,
        tuple(problems),
    )


def wait_until_settled(settings: Settings, timeout_s: float, tell: Callable[[Status], None]) -> Status:
    """Wait until everything pushed is indexed or refused, at most ``timeout_s``; ``tell`` hears of each look."""
    deadline = time.monotonic() + timeout_s
    while True:
        status = read_status(settings)
        tell(status)
        if status.settled or time.monotonic() > deadline:
            break
        time.sleep(0.3)
    if status.settled:
        _refresh(settings)
        status = read_status(settings)
    return status


def _refresh(settings: Settings) -> None:
    """Make what is indexed visible to searches now rather than at the next refresh."""
    with Elasticsearch(settings.elasticsearch, request_timeout=10, max_retries=0) as client:
        client.indices.refresh(index=settings.index_alias_read)
