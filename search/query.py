"""A search request becomes an Elasticsearch body: pure, and made of features that every engine of ours has."""

from __future__ import annotations

import unicodedata
from typing import Any

from search.query_tree import Either, Every, Node, Not, Phrase, Prefix, Tag, Word
from search.request import FACETS, Facet, SearchRequest, Sort

Body = dict[str, Any]
FACET_FIELDS: dict[Facet, str] = {
    "country": "countries",
    "topic": "topic_paths",
    "source": "source_id",
    "language": "language",
    "section": "section",
}
FACET_SIZES: dict[Facet, int] = {"country": 300, "topic": 300, "source": 100, "language": 100, "section": 100}

# The stemmed copies, listed one by one: a wildcard in a field name costs a look-up in every mapping.
STEMMED_LANGUAGES = tuple("ar bg cs da de el en es fa fi fr hi hu id it ja ko nl no pt ro ru sv tr zh".split())
BOOSTS = {"headline": 3.0, "summary": 1.5, "body": 1.0}
STEM_FACTOR = 0.7  # the word as typed outranks its inflected forms

MARK_START, MARK_END = "\ue000", "\ue001"  # private use: become <mark> once the text around them is escaped
MAX_HIGHLIGHT_CHARACTERS = 200_000
SERVER_TIMEOUT = "2s"


def search_body(request: SearchRequest, query: Node | None, after: list[Any] | None = None) -> Body:
    """Build the body of one page; ``query`` is the parsed ``request.q``, ``after`` the cursor's sort values.

    Filters that have a facet stand in ``post_filter``, and every facet counts under all of them but its own: so a
    facet goes on to offer the other values of a filter that is set.
    """
    filters = _facet_filters(request)
    always = _range(request)
    body: Body = {
        "size": request.size + 1,  # one more tells whether there is a next page
        "track_total_hits": True,
        "timeout": SERVER_TIMEOUT,
        "_source": {"excludes": ["text"]},
        "sort": _sort(request.order),
    }
    if request.facets:
        body["aggs"] = _aggregations(request.facets, filters)
        if filters:
            body["post_filter"] = {"bool": {"filter": list(filters.values())}}
    else:
        always = [*always, *filters.values()]
    body["query"] = {"bool": {"must": [match(query)], "filter": always}}
    if after is not None:
        body["search_after"] = after
    if request.highlight and query is not None:
        body["highlight"] = HIGHLIGHT
    return body


def facets_body(request: SearchRequest, query: Node | None) -> Body:
    """Build the body that counts facets and returns no hits."""
    body = search_body(request, query)
    counted = ("query", "aggs", "post_filter", "timeout", "track_total_hits")
    return {key: body[key] for key in counted if key in body} | {"size": 0}


def match(node: Node | None) -> Body:
    """Translate the query's tree; None matches everything."""
    match node:
        case None:
            return {"match_all": {}}
        case Word(text, field):
            kind = {"type": "phrase"} if _compound(text) else {"type": "best_fields", "operator": "and"}
            return {"multi_match": {"query": text, "fields": WORD_FIELDS[field], "tie_breaker": 0.2, **kind}}
        case Prefix(text, field):
            kind = {"type": "bool_prefix", "operator": "and"}
            return {"multi_match": {"query": text, "fields": PLAIN_FIELDS[field], **kind}}
        case Phrase(text, slop, field):
            return {"multi_match": {"query": text, "fields": PLAIN_FIELDS[field], "type": "phrase", "slop": slop}}
        case Tag("country", value):
            return {"term": {"countries": value}}
        case Tag("topic", value):
            return {"term": {"topic_paths": value}}
        case Tag(_, value):
            return {"term": {"source_id": value}}
        case Not(part):
            return {"bool": {"must_not": [match(part)]}}
        case Every(parts):
            positive = [match(part) for part in parts if not isinstance(part, Not)]
            negative = [match(part.part) for part in parts if isinstance(part, Not)]
            return {"bool": {"must": positive, "must_not": negative} if negative else {"must": positive}}
        case Either(parts):
            return {"bool": {"should": [match(part) for part in parts], "minimum_should_match": 1}}


def _compound(text: str) -> bool:
    """Tell whether an analyzer cuts the word: F-16, or a script that writes no spaces."""
    return any(not c.isalnum() and unicodedata.category(c)[0] != "M" for c in text) or any(c > "\u2e7f" for c in text)


def _fields(names: tuple[str, ...], stems: bool) -> list[str]:
    plain = [f"{name}^{BOOSTS[name]}" for name in names]
    if not stems:
        return plain
    factor = {name: round(BOOSTS[name] * STEM_FACTOR, 3) for name in names}
    return plain + [f"text.{language}.{name}^{factor[name]}" for language in STEMMED_LANGUAGES for name in names]


_NAMES: dict[str | None, tuple[str, ...]] = {None: tuple(BOOSTS), "headline": ("headline",), "body": ("body",)}
PLAIN_FIELDS = {field: _fields(names, stems=False) for field, names in _NAMES.items()}
WORD_FIELDS = {field: _fields(names, stems=True) for field, names in _NAMES.items()}


def _highlighted(name: str) -> Body:
    return {"number_of_fragments": 3, "fragment_size": 180} if name.endswith("body") else {"number_of_fragments": 0}


HIGHLIGHT: Body = {
    "pre_tags": [MARK_START],
    "post_tags": [MARK_END],
    "order": "score",
    "max_analyzed_offset": MAX_HIGHLIGHT_CHARACTERS,
    "fields": {name.split("^")[0]: _highlighted(name.split("^")[0]) for name in WORD_FIELDS[None]},
}


def _sort(order: Sort) -> list[Body]:
    direction = "asc" if order == "oldest" else "desc"
    by_time: list[Body] = [{"@timestamp": {"order": direction}}, {"id": {"order": "asc"}}]
    return [{"_score": {"order": "desc"}}, *by_time] if order == "relevance" else by_time


def _range(request: SearchRequest) -> list[Body]:
    limits = {"gte": request.from_, "lt": request.to}
    stated = {name: moment.isoformat().replace("+00:00", "Z") for name, moment in limits.items() if moment is not None}
    return [{"range": {"@timestamp": stated}}] if stated else []


def _facet_filters(request: SearchRequest) -> dict[Facet, Body]:
    filters: dict[Facet, Body] = {}
    for facet in FACETS:
        values = list(request.filter_values(facet))
        if not values:
            continue
        if facet == "country" and request.country_role == "any":
            filters[facet] = {"nested": {"path": "country_tags", "query": {"terms": {"country_tags.code": values}}}}
        else:
            filters[facet] = {"terms": {FACET_FIELDS[facet]: values}}
    return filters


def _aggregations(facets: tuple[Facet, ...], filters: dict[Facet, Body]) -> Body:
    return {
        facet: {
            "filter": {"bool": {"filter": [body for name, body in filters.items() if name != facet]}},
            "aggs": {"values": {"terms": {"field": FACET_FIELDS[facet], "size": FACET_SIZES[facet]}}},
        }
        for facet in dict.fromkeys(facets)
    }
