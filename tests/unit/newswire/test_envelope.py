from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from newswire.contracts import Media, RawArticle
from newswire.envelope import ce_headers, new_traceparent, raw_outgoing, raw_value, rfc3339
from newswire.errors import InvalidRecord
from newswire.identity import article_id

NOW = datetime(2024, 2, 29, 12, 0, 1, 234567, tzinfo=UTC)


def raw_article(**fields: Any) -> RawArticle:
    return RawArticle(**{"source_id": "river-post", "guid": "/news/a.txt", "body": "Rain fell on Ústí.\r\n"} | fields)


def test_headers_are_cloudevents_in_binary_mode() -> None:
    headers = ce_headers(id="a-1", source="newswire-push", type="newswire.raw-article.v1", time=NOW, traceparent="00-t")
    assert headers == (
        ("ce_specversion", b"1.0"),
        ("ce_id", b"a-1"),
        ("ce_source", b"newswire-push"),
        ("ce_type", b"newswire.raw-article.v1"),
        ("ce_time", b"2024-02-29T12:00:01.234Z"),
        ("content-type", b"application/json"),
        ("traceparent", b"00-t"),
    )
    assert "traceparent" not in dict(ce_headers(id="a", source="s", type="t", time=NOW))


def test_times_are_written_in_utc() -> None:
    assert rfc3339(datetime(2024, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "2023-12-31T23:30:00.000Z"


def test_a_trace_begins_with_ids_of_its_own() -> None:
    first, second = new_traceparent(), new_traceparent()
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", first)
    assert first.split("-")[1] != second.split("-")[1]


def test_the_value_says_only_what_is_said_and_always_its_schema_version() -> None:
    raw = raw_article(media=(Media(url="https://river-post.example/1.jpg"),), fetched_at=NOW, pub_status="usable")
    assert json.loads(raw_value(raw)) == {
        "schema_version": 1,
        "source_id": "river-post",
        "guid": "/news/a.txt",
        "body": "Rain fell on Ústí.\r\n",
        "media": [{"url": "https://river-post.example/1.jpg"}],
        "fetched_at": "2024-02-29T12:00:01.234567Z",
    }
    assert "Ústí".encode() in raw_value(raw)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"url": "https://river-post.example/a?utm_source=x", "keywords": ("rain", "river"), "urgency": 3},
        {"body": None, "pub_status": "canceled", "updated_at": NOW, "operator": True},
        {"guid": None, "body": "<p>x</p>", "body_type": "text/html", "published_at": NOW, "source_kind": "page"},
    ],
)
def test_the_value_reads_back_as_the_same_article(fields: dict[str, Any]) -> None:
    raw = raw_article(**fields)
    assert RawArticle.model_validate_json(raw_value(raw)) == raw


def test_the_record_is_keyed_by_the_article_and_its_id_repeats_with_the_same_content() -> None:
    raw = raw_article()
    first, again = raw_outgoing(raw, "news.raw", "newswire-push", now=NOW), raw_outgoing(raw, "news.raw", "other")
    edited = raw_outgoing(raw_article(body="Rain stopped."), "news.raw", "newswire-push")
    assert (first.topic, first.key, first.value) == ("news.raw", article_id(raw).encode(), raw_value(raw))
    ids = [dict(each.headers)["ce_id"] for each in (first, again, edited)]
    assert ids[0] == ids[1] != ids[2]
    assert dict(first.headers)["ce_source"] == b"newswire-push"
    assert dict(first.headers)["ce_time"] == b"2024-02-29T12:00:01.234Z"
    assert edited.key == first.key


def test_a_trace_that_came_along_goes_on() -> None:
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert dict(raw_outgoing(raw_article(), "t", "p", traceparent=parent).headers)["traceparent"] == parent.encode()


@pytest.mark.parametrize("url", ["http://[::1/a", "https://river-post.example:port/a"])
def test_an_address_without_canonical_form_is_refused(url: str) -> None:
    with pytest.raises(InvalidRecord, match="url"):
        raw_outgoing(raw_article(url=url), "news.raw", "newswire-push")
