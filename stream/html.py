"""A web page's article: trafilatura for the text, the page's own metadata for the fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from newswire.errors import NotAnArticle
from stream.dates import utc

_CANONICAL = "//link[translate(@rel, 'CANONIL', 'canonil')='canonical']/@href"
_OG_URL = "//meta[@property='og:url']/@content"
_SECTION = "//meta[@property='article:section' or @itemprop='articleSection' or @name='section']/@content"
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"
    "|//time[@itemprop='datePublished']/@datetime"
)
_UPDATED = (
    "//meta[@property='article:modified_time' or @itemprop='dateModified']/@content"
    "|//time[@itemprop='dateModified']/@datetime"
)
_DATA = "//script[@type='application/ld+json']/text()"
_DATA_DATE = '"{}"\\s*:\\s*"([0-9T:.+Z -]{{16,40}})"'


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of its article; ``text`` is plain, its paragraphs parted by blank lines."""

    text: str = ""
    headline: str | None = None
    summary: str | None = None
    byline: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


def read_html(html: str, url: str | None = None) -> Page:
    """Read the article of a page; raises NotAnArticle, naming why, where the page holds none.

    A date is taken only where the page states it with its zone.
    """
    tree = _tree(html)
    if tree is None:
        raise NotAnArticle("the page is no HTML that can be read", "Check that body holds the page's markup")
    try:
        found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    except Exception as error:  # whatever breaks on one hostile page must not stop the others
        raise NotAnArticle(f"the page cannot be read ({type(error).__name__}: {error})") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise NotAnArticle(
            "the page holds no article text", "Send the article's own page, not a front page or a consent wall"
        )
    return Page(
        text="\n\n".join((found.text or "").split("\n")),
        headline=found.title,
        summary=found.description,
        byline="; ".join((found.author or "").split("; ")) or None,
        section=_first(tree, _SECTION) or next(iter(found.categories or ()), None),
        keywords=tuple(tag for tag in found.tags or () if tag),
        language=_first(tree, "/html/@lang") or found.language,
        canonical_url=_canonical(tree),
        published_at=_stated(tree, _PUBLISHED, "datePublished"),
        updated_at=_stated(tree, _UPDATED, "dateModified"),
    )


def canonical_of(html: str) -> str | None:
    """Give the address a page calls its own, None where it names none."""
    tree = _tree(html)
    return None if tree is None else _canonical(tree)


def _tree(html: str) -> HtmlElement | None:
    try:
        return trafilatura.load_html(html)
    except (LxmlError, ValueError, RecursionError):
        return None


def _canonical(tree: HtmlElement) -> str | None:
    return _first(tree, _CANONICAL) or _first(tree, _OG_URL)


def _first(tree: HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    values = [str(value).strip() for value in found] if isinstance(found, list) else []
    return next((value for value in values if value), None)


def _stated(tree: HtmlElement, path: str, name: str) -> datetime | None:
    printed = _first(tree, path)
    if printed is None:
        scripts = tree.xpath(_DATA)
        match = (
            next((m for s in scripts if (m := re.search(_DATA_DATE.format(name), str(s)))), None)
            if isinstance(scripts, list)
            else None
        )
        printed = match[1] if match else None
    try:
        moment = datetime.fromisoformat(printed) if printed else None
    except ValueError:
        return None
    return utc(moment) if moment is not None and moment.tzinfo is not None else None
