"""One raw record in; an article, a dead letter or a pause out."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from newswire.contracts import Article
from newswire.errors import NewerSchema, NotAnArticle
from newswire.kafka_topics import ARTICLES_LIMIT, DEAD_LETTER_LIMIT
from newswire.records import DEAD_LETTER_PREFIX, Record
from newswire.settings import Settings
from stream import process as module
from stream.process import Result, process, process_batch
from tests.builders import raw_article, record

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)


def run(seen: Record) -> Result:
    return process(seen, NOW, SETTINGS)


def cause(result: Result) -> str:
    assert result.refused
    assert result.outgoing.topic == SETTINGS.dead_letter_topic
    return (dict(result.outgoing.headers)[DEAD_LETTER_PREFIX + "exception.message"] or b"").decode()


def test_an_article_goes_on_under_its_id_with_cloudevents_headers() -> None:
    traceparent = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    result = run(record(raw_article().model_dump_json().encode(), headers=(("traceparent", traceparent),)))
    article = Article.model_validate_json(result.outgoing.value or b"")
    headers = dict(result.outgoing.headers)
    assert (result.refused, result.outgoing.topic, result.outgoing.key) == (False, "news.articles", article.id.encode())
    assert headers["ce_id"] == f"{article.id}.{article.version}".encode()
    assert headers["traceparent"] == traceparent
    assert article.trace_id == "0af7651916cd43dd8448eb211c80319c"
    assert article.countries == ("PT",)


def test_the_same_record_gives_the_same_article() -> None:
    seen = record(raw_article().model_dump_json().encode())
    assert run(seen) == run(seen)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "the value is null"),
        (b"{", "not a RawArticle: Invalid JSON"),
        (b"\xff", "not a RawArticle"),
        (b'{"source_id": "a"}', "one of url, guid or body is required"),
        (b'{"source_id": "a", "guid": "g"}', ""),
        (b'{"source_id": "a", "url": "https://example.org:port/"}', ""),
        (b'{"a":' * 50_000, "recursion limit"),
        (b'{"schema_version": "2", "source_id": "a", "body": "x"}', "schema_version"),
    ],
)
def test_a_bad_record_is_refused_with_its_cause(value: bytes | None, words: str) -> None:
    result = run(record(value, key=b"k", headers=(("h", b"\xff"),)))
    assert words in cause(result)
    assert (result.outgoing.key, result.outgoing.value) == (b"k", value)
    assert result.outgoing.headers[0] == ("h", b"\xff")


@pytest.mark.parametrize("extra", [{}, {"headline": ["changed type"]}, {"source_id": None}])
def test_a_later_contract_pauses_and_is_never_refused(extra: dict[str, object]) -> None:
    value = orjson.dumps({"schema_version": 2, "source_id": "a", "body": "x"} | extra)
    with pytest.raises(NewerSchema, match=r"news.raw\[0\]@0 has schema_version 2"):
        run(record(value, topic="news.raw"))


def test_an_article_that_grows_past_the_limit_is_refused_with_its_original() -> None:
    body = "word " * (ARTICLES_LIMIT // 5 - 60)
    value = orjson.dumps({"source_id": "a", "guid": "g", "headline": "h", "body": body})
    result = run(record(value))
    assert "takes 4000000" in cause(result)
    assert result.outgoing.value == value


def test_an_original_too_large_for_the_dead_letter_topic_leaves_a_stub() -> None:
    result = run(record(b"x" * (DEAD_LETTER_LIMIT + 1), topic="news.raw"))
    assert result.outgoing.value is None
    assert "SHA-256" in cause(result)
    assert "news.raw[0]@0" in cause(result)
    assert result.outgoing.size < 10_000


def test_a_batch_keeps_its_order_and_refuses_only_the_bad_ones() -> None:
    values = [raw_article(url=f"https://a.example/{n}").model_dump_json().encode() for n in range(3)]
    records = [record(value, offset=n) for n, value in enumerate([values[0], b"{", values[1], None, values[2]])]
    results = process_batch(records, NOW, SETTINGS, [None] * 5)
    assert [result.record for result in results] == records
    assert [result.refused for result in results] == [False, True, False, True, False]
    assert results[0] == run(records[0])
    assert results[4] == run(records[4])


def test_a_page_refused_elsewhere_is_refused_here() -> None:
    seen = record(raw_article(body="<p>x</p>", body_type="text/html").model_dump_json().encode())
    assert cause(process(seen, NOW, SETTINGS, NotAnArticle("a consent wall"))) == "a consent wall"


def test_our_own_bug_is_a_refusal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(module, "normalize", broken)
    assert cause(run(record(raw_article().model_dump_json().encode()))) == "a bug"
