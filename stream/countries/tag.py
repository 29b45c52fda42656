"""Tag an article with countries: find the names in its fields, weigh them, give each country its role."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from newswire.contracts import Article, CountryTag, EvidenceField, Pipeline
from stream.countries.find import Hit, find_places
from stream.countries.gazetteer import capital_vocabulary, dateline_vocabulary, known_language, vocabulary
from stream.countries.resolve import Found, settle
from stream.countries.score import MOST_PLACES, Place, weigh
from stream.tuning import active, tuned

COUNTRY_TAGGER = "1"

Texts = dict[EvidenceField, str | None]

_TITLE_SHARE = 0.7  # of the longer words in capitals: a Headline Like This
_METHODS = {"name": "gazetteer", "capital": "city", "abbr": "region"}
_ORIGIN_CONFIDENCE = 0.9
_TAGS = TypeAdapter(tuple[CountryTag, ...])  # one call for all tags of an article: a third of the time of one each


def tag_countries(article: Article) -> Article:
    """Fill ``countries``, ``country_tags`` and ``pipeline.country_tagger``; nothing else changes."""
    language = known_language(article.language)
    words = vocabulary(language)
    texts: Texts = {
        "headline": article.headline, "summary": article.summary, "body": article.body,
        "section": article.section, "dateline": article.dateline,
    }  # fmt: skip
    found: list[Found] = []
    for field, text in texts.items():
        if text:
            if field == "headline":
                hits = _in_headline(text, language)
            elif field == "dateline":
                hits = _in_dateline(text, language)
            else:
                hits = find_places(text, words)
            if hits:
                found.append((field, hits))
    crumbs = find_places(" / ".join(article.breadcrumb), words) if article.breadcrumb else []
    found = settle(found)
    tags: list[dict[str, Any]] = [
        {
            "code": code,
            "role": role,
            "confidence": confidence,
            "evidence": _evidence(texts, places),
            "method": _method(places[0][1]),
        }
        for code, role, confidence, places in weigh(found, {hit.code for hit in crumbs}, len(article.body))
    ]
    focus = tuple([tag["code"] for tag in tags if tag["role"] == "focus"])
    tags += _origin(article.source_country, texts, found)
    return article.model_copy(
        update={
            "countries": focus,
            "country_tags": _TAGS.validate_python(tuple(tags)),
            "pipeline": _stamped(article.pipeline),
        }
    )


@tuned
@lru_cache(maxsize=64)
def _stamped(pipeline: Pipeline) -> Pipeline:
    """Note the tagger's version; a worker's articles all carry the same few Pipelines."""
    return pipeline.model_copy(update={"country_tagger": COUNTRY_TAGGER + active().countries_stamp})


def _in_headline(headline: str, language: str) -> list[Hit]:
    if headline.isupper():
        # Scripts without capitals are never upper: this is Latin, Greek or Cyrillic.
        return find_places(headline, capital_vocabulary(language), "capitals")
    words = [word for word in headline.split() if len(word) > 3]
    title = sum([word[0].isupper() for word in words]) > _TITLE_SHARE * len(words)
    return find_places(headline, vocabulary(language), "title" if title else "sentence")


def _in_dateline(dateline: str, language: str) -> list[Hit]:
    upper = dateline.upper()
    if len(upper) != len(dateline):  # ß: the offsets would be others
        upper = dateline
    return find_places(upper, dateline_vocabulary(language), "capitals")


def _origin(source_country: str | None, texts: Texts, found: list[Found]) -> list[dict[str, Any]]:
    """Tag where the article comes from: the dateline's places, else the source's seat."""
    by_code: dict[str, list[Place]] = {}
    for field, hits in found:
        if field == "dateline":
            for hit in hits:
                by_code.setdefault(hit.code, []).append((field, hit))
    if by_code:
        return [_origin_tag(code, "dateline", _evidence(texts, places)) for code, places in by_code.items()]
    return [_origin_tag(source_country, "source", ())] if source_country else []


def _origin_tag(code: str, method: str, evidence: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {"code": code, "role": "origin", "confidence": _ORIGIN_CONFIDENCE, "evidence": evidence, "method": method}


def _method(hit: Hit) -> str:
    return _METHODS.get(hit.kind, hit.kind)


def _evidence(texts: Texts, places: list[Place]) -> tuple[dict[str, Any], ...]:
    return tuple(
        [
            {"text": (texts[field] or "")[hit.start : hit.end], "field": field, "start": hit.start, "end": hit.end}
            for field, hit in places[:MOST_PLACES]
        ]
    )
