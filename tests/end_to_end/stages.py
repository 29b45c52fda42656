"""The stages as a user runs them: real processes, on the engines and under the prefix of one test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from confluent_kafka import Consumer, Producer, TopicPartition
from elasticsearch import Elasticsearch

from indexer.admin import apply_schema
from newswire.kafka_topics import admin_client, create_topics
from newswire.settings import Settings
from newswire.status import lag, offsets
from tests.engines import Engines, free_port, reaper

REPOSITORY = Path(__file__).parents[2]


class Stages:
    """Starts, kills and asks the stages of one test; ``environment`` is what a user would set."""

    def __init__(self, engines: Engines, prefix: str, folder: Path, **overrides: str) -> None:
        self.environment = {
            "NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS": engines.kafka_bootstrap_servers,
            "NEWSWIRE_ELASTICSEARCH_URL": engines.elasticsearch_url,
            "NEWSWIRE_TOPIC_PREFIX": prefix,
            "NEWSWIRE_INDEX_PREFIX": prefix,
            "NEWSWIRE_DATA_DIR": str(folder / "data"),
            "NEWSWIRE_STREAM_OPS_PORT": str(free_port()),
            "NEWSWIRE_INDEX_OPS_PORT": str(free_port()),
            "NEWSWIRE_API_PORT": str(free_port()),
            "NEWSWIRE_REFRESH_INTERVAL": "200ms",
        } | overrides
        fields: dict[str, Any] = {n.removeprefix("NEWSWIRE_").lower(): v for n, v in self.environment.items()}
        self.settings = Settings(_env_file=None, **fields)
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        create_topics(self.settings)
        with Elasticsearch(self.settings.elasticsearch) as client:
            apply_schema(client, self.settings)

    def start(self, *names: str) -> None:
        """Start stages: "stream", "index", "api"; their output goes to files."""
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", "newswire", name],
                    cwd=REPOSITORY,
                    env={**os.environ, **self.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            reaper.watch(process.pid)
            self.processes[name] = process

    def kill(self, name: str) -> None:
        """Crash a stage (SIGKILL)."""
        self.processes[name].kill()
        self.processes.pop(name).wait()

    def stop(self, name: str, timeout_s: float = 15) -> int:
        """Stop a stage in order (SIGTERM) and give its exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout_s)

    def close(self) -> None:
        """End whatever still runs."""
        for name in list(self.processes):
            self.kill(name)

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command of the command line to its end."""
        return subprocess.run(
            [sys.executable, "-m", "newswire", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **self.environment, "NO_COLOR": "1", "COLUMNS": "200"},
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )

    def log(self, name: str) -> str:
        """What a stage printed."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def produce(self, values: list[bytes | None], **record: Any) -> None:
        """Write bare values to news.raw with a Kafka client that is not ours."""
        producer = Producer({"bootstrap.servers": self.settings.kafka, "linger.ms": 5, "message.max.bytes": 5_000_000})
        failed: list[str] = []
        for value in values:
            producer.produce(
                self.settings.raw_topic, value, on_delivery=lambda e, _: failed.append(str(e)) if e else None, **record
            )
            producer.poll(0)
        assert producer.flush(60) == 0
        assert not failed, failed

    def lag(self, group: str, topic: str) -> int:
        """Records of the topic that the group has not committed."""
        admin = admin_client(self.settings)
        try:
            return lag(admin, group, offsets(admin, topic))
        finally:
            admin.close()

    def raw_committed(self, of: int) -> int:
        """How many of the ``of`` raw records the stream stage has committed."""
        return of - self.lag(self.settings.stream_group, self.settings.raw_topic)

    def articles_committed(self) -> int:
        """How many article records the index stage has committed."""
        written = len(self.records(self.settings.articles_topic))
        return written - self.lag(self.settings.index_group, self.settings.articles_topic)

    def records(self, topic: str) -> list[Any]:
        """Every record of a topic, read by a client that is not ours."""
        return list(self._read(topic))

    def _read(self, topic: str) -> Iterator[Any]:
        consumer = Consumer({"bootstrap.servers": self.settings.kafka, "group.id": f"{topic}-test-reader"})
        try:
            partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
            for partition in partitions:
                low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
                at = low
                consumer.assign([TopicPartition(topic, partition, low)])
                while at < high:
                    message = consumer.poll(10)
                    assert message is not None, f"{topic}[{partition}] stopped at {at} of {high}"
                    assert message.error() is None, message.error()
                    at = (message.offset() or 0) + 1
                    yield message
        finally:
            consumer.close()

    def until_settled(self, timeout_s: float = 60) -> None:
        """Wait until both groups have committed everything, then make it visible."""

        def settled() -> bool:
            s = self.settings
            return self.lag(s.stream_group, s.raw_topic) == 0 and self.lag(s.index_group, s.articles_topic) == 0

        until(settled, timeout_s, lambda: f"not settled\n{self.log('stream')[-2000:]}\n{self.log('index')[-2000:]}")
        with Elasticsearch(self.settings.elasticsearch) as client:
            client.indices.refresh(index=self.settings.index_alias_write)

    def documents(self, source: str | None = None) -> dict[str, dict[str, Any]]:
        """Every document of the index, or of one source, by id, hidden ones too."""
        query: dict[str, Any] = {"term": {"source_id": source}} if source else {"match_all": {}}
        with Elasticsearch(self.settings.elasticsearch) as client:
            found = client.search(index=self.settings.index_alias_write, size=10_000, query=query, version=True)
        return {hit["_id"]: {"_version": hit["_version"], **hit["_source"]} for hit in found["hits"]["hits"]}

    def search(self, *arguments: str) -> dict[str, Any]:
        """Search through the command line and the API."""
        done = self.run("search", *arguments, "--json")
        assert done.returncode == 0, done.stderr.decode()
        page: dict[str, Any] = orjson.loads(done.stdout)
        return page

    def wait_for_api(self) -> None:
        """Wait until the API is ready."""
        until(lambda: self.run("search", "--json").returncode == 0, 30, lambda: self.log("api")[-2000:])


def until(condition: Callable[[], bool], timeout_s: float, explain: Callable[[], str]) -> None:
    """Wait for a condition; AssertionError with the explanation when it takes too long."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.1)
