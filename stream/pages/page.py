"""What one web page says of its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
