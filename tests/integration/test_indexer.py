from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import RetriableError

from indexer.admin import apply_schema
from indexer.client import connect
from indexer.consumer import run
from indexer.dead_letters import DeadLetterWriter
from indexer.document import from_document
from newswire.contracts import SCHEMA_VERSION, Article
from newswire.errors import ConfigError, InvalidRecord
from newswire.kafka_clients import connection_options, producer_options
from newswire.kafka_topics import ARTICLES_LIMIT, create_topics
from newswire.ops import Health
from newswire.records import DeadLetter
from newswire.settings import Settings
from tests.builders import article, article_id, record
from tests.engines import Engines, RealElasticsearch
from tests.integration.fault_proxy import CUT, Fault, fault_proxy

PATIENCE_S = 90.0


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never came true: {what}"
        time.sleep(0.05)


class Stage:
    """Kafka topics, an index and the index stage between them, all under names of this test's own."""

    def __init__(self, engines: Engines, prefix: str, elasticsearch_url: str = "", **changes: Any) -> None:
        self.settings = Settings(
            kafka_bootstrap_servers=engines.kafka_bootstrap_servers,
            elasticsearch_url=elasticsearch_url or engines.elasticsearch_url,
            topic_prefix=prefix,
            index_prefix=prefix,
            **changes,
        )
        self.client: Elasticsearch = connect(self.settings)
        self.sent: dict[int, int] = defaultdict(int)
        create_topics(self.settings)
        self.producer = KafkaProducer(**producer_options(self.settings, ARTICLES_LIMIT))
        self.admin = KafkaAdminClient(**connection_options(self.settings))

    def close(self) -> None:
        self.producer.close(timeout=5)
        self.admin.close()
        self.client.close()

    def send(self, *articles: Article) -> None:
        self.send_bytes(*[(one.id.encode(), one.model_dump_json().encode()) for one in articles])

    def send_bytes(self, *records: tuple[bytes | None, bytes | None]) -> None:
        futures = [
            self.producer.send(self.settings.articles_topic, key=key, value=value, headers=[("ce_id", b"x")])
            for key, value in records
        ]
        for future in futures:
            written = future.get(30)
            self.sent[written.partition] = max(self.sent[written.partition], written.offset + 1)

    @contextmanager
    def running(self, slot: int = 0, settings: Settings | None = None) -> Iterator[Health]:
        stop, health, errors = threading.Event(), Health("index"), list[BaseException]()

        def work() -> None:
            try:
                run(settings or self.settings, stop, health, f"{self.settings.index_group}-{slot}")
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield health
        finally:
            stop.set()
            thread.join(30)
        assert not thread.is_alive()
        if errors:
            raise errors[0]

    def committed(self) -> dict[int, int]:
        group = self.settings.index_group
        try:
            offsets = self.admin.list_group_offsets(group)[group]
        except RetriableError:  # a new broker makes its offsets topic at the first question
            return {}
        return {partition.partition: position.offset for partition, position in offsets.items() if position.offset > 0}

    def drain(self) -> None:
        until(lambda: self.committed() == dict(self.sent), "every record sent is committed")
        self.client.indices.refresh(index=self.settings.index_alias_write)

    def index(self, *articles: Article) -> None:
        self.send(*articles)
        with self.running():
            self.drain()

    def documents(self, alias: str = "") -> dict[str, dict[str, Any]]:
        found = self.client.search(
            index=alias or self.settings.index_alias_write, size=10_000, version=True, query={"match_all": {}}
        )
        return {hit["_id"]: hit["_source"] | {"_version": hit["_version"]} for hit in found["hits"]["hits"]}

    def dead_letters(self) -> list[Any]:
        consumer = KafkaConsumer(
            self.settings.dead_letter_topic,
            **connection_options(self.settings),
            auto_offset_reset="earliest",
            consumer_timeout_ms=1500,
        )
        try:
            return list(consumer)
        finally:
            consumer.close()


@pytest.fixture
def stage(engines: Engines, prefix: str) -> Iterator[Stage]:
    stage = Stage(engines, prefix)
    apply_schema(stage.client, stage.settings)
    yield stage
    stage.close()


def articles(count: int, **changes: Any) -> list[Article]:
    base = article(**changes)
    return [base.model_copy(update={"id": article_id(n), "headline": f"Swell report {n}"}) for n in range(count)]


def without_times(documents: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {key: value for key, value in document.items() if key not in ("indexed_at", "visible_at")}
        for name, document in documents.items()
    }


def test_a_thousand_articles_and_a_replay_that_changes_nothing(stage: Stage) -> None:
    sent = articles(1000)
    stage.index(*sent)
    first = without_times(stage.documents())
    assert {name: from_document(source) for name, source in first.items()} == {one.id: one for one in sent}
    assert {document["_version"] for document in first.values()} == {article().version}
    stage.index(*reversed(sent))
    assert without_times(stage.documents()) == first
    assert stage.dead_letters() == []


def test_an_older_revision_after_a_newer_leaves_the_newer(stage: Stage) -> None:
    older, newer = article(version=5, headline="Harbour shut"), article(version=6, headline="Harbour open again")
    stage.index(newer)
    stage.index(older)
    assert [(d["headline"], d["_version"]) for d in stage.documents().values()] == [("Harbour open again", 6)]


def test_of_two_contents_with_one_version_the_last_read_wins(stage: Stage) -> None:
    stage.index(*[article(headline=f"Swell at {height} m") for height in range(50)])
    assert [document["headline"] for document in stage.documents().values()] == ["Swell at 49 m"]


@pytest.mark.parametrize("kill_first", [True, False])
def test_a_kill_hides_before_and_after_its_article(stage: Stage, kill_first: bool) -> None:
    shown = article(version=5)
    kill = article(version=9, pub_status="canceled", headline="", body="", lead="", captions=(), country_tags=())
    for one in (kill, shown) if kill_first else (shown, kill):
        stage.index(one)
    assert stage.documents(stage.settings.index_alias_read) == {}
    assert [document["body"] for document in stage.documents().values()] == [""]


def test_broken_records_become_dead_letters_and_the_others_pass(stage: Stage) -> None:
    broken = [(b"k1", b"{"), (None, b"\xff\xfe"), (b"k3", None), (b"k4", b'{"id": 1}'), (b"k5", b"[" * 50_000)]
    good = articles(20)
    stage.send(*good[:10])
    stage.send_bytes(*broken)
    stage.send(*good[10:])
    with stage.running():
        stage.drain()
    assert stage.documents().keys() == {one.id for one in good}
    letters = stage.dead_letters()
    assert sorted((one.key, one.value) for one in letters if one.key) == sorted(pair for pair in broken if pair[0])
    for letter in letters:
        headers = dict(letter.headers)
        assert headers["ce_id"] == b"x"
        assert headers["__connect.errors.stage"] == b"indexer"
        assert headers["__connect.errors.topic"].decode() == stage.settings.articles_topic
        assert headers["__connect.errors.exception.class.name"] == b"newswire.errors.InvalidRecord"
        assert headers["__connect.errors.exception.message"]
    assert len(letters) == len(broken)


def test_any_record_fits_into_a_dead_letter(stage: Stage) -> None:
    """Also one with neither key nor value, and headers that are null (these become empty) or no text."""
    odd = [record(None), record(b"\xff", key=b"\xfe", headers=(("h", None), ("g", b"\xff")))]
    writer = DeadLetterWriter(stage.settings, threading.Event())
    writer.write([DeadLetter.of(one, "indexer", InvalidRecord("odd")) for one in odd])
    writer.close()
    written = sorted(stage.dead_letters(), key=lambda one: one.value is not None)
    assert [(one.key, one.value) for one in written] == [(b"", None), (b"\xfe", b"\xff")]
    assert written[1].headers[:2] == [("h", b""), ("g", b"\xff")]


def test_a_document_that_the_mapping_refuses_becomes_a_dead_letter(stage: Stage) -> None:
    """The write alias is moved to an index where ``section`` is a number."""
    alias, narrow = stage.settings.index_alias_write, f"{stage.settings.index_prefix}narrow"
    stage.client.indices.create(
        index=narrow,
        mappings={"properties": {"section": {"type": "integer"}}},
        settings={"number_of_replicas": 0},
    )
    first = next(iter(stage.client.indices.get_alias(name=alias).body))
    stage.client.indices.update_aliases(
        actions=[
            {"remove": {"index": first, "alias": alias}},
            {"add": {"index": narrow, "alias": alias, "is_write_index": True}},
        ]
    )
    good, refused = articles(30, section="7"), article(id=article_id(99), section="News")
    stage.index(*good[:15], refused, *good[15:])
    assert stage.documents().keys() == {one.id for one in good}
    (letter,) = stage.dead_letters()
    headers = dict(letter.headers)
    assert (letter.key, letter.value) == (refused.id.encode(), refused.model_dump_json().encode())
    assert headers["__connect.errors.exception.class.name"] == b"newswire.errors.DocumentRefused"
    assert b"section" in headers["__connect.errors.exception.message"]
    assert int(headers["__connect.errors.offset"]) < stage.sent[int(headers["__connect.errors.partition"])]


def test_a_newer_schema_pauses_before_its_record(stage: Stage) -> None:
    newer = article(id=article_id(99)).model_dump(mode="json") | {"schema_version": SCHEMA_VERSION + 1}
    key = article_id(99).encode()
    before = articles(40)
    stage.send(*before)
    stage.send_bytes((key, orjson.dumps(newer)))
    with stage.running() as health:
        until(lambda: not health.ready and "schema_version 2" in health.reason, "the stage pauses")
        time.sleep(0.5)
    assert sum(stage.committed().values()) < sum(stage.sent.values())
    assert article_id(99) not in stage.documents()
    assert stage.dead_letters() == []


def test_a_second_worker_joins_leaves_and_comes_back(stage: Stage) -> None:
    sent = articles(3000)
    with stage.running(slot=0):
        stage.send(*sent[:1000])
        with stage.running(slot=1):
            stage.send(*sent[1000:2000])
            until(lambda: sum(stage.committed().values()) > 1500, "both work")
        stage.send(*sent[2000:])
        with stage.running(slot=1):
            stage.drain()
    assert stage.client.count(index=stage.settings.index_alias_write)["count"] == 3000


def test_a_worker_that_left_for_good_is_replaced_by_the_others(real_engines: Engines, prefix: str) -> None:
    stage = Stage(real_engines, prefix)
    try:
        apply_schema(stage.client, stage.settings)
        with stage.running(slot=0):
            with stage.running(slot=1):
                stage.send(*articles(1000))
                stage.drain()
            stage.send(*articles(2000)[1000:])
            stage.drain()
        assert stage.client.count(index=stage.settings.index_alias_write)["count"] == 2000
    finally:
        stage.close()


def test_without_the_alias_it_stops_with_the_next_step(engines: Engines, prefix: str) -> None:
    stage = Stage(engines, prefix)
    try:
        with pytest.raises(ConfigError, match=r"news-write is missing.*newswire schema apply"), stage.running():
            time.sleep(2)
    finally:
        stage.close()


def test_without_the_topics_it_stops_with_the_next_step(engines: Engines, prefix: str) -> None:
    settings = Settings(kafka_bootstrap_servers=engines.kafka_bootstrap_servers, topic_prefix=prefix)
    with pytest.raises(ConfigError, match=r"news\.articles, .*news\.deadletter.*newswire topics create"):
        run(settings, threading.Event(), Health("index"))


@contextmanager
def behind_proxy(engines: Engines, prefix: str, **changes: Any) -> Iterator[tuple[Stage, Any]]:
    with fault_proxy(engines.elasticsearch_url) as proxy:
        stage = Stage(engines, prefix, proxy.url, **changes)
        try:
            apply_schema(stage.client, stage.settings)
            yield stage, proxy
        finally:
            stage.close()


def test_a_bulk_too_large_is_split_down_to_the_one_document(engines: Engines, prefix: str) -> None:
    limit = 40_000
    with behind_proxy(engines, prefix) as (stage, proxy):
        proxy.on_bulk = lambda body: (413, b'{"error":"too large"}') if len(body) > limit else None
        small, large = articles(100), article(id=article_id(999), body="swell " * 10_000)
        stage.index(*small[:50], large, *small[50:])
        assert stage.documents().keys() == {one.id for one in small}
        (letter,) = stage.dead_letters()
        assert letter.value == large.model_dump_json().encode()
        assert b"413" in dict(letter.headers)["__connect.errors.exception.message"]
        assert max(proxy.bulk_bytes) > limit


def test_a_connection_cut_on_a_large_body_is_split(engines: Engines, prefix: str) -> None:
    with behind_proxy(engines, prefix) as (stage, proxy):
        proxy.on_bulk = lambda body: CUT if len(body) > 1_200_000 else None
        body = "swell " * 30_000
        small = articles(12, body=body)
        large = article(id=article_id(999), body=body * 4)
        stage.index(*small, large)
        assert stage.documents().keys() == {one.id for one in small}
        (letter,) = stage.dead_letters()
        assert letter.key == large.id.encode()
        assert b"connection was cut" in dict(letter.headers)["__connect.errors.exception.message"]


BUSY = b'{"error":{"type":"es_rejected_execution_exception","reason":"queue"},"status":429}'
BLOCK = (
    b'{"error":{"type":"cluster_block_exception","reason":"disk usage exceeded flood-stage watermark"},"status":429}'
)


@pytest.mark.parametrize(
    "fault",
    [
        (429, BUSY),
        (503, b'{"error":"no shards"}'),
        (502, b"<html>bad gateway</html>"),
        (429, BLOCK),
        (200, b"{}"),
        (200, b""),
        CUT,
    ],
    ids=["429", "503", "502", "write block", "empty answer", "no answer", "cut"],
)
def test_refusals_are_waited_out(engines: Engines, prefix: str, fault: Fault) -> None:
    with behind_proxy(engines, prefix) as (stage, proxy):
        faults = iter([fault] * 4)
        proxy.on_bulk = lambda body: next(faults, None)
        unready = []
        with stage.running() as health:
            stage.send(*articles(300))
            until(lambda: unready.append(health.reason) or bool(health.reason), "it says that it waits")  # type: ignore[func-returns-value]
            stage.drain()
            until(lambda: health.ready, "it is ready again")
        assert len(stage.documents()) == 300
        assert stage.dead_letters() == []


def test_bulks_get_smaller_while_elasticsearch_is_busy(engines: Engines, prefix: str) -> None:
    with behind_proxy(engines, prefix, bulks_in_flight=1) as (stage, proxy):
        stage.send(*articles(64))
        proxy.on_bulk = lambda body: (429, BUSY) if body.count(b"\n") > 2 * 32 else None
        with stage.running():
            stage.drain()
        assert len(stage.documents()) == 64


def test_answers_that_are_short_or_shifted_are_not_believed(engines: Engines, prefix: str) -> None:
    """The documents behind the missing answers are taken out of the index: only sending again brings them back."""

    def lose(answer: bytes) -> bytes:
        items = orjson.loads(answer)["items"]
        if lost.is_set() or len(items) < 10:
            return answer
        lost.set()
        stage.client.delete(
            index=stage.settings.index_alias_write,
            id=items[5]["index"]["_id"],
            version=article().version,
            version_type="external_gte",
        )
        return orjson.dumps({"items": items[:5] + items[6:]})

    lost = threading.Event()
    with behind_proxy(engines, prefix, bulks_in_flight=1) as (stage, proxy):
        proxy.on_answer = lose
        stage.index(*articles(200))
        assert lost.is_set()
        assert len(stage.documents()) == 200


def test_refused_credentials_stop_without_a_storm(engines: Engines, prefix: str) -> None:
    with behind_proxy(engines, prefix) as (stage, proxy):
        proxy.on_bulk = lambda body: (403, b'{"error":{"type":"security_exception","reason":"no"},"status":403}')
        stage.send(*articles(10))
        with pytest.raises(ConfigError, match=r"security_exception.*credentials"), stage.running() as health:
            until(lambda: health.reason == "stopping", "it stops")
        assert len(proxy.bulk_bytes) == 1
        assert stage.committed() == {}


def test_a_stop_while_elasticsearch_is_away_commits_nothing_undone(engines: Engines, prefix: str) -> None:
    with behind_proxy(engines, prefix) as (stage, proxy):
        proxy.on_bulk = lambda body: (503, b'{"error":"away"}')
        with stage.running() as health:
            stage.send(*articles(50))
            until(lambda: "503" in health.reason, "it waits")
        assert stage.committed() == {}
        proxy.on_bulk = lambda body: None
        with stage.running():
            stage.drain()
        assert len(stage.documents()) == 50


def test_elasticsearch_crashes_in_the_middle(real_engines: Engines, prefix: str, tmp_path: Path) -> None:
    elasticsearch = RealElasticsearch(tmp_path / "elasticsearch")
    elasticsearch.start()
    stage = Stage(real_engines, prefix, elasticsearch.url, bulk_documents=100)
    try:
        apply_schema(stage.client, stage.settings)
        with stage.running() as health:
            stage.send(*articles(2000))
            until(lambda: sum(stage.committed().values()) > 0, "it has begun")
            elasticsearch.kill()
            stage.send(*articles(4000)[2000:])
            until(lambda: "does not answer" in health.reason, "it waits")
            held = sum(stage.committed().values())
            assert 0 < held < 4000
            elasticsearch.start()
            stage.drain()
            assert health.ready
        assert stage.client.count(index=stage.settings.index_alias_write)["count"] == 4000
        assert stage.dead_letters() == []
    finally:
        stage.close()
        elasticsearch.stop()


def test_an_embargoed_article_is_indexed_and_not_shown(stage: Stage) -> None:
    stage.index(article(embargoed_until=datetime.now(UTC) + timedelta(hours=1)))
    assert stage.documents().keys() == {article_id(1)}
    assert stage.documents(stage.settings.index_alias_read) == {}
