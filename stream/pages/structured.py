"""The structured data of a page: JSON-LD, also broken, and microdata, as plain dictionaries."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from lxml.html import HtmlElement

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    """NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle BlogPosting LiveBlogPosting
    TechArticle ScholarlyArticle Report SocialMediaPosting MedicalScholarlyArticle Review""".split()
)
_TYPE_RANK = {"WebPage": 0, "Review": 1, "Article": 3, "BlogPosting": 2, "SocialMediaPosting": 1}
DEPTH_LIMIT = 40
NODE_LIMIT = 5000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)?|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)?\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MISSING_COMMA = re.compile(r'(?<=["}\]])(?=\s*\n\s*"[\w@]+"\s*:)')
_CONTROL = re.compile(r"[\x00-\x1f]+")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_STRING_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleBody|description|articleSection|inLanguage|@type)"\s*:\s*'
    r'"((?:[^"\\]|\\.){0,200000}?)"\s*(?=[,}\n])'
)
_AUTHOR_FIELD = re.compile(r'"author"\s*:\s*[\[{\s]*(?:"@type"\s*:\s*"\w+"\s*,\s*)?(?:"name"\s*:\s*)?"([^"\\]{2,200})"')


def json_nodes(scripts: Iterable[str]) -> list[Node]:
    """Give every object in the page's JSON-LD, in order; broken JSON is repaired where that is plain, else skimmed."""
    found: list[Node] = []
    for script in scripts:
        found.extend(_walk(_loads(script), 0))
        if len(found) > NODE_LIMIT:
            break
    return found[:NODE_LIMIT]


def _loads(script: str) -> Any:
    text = _WRAPPING.sub("", script.strip())
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    if text.count("&quot;") > 4 and text.count('"') < 4:
        text = html.unescape(text)
    mended = _BAD_ESCAPE.sub(r"\\\\", _MISSING_COMMA.sub(",", _TRAILING_COMMA.sub("", _CONTROL.sub(" ", text))))
    try:
        return json.JSONDecoder(strict=False).raw_decode(mended)[0]
    except (ValueError, RecursionError):
        return _skimmed(text)


def _skimmed(text: str) -> Node | None:
    """Pick the fields of an article out of JSON that no parser takes."""
    node: Node = {}
    for match in _STRING_FIELD.finditer(text[:500_000]):
        node.setdefault(match[1], match[2].replace('\\"', '"').replace("\\/", "/").replace("\\n", "\n"))
    if author := _AUTHOR_FIELD.search(text[:500_000]):
        node["author"] = author[1]
    if "headline" not in node:
        return None
    node["@type"] = "NewsArticle"
    return node


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > DEPTH_LIMIT:
        return
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key not in ("comment", "itemListElement", "liveBlogUpdate") and isinstance(inner, (dict, list)):
                yield from _walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, depth + 1)


def types_of(node: Node) -> tuple[str, ...]:
    """Give a node's types without their namespace."""
    return tuple(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in as_list(node.get("@type")))


def as_list(value: Any) -> list[Any]:
    """Give a list of what may be a list, one value or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str:
    """Give a value as one line of text: entities decoded (twice escaped ones too), a list's first, a node's name."""
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("headline")
        if isinstance(value, list):
            value = value[0] if value else None
    if not isinstance(value, (str, int, float)):
        return ""
    text = str(value)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join(text.split())


def main_article(nodes: list[Node], addresses: frozenset[str]) -> Node | None:
    """Choose the node of the page's own article: named by the page's address, of the surest type, the fullest."""
    best: tuple[tuple[int, int, int, int], Node] | None = None
    for at, node in enumerate(nodes):
        kinds = [kind for kind in types_of(node) if kind in ARTICLE_TYPES]
        if not kinds or not (node.get("headline") or node.get("name") or node.get("articleBody")):
            continue
        own = {_bare(text_of(node.get("url"))), _bare(_id(node.get("mainEntityOfPage"))), _bare(_id(node))}
        rank = max(_TYPE_RANK.get(kind, 4) for kind in kinds)
        filled = sum(bool(node.get(key)) for key in ("headline", "author", "datePublished", "articleBody"))
        score = (int(bool(own & addresses)), int(bool(node.get("headline"))), rank, filled * 1000 - at)
        if best is None or score > best[0]:
            best = score, node
    return best[1] if best else None


def by_type(nodes: list[Node], *names: str) -> Iterator[Node]:
    """Give the nodes of any of these types."""
    for node in nodes:
        if not set(names).isdisjoint(types_of(node)):
            yield node


def resolved(value: Any, nodes: list[Node]) -> list[Any]:
    """Give the values of a property, a bare reference replaced by the node it points to."""
    found = []
    for item in as_list(value):
        if isinstance(item, dict) and "name" not in item and isinstance(item.get("@id"), str):
            item = next((n for n in nodes if n.get("@id") == item["@id"] and n.get("name")), item)
        found.append(item)
    return found


def crumbs_of(nodes: list[Node]) -> tuple[str, ...]:
    """Give the names of the page's BreadcrumbList, in order."""
    for node in by_type(nodes, "BreadcrumbList"):
        steps = [step for step in as_list(node.get("itemListElement")) if isinstance(step, dict)]
        names = [text_of(step.get("name")) or text_of(step.get("item")) for step in steps[:12]]
        if any(names):
            return tuple(name for name in names if name and "://" not in name)
    return ()


def _id(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _bare(address: str) -> str:
    return bare_address(address)


def bare_address(address: str) -> str:
    """Give host and path of an address, for comparing: no scheme, "www.", query or closing slash."""
    rest = address.partition("://")[2] or address
    return rest.split("#", 1)[0].split("?", 1)[0].rstrip("/").removeprefix("www.").lower()


_ARTICLE_SCOPE = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|LiveBlogPosting)\b", re.I)


def microdata(tree: HtmlElement) -> Node:
    """Read the properties of the page's first schema.org article in microdata; {} where there is none."""
    scope = next((e for e in tree.iter() if _ARTICLE_SCOPE.search(e.get("itemtype") or "")), None)
    if scope is None:
        return {}
    node: Node = {"@type": "Article"}
    for element in scope.iter():
        for name in (element.get("itemprop") or "").split():
            if name == "articleBody":
                continue
            value = element.get("content") or element.get("datetime") or " ".join(element.text_content().split())
            if name == "author":
                inner = next((e for e in element.iter() if "name" in (e.get("itemprop") or "").split()), None)
                value = (inner.get("content") or inner.text_content()) if inner is not None else value
                node.setdefault("author", []).append(" ".join(value.split()))
            elif value and len(value) < 1000:
                node.setdefault(name, value)
    return node
