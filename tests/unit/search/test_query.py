from __future__ import annotations

from typing import Any

import pytest

from search.query import HIGHLIGHT, PLAIN_FIELDS, STEMMED_LANGUAGES, WORD_FIELDS, facets_body, match, search_body
from search.query_language import parse
from search.request import SearchRequest

BY_TIME = [{"@timestamp": {"order": "desc"}}, {"id": {"order": "asc"}}]
BY_SCORE = [{"_score": {"order": "desc"}}, *BY_TIME]


def body(**parameters: Any) -> dict[str, Any]:
    request = SearchRequest.model_validate(parameters)
    return search_body(request, parse(request.q))


def word(text: str, field: str | None = None) -> dict[str, Any]:
    return {
        "multi_match": {
            "query": text,
            "fields": WORD_FIELDS[field],
            "tie_breaker": 0.2,
            "type": "best_fields",
            "operator": "and",
        }
    }


def test_without_a_query_the_newest_come_first() -> None:
    assert body() == {
        "size": 21,
        "track_total_hits": True,
        "timeout": "2s",
        "_source": {"excludes": ["text"]},
        "sort": BY_TIME,
        "query": {"bool": {"must": [{"match_all": {}}], "filter": []}},
    }


def test_a_query_is_scored_and_highlighted() -> None:
    assert body(q="iraq -oil", size=5) == {
        "size": 6,
        "track_total_hits": True,
        "timeout": "2s",
        "_source": {"excludes": ["text"]},
        "sort": BY_SCORE,
        "query": {"bool": {"must": [{"bool": {"must": [word("iraq")], "must_not": [word("oil")]}}], "filter": []}},
        "highlight": HIGHLIGHT,
    }


def test_without_facets_every_filter_narrows_the_query_itself() -> None:
    filters = {
        "country": ["fr", "DE"],
        "topic": ["11000000"],
        "source": ["Harbour-Post"],
        "language": ["en"],
        "section": ["World"],
        "from": "2026-11-01",
        "to": "2026-11-24T12:00:00+01:00",
    }
    assert body(**filters)["query"] == {
        "bool": {
            "must": [{"match_all": {}}],
            "filter": [
                {"range": {"@timestamp": {"gte": "2026-11-01T00:00:00Z", "lt": "2026-11-24T11:00:00Z"}}},
                {"terms": {"countries": ["FR", "DE"]}},
                {"terms": {"topic_paths": ["medtop:11000000"]}},
                {"terms": {"source_id": ["harbour-post"]}},
                {"terms": {"language": ["en"]}},
                {"terms": {"section": ["World"]}},
            ],
        }
    }


def test_a_facet_counts_under_all_filters_but_its_own() -> None:
    made = body(country=["FR"], language=["en"], facets=["country", "topic"], to="2026-11-01")
    french, english = {"terms": {"countries": ["FR"]}}, {"terms": {"language": ["en"]}}
    assert made == {
        "size": 21,
        "track_total_hits": True,
        "timeout": "2s",
        "_source": {"excludes": ["text"]},
        "sort": BY_TIME,
        "query": {
            "bool": {"must": [{"match_all": {}}], "filter": [{"range": {"@timestamp": {"lt": "2026-11-02T00:00:00Z"}}}]}
        },
        "post_filter": {"bool": {"filter": [french, english]}},
        "aggs": {
            "country": {
                "filter": {"bool": {"filter": [english]}},
                "aggs": {"values": {"terms": {"field": "countries", "size": 300}}},
            },
            "topic": {
                "filter": {"bool": {"filter": [french, english]}},
                "aggs": {"values": {"terms": {"field": "topic_paths", "size": 300}}},
            },
        },
    }


def test_any_role_looks_into_the_country_tags() -> None:
    nested = {"nested": {"path": "country_tags", "query": {"terms": {"country_tags.code": ["SY"]}}}}
    assert body(country=["SY"], country_role="any")["query"]["bool"]["filter"] == [nested]


def test_counting_facets_returns_no_hits() -> None:
    request = SearchRequest(country=("FR",), facets=("country",))
    made = facets_body(request, None)
    assert made["size"] == 0
    assert set(made) == {"size", "query", "aggs", "post_filter", "timeout", "track_total_hits"}


def test_the_next_page_starts_behind_the_cursor() -> None:
    assert search_body(SearchRequest(), None, [1700000000000, "ab"])["search_after"] == [1700000000000, "ab"]


@pytest.mark.parametrize(
    ("q", "query"),
    [
        ("headline:iraq", word("iraq", "headline")),
        (
            "minist*",
            {
                "multi_match": {
                    "query": "minist",
                    "fields": ["headline^3.0", "summary^1.5", "body^1.0"],
                    "type": "bool_prefix",
                    "operator": "and",
                }
            },
        ),
        (
            'body:"foreign minister"~2',
            {"multi_match": {"query": "foreign minister", "fields": ["body^1.0"], "type": "phrase", "slop": 2}},
        ),
        (
            "F-16",
            {"multi_match": {"query": "F-16", "fields": WORD_FIELDS[None], "tie_breaker": 0.2, "type": "phrase"}},
        ),
        (
            "北京",
            {"multi_match": {"query": "北京", "fields": WORD_FIELDS[None], "tie_breaker": 0.2, "type": "phrase"}},
        ),
        ("country:FR", {"term": {"countries": "FR"}}),
        ("topic:11000000", {"term": {"topic_paths": "medtop:11000000"}}),
        ("source:harbour-post", {"term": {"source_id": "harbour-post"}}),
        ("-iraq", {"bool": {"must_not": [word("iraq")]}}),
        ("iraq | oil", {"bool": {"should": [word("iraq"), word("oil")], "minimum_should_match": 1}}),
    ],
)
def test_each_part_of_the_language(q: str, query: dict[str, Any]) -> None:
    assert match(parse(q)) == query


def test_words_are_looked_up_as_typed_and_by_stem_the_headline_first() -> None:
    assert PLAIN_FIELDS[None] == ["headline^3.0", "summary^1.5", "body^1.0"]
    assert WORD_FIELDS["headline"][:3] == ["headline^3.0", "text.ar.headline^2.1", "text.bg.headline^2.1"]
    assert len(WORD_FIELDS[None]) == 3 + 3 * len(STEMMED_LANGUAGES)
    assert set(HIGHLIGHT["fields"]) == {name.split("^")[0] for name in WORD_FIELDS[None]}


def test_no_user_text_reaches_a_query_that_interprets_it() -> None:
    found = str(body(q='ab* "b c"~2 -(d | headline:e) country:FR', facets=["country"], country=["DE"]))
    for dangerous in ("query_string", "regexp", "script", "wildcard", "fuzzy"):
        assert dangerous not in found
