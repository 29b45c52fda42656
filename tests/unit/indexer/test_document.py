from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from indexer.document import (
    ANALYZED_LANGUAGES,
    KEYWORD_LIMIT,
    analyzed_language,
    decode_article,
    from_document,
    read_item,
    to_document,
)
from indexer.schema import read_schema
from newswire.contracts import SCHEMA_VERSION, Media
from newswire.errors import InvalidRecord, NewerSchema
from newswire.settings import Settings
from tests.builders import BODY, MOMENT, article, article_id, record

INDEXED_AT = MOMENT + timedelta(seconds=3)


def test_whole_document() -> None:
    assert to_document(article(), INDEXED_AT) == {
        "@timestamp": "2026-03-04T05:06:07Z",
        "indexed_at": "2026-03-04T05:06:10Z",
        "visible_at": "2026-03-04T05:06:10Z",
        "schema_version": 1,
        "id": article_id(1),
        "version": 6_755_399_441_055_744,
        "source_id": "harbour-post",
        "source_name": "Harbour Post",
        "source_kind": "message",
        "url": "https://harbour-post.example/news/lisbon-harbour-shut",
        "canonical_url": "https://harbour-post.example/news/lisbon-harbour-shut",
        "domain": "harbour-post.example",
        "headline": "Lisbon harbour shut by swell",
        "body": BODY,
        "body_type": "text/plain",
        "lead": "The harbour of Lisbon stayed shut on Tuesday.",
        "text": {"en": {"headline": "Lisbon harbour shut by swell", "body": BODY}},
        "language": "en",
        "section": "News",
        "authors": ["Ana Reis"],
        "keywords": [],
        "breadcrumb": [],
        "media": [],
        "captions": [{"text": "Waves at the mole", "credit": "A. Reis", "date": "2026-03-03"}],
        "fetched_at": "2026-03-04T05:06:07Z",
        "processed_at": "2026-03-04T05:06:07Z",
        "pub_status": "usable",
        "operator": False,
        "countries": ["PT"],
        "country_tags": [
            {
                "code": "PT",
                "role": "focus",
                "confidence": 0.93,
                "method": "gazetteer",
                "evidence": [{"text": "Lisbon", "field": "headline", "start": 0, "end": 6}],
            }
        ],
        "topics": ["medtop:20000156"],
        "topic_paths": ["medtop:04000000", "medtop:20000156"],
        "topic_tags": [
            {
                "code": "medtop:20000156",
                "name": "water transport",
                "confidence": 0.8,
                "method": "lexicon",
                "evidence": [{"text": "harbour", "field": "headline", "start": 7, "end": 14}],
            }
        ],
        "word_count": 16,
        "content_hash": article().content_hash,
        "origin": {
            "producer": "newswire",
            "topic": "news.raw",
            "partition": 0,
            "offset": 7,
            "received_at": "2026-03-04T05:06:07Z",
        },
        "decisions": [{"step": "whitespace", "what": "2 spaces removed", "rule": "runs of spaces"}],
        "pipeline": {"version": "0.1.0", "normalizer": "1", "country_tagger": "1", "topic_tagger": "1"},
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
    }


def test_timestamp_is_the_publication_where_it_is_known() -> None:
    published = MOMENT - timedelta(days=2)
    assert to_document(article(published_at=published), INDEXED_AT)["@timestamp"] == "2026-03-02T05:06:07Z"


def test_visible_when_the_embargo_ends() -> None:
    document = to_document(article(embargoed_until=MOMENT + timedelta(hours=1)), INDEXED_AT)
    assert (document["visible_at"], document["indexed_at"]) == ("2026-03-04T06:06:07Z", "2026-03-04T05:06:10Z")


def test_visible_when_indexed_after_the_embargo() -> None:
    document = to_document(article(embargoed_until=MOMENT - timedelta(hours=1)), INDEXED_AT)
    assert document["visible_at"] == "2026-03-04T05:06:10Z"


@pytest.mark.parametrize(
    ("tag", "key"),
    [("pt-BR", "pt"), ("EN", "en"), ("zh_Hant", "zh"), ("nn-NO", "no"), ("pl", None), ("und", None), (None, None)],
)
def test_language_of_the_stemmed_text(tag: str | None, key: str | None) -> None:
    assert analyzed_language(tag) == key
    assert list(to_document(article(language=tag), INDEXED_AT).get("text", {})) == ([key] if key else [])


def test_a_kill_has_no_text() -> None:
    killed = article(pub_status="canceled", headline="", body="", lead="", captions=())
    assert "text" not in to_document(killed, INDEXED_AT)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"published_at": MOMENT, "updated_at": MOMENT, "embargoed_until": MOMENT + timedelta(days=1)},
        {"summary": "Short.", "byline": "By A. Reis", "dateline": "LISBON, 3 March", "alias_id": article_id(2)},
        {"guid": "tag:harbour-post.example,2026:1", "urgency": 4, "media": (Media(url="https://h.example/a.jpg"),)},
        {"language": None, "source_name": None, "canonical_url": None, "domain": None, "url": None},
        {"pub_status": "canceled", "headline": "", "body": "", "lead": "", "captions": (), "country_tags": ()},
        {"section": "s" * 9000, "keywords": ("k" * 9000, "short"), "authors": ("é" * 40_000,)},
    ],
)
def test_the_article_comes_back(changes: dict[str, object]) -> None:
    original = article(**changes)
    document = orjson.loads(orjson.dumps(to_document(original, INDEXED_AT)))
    assert from_document(document) == original


def test_a_document_that_was_given_an_alias_comes_back() -> None:
    assert from_document(to_document(article(), INDEXED_AT) | {"alias_of": article_id(2)}) == article()


def test_keywords_are_cut_to_what_the_index_takes() -> None:
    document = to_document(article(section="s" * 9000, keywords=("k" * 9000, "short")), INDEXED_AT)
    assert document["section"] == "s" * KEYWORD_LIMIT
    assert document["keywords"] == ["k" * KEYWORD_LIMIT, "short"]
    assert document["uncut"] == {"section": "s" * 9000, "keywords": ["k" * 9000, "short"]}


def test_item_of_a_record() -> None:
    source = record(article().model_dump_json().encode())
    item = read_item(source, INDEXED_AT)
    assert (item.id, item.version, item.record) == (article_id(1), article().version, source)
    assert orjson.loads(item.source) == to_document(article(), INDEXED_AT)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "no value"),
        (b"{", "EOF"),
        (b"\xff\xfe{}", "expected value"),
        (b"[1, 2]", "value: Input should be"),
        (b"[" * 100_000, "recursion limit"),
        (b'{"source_id": "a"}', "id: Field required"),
        (article().model_dump_json().replace('"version":6755399441055744', '"version":"7"').encode(), "version: "),
    ],
)
def test_what_is_no_article_is_refused(value: bytes | None, told: str) -> None:
    with pytest.raises(InvalidRecord, match=told):
        decode_article(record(value))


def test_the_cause_of_a_refusal_holds_no_article_text() -> None:
    broken = article().model_dump(mode="json") | {"word_count": "Lisbon harbour shut"}
    with pytest.raises(InvalidRecord) as caught:
        decode_article(record(orjson.dumps(broken)))
    assert "harbour" not in str(caught.value)


@pytest.mark.parametrize("changes", [{}, {"body": {"blocks": []}}], ids=["readable", "changed beyond reading"])
def test_a_newer_schema_pauses(changes: dict[str, object]) -> None:
    newer = article().model_dump(mode="json") | {"schema_version": SCHEMA_VERSION + 1} | changes
    with pytest.raises(NewerSchema, match=r"news\.articles\[0\]@0 has schema_version 2"):
        decode_article(record(orjson.dumps(newer)))


def test_every_analyzed_language_is_in_the_templates() -> None:
    properties = read_schema(Settings()).mappings["properties"]["text"]["properties"]
    assert properties.keys() == ANALYZED_LANGUAGES
    assert all(fields["properties"].keys() == {"headline", "summary", "body"} for fields in properties.values())
