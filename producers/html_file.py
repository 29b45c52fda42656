"""An HTML page without what weighs much and says nothing of the article (pure)."""

from __future__ import annotations

import re

from lxml import etree, html

from newswire.errors import InvalidRecord

# Scripts that carry data: any JSON type, and the global variables in which page builders leave the page's state.
_JSON_TYPE = re.compile(r"^\s*(?:application|text)/(?:[\w.-]+\+)?json\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype", re.IGNORECASE)
_PAGE_STATE = re.compile(
    r"__(?:NEXT_DATA|NUXT|APOLLO_STATE|(?:INITIAL|PRELOADED|PAGE)_(?:STATE|DATA|PROPS))__|Fusion\.globalContent"
)


def drop_weight(page: str) -> str:
    """Take ``style``, ``svg`` and scripts other than JSON-LD and page state out of a page; all else stays.

    Raises InvalidRecord where there is no element at all. The markup is written again by lxml, so unclosed elements
    come back closed.
    """
    # Bytes, because lxml refuses text with an XML declaration; the declared charset no longer counts.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InvalidRecord("no HTML in it") from error
    for element in list(root.iter("style", "svg", "script")):
        if element.getparent() is not None and not _carries_data(element):
            element.drop_tree()
    doctype = root.getroottree().docinfo.doctype if _DOCTYPE.search(page, 0, 1000) else None  # else lxml's invention
    return str(html.tostring(root, encoding="unicode", doctype=doctype))


def _carries_data(element: html.HtmlElement) -> bool:
    if element.tag != "script":
        return False
    return bool(_JSON_TYPE.match(element.get("type") or "") or _PAGE_STATE.search(element.text or ""))
