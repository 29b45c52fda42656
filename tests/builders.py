"""Messages for tests: each builder gives a whole valid value, and takes the fields that matter to the test."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from newswire.contracts import (
    Article,
    Caption,
    CountryTag,
    Decision,
    Evidence,
    MediaTopicTag,
    Origin,
    Pipeline,
    RawArticle,
)
from newswire.records import Record

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BODY = "The harbour of Lisbon stayed shut on Tuesday.\n\nPilots said the swell was above four metres."


def raw_article(**changes: Any) -> RawArticle:
    fields: dict[str, Any] = {
        "source_id": "harbour-post",
        "source_name": "Harbour Post",
        "url": "https://harbour-post.example/news/lisbon-harbour-shut",
        "headline": "Lisbon harbour shut by swell",
        "body": BODY,
        "language": "en",
        "fetched_at": MOMENT,
    }
    return RawArticle(**fields | changes)


def article(**changes: Any) -> Article:
    fields: dict[str, Any] = {
        "source_id": "harbour-post",
        "source_name": "Harbour Post",
        "url": "https://harbour-post.example/news/lisbon-harbour-shut",
        "canonical_url": "https://harbour-post.example/news/lisbon-harbour-shut",
        "domain": "harbour-post.example",
        "id": article_id(1),
        "version": 6_755_399_441_055_744,
        "headline": "Lisbon harbour shut by swell",
        "body": BODY,
        "lead": BODY.partition("\n\n")[0],
        "language": "en",
        "section": "News",
        "authors": ("Ana Reis",),
        "fetched_at": MOMENT,
        "captions": (Caption(text="Waves at the mole", credit="A. Reis", date="2026-03-03"),),
        "countries": ("PT",),
        "country_tags": (
            CountryTag(
                code="PT",
                role="focus",
                confidence=0.93,
                evidence=(Evidence(text="Lisbon", field="headline", start=0, end=6),),
                method="gazetteer",
            ),
        ),
        "topics": ("medtop:20000156",),
        "topic_tags": (
            MediaTopicTag(
                code="medtop:20000156",
                name="water transport",
                confidence=0.8,
                evidence=(Evidence(text="harbour", field="headline", start=7, end=14),),
                method="lexicon",
            ),
        ),
        "topic_paths": ("medtop:04000000", "medtop:20000156"),
        "word_count": 16,
        "content_hash": hashlib.sha256(BODY.encode()).hexdigest(),
        "origin": Origin(producer="newswire", topic="news.raw", partition=0, offset=7, received_at=MOMENT),
        "decisions": (Decision(step="whitespace", what="2 spaces removed", rule="runs of spaces"),),
        "pipeline": Pipeline(version="0.1.0", normalizer="1", country_tagger="1", topic_tagger="1"),
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "processed_at": MOMENT,
    }
    return Article(**fields | changes)


def article_id(number: int) -> str:
    """An id of the right form, the same for the same number."""
    return hashlib.sha256(f"article {number}".encode()).hexdigest()[:32]


def record(value: bytes | None = b"{}", **changes: Any) -> Record:
    fields: dict[str, Any] = {
        "topic": "news.articles",
        "partition": 0,
        "offset": 0,
        "timestamp_ms": 1_772_600_767_000,
        "key": None,
        "headers": (),
    }
    return Record(**fields | {"value": value} | changes)
