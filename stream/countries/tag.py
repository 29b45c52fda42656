"""Tag an article with countries: find the names in its fields, weigh them, give each country its role."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

from newswire.contracts import Article, CountryRole, CountryTag, Evidence, Pipeline
from stream.countries.find import Hit, find_places
from stream.countries.gazetteer import capital_vocabulary, dateline_vocabulary, known_language, vocabulary
from stream.countries.resolve import Found, Texts, settle, without_persons
from stream.countries.score import MOST_PLACES, Place, weigh
from stream.tuning import active, tuned

COUNTRY_TAGGER = "1"

Trusted = TypeVar("Trusted", CountryTag, Evidence)

_METHODS = {"name": "gazetteer", "demonym": "demonym", "capital": "city", "city": "city", "region": "region",
            "abbr": "region", "metonym": "metonym", "leader": "leader"}  # fmt: skip
_LOOKED_UP = 20_000  # characters of the body in which a name is looked up, so that work grows with the text only
_ORIGIN_CONFIDENCE = 0.9
_TAG_FIELDS, _EVIDENCE_FIELDS = set(CountryTag.model_fields), set(Evidence.model_fields)
# What a message is made of; frozen, it refuses to have it set but from outside.
_new = object.__new__
_set_values, _set_names, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


def tag_countries(article: Article) -> Article:
    """Fill ``countries``, ``country_tags`` and ``pipeline.country_tagger``; nothing else changes."""
    language = known_language(article.language)
    words = vocabulary(language)
    texts: Texts = {
        "headline": article.headline, "summary": article.summary, "body": article.body,
        "section": article.section, "dateline": article.dateline,
    }  # fmt: skip
    found: list[Found] = []
    persons: set[str] = set()
    whole = article.body[:_LOOKED_UP]
    for field, text in texts.items():
        if text:
            if field == "headline":
                hits = _in_headline(text, language, whole, persons)
            elif field == "dateline":
                hits = _in_dateline(text, language)
            else:
                hits = find_places(text, words, "sentence", whole, persons)
            if hits:
                found.append((field, hits))
    crumbs = find_places(" / ".join(article.breadcrumb), words) if article.breadcrumb else []
    if persons:
        found = without_persons(found, texts, persons)
    found = settle(found)
    focus: list[str] = []
    tags: list[CountryTag] = []
    for code, role, confidence, places in weigh(found, texts, {code for code, *_ in crumbs}):
        if role == "focus":
            focus.append(code)
        tags.append(_tag(code, role, confidence, _evidence(texts, places), _METHODS[places[0][1][1]]))
    tags += _origin(article.source_country, texts, found)
    return article.model_copy(
        update={"countries": tuple(focus), "country_tags": tuple(tags), "pipeline": _stamped(article.pipeline)}
    )


def _stamped(pipeline: Pipeline) -> Pipeline:
    return _stamp(pipeline.version, pipeline.normalizer, pipeline.topic_tagger)


@tuned
@lru_cache(maxsize=64)
def _stamp(version: str, normalizer: str, topic_tagger: str) -> Pipeline:
    """Note the tagger's version; a worker's articles all carry the same few Pipelines."""
    tagger = COUNTRY_TAGGER + active().countries_stamp
    return Pipeline(version=version, normalizer=normalizer, topic_tagger=topic_tagger, country_tagger=tagger)


def _in_headline(headline: str, language: str, body: str, persons: set[str]) -> list[Hit]:
    if headline.isupper():
        # Scripts without capitals are never upper: this is Latin, Greek or Cyrillic.
        return find_places(headline, capital_vocabulary(language), "capitals")
    return find_places(headline, vocabulary(language), "headline", body, persons)


def _in_dateline(dateline: str, language: str) -> list[Hit]:
    upper = dateline.upper()
    if len(upper) != len(dateline):  # ß: the offsets would be others
        upper = dateline
    return find_places(upper, dateline_vocabulary(language), "capitals")


def _origin(source_country: str | None, texts: Texts, found: list[Found]) -> list[CountryTag]:
    """Tag where the article comes from: the dateline's places, else the source's seat."""
    by_code: dict[str, list[Place]] = {}
    for field, hits in found:
        if field == "dateline":
            for hit in hits:
                by_code.setdefault(hit[0], []).append((field, hit))
    if by_code:
        return [
            _tag(code, "origin", _ORIGIN_CONFIDENCE, _evidence(texts, places[:MOST_PLACES]), "dateline")
            for code, places in by_code.items()
        ]
    return [_tag(source_country, "origin", _ORIGIN_CONFIDENCE, (), "source")] if source_country else []


def _tag(code: str, role: CountryRole, confidence: float, evidence: tuple[Evidence, ...], method: str) -> CountryTag:
    fields = {"code": code, "role": role, "confidence": confidence, "evidence": evidence, "method": method}
    return _trusted(CountryTag, fields, _TAG_FIELDS)


def _evidence(texts: Texts, places: list[Place]) -> tuple[Evidence, ...]:
    return tuple(
        [
            _trusted(
                Evidence,
                {"text": (texts[field] or "")[start:end], "field": field, "start": start, "end": end},
                _EVIDENCE_FIELDS,
            )
            for field, (_, _, _, start, end, _) in places
        ]
    )


def _trusted(model: type[Trusted], fields: dict[str, Any], names: set[str]) -> Trusted:
    """Make a message of values that are right by construction, as ``model_construct`` does in five times the time.

    There are some twenty in an article; checking them took a fifth of the tagger's time. The tests check them.
    """
    made = _new(model)
    _set_values(made, fields)
    _set_names(made, names)
    _set_extra(made, None)
    _set_private(made, None)
    return made
