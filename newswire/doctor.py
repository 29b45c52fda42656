"""``newswire doctor``: look at every part, name what is wrong and what to do about it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from kafka.admin import ConfigResource
from kafka.errors import KafkaError

from newswire.embedded import find_binary, port_is_free
from newswire.errors import ConfigError
from newswire.kafka_topics import admin_client, declared_topics
from newswire.settings import Settings
from newswire.status import health
from newswire.supervisor import running

DISK_WARNING = 0.85


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``advice`` says what to do where it is not well."""

    what: str
    well: bool
    found: str
    advice: str = ""


def examine(settings: Settings, schema_state: Callable[[Settings], Finding]) -> Iterator[Finding]:
    """Look at each part in the order in which they depend on each other."""
    yield _python()
    yield from _embedded(settings)
    yield _disk(settings)
    yield from _kafka(settings)
    elasticsearch = _elasticsearch(settings)
    yield elasticsearch
    if elasticsearch.well:
        yield schema_state(settings)
    yield from _stages(settings)


def _python() -> Finding:
    version = platform.python_version()
    return Finding("Python", sys.version_info >= (3, 11), version, "newswire needs Python 3.11 or newer")


def _embedded(settings: Settings) -> Iterator[Finding]:
    if not (settings.embedded_kafka or settings.embedded_elasticsearch):
        return
    try:
        yield Finding("embedded engines", True, str(find_binary()))
    except ConfigError as error:
        yield Finding("embedded engines", False, error.args[0], error.next_step)
    if running(settings) is None:
        for name, port, setting in (
            ("embedded Kafka port", settings.embedded_kafka_port, "NEWSWIRE_EMBEDDED_KAFKA_PORT"),
            (
                "embedded Elasticsearch port",
                settings.embedded_elasticsearch_port,
                "NEWSWIRE_EMBEDDED_ELASTICSEARCH_PORT",
            ),
            ("API port", settings.api_port, "NEWSWIRE_API_PORT"),
        ):
            free = port_is_free(port)
            yield Finding(name, free, f"{port} is {'free' if free else 'in use'}", f"set {setting} to a free port")


def _disk(settings: Settings) -> Finding:
    there = next(
        path for path in (settings.data_dir.absolute(), *settings.data_dir.absolute().parents) if path.exists()
    )
    usage = shutil.disk_usage(there)
    share = usage.used / usage.total
    return Finding(
        "disk", share < DISK_WARNING, f"{share:.0%} full, {usage.free / 1e9:.1f} GB free", f"free space below {there}"
    )


def _kafka(settings: Settings) -> Iterator[Finding]:
    try:
        admin = admin_client(settings)
    except ConfigError as error:
        yield Finding("Kafka", False, error.args[0], error.next_step)
        return
    try:
        yield Finding("Kafka", True, f"answers at {settings.kafka}")
        present = set(admin.list_topics())
        for topic in declared_topics(settings):
            if topic.name not in present:
                yield Finding(f"topic {topic.name}", False, "missing", "`newswire topics create`")
                continue
            wanted = topic.configs()["max.message.bytes"]
            described = admin.describe_configs([ConfigResource("TOPIC", topic.name)], config_filter="all")
            limit = str(described["topic"][topic.name]["max.message.bytes"]["value"])
            yield Finding(
                f"topic {topic.name}",
                limit == wanted,
                f"takes records of {limit} bytes",
                f"set its max.message.bytes to {wanted} (kafka-configs.sh --alter)",
            )
    except KafkaError as error:
        yield Finding("Kafka topics", False, f"{type(error).__name__}: {error}", "check the broker's log")
    finally:
        admin.close()


def _elasticsearch(settings: Settings) -> Finding:
    try:
        with Elasticsearch(settings.elasticsearch, request_timeout=3, max_retries=0) as client:
            version = client.info()["version"]["number"]
    except (ApiError, TransportError) as error:
        return Finding(
            "Elasticsearch",
            False,
            f"does not answer at {settings.elasticsearch} ({type(error).__name__})",
            "start it with `newswire up`, or set NEWSWIRE_ELASTICSEARCH_URL",
        )
    return Finding("Elasticsearch", True, f"{version} at {settings.elasticsearch}")


def _stages(settings: Settings) -> Iterator[Finding]:
    for name, host, port in (
        ("stream", settings.ops_host, settings.stream_ops_port),
        ("index", settings.ops_host, settings.index_ops_port),
        ("api", settings.api_host, settings.api_port),
    ):
        ready, reason = health(host, port)
        yield Finding(f"stage {name}", ready, reason or "ready", f"`newswire up` runs it, or `newswire {name}` alone")
