"""Take out of a page what is not its article's text: captions kept apart, the rest dropped by its role."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stream.pages.head import line_of

_WORD = r"(?:^|[\s_-])(?:{})(?:$|[\s_-])"
_UNWANTED = re.compile(
    _WORD.format(
        "related|relateds?-?\\w*|recirc\\w*|recommend\\w*|newsletter\\w*|sign-?up|subscribe|"
        "subscription|share|sharing|share-?\\w+|social|socials?-\\w+|"
        "promo\\w*|advert\\w*|ads?|sponsored-?\\w*|outbrain|taboola|most-?read|trending|popular|read-?more|"
        "author-?(?:bio|box|card|info|description|profile|details|footer)|bio|about-?(?:the-)?author|"
        "byline\\w*|authors?|"
        "tags?|tag-?list|topics?|keywords?|breadcrumbs?|comments?|comment-?\\w+|disqus\\w*|cookie\\w*|consent\\w*|"
        "toolbar|print|copyright|disclaimer|timestamp|(?:article|post|entry|pub|published|story|"
        "news)?-?_?date|date-?line|dateline|publish-?\\w*|post-?meta|article-?meta|meta-?data|entry-?meta|"
        "reading-?time|infobox|info-?box|fact-?box|factbox|more-?on|see-?also|also-?read|next-?article|follow-?\\w*|"
        "onetrust\\w*|ccpa|gdpr|privacy-?\\w*|tooltips?|popover|popup|hover-?card|app-?(?:banner|"
        "promo)|correction-?link|audio-?player|player|video-?\\w*|gallery|slideshow|carousel|survey|poll|quiz|"
        "donat\\w*|support-?us|membership|kicker|overline|eyebrow|rubric|skip-?\\w*|"
        "screen-?reader\\w*|sr-only|visually-?hidden|hidden|"
        "caption\\w*|credit\\w*|photo-?(?:credit|caption)|image-?(?:credit|caption)|wp-caption-text"
    ),
    re.I,
)
_CAPTION = re.compile(
    _WORD.format(
        "caption\\w*|credit\\w*|image-?caption|photo-?caption|wp-caption-text|bildunterschrift|bildtext|legende?"
    ),
    re.I,
)
_ROLES = frozenset(
    "navigation complementary banner contentinfo search dialog alert alertdialog menu menubar toolbar tablist".split()
)
_DROPPED = (
    "nav",
    "footer",
    "aside",
    "form",
    "figure",
    "figcaption",
    "button",
    "select",
    "iframe",
    "dialog",
    "style",
    "svg",
    "script",
    "noscript",
    "template",
    "object",
    "embed",
    "video",
    "audio",
    "picture",
    "canvas",
    "map",
    "menu",
)
_RUNNING = frozenset(("p", "div", "li", "blockquote", "td", "section"))
FIGURE_LIMIT = 120
_INLINE = frozenset(("a", "em", "strong", "b", "i", "mark", "time", "abbr", "q", "cite"))
_KEPT = ("html", "body", "main", "article", "head", "h1")
_NO_TEXT = ("script", "style", "head", "noscript", "template", "svg", "nav", "footer")
_LABEL = re.compile(
    r"^\W*(?:(?:read|see|watch|listen|also|more|related|don.t miss|recommended|explore|"
    r"further reading)\b[^:|]{0,30}[:|]"
    r"|(?:lesen sie|lies|mehr|auch|hier|zum thema|passend|interview|podcast|video|kommentar)\b[^:|]{0,40}[:|]"
    r"|(?:lire|à lire|voir|aussi)\b[^:|]{0,30}[:|]|(?:lea|lee|leia|veja|ver|también|también|"
    r"tambi[eé]n|saiba)\b[^:|]{0,30}[:|]"
    r"|(?:leggi|guarda)\b[^:|]{0,30}[:|]|(?:les|se) (?:også|också)\b[^:|]{0,20}[:|]|(?:läs|lue|"
    r"lees) \w+[^:|]{0,20}[:|]"
    r"|(?:читайте|смотрите)\b[^:|]{0,30}[:|])",
    re.I,
)
SHARE_LIMIT = 0.35
CAPTION_LIMIT = 30


def captions_of(tree: HtmlElement) -> tuple[str, ...]:
    """Give the captions of the page's figures, each once."""
    found: dict[str, None] = {}
    for element in tree.iter("figcaption"):
        line = line_of(element)
        if 8 <= len(line) <= 600:
            found.setdefault(line)
        if len(found) >= CAPTION_LIMIT:
            break
    return tuple(found)


def prune(tree: HtmlElement) -> None:
    """Drop, in place, every element whose name, role or class says it is no running text, and lines that only link.

    One that holds a good share of the page's text stays whatever it is called: class names lie.
    """
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    weights, linked, running = _weigh(elements)
    limit = max(running.get(tree, 0) * SHARE_LIMIT, 200)
    doomed = [
        element for element in elements if _unwanted(element, running, limit) or _only_links(element, weights, linked)
    ]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            _remove(element, parent)


def _weigh(
    elements: list[HtmlElement],
) -> tuple[dict[HtmlElement, int], dict[HtmlElement, int], dict[HtmlElement, int]]:
    """Sum characters into all elements around them: of text, of links, and of running text; linear in the page."""
    weights: dict[HtmlElement, int] = {}
    linked: dict[HtmlElement, int] = {}
    running: dict[HtmlElement, int] = {}
    for element in reversed(elements):
        tag = element.tag
        if tag in _NO_TEXT:
            continue
        size = weights.get(element, 0) + (len(element.text.strip()) if element.text else 0)
        for child in element:
            if child.tail:
                size += len(child.tail.strip())
        if not size:
            continue
        weights[element] = size
        link = size if tag == "a" else linked.get(element, 0)
        run = running.get(element, 0)
        if not run and tag in _RUNNING and size >= 60 and link < 0.5 * size:
            run = size
        parent = element.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + size
            if link:
                linked[parent] = linked.get(parent, 0) + link
            if run:
                running[parent] = running.get(parent, 0) + run
        if link:
            linked[element] = link
        if run:
            running[element] = run
    return weights, linked, running


def _unwanted(element: HtmlElement, running: dict[HtmlElement, int], limit: float) -> bool:
    tag = element.tag
    if tag in _KEPT:
        return False
    if tag in _INLINE and (parent := element.getparent()) is not None and parent.tag in ("p", "li", "blockquote"):
        return False
    if tag == "figure" and running.get(element, 0) > FIGURE_LIMIT and _holds_text(element):
        return False  # some builders wrap whole paragraphs in figures; their captions go on their own
    return (tag in _DROPPED or _marked(element)) and running.get(element, 0) < limit


def _holds_text(figure: HtmlElement) -> bool:
    """Tell a figure with paragraphs beside its caption."""
    captioned = {p for caption in figure.iter("figcaption") for p in caption.iter("p")}
    return sum(len(line_of(p)) for p in figure.iter("p") if p not in captioned) > FIGURE_LIMIT


def _only_links(element: HtmlElement, weights: dict[HtmlElement, int], linked: dict[HtmlElement, int]) -> bool:
    """Tell a line that is all link, or a short label and a link: "Read more: …", lists of other articles."""
    if element.tag not in ("p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "div"):
        return False
    link = linked.get(element, 0)
    if not link or link < 12:
        return False
    size = weights[element]
    if element.tag in ("ul", "ol"):
        return link >= (0.7 if len(element) > 1 and size < 160 * len(element) else 0.9) * size
    if size > 220 or (element.tag == "div" and len(element) > 3):
        return False
    label = size - link
    if label <= 2:
        return True
    text = line_of(element)
    if label <= 12 and ":" in text[:14] and link >= 0.8 * size:
        return True
    return label <= 40 and link >= 0.5 * size and (_LABEL.match(text) is not None or _is_call(text))


def _is_call(text: str) -> bool:
    """Tell a label in capitals before a link: "READ THE STORY HERE | …", in any language."""
    label = re.split(r"[|:]", text, maxsplit=1)[0]
    return label.isupper() and 3 <= len(label.split()) <= 7 and len(label) < len(text)


def _marked(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    role = attributes.get("role")
    if role and role in _ROLES:
        return True
    if element.tag != "p" and (attributes.get("aria-hidden") == "true" or "hidden" in attributes):
        return True
    marks = attributes.get("class")
    if marks and len(marks) < 300 and _UNWANTED.search(marks):
        return True
    name = attributes.get("id")
    return bool(name) and len(name) < 100 and _UNWANTED.search(name) is not None


def _remove(element: HtmlElement, parent: HtmlElement) -> None:
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
