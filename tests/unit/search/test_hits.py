from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from indexer.document import to_document
from newswire.contracts import Article
from search.engine import is_visible
from search.hits import last_sort_values, merge_highlights, safe_marks, to_article, to_page
from search.query import MARK_END, MARK_START
from search.request import SearchRequest
from tests.unit.search.articles import ARTICLES

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def marked(text: str) -> str:
    return text.replace("[", MARK_START).replace("]", MARK_END)


def raw_hit(article: Article, **more: Any) -> dict[str, Any]:
    source = to_document(article, NOW)
    del source["text"]
    return {"_id": article.id, "_score": 2.5, "_source": source, "sort": [2.5, 1, article.id]} | more


def response(*hits: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"took": 3, "hits": {"total": {"value": 7, "relation": "eq"}, "hits": list(hits)}} | more


def test_a_page() -> None:
    found = response(
        raw_hit(ARTICLES[0], highlight={"headline": [marked("[Ferry] workers")], "text.en.headline": ["no marks"]}),
        raw_hit(ARTICLES[1]),
        aggregations={
            "country": {
                "doc_count": 7,
                "values": {"buckets": [{"key": "DE", "doc_count": 1}, {"key": "FR", "doc_count": 3}]},
            }
        },
    )
    page = to_page(SearchRequest(q="ferry", size=1), found, "ferry", "next-cursor")
    assert (page.total, page.took_ms, page.understood, page.sort, page.next) == (
        7,
        3,
        "ferry",
        "relevance",
        "next-cursor",
    )
    assert [hit.id for hit in page.hits] == [ARTICLES[0].id]
    assert page.hits[0].score == 2.5
    assert page.hits[0].highlights == {"headline": ["<mark>Ferry</mark> workers"]}
    assert page.hits[0].indexed_at == NOW
    assert [(value.value, value.count) for value in page.facets["country"]] == [("FR", 3), ("DE", 1)]


def test_a_hit_has_every_field_of_the_contract_null_where_there_is_none() -> None:
    page = to_page(SearchRequest(), response(raw_hit(ARTICLES[1])), None, None)
    shown = page.model_dump(mode="json")["hits"][0]
    expected = ARTICLES[1].model_dump(mode="json")
    assert {name: shown[name] for name in expected} == expected
    assert shown["summary"] is None
    assert shown["score"] is None


def test_what_was_cut_for_the_index_is_whole_again() -> None:
    article = ARTICLES[0].model_copy(update={"section": "s" * 9000})
    assert to_article(to_document(article, NOW)).section == "s" * 9000


def test_the_last_page_has_no_next() -> None:
    one, two = raw_hit(ARTICLES[0]), raw_hit(ARTICLES[1])
    assert last_sort_values(SearchRequest(size=1), response(one, two)) == one["sort"]
    assert last_sort_values(SearchRequest(size=2), response(one, two)) is None
    assert last_sort_values(SearchRequest(size=2), response()) is None


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        ("[<script>] & 'x'", "<mark>&lt;script&gt;</mark> &amp; &#x27;x&#x27;"),
        ("<mark>forged</mark>", "&lt;mark&gt;forged&lt;/mark&gt;"),
        ("]stray[", "stray"),
        ("[[nested]]", "<mark>nested</mark>"),
        ('[a" onload="x]', "<mark>a&quot; onload=&quot;x</mark>"),
    ],
)
def test_only_pairs_of_marks_become_markup(fragment: str, shown: str) -> None:
    assert safe_marks(marked(fragment)) == shown


def test_the_copy_with_most_marks_wins() -> None:
    found = {"body": [marked("[oil] price")], "text.en.body": [marked("[oil] [prices]")], "text.de.summary": ["x"]}
    assert merge_highlights(found) == {"body": ["<mark>oil</mark> <mark>prices</mark>"], "summary": ["x"]}


@pytest.mark.parametrize(
    ("fields", "visible"),
    [
        ({"pub_status": "usable"}, True),
        ({"pub_status": "withheld"}, False),
        ({"pub_status": "canceled"}, False),
        ({}, False),
        ({"pub_status": "usable", "alias_of": "0" * 32}, False),
        ({"pub_status": "usable", "embargoed_until": "2026-11-24T12:00:00Z"}, True),
        ({"pub_status": "usable", "embargoed_until": "2026-11-24T12:00:01Z"}, False),
        ({"pub_status": "usable", "embargoed_until": "2026-11-24T13:00:00+02:00"}, True),
    ],
)
def test_the_rule_of_the_read_alias(fields: dict[str, str], visible: bool) -> None:
    assert is_visible(fields, NOW) is visible
