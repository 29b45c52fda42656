"""``newswire push`` against Kafka: what a plain consumer then reads, and what is told when Kafka is not there."""

from __future__ import annotations

import io
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from newswire.contracts import RawArticle
from newswire.errors import ConfigError
from newswire.identity import article_id
from newswire.kafka_topics import RAW_LIMIT, create_topics
from newswire.settings import Settings
from producers import publisher
from producers.items import Found, Refused
from producers.publisher import publish
from producers.push import push
from tests.engines import Engines, RealKafka, free_port

MODIFIED_S = 1_714_716_000.25


def settings_for(engines: Engines, prefix: str) -> Settings:
    return Settings(kafka_bootstrap_servers=engines.kafka_bootstrap_servers, topic_prefix=prefix)


@pytest.fixture
def settings(engines: Engines, prefix: str) -> Settings:
    made = settings_for(engines, prefix)
    create_topics(made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = {"source_id": "river-post", "url": "https://river-post.example/a?utm_source=x", "body": "Regen fiel."}
    files = {
        "a.txt": b"News  /  Iraq\r\n\r\nRain fell on Basra.\r\n",
        "b.html": b"<html><body><style>p{}</style><p>Rain fell on Paris.</p></body></html>",
        "c.jsonl": json.dumps(record).encode()
        + b'\n{"source_id": "river-post", "body": 7}\n'
        + b'{"guid": "no source"}\n',
        "d.png": b"\x89PNG",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        os.utime(tmp_path / name, (MODIFIED_S, MODIFIED_S))
    return tmp_path


def run(settings: Settings, *paths: str, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    code = push(paths, settings, out=out, err=io.StringIO(), **options)
    return code, out.getvalue()


def read_all(settings: Settings) -> list[Any]:
    """Read the topic from its beginning to the end it has now, with no group."""
    consumer = KafkaConsumer(bootstrap_servers=settings.kafka, auto_offset_reset="earliest", enable_auto_commit=False)
    try:
        parts = [TopicPartition(settings.raw_topic, n) for n in range(settings.kafka_partitions)]
        consumer.assign(parts)
        ends, records = consumer.end_offsets(parts), []
        deadline = time.monotonic() + 30
        while any(consumer.position(part) < ends[part] for part in parts):
            assert time.monotonic() < deadline
            records += [record for batch in consumer.poll(timeout_ms=200).values() for record in batch]
    finally:
        consumer.close()
    return records


def guids(settings: Settings) -> list[str]:
    return [str(RawArticle.model_validate_json(record.value).guid) for record in read_all(settings)]


def test_a_folder_pushed_twice_lies_on_the_topic_twice_and_is_the_same(settings: Settings, folder: Path) -> None:
    before_ms = time.time_ns() // 1_000_000
    code, summary = run(settings, str(folder), as_json=True, source_id=None)
    told = json.loads(summary)
    assert code == 1  # two lines of c.jsonl are wrong
    assert (told["sent"], told["refused"], told["stopped"]) == (3, 2, None)
    assert [(each["file"], each["line"]) for each in told["refusals"]] == [(str(folder / "c.jsonl"), n) for n in (2, 3)]
    assert told["skipped"] == [str(folder / "d.png")]
    (folder / "c.jsonl").write_bytes((folder / "c.jsonl").read_bytes().splitlines()[0])
    os.utime(folder / "c.jsonl", (MODIFIED_S, MODIFIED_S))
    assert run(settings, str(folder))[0] == 0

    records = read_all(settings)
    after_ms = time.time_ns() // 1_000_000
    raws = [RawArticle.model_validate_json(record.value) for record in records]
    assert len(records) == 6
    assert len(set(raws)) == 3
    assert {raw.body for raw in raws} == {
        "News  /  Iraq\r\n\r\nRain fell on Basra.\r\n",
        "<html><body><p>Rain fell on Paris.</p></body></html>",
        "Regen fiel.",
    }
    assert {raw.guid for raw in raws} == {str(folder / "a.txt"), str(folder / "b.html"), None}
    assert {raw.source_id for raw in raws} == {"files", "river-post"}
    for raw, record in zip(raws, records, strict=True):
        headers = dict(record.headers)
        assert raw.fetched_at is not None
        assert raw.fetched_at.timestamp() == MODIFIED_S
        assert record.key == article_id(raw).encode()
        assert before_ms <= record.timestamp <= after_ms
        assert headers["ce_type"] == b"newswire.raw-article.v1"
        assert headers["ce_source"] == b"newswire-push"
        assert headers["content-type"] == b"application/json"
        assert headers["ce_id"].startswith(record.key)
        assert headers["traceparent"].startswith(b"00-")
    assert len({dict(record.headers)["ce_id"] for record in records}) == 3
    assert len({dict(record.headers)["traceparent"] for record in records}) == 6


def test_a_record_near_the_limit_passes_and_one_over_it_is_refused_before_sending(settings: Settings) -> None:
    letters = os.urandom(RAW_LIMIT // 2).hex()  # hardly compressible: the batch on the wire stays near the limit
    fits = RawArticle(source_id="s", guid="fits", body=letters[: RAW_LIMIT - 1000])
    over = RawArticle(source_id="s", guid="over", body=letters[: RAW_LIMIT - 10])
    told: list[int] = []
    summary = publish([Found(fits, "a.txt"), Found(over, "b.jsonl", 3)], settings, told.append)
    assert summary.sent == 1
    (refused,) = summary.refused
    assert refused.place == "b.jsonl:3"
    assert "above the limit of 4,000,000" in refused.reason
    assert "SHA-256" in refused.reason
    assert sum(told) == 2
    (record,) = read_all(settings)
    assert RawArticle.model_validate_json(record.value) == fits


def test_more_records_than_may_be_in_flight_all_arrive(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher, "IN_FLIGHT_RECORDS", 20)
    monkeypatch.setattr(publisher, "IN_FLIGHT_BYTES", 50_000)
    items = [Found(RawArticle(source_id="s", guid=str(n), body="Rain. " * n)) for n in range(1000)]
    summary = publish(items, settings)
    assert (summary.sent, summary.complete) == (1000, True)
    assert sorted(guids(settings)) == sorted(str(n) for n in range(1000))


def test_refusals_beyond_the_first_thousand_are_counted(settings: Settings) -> None:
    summary = publish((Refused("feed.jsonl", n, "wrong") for n in range(1500)), settings)
    assert (summary.sent, summary.refused_count, len(summary.refused)) == (0, 1500, 1000)


def test_an_interrupted_push_settles_what_it_sent(settings: Settings) -> None:
    def items() -> Any:
        yield Found(RawArticle(source_id="s", guid="1", body="Rain."))
        raise KeyboardInterrupt

    summary = publish(items(), settings)
    assert (summary.sent, summary.stopped) == (1, "interrupted")
    assert len(read_all(settings)) == 1


def test_a_missing_topic_is_named_with_the_command_that_creates_it(engines: Engines, prefix: str, folder: Path) -> None:
    with pytest.raises(ConfigError, match=f"{prefix}news.raw.*newswire topics create"):
        run(settings_for(engines, prefix), str(folder))
    with pytest.raises(ConfigError):  # and it was not created by the first try
        run(settings_for(engines, prefix), str(folder))


def test_a_broker_that_does_not_answer_is_named_with_what_to_do(folder: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(ConfigError) as caught:
        run(Settings(kafka_bootstrap_servers=address), str(folder))
    assert address in str(caught.value)
    assert "newswire up" in str(caught.value)
    assert "NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS" in str(caught.value)


@pytest.fixture
def own_kafka(real_engines: Engines, tmp_path: Path) -> Iterator[RealKafka]:
    """A broker that a test may freeze and kill; ``real_engines`` skips it where there is none to be had."""
    kafka = RealKafka(tmp_path / "kafka")
    try:
        kafka.start()
        yield kafka
    finally:
        kafka.kill()


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher, "REQUEST_TIMEOUT_MS", 1500)
    monkeypatch.setattr(publisher, "DELIVERY_TIMEOUT_MS", 2000)
    monkeypatch.setattr(publisher, "IN_FLIGHT_RECORDS", 100)
    monkeypatch.setattr(publisher, "ATTEMPTS", 3)


@pytest.mark.usefixtures("short_limits")
def test_a_broker_that_freezes_past_the_delivery_limit_gets_every_record(own_kafka: RealKafka) -> None:
    settings = Settings(kafka_bootstrap_servers=own_kafka.bootstrap_servers)
    create_topics(settings)
    thaw = threading.Timer(3.0, own_kafka.thaw)

    def items() -> Iterator[Found]:
        for n in range(1000):
            if n == 500:
                own_kafka.freeze()
                thaw.start()
            yield Found(RawArticle(source_id="s", guid=str(n), body="Rain."))

    summary = publish(items(), settings)
    thaw.join()
    assert (summary.sent, summary.refused, summary.stopped) == (1000, (), None)
    assert set(guids(settings)) == {str(n) for n in range(1000)}


@pytest.mark.usefixtures("short_limits")
def test_a_broker_that_goes_away_stops_the_push_and_what_counts_as_sent_is_there(own_kafka: RealKafka) -> None:
    settings = Settings(kafka_bootstrap_servers=own_kafka.bootstrap_servers)
    create_topics(settings)
    read: list[int] = []

    def items() -> Iterator[Found]:
        for n in range(100_000):
            if n == 500:
                own_kafka.kill()
            read.append(n)
            yield Found(RawArticle(source_id="s", guid=str(n), body="Rain."), "feed.jsonl", n)

    summary = publish(items(), settings)
    assert summary.stopped is not None
    assert summary.sent + summary.refused_count == len(read) < 1000
    unsure = {each.line for each in summary.refused}
    own_kafka.start()
    assert {str(n) for n in read if n not in unsure} <= set(guids(settings))
