"""Read labelled articles ("gold") in the forms they come in: JSON lines, lines beside article files, saved pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from newswire.contracts import RawArticle
from newswire.errors import ConfigError
from producers.inputs import find_inputs
from producers.items import Found
from producers.sources import read_files

SOURCE_ID = "gold"


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled article; a label that is None was not given and is not scored.

    ``topics`` lists every code that is right, the main one first. ``page`` is the line of a saved page, whose fields
    are scored one by one; ``historical`` marks labels of a country that is gone.
    """

    id: str
    raw: RawArticle
    source: str
    language: str | None
    countries: tuple[str, ...] | None
    topics: tuple[str, ...] | None
    historical: bool = False
    page: Mapping[str, Any] | None = None


def read_gold(path: Path, pages: bool = False) -> Iterator[Gold]:
    """Read a gold file, gzip where its name ends so, one article a line; of a folder ``gold`` or ``expected.jsonl``.

    A line holds id, headline, body (or text), dateline, lang (or language), countries, topics; a line with ``file``
    labels an article under ``articles/`` beside the gold file; with ``pages`` a line labels the file of its ``page`` or
    ``<id>.html``, packed or not, beside it. Raises ConfigError naming the line that cannot be read.
    """
    if path.is_dir():
        path = path / ("gold.jsonl" if (path / "gold.jsonl").exists() else "expected.jsonl")
    articles: dict[tuple[str, str], RawArticle] | None = None
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            if pages:
                raw = _page(row, path.parent)
            elif "file" in row:
                articles = _articles(path.parent / "articles") if articles is None else articles
                raw = articles[row["file"], row.get("url") or row.get("guid") or ""]
            else:
                raw = _article(row, number)
            gold = _gold(row, raw, number, pages)
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
            raise ConfigError(
                f"{path} line {number} cannot be used as gold: {why}", "The fields are told in docs/quality.md"
            ) from None
        yield gold


def _lines(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", "Give a file of JSON lines, gzip or plain") from None
    return filter(str.strip, text.split("\n"))


def _gold(row: Mapping[str, Any], raw: RawArticle, number: int, pages: bool) -> Gold:
    topics = row.get("topics")
    if "topic" in row:
        topics = [row["topic"], *row.get("topics_also", ())]
    countries = row.get("countries")
    if not countries and "story" in row:  # labels read from the story's heading: no label says nothing there
        countries = None
    return Gold(
        id=str(row.get("id") or row.get("page") or row.get("url") or row.get("guid") or row.get("file") or number),
        raw=raw,
        source=str(row.get("source") or "-"),
        language=row.get("lang") or row.get("language"),
        countries=None if countries is None or pages else tuple(countries),
        topics=tuple(topics) if topics and not pages else None,
        historical=bool(row.get("historical")),
        page=row if pages else None,
    )


def _article(row: Mapping[str, Any], number: int) -> RawArticle:
    """Make a raw article of a line; its language is not told, for detecting it is part of the work."""
    return RawArticle(
        source_id=SOURCE_ID,
        guid=str(row.get("id") or number),
        headline=row.get("headline") or None,
        summary=row.get("summary") or None,
        dateline=row.get("dateline") or None,
        section=row.get("section") or None,
        body=row.get("body") or row.get("text") or None,
    )


def _page(row: Mapping[str, Any], folder: Path) -> RawArticle:
    plain = folder / (row.get("page") or f"{row['id']}.html")
    html = plain.read_bytes() if plain.exists() else gzip.decompress(plain.with_name(plain.name + ".gz").read_bytes())
    return RawArticle(
        source_id=SOURCE_ID,
        guid=plain.name,
        url=row.get("url"),
        fetched_at=datetime.fromisoformat(row["crawled"]).replace(tzinfo=UTC) if row.get("crawled") else None,
        body=html.decode("utf-8", "replace"),
        body_type="text/html",
    )


def _articles(folder: Path) -> dict[tuple[str, str], RawArticle]:
    """Read the articles of a folder as ``newswire push`` does, by file name and, of a JSON line, url or guid."""
    found: dict[tuple[str, str], RawArticle] = {}
    for item in read_files(find_inputs([str(folder)]), SOURCE_ID):
        if isinstance(item, Found):
            raw = item.raw
            key = "" if item.line is None else raw.url or raw.guid or ""
            found[Path(item.file).name, key] = raw.model_copy(update={"language": None})
    return found


def top_level(topics: Sequence[str]) -> list[str]:
    """Keep the top-level Media Topics.

    >>> top_level(["medtop:20000575", "medtop:11000000"])
    ['medtop:11000000']
    """
    return [code for code in topics if code.endswith("000000")]
