"""Topics, indices and processes of one run: each has names of its own, and nothing is left when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

from benchmarks.measure import Rate
from newswire.kafka_topics import create_topics, declared_topics
from newswire.settings import Settings
from tests.engines import Engines, reaper

REPOSITORY = Path(__file__).parents[1]
# What is done in the first tenth is warming up: it counts for nobody.
WARM_UP_SHARE = 0.1
LOOK_EVERY_S = 0.02
TIMEOUT_S = 180.0
STOP_S = 15.0

Environment = dict[str, str]


@contextmanager
def workplace(engines: Engines) -> Iterator[tuple[Settings, Environment]]:
    """Create the topics of one run under a prefix of its own, and delete them afterwards."""
    prefix = f"bench-{uuid.uuid4().hex[:6]}-"
    with tempfile.TemporaryDirectory(prefix="newswire-bench-") as folder:
        environment = {
            "NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS": engines.kafka_bootstrap_servers,
            "NEWSWIRE_ELASTICSEARCH_URL": engines.elasticsearch_url,
            "NEWSWIRE_TOPIC_PREFIX": prefix,
            "NEWSWIRE_INDEX_PREFIX": prefix,
            "NEWSWIRE_DATA_DIR": folder,
            "NEWSWIRE_STREAM_OPS_PORT": "0",
            "NEWSWIRE_INDEX_OPS_PORT": "0",
        }
        named = {name.removeprefix("NEWSWIRE_").lower(): value for name, value in environment.items()}
        settings = Settings.model_validate(Settings(_env_file=None).model_dump() | named)
        create_topics(settings)
        try:
            yield settings, environment
        finally:
            admin = AdminClient({"bootstrap.servers": settings.kafka})
            for deleted in admin.delete_topics([topic.name for topic in declared_topics(settings)]).values():
                deleted.result(30)


def fill(settings: Settings, topic: str, values: Sequence[bytes]) -> None:
    """Write the values to a topic, spread over its partitions in turn."""
    producer = Producer({"bootstrap.servers": settings.kafka, "linger.ms": 20, "compression.type": "lz4"})
    failed: list[str] = []
    for number, value in enumerate(values):
        producer.produce(
            topic,
            value,
            partition=number % settings.kafka_partitions,
            on_delivery=lambda error, _: failed.append(str(error)) if error else None,
        )
        if number % 1000 == 0:
            producer.poll(0)
    if producer.flush(60) or failed:
        raise RuntimeError(f"{topic} could not be filled: {failed[:1]}")


def timed_process(arguments: Sequence[str], environment: Environment, count: int, done: Callable[[], int]) -> Rate:
    """Run a process until ``done()`` says ``count``; the rate from the end of the warm-up to the end.

    Both edges are moments at which ``done()`` has just grown, so records that come in batches are counted rightly.
    CPU is the process's own, user and system, all threads.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        reaper.watch(process.pid)
        try:
            return _watch(process, count, done)
        except TimeoutError as error:
            log.seek(0)
            raise RuntimeError(
                f"{' '.join(arguments)}: {error}\n{log.read()[-3000:].decode(errors='replace')}"
            ) from None
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reaper.unwatch(process.pid)


def _watch(process: subprocess.Popen[bytes], count: int, done: Callable[[], int]) -> Rate:
    clock = psutil.Process(process.pid)
    deadline = time.monotonic() + TIMEOUT_S
    first: tuple[float, float, int] | None = None
    before = now = 0
    while True:
        if process.poll() is not None:
            raise TimeoutError(f"ended at {now} of {count} with exit code {process.returncode}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"at {now} of {count} after {TIMEOUT_S:.0f} s")
        now = done()
        if now > before:
            used = clock.cpu_times()
            look = (time.monotonic(), used.user + used.system, now)
            if first is None and now >= count * WARM_UP_SHARE:
                first = look
            if first is not None and now >= count:
                records = now - first[2]
                return Rate(records / (look[0] - first[0]), (look[1] - first[1]) / records * 1e6)
            before = now
        time.sleep(LOOK_EVERY_S)


class TopicEnd:
    """Counts what lies on a topic, by the ends of its partitions."""

    def __init__(self, settings: Settings, topic: str) -> None:
        self._consumer = Consumer({"bootstrap.servers": settings.kafka, "group.id": f"{topic}-bench"})
        self._partitions = [TopicPartition(topic, number) for number in range(settings.kafka_partitions)]

    def __call__(self) -> int:
        ends = (self._consumer.get_watermark_offsets(one, timeout=10, cached=False) for one in self._partitions)
        return sum(int(end[1]) for end in ends)

    def close(self) -> None:
        self._consumer.close()
