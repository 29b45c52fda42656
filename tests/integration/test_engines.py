"""The engines themselves: what every other integration test takes for granted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from newswire.embedded import EmbeddedEngines, port_is_free
from newswire.errors import ConfigError
from tests.engines import Engines, RealElasticsearch, RealKafka, free_port

FIVE_MB = 5 * 1024 * 1024


def create_topic(servers: str, name: str, **configs: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=servers)
    admin.create_topics([NewTopic(name=name, num_partitions=1, replication_factor=1, topic_configs=configs)])
    admin.close()


def write(servers: str, topic: str, *values: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=servers, acks="all", max_request_size=2 * FIVE_MB)
    for future in [producer.send(topic, value) for value in values]:
        future.get(timeout=30)
    producer.close()


def read(servers: str, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=servers,
        auto_offset_reset="earliest",
        group_id=f"{topic}-group",
        enable_auto_commit=False,
    )
    values: list[bytes] = []
    deadline = time.monotonic() + 30
    while len(values) < count and time.monotonic() < deadline:
        values += [record.value for records in consumer.poll(timeout_ms=500).values() for record in records]
    consumer.close(autocommit=False)
    return values


def test_kafka_returns_what_was_written(engines: Engines, prefix: str) -> None:
    servers, topic = engines.kafka_bootstrap_servers, f"{prefix}news.raw"
    create_topic(servers, topic)
    write(servers, topic, b"one", b"two")
    assert read(servers, topic, 2) == [b"one", b"two"]


def test_elasticsearch_finds_what_was_indexed(engines: Engines, prefix: str) -> None:
    with Elasticsearch(engines.elasticsearch_url) as client:
        client.index(index=f"{prefix}news", id="1", document={"headline": "Rain fell on Paris"}, refresh=True)
        hits = client.search(index=f"{prefix}news", query={"match": {"headline": "rain"}})["hits"]["hits"]
    assert [hit["_id"] for hit in hits] == ["1"]


def test_a_record_of_five_megabytes_passes(real_engines: Engines, prefix: str) -> None:
    servers, topic = real_engines.kafka_bootstrap_servers, f"{prefix}news.raw"
    create_topic(servers, topic, **{"max.message.bytes": str(FIVE_MB + 1024)})
    write(servers, topic, os.urandom(FIVE_MB))
    assert [len(value) for value in read(servers, topic, 1)] == [FIVE_MB]


@pytest.mark.usefixtures("real_engines")  # skipped with its reason where they cannot be had
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_real_engines_keep_their_data_and_ports(tmp_path: Path, end: str) -> None:
    kafka, elasticsearch = RealKafka(tmp_path / "kafka"), RealElasticsearch(tmp_path / "elasticsearch")
    try:
        kafka.start()
        elasticsearch.start()
        create_topic(kafka.bootstrap_servers, "news.raw")
        write(kafka.bootstrap_servers, "news.raw", b"kept")
        with Elasticsearch(elasticsearch.url) as client:
            client.index(index="news", id="1", document={"headline": "kept"})
            for engine in (kafka, elasticsearch):
                getattr(engine, end)()
                assert engine.pid is None
                engine.start()
            assert client.get(index="news", id="1")["_source"] == {"headline": "kept"}
        assert read(kafka.bootstrap_servers, "news.raw", 1) == [b"kept"]
    finally:
        kafka.kill()
        elasticsearch.kill()


def test_a_frozen_engine_answers_again_after_thaw(tmp_path: Path, real_engines: Engines) -> None:
    kafka = RealKafka(tmp_path)
    try:
        kafka.start()
        kafka.freeze()
        assert kafka.pid is not None
        assert not kafka.answers()
        kafka.thaw()
        wait_until(kafka.answers)
        kafka.freeze()
    finally:
        kafka.stop()  # in order, although it is frozen
    assert kafka.pid is None


def test_engines_of_a_killed_test_run_do_not_stay(tmp_path: Path, real_engines: Engines) -> None:
    script = (
        "import pathlib, sys, time\n"
        "from tests.engines import RealKafka\n"
        "kafka = RealKafka(pathlib.Path(sys.argv[1]))\n"
        "kafka.start()\n"
        "kafka.freeze()\n"
        "print(kafka.port, flush=True)\n"
        "time.sleep(600)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    port = int(run.stdout.readline())
    assert not port_is_free(port)
    run.kill()
    run.communicate()
    wait_until(lambda: port_is_free(port))


def test_embedded_engines_keep_their_data(tmp_path: Path, embedded_engines: Engines) -> None:
    pair = EmbeddedEngines(tmp_path, free_port(), free_port())
    try:
        pair.start()
        pair.wait_ready()
        create_topic(pair.kafka_bootstrap_servers, "news.raw")
        write(pair.kafka_bootstrap_servers, "news.raw", b"kept")
        with Elasticsearch(pair.elasticsearch_url) as client:
            client.index(index="news", id="1", document={"headline": "kept"}, refresh=True)
            pair.stop()
            assert pair.pid is None
            pair.start()
            pair.wait_ready()
            assert client.get(index="news", id="1")["_source"] == {"headline": "kept"}
        assert read(pair.kafka_bootstrap_servers, "news.raw", 1) == [b"kept"]
    finally:
        pair.stop()


def test_a_second_start_on_the_same_data_says_why(tmp_path: Path, embedded_engines: Engines) -> None:
    first = EmbeddedEngines(tmp_path, free_port(), free_port())
    second = EmbeddedEngines(tmp_path, free_port(), free_port())
    try:
        first.start()
        first.wait_ready()
        second.start()
        with pytest.raises(ConfigError, match="already running") as caught:
            second.wait_ready()
        assert "GLIBC" not in str(caught.value)
    finally:
        second.stop()
        first.stop()


def wait_until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
