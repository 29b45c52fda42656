"""What is a RawArticle and what is refused, and how the refusal reads."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from newswire.contracts import Article, RawArticle
from stream.process import reasons
from tests.builders import article

MINIMAL: dict[str, Any] = {"source_id": "a", "body": "text"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"unknown": {"nested": [1]}},
        {"url": "http://example.org/a", "body": None},
        {"guid": "g", "body": None, "pub_status": "canceled"},
        {"published_at": "2026-01-02T03:04:05+02:00"},
        {"urgency": 1, "keywords": ["a"], "media": [{"url": "https://example.org/a.jpg"}]},
    ],
)
def test_accepted(fields: dict[str, Any]) -> None:
    assert RawArticle.model_validate_json(orjson.dumps(MINIMAL | fields)).schema_version == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source_id": None}, "source_id: Input should be a valid string"),
        ({"source_id": "With Space"}, "source_id: String should match pattern"),
        ({"body": None}, "one of url, guid or body is required"),
        ({"body": ""}, "one of url, guid or body is required"),
        ({"pub_status": "canceled"}, "one of url or guid is required"),
        ({"pub_status": "deleted"}, "pub_status: Input should be 'usable'"),
        ({"body": 7}, "body: Input should be a valid string"),
        ({"published_at": "2026-01-02T03:04:05"}, "published_at: Input should have timezone info"),
        ({"published_at": 1767322445}, "published_at: Input should be a valid datetime"),
        ({"url": "ftp://example.org/a"}, "url: Value error, not an http or https address"),
        ({"url": "https://"}, "url: Value error, not an http or https address"),
        ({"urgency": 10}, "urgency: Input should be less than or equal to 9"),
        ({"urgency": "3"}, "urgency: Input should be a valid integer"),
        ({"keywords": "a"}, "keywords: Input should be a valid"),
        ({"source_country": "Kenya"}, "source_country: String should match pattern"),
    ],
)
def test_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RawArticle.model_validate_json(orjson.dumps(MINIMAL | fields))
    assert reason in reasons(caught.value)


@pytest.mark.parametrize(
    "value", [b"", b"{", b"\xff\xfe{}", b"[]", b"null", b'{"a":' * 5000, b'{"source_id":"a","body":"\\ud800"}']
)
def test_not_json(value: bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        RawArticle.model_validate_json(value)
    assert reasons(caught.value)


def test_article_survives_the_wire() -> None:
    built = article()
    assert Article.model_validate_json(built.model_dump_json()) == built


def test_only_a_usable_article_needs_a_headline() -> None:
    with pytest.raises(ValidationError, match="a usable article has a headline"):
        article(headline="")
    assert article(headline="", body="", pub_status="canceled").headline == ""
