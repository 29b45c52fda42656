"""One page to what it says of its article."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from newswire.errors import NotAnArticle
from stream.pages.body import aligned, extracted, in_state, squeezed, standfirst_of, trimmed
from stream.pages.head import Head, line_of, read_head
from stream.pages.headline import choose_headline
from stream.pages.kinds import marks_of, why_no_article
from stream.pages.page import Page
from stream.pages.people import read_people
from stream.pages.prune import captions_of, prune
from stream.pages.structured import (
    Node,
    as_list,
    bare_address,
    by_type,
    crumbs_of,
    json_nodes,
    main_article,
    microdata,
    text_of,
)
from stream.pages.times import choose_moment, printed_moment

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "article:published:time",
    "datepublished",
    "og:published_time",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "published",
    "published_time",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "article:updated_time",
    "updated_time",
)

SHORT = 600


def load(html: str) -> HtmlElement | None:
    """Parse a page, once; None where it is no HTML."""
    try:
        return trafilatura.load_html(html)
    except (LxmlError, ValueError, RecursionError):
        return None


def canonical_of(html: str) -> str | None:
    """Give the address a page calls its own, None where it names none."""
    tree = load(html)
    return None if tree is None else _canonical(read_head(tree))


def _canonical(head: Head) -> str | None:
    return head.canonical or head.first("og:url") or None


def read_page(html: str, url: str | None, pub_status: str) -> Page:
    """Read a page as far as its article's status asks for: a take-down needs its address alone.

    Raises NotAnArticle for a usable article that holds no text; a withheld one needs none.
    """
    if pub_status == "canceled":
        return Page(canonical_url=canonical_of(html))
    try:
        return read_html(html, url)
    except NotAnArticle as error:
        if pub_status == "usable":
            raise
        return Page(canonical_url=canonical_of(html), choices=((str(error), "a withheld article needs no text"),))


def read_html(html: str, url: str | None = None) -> Page:
    """Read the article of a page; raises NotAnArticle, naming why, where the page holds none."""
    tree = load(html)
    if tree is None:
        raise NotAnArticle("the page is no HTML that can be read", "Check that body holds the page's markup")
    head = read_head(tree)
    nodes = json_nodes(head.data)
    canonical = _canonical(head)
    addresses = frozenset(bare_address(a) for a in (url, canonical) if a)
    article = main_article(nodes, addresses) or {}
    micro = microdata(tree)
    sites = _sites(head, nodes, article, url or canonical or "")
    headline, rule = choose_headline(
        text_of(article.get("headline")) or text_of(micro.get("headline")),
        head.first("og:title", "twitter:title"),
        head.headings,
        head.title,
        sites,
    )
    authors = read_people(head, article, micro, nodes, tree, sites)
    summary = text_of(article.get("description")) or head.first("og:description", "description", "twitter:description")
    host = urlsplit(url or canonical or "").hostname or ""
    stamps = [
        text_of(article.get("datePublished")),
        text_of(micro.get("datePublished")),
        *_metas(head, _PUBLISHED),
        *_times(head),
    ]
    updates = [text_of(article.get("dateModified")), text_of(micro.get("dateModified")), *_metas(head, _UPDATED)]
    published, date_rule = choose_moment(stamps, updates, host)
    if published is None:
        others = [text_of(n.get("datePublished")) for n in by_type(nodes, "WebPage", "ClaimReview", "VideoObject")]
        stamps = [*others, *stated_in_scripts(tree), *printed_dates(tree)]
        published, date_rule = choose_moment(stamps, updates, host)
    updated, _ = choose_moment(updates, stamps, host)
    captions = captions_of(tree)
    marks = marks_of(article, head, tree, headline, url or canonical or "")
    summaries = [summary, *_metas(head, ("og:description", "description", "twitter:description"))]
    lines, text_rule = _lines(html, tree, head, article, headline, summaries)
    lines = trimmed(lines, [headline, head.title, head.first("og:title"), *head.headings[:4]], authors)
    reason = why_no_article(head, nodes, article or micro, url or canonical or "", headline, lines)
    if reason is not None:
        raise NotAnArticle(reason, "Send the article's own page")
    return Page(
        text="\n\n".join(lines),
        headline=headline or None,
        summary=summary or None,
        byline=", ".join(authors) or None,
        authors=authors,
        section=text_of(article.get("articleSection"))
        or text_of(micro.get("articleSection"))
        or head.first("article:section", "section")
        or None,
        breadcrumb=crumbs_of(nodes),
        keywords=_keywords(article, head),
        captions=captions,
        language=head.language
        or text_of(article.get("inLanguage"))
        or head.first("og:locale", "content-language")
        or None,
        canonical_url=canonical,
        published_at=published,
        updated_at=updated,
        marks=marks,
        choices=tuple(
            (what, how)
            for what, how in (
                (headline, f"headline: {rule}"),
                (published.isoformat() if published else "", f"publication: {date_rule}"),
                (f"{len(lines)} paragraphs", text_rule),
            )
            if what
        ),
    )


def _lines(
    html: str, tree: HtmlElement, head: Head, article: Node, headline: str, summaries: list[str]
) -> tuple[list[str], str]:
    stated = article.get("articleBody")
    stated = stated if isinstance(stated, str) else ""
    standfirst = standfirst_of(tree, headline, summaries)
    prune(tree)
    found, rule = (
        (aligned(tree, stated, standfirst) if stated else None),
        "paragraphs of the text the page's data state",
    )
    if found is None:
        found, rule = extracted(tree), "main text"
        if sum(map(len, found)) < SHORT:
            whole = load(html)
            fuller = extracted(whole) if whole is not None else []
            if sum(map(len, fuller)) > 1.5 * sum(map(len, found)):
                found, rule = fuller, "main text of the whole page"
        if sum(map(len, found)) < SHORT and head.state:
            stored = in_state(head.state)
            if sum(map(len, stored)) > 2 * sum(map(len, found)):
                found, rule = stored, "text in the state of a script"
    if standfirst and not _printed_in(standfirst, found[:4]):
        found = [standfirst, *found]
    return found, rule


def _printed_in(standfirst: str, lines: list[str]) -> bool:
    bare = squeezed(standfirst)
    return any(bare in squeezed(line) or (len(line) > 30 and squeezed(line) in bare) for line in lines)


def _sites(head: Head, nodes: list[Node], article: Node, url: str) -> tuple[str, ...]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = [
        head.first("og:site_name"),
        head.first("application-name"),
        head.first("apple-mobile-web-app-title"),
        head.first("twitter:site").lstrip("@"),
        host,
        *host.split(".")[:-1][-2:],
    ]
    names.extend(text_of(p) for p in as_list(article.get("publisher")))
    names.extend(text_of(n) for n in by_type(nodes, "WebSite"))
    return tuple(dict.fromkeys(name for name in names if name))


def _metas(head: Head, names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())[:1]]


def _times(head: Head) -> list[str]:
    return [t.get("datetime") or "" for t in head.times[:3]]


_SCRIPT_DATE = re.compile(
    r"(?:pub(?:lish|lication)?_?-?date|date_?-?published|published_?-?(?:at|time|date)|first_?-?published(?:_?-?at)?)['\"]?\s*[:=]\s*['\"]"
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^'\"]{0,20})['\"]",
    re.I,
)
_DATE_CLASS = re.compile(r"date|time|publi|datum|fecha|tarih|meta|posted|erstellt", re.I)


def stated_in_scripts(tree: HtmlElement) -> list[str]:
    """Give the publication times that scripts hand to trackers."""
    found = (_SCRIPT_DATE.search(script.text, 0, 200_000) for script in tree.iter("script") if script.text)
    return [match[1] for match in found if match][:5]


def printed_dates(tree: HtmlElement) -> list[str]:
    """Give the first dates with a time of day printed in an element that is marked as the date."""
    found: list[str] = []
    for element in tree.iter("time", "span", "div", "p", "li"):
        if element.tag != "time" and not _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        if len(element) > 6:
            continue
        line = line_of(element)
        if 10 <= len(line) <= 80 and (moment := printed_moment(line)):
            found.append(moment)
            if len(found) == 3:
                break
    return found


def _keywords(article: Node, head: Head) -> tuple[str, ...]:
    stated = article.get("keywords")
    values = [text_of(v) for v in as_list(stated)] if isinstance(stated, list) else text_of(stated).split(",")
    if not any(values):
        values = head.meta.get("article:tag") or head.first("news_keywords", "keywords").split(",")
    return tuple(dict.fromkeys(v.strip() for v in values if v.strip()))[:50]
