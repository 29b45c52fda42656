"""One walk over a page: what its head, scripts and the marked elements of its body hold."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml.html import HtmlElement

_STATE = re.compile(
    r"__NEXT_DATA__|__NUXT__|__APOLLO_STATE__|__(?:INITIAL|PRELOADED|PAGE)_(?:STATE|DATA|PROPS)__|globalContent|__next_f"
)
_DATA_TYPE = re.compile(r"^\s*application/ld\+json\b", re.I)
_JSON_TYPE = re.compile(r"^\s*application/json\b", re.I)

HEADING_LIMIT = 10
TITLE_LIMIT = 600


@dataclass(slots=True)
class Head:
    """The raw material of a page's fields; ``meta`` holds the contents by lower-case name, in document order."""

    meta: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    data: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str = ""
    language: str = ""
    headings: list[str] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    microdata: bool = False

    def first(self, *names: str) -> str:
        """Give the first content any of these meta names has, in the order of the names; "" for none."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""


def read_head(tree: HtmlElement) -> Head:
    """Collect what says something of the article outside its text."""
    head = Head()
    root = tree.getroottree().getroot()
    head.language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    for element in tree.iter("meta", "script", "link", "title", "h1", "time"):
        tag = element.tag
        if tag == "meta":
            content = element.get("content")
            if content:
                names = (
                    element.get("property"),
                    element.get("name"),
                    element.get("itemprop"),
                    element.get("http-equiv"),
                )
                for name in {name.strip().lower() for name in names if name}:
                    head.meta[name].append(" ".join(content.split()))
        elif tag == "script":
            _script(head, element)
        elif tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split() and not head.canonical:
                head.canonical = (element.get("href") or "").strip()
        elif tag == "title":
            if not head.title and element.getparent() is not None and element.getparent().tag != "svg":
                head.title = line_of(element)[:TITLE_LIMIT]
        elif tag == "h1":
            if len(head.headings) < HEADING_LIMIT:
                head.headings.append(line_of(element)[:TITLE_LIMIT])
        elif len(head.times) < HEADING_LIMIT:
            head.times.append(element)
    return head


def _script(head: Head, element: HtmlElement) -> None:
    kind = element.get("type") or ""
    text = element.text or ""
    if _DATA_TYPE.match(kind):
        head.data.append(text)
    elif text and (_JSON_TYPE.match(kind) or _STATE.search(text[:2000])):
        head.state.append(text)


def line_of(element: HtmlElement) -> str:
    """Give an element's text as one line; a break inside is a space."""
    return " ".join((_joined(element) if len(element) else element.text or "").split())


def _joined(element: HtmlElement) -> str:
    parts: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            parts.append(child.tail or "")
            continue
        if child.tag in ("script", "style", "svg", "button", "noscript"):
            parts.append(child.tail or "")
            continue
        spaced = child.tag in ("br", "div", "p", "li")
        parts.extend((" " if spaced else "", _joined(child), " " if spaced else "", child.tail or ""))
    return "".join(parts)
