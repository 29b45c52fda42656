"""What one web page says of its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page; ``text`` is plain, its paragraphs parted by blank lines.

    ``authors`` are the names credited, ``marks`` what the page says of itself ("sponsored", "live blog"),
    ``choices`` what was taken and by which rule. Times are aware.
    """

    text: str = ""
    headline: str | None = None
    summary: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    breadcrumb: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    marks: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


def page_of(fields: dict[str, Any]) -> Page:
    """Make the Page that was written as JSON: lists are tuples again, times are times."""
    made: dict[str, Any] = {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value)
        if isinstance(value, list)
        else value
        for name, value in fields.items()
    }
    for name in ("published_at", "updated_at"):
        made[name] = datetime.fromisoformat(made[name]) if made[name] else None
    return Page(**made)
