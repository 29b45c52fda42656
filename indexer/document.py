"""Article to Elasticsearch document and back (pure)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from pydantic import ValidationError

from indexer.bulk import Item
from newswire.contracts import SCHEMA_VERSION, Article
from newswire.errors import InvalidRecord, NewerSchema
from newswire.records import Record

# Languages whose text is kept a second time under ``text.<language>``, stemmed (templates/mappings.json names the
# analyzers). Those are in Elasticsearch itself and in the embedded engine; Polish, Ukrainian and Hebrew need plug-ins.
ANALYZED_LANGUAGES = frozenset("ar bg cs da de el en es fa fi fr hi hu id it ja ko nl no pt ro ru sv tr zh".split())
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "in": "id"}

# A keyword of more than 32,766 bytes makes Elasticsearch refuse the document: 8,191 characters of 4 bytes fit.
KEYWORD_LIMIT = 8191
_UNBOUNDED_KEYWORDS = (
    *("source_name", "section", "language", "canonical_url", "domain", "content_hash", "cluster_id"),
    *("authors", "keywords", "breadcrumb"),
)
# What the document has beyond the Article, made again from it at every indexing.
_DERIVED = frozenset({"@timestamp", "indexed_at", "visible_at", "text", "uncut", "alias_of"})
_SHOWN_PROBLEMS = 3


def to_document(article: Article, indexed_at: datetime) -> dict[str, Any]:
    """Make the body of the document whose ``_id`` is ``article.id`` and whose external version is ``article.version``.

    Every field of the Article that is not null is there under its own name, so ``from_document`` gives the Article
    back. Keywords too long for the index are cut; ``uncut`` then keeps the whole value, unindexed.
    """
    source: dict[str, Any] = article.model_dump(mode="json", exclude_none=True)
    uncut = {name: source[name] for name in _UNBOUNDED_KEYWORDS if _too_long(source.get(name))}
    if uncut:
        source |= {name: _cut(value) for name, value in uncut.items()} | {"uncut": uncut}
    source["@timestamp"] = source.get("published_at", source["fetched_at"])
    visible_at = max(indexed_at, article.embargoed_until) if article.embargoed_until else indexed_at
    source["indexed_at"], source["visible_at"] = _text_of(indexed_at), _text_of(visible_at)
    language = analyzed_language(article.language)
    text = {name: source[name] for name in ("headline", "summary", "body") if source.get(name)}
    if language and text:
        source["text"] = {language: text}
    return source


def from_document(source: dict[str, Any]) -> Article:
    """Give back the Article that ``to_document`` was given; for rebuilding an index from another."""
    fields = {name: value for name, value in source.items() if name not in _DERIVED} | source.get("uncut", {})
    return Article.model_validate_json(orjson.dumps(fields))


def analyzed_language(tag: str | None) -> str | None:
    """Give the key under ``text`` for a BCP 47 tag, None where the language has no analyzer.

    >>> analyzed_language("pt-BR"), analyzed_language("nb"), analyzed_language("pl"), analyzed_language(None)
    ('pt', 'no', None, None)
    """
    primary = (tag or "").replace("_", "-").split("-", 1)[0].lower()
    language = _SAME_LANGUAGE.get(primary, primary)
    return language if language in ANALYZED_LANGUAGES else None


def decode_article(record: Record) -> Article:
    """Read the Article in a ``news.articles`` record.

    Raises InvalidRecord for what is no Article, and NewerSchema for one of a later contract version.
    """
    if record.value is None:
        raise InvalidRecord("the record has no value")
    try:
        article = Article.model_validate_json(record.value)
    except ValidationError as error:
        if (version := _stated_schema(record.value)) > SCHEMA_VERSION:
            raise _newer(record, version) from error
        raise InvalidRecord(f"not an Article: {_problems(error)}") from error
    if article.schema_version > SCHEMA_VERSION:
        raise _newer(record, article.schema_version)
    return article


def read_item(record: Record, indexed_at: datetime) -> Item:
    """Make the bulk item of a ``news.articles`` record; raises as ``decode_article``."""
    article = decode_article(record)
    return Item(article.id, article.version, orjson.dumps(to_document(article, indexed_at)), record)


def _newer(record: Record, version: int) -> NewerSchema:
    return NewerSchema(
        f"{record.position} has schema_version {version}, this program knows {SCHEMA_VERSION}",
        "Upgrade the index stage; it goes on from this record",
    )


def _stated_schema(value: bytes) -> int:
    try:
        stated = orjson.loads(value)
    except orjson.JSONDecodeError:
        return 0
    version = stated.get("schema_version") if isinstance(stated, dict) else None
    return version if isinstance(version, int) else 0


def _problems(error: ValidationError) -> str:
    """Name the first problems by field, without the values: these are article text and have no place in a header."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    shown = [f"{'.'.join(map(str, one['loc'])) or 'value'}: {one['msg']}" for one in found[:_SHOWN_PROBLEMS]]
    return "; ".join(shown) + (f" and {len(found) - _SHOWN_PROBLEMS} more" if len(found) > _SHOWN_PROBLEMS else "")


def _text_of(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _too_long(value: str | list[str] | None) -> bool:
    if value is None or isinstance(value, str):
        return len(value or "") > KEYWORD_LIMIT
    return any(len(one) > KEYWORD_LIMIT for one in value)


def _cut(value: str | list[str]) -> str | list[str]:
    return value[:KEYWORD_LIMIT] if isinstance(value, str) else [one[:KEYWORD_LIMIT] for one in value]
