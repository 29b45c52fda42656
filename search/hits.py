"""An Elasticsearch response becomes a SearchPage: pure, and safe to show."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from newswire.contracts import Article
from search.query import MARK_END, MARK_START
from search.request import FACETS, Facet, SearchRequest

_MARKED = re.compile(f"{MARK_START}([^{MARK_START}{MARK_END}]*){MARK_END}")
_STRAY_MARKS = str.maketrans("", "", MARK_START + MARK_END)
HIGHLIGHTED = ("headline", "summary", "body")


class FoundArticle(Article):
    """An article as it lies in the index."""

    model_config = ConfigDict(title="FoundArticle")

    indexed_at: datetime | None = Field(None, description="when it became searchable")


class Hit(FoundArticle):
    """One article that matches, with what of it matched."""

    model_config = ConfigDict(title="Hit")

    score: float | None = Field(None, description="only comparable within one search; null unless sorted by relevance")
    highlights: dict[str, list[str]] = Field(
        default_factory=dict, description="HTML fragments by field: escaped text with the matching words in <mark>"
    )


class FacetValue(BaseModel):
    """One value of a facet and how many articles have it."""

    model_config = ConfigDict(frozen=True)

    value: str
    count: int


class SearchPage(BaseModel):
    """One page of hits."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    total: int = Field(description="articles that match, over all pages")
    took_ms: int
    understood: str | None = Field(None, description="how the query was read; null where there was none")
    sort: Literal["relevance", "newest", "oldest"]
    hits: list[Hit]
    facets: dict[Facet, list[FacetValue]] = Field(
        default_factory=dict, description="each counted under all filters but its own; a topic counts what is below it"
    )
    next: str | None = Field(None, description="cursor of the next page; null on the last")


class FacetPage(BaseModel):
    """Counts without hits."""

    model_config = ConfigDict(frozen=True)

    total: int
    took_ms: int
    understood: str | None = None
    facets: dict[Facet, list[FacetValue]]


def to_page(
    request: SearchRequest, response: Mapping[str, Any], understood: str | None, next_cursor: str | None
) -> SearchPage:
    """Read the answer to ``search_body``."""
    return SearchPage(
        total=_total(response),
        took_ms=response["took"],
        understood=understood,
        sort=request.order,
        hits=[to_hit(raw, with_score=request.order == "relevance") for raw in response["hits"]["hits"][: request.size]],
        facets=to_facets(response),
        next=next_cursor,
    )


def to_facet_page(response: Mapping[str, Any], understood: str | None) -> FacetPage:
    """Read the answer to ``facets_body``."""
    return FacetPage(
        total=_total(response), took_ms=response["took"], understood=understood, facets=to_facets(response)
    )


def to_hit(raw: Mapping[str, Any], *, with_score: bool) -> Hit:
    """Read one hit; every field of the contract is there, null where the article has none."""
    added = {
        "score": raw.get("_score") if with_score else None,
        "highlights": merge_highlights(raw.get("highlight") or {}),
    }
    return Hit.model_validate_json(orjson.dumps(_whole(raw["_source"]) | added))


def to_article(source: Mapping[str, Any]) -> FoundArticle:
    """Read one document."""
    return FoundArticle.model_validate_json(orjson.dumps(_whole(source)))


def _whole(source: Mapping[str, Any]) -> dict[str, Any]:
    """Put back what was too long for a keyword field."""
    return {**source, **source.get("uncut", {})}


def last_sort_values(request: SearchRequest, response: Mapping[str, Any]) -> list[Any] | None:
    """Give the sort values the next page starts after, None on the last page."""
    hits = response["hits"]["hits"]
    return list(hits[request.size - 1]["sort"]) if len(hits) > request.size else None


def to_facets(response: Mapping[str, Any]) -> dict[Facet, list[FacetValue]]:
    """Read the counts, most frequent first, ties in order of the value."""
    found: dict[Facet, list[FacetValue]] = {}
    aggregations = response.get("aggregations") or {}
    for facet in FACETS:
        if facet in aggregations:
            buckets = sorted(aggregations[facet]["values"]["buckets"], key=lambda b: (-b["doc_count"], str(b["key"])))
            found[facet] = [FacetValue(value=bucket["key"], count=bucket["doc_count"]) for bucket in buckets]
    return found


def merge_highlights(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Fold the fragments of ``headline`` and its stemmed copies into one list a field: those with most marks win."""
    merged: dict[str, list[str]] = {}
    for name in HIGHLIGHTED:
        candidates = [fragments for field, fragments in found.items() if field.rsplit(".", 1)[-1] == name]
        if candidates:
            best = max(candidates, key=lambda fragments: sum(fragment.count(MARK_START) for fragment in fragments))
            merged[name] = [safe_marks(fragment) for fragment in best]
    return merged


def safe_marks(fragment: str) -> str:
    """Escape a fragment and turn its pairs of mark characters into ``<mark>`` elements.

    >>> safe_marks(f"a <b> {MARK_START}c{MARK_END}")
    'a &lt;b&gt; <mark>c</mark>'
    """
    escaped = html.escape(fragment)
    return _MARKED.sub(r"<mark>\1</mark>", escaped).translate(_STRAY_MARKS)


def _total(response: Mapping[str, Any]) -> int:
    total: int = response["hits"]["total"]["value"]
    return total
