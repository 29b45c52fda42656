"""Who a page credits: names out of structured data, meta tags and the printed byline, without roles or addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from stream.pages.head import Head, line_of
from stream.pages.headline import folded
from stream.pages.structured import Node, as_list, resolved, text_of

_LEAD = re.compile(
    r"^(?:(?:written|reported|story|edited|posted|words|text|article|opinion|analysis|review)\s+by|by|"
    r"von|par|por|di|da|av|af|door|text|autor(?:in|en|es)?|"
    r"author|auteur|autore|автор|текст|yazan|haber|muhabir|記者|记者|作者|文|por:|بقلم|كتب)(?:\s*[:：/]\s*|\s+)",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:[;|•·、،]|\s/\s|,(?!\s*(?:jr|sr|ii|iii|phd|md)\b)|\s[-–—]\s|\s(?:and|und|et|y|e|и|i|та|ve|"
    r"og|och|en|with|mit|avec|con|&)\s|\s\+\s)\s*",
    re.I,
)
_ROLE = re.compile(
    r"^(?:ms|msc|ma|rdn?|rn|ph\.?\s?d|m\.?d|mba|esq|llb|dds)$|^(?:ap|afp|upi)\s(?:\w+\s){0,2}writers?$|"
    r"^(?:(?:senior|chief|deputy|associate|assistant|staff|special|political|economics?|business|"
    r"foreign|science|health|education|world|sports?|news|"
    r"technology|investigative|national|international|data|video|contributing|managing|executive|"
    r"digital|live|former|guest|freelance|"
    r"the|our|and|at|for|in|of|us|uk|crime|legal|home|royal|court|climate|environment|defen[cs]e|"
    r"security|diplomatic|city|culture|arts)\s+)*"
    r"(?:reporters?|correspondents?|editors?|writers?|journalists?|columnists?|contributors?|"
    r"producers?|authors?|photographers?|critics?|analysts?|bloggers?|"
    r"intern|freelancer|redakteur(?:in)?|reporter(?:in)?|korrespondent(?:in)?|journalist(?:in)?|"
    r"autor(?:in)?|volont[äa]r(?:in)?|journaliste|"
    r"correspondant(?:e)?|rédact(?:eur|rice)|redactor(?:a)?|periodista|corresponsal|jornalista|"
    r"repórter|giornalista|muhabir(?:i)?|editör(?:ü)?|"
    r"gazeteci|journalist|корреспондент|журналист|редактор|обозреватель|記者|기자|특파원|논설위원)"
    r"(?:\s+(?:at|for|of|in|on|bei|für|des|der|de|du|von)\b.*)?$",
    re.I,
)
_ROLE_TAIL = re.compile(
    r"\s*(?:기자|특파원|記者|记者|編集委員|論説委員)(?:\s*외\s*\d+명)?$|\s*\((?!s\))[^()]{1,60}\)\s*$|\s+(?:외\s*\d+명)$"
)
_LABEL = re.compile(
    r"^(?:text|fotos?|photos?|video|illustration|grafik|redaktion|recherche|bearbeitung|foto)\s*:\s*", re.I
)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_FOR = re.compile(
    r"\s+(?:for|für|pour|para|per)\s+(?:the\s+)?[A-ZÀ-Þ].*$|\s+(?:in|à|aus|en|em)\s+[A-ZÀ-Þ]\w+(?:\s[A-ZÀ-Þ]\w+)?$"
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|inc|llc|ltd|corp|s\.?a\.?|s\.?l\.?|co\. kg|kg|verlag|mediengruppe|media group|"
    r"holding|plc|oy|ab|a/s|b\.?v\.?)\b\.?",
    re.I,
)
_GENERIC = frozenset(
    """admin administrator editor redaktion redacción redacao redação redazione author staff user root webmaster
    null none undefined anonymous guest gast invité гость ospite misafir زائر""".split()
)
_PERSON_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|byline|writer|autor|autori|auteur|firma|reporter|journalist)s?(?:$|"
    r"[\s_-])|author-?name|byline-?name|autoren?name",
    re.I,
)
_DESK = re.compile(
    r"\b(?:redaktion|desk|staff|team|newsroom|editors?|redacción|redação|rédaction|redazione|"
    r"agenc(?:y|ies)|news|press|web)\b|\.\w{2,3}$|^www\.",
    re.I,
)


def names_in(text: str) -> list[str]:
    """Give the names a credit line holds.

    >>> names_in("By Ada Sample and Ben Muster, Senior Political Reporter")
    ['Ada Sample', 'Ben Muster']
    """
    line = _ADDRESS.sub(" ", " ".join(text.split()))[:400]
    line = _LABEL.sub("", line)
    line = _LEAD.sub("", line, count=1) if line[:1] != "D" or not line.startswith("Di ") else line
    found: list[str] = []
    for part in _SPLIT.split(line):
        name = _FOR.sub("", _ROLE_TAIL.sub("", _LABEL.sub("", part.strip()))).strip(" .,:–—-()[]\"'\u200b")
        if (
            2 <= len(name) <= 60
            and len(name.split()) <= 6
            and not _ROLE.match(name)
            and not re.search(r"\d{3,}|[<>{}=]", name)
        ):
            found.append(name)
    return found


def read_people(
    head: Head, article: Node, data: Node, nodes: list[Node], tree: HtmlElement, sites: Iterable[str]
) -> tuple[str, ...]:
    """Give the names a page credits, its structured data first.

    Where the data credit the site itself or its company alone, the meta tags and the printed byline are asked; the
    site is the author only where they name nobody. An agency or a desk counts as a credit.
    """
    own = {folded(site) for site in sites}
    weak: list[str] = []
    for source in (_of_data(article, nodes), _of_meta(head), as_list(data.get("author"))):
        names = _unique(name for credit in source for name in _credited(credit, own))
        names = [name for name in names if name.casefold() not in _GENERIC and not _COMPANY.search(name)]
        strong = [name for name in names if folded(name) not in own]
        if strong:
            return tuple(strong)
        weak = weak or names
    printed = _printed(tree)
    return tuple([name for name in printed if not _is_outlet(name, own)] or weak)


def _credited(credit: str, own: set[str]) -> list[str]:
    """Give the names of one credit; beside an outlet ("post.example, Berlin") a single word is its place."""
    names = names_in(credit)
    outlets = [name for name in names if _is_outlet(name, own)]
    return (
        [name for name in names if name in outlets or " " in name]
        if outlets and len(names) > 1 and not any(map(str.isupper, names))
        else names
    )


def _is_outlet(name: str, own: set[str]) -> bool:
    bare = folded(name)
    return (
        bare in own
        or bool(_COMPANY.search(name))
        or bool(_DESK.search(name))
        or any(len(o) > 4 and o in bare for o in own)
    )


def _unique(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return list(found.values())[:20]


def _of_data(article: Node, nodes: list[Node]) -> list[str]:
    credits: list[str] = []
    for value in resolved(article.get("author") or article.get("creator"), nodes):
        credits.append(text_of(value) or (text_of(value.get("byline")) if isinstance(value, dict) else ""))
    return [credit for credit in credits if credit and "://" not in credit]


_META = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "dcsext.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
    "articleauthor",
    "citation_author",
    "mrf:authors",
    "twitter:misc:written by",
)


def _of_meta(head: Head) -> list[str]:
    for name in _META:
        values = [v for v in head.meta.get(name, ()) if "://" not in v and "@" not in v and not v.isdigit()]
        if values:
            return values
    for number in "12":  # how a common plug-in labels what it shows below a shared link
        if _WRITTEN_BY.fullmatch(head.first(f"twitter:label{number}")):
            return [head.first(f"twitter:data{number}")]
    return []


_WRITTEN_BY = re.compile(
    r"written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|"
    r"skrevet av|skriven av|yazan|автор|написано автором|作者|執筆者|كُتب بواسطة",
    re.I,
)


def _printed(tree: HtmlElement) -> list[str]:
    """Give the names in the first element that is marked as the byline."""
    for element in tree.iter("a", "span", "div", "p", "address", "li", "strong", "cite"):
        marked = "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split()
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        if not marked and not (len(marks) > 3 and _PERSON_CLASS.search(marks)):
            continue
        line = line_of(element)
        if not 3 <= len(line) <= 160:
            continue
        names = [name for name in names_in(line) if _looks_like_person(name)]
        if names:
            return _unique(names)
    return []


def _looks_like_person(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 5
        and words[0][:1].isupper()
        and words[-1][:1].isupper()
        and not _DESK.search(name)
        and name[-1] not in "?!:"
    )


def signed(lines: Sequence[str]) -> tuple[str, list[str]]:
    """Take a name that stands alone below the text (or above it, in capitals) as its signature; "" for none."""
    if len(lines) < 3:
        return "", list(lines)
    if _is_signature(lines[-1]):
        return lines[-1].strip(" ()–—-"), list(lines[:-1])
    if lines[0].isupper() and _is_signature(lines[0]):
        return lines[0], list(lines[1:])
    return "", list(lines)


def _is_signature(line: str) -> bool:
    words = line.strip(" ()–—-").split()
    return (
        2 <= len(words) <= 4
        and len(line) <= 40
        and all(word.replace("-", "").replace("’", "").replace("'", "").replace(".", "").isalpha() for word in words)
        and all(word[0].isupper() for word in words)
        and not _DESK.search(line)
        and not _NO_NAME.search(line)
    )


_NO_NAME = re.compile(
    r"\b(?:read|more|see|related|next|photo|photos|video|share|the|and|of|to|in|on|for|mehr|und|der|die|das|lesen|weitere|le|la|les|el|los|"
    r"voir|lire|leer|ver|il|lo|gli|leggi|о|и|на|по|end|story|article|subscribe|comments?|click|here|about|contact)\b",
    re.I,
)


def is_site_alone(authors: Sequence[str], sites: Iterable[str]) -> bool:
    """Tell credits that name nobody but the site."""
    own = {folded(site) for site in sites}
    return all(folded(name) in own for name in authors)
