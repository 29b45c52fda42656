"""Bylines: the line as printed and the names in it."""

from __future__ import annotations

import re
from functools import lru_cache

_LEAD = re.compile(
    r"(?:(?:by|par|von|por|di|da|door|av|af|oleh|text|texto|testo|texte|tekst|words|autor(?:es|a|ka|zy)?|auteurs?|author|"
    r"reporter|penulis|haber|"
    r"yazan|muhabir|автор|авторы|автори|текст|کاتب|نویسنده|بقلم|كتب|كتبت|إعداد|作者|记者|記者|本报记者|文|撰文|取材・文)"
    r"\s?[:：/／]\s?|(?:(?:written|reported|story|words|text|(?:additional )?reporting) by|by|par|von|por|di|da|door|"
    r"av|af|oleh|بقلم|كتبت?)\s|(?:本报|本報)?[记記]者\s?|文[/／])",
    re.I,
)
_KOREAN = re.compile(
    r"(?P<names>[가-힣]{2,4}(?:[·,\s]{1,2}[가-힣]{2,4}){0,3})\s(?:기자|특파원|통신원|선임기자)(?:\s\S+@\S+)?"
)
_DESK = re.compile(r"[;)]|,?\s(?:additional\sreporting|writing|editing)\sby\s", re.I)
_SPLIT = re.compile(
    r"\s*(?:,|;|、|،|/|·|\s(?:and|und|et|y|e|и|та|ve|dan|og|och|with|avec|mit|con|com|&)\s|\sو(?=\S))\s*", re.I
)
_PLACE = re.compile(r"\s(?:in|à|aus|en|em|a|из|,)\s[A-ZÀ-ÞА-Я].*$")
_ROLE = re.compile(
    r"\b(?:staff|correspondent|reporter|editor|writer|desk|bureau|agency|agencies|news|press|redaktion|redaction|rédaction|redacción|"
    r"redação|redazione|correspondant|korrespondent(?:in)?|corresponsal|afp|ap|reuters|dpa|efe|ansa|lusa|tass|тасс|upi|team|service|services)\b",
    re.I,
)
_NAME_TAIL = re.compile(r"(?:报道|報道|摄影|攝影|\(.*\)|（.*）|\S+@\S+|@\w+|\bfor\b.*)$")
LIMIT = 120


def is_byline(line: str) -> bool:
    """Tell a line that prints who wrote the article: a byline word and at most six names after it."""
    if len(line) > LIMIT or (line.endswith((".", "?", "!", "。", ",", ":")) and not line.endswith((" Jr.", " Sr."))):
        return False
    if _KOREAN.fullmatch(line):
        return True
    lead = _LEAD.match(line)
    if lead is None:
        return False
    return bool(authors_of(line)) and all(
        _is_name_part(word) for word in line[lead.end() :].partition("|")[0].split()[:12]
    )


@lru_cache(maxsize=256)  # the layout asks for a line that normalize asks for again
def authors_of(byline: str | None) -> tuple[str, ...]:
    """Give the persons named in a byline, without byline word, roles, desks, places and addresses.

    >>> authors_of("By Jane Doe and John Roe in Paris")
    ('Jane Doe', 'John Roe')
    """
    if not byline or len(byline) > 4 * LIMIT:
        return ()
    if korean := _KOREAN.fullmatch(byline):
        return tuple(dict.fromkeys(re.findall(r"[가-힣]{2,4}", korean["names"])))
    byline = byline.lstrip("(")
    lead = _LEAD.match(byline)
    text = byline[lead.end() :] if lead else byline
    if lead and lead[0][:4].lower() == "door":
        text = text.replace(" en ", " and ")  # Dutch "and", elsewhere a place follows it
    if lead and "eporting" in lead[0]:
        text = _DESK.split(text, maxsplit=1)[0]
    text = text.partition(" | ")[0] if lead else text.replace("|", ",")
    found: dict[str, str] = {}
    for part in _SPLIT.split(text):
        name = _NAME_TAIL.sub("", _PLACE.sub("", part)).strip(" .-–—|()")
        name += "." if name.endswith((" Jr", " Sr")) else ""
        words = name.split()
        if (
            2 <= len(name) <= 60
            and len(words) <= 5
            and not _ROLE.search(name)
            and not any(map(str.isdigit, name))
            and _starts_name(name)
        ):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:20]


def _starts_name(name: str) -> bool:
    return name[0].isupper() or (not name[0].islower() and name[0].isalpha())


_PARTICLES = frozenset(
    (
        "and und et y e и та ve dan og och with avec mit con com afp dpa sda apa ntb in à aus en em a из "
        "de del della di da dos das du la le van von den der ter bin ibn al el for of the , & -"
    ).split()
)


def _is_name_part(word: str) -> bool:
    word = word.strip("(),;") or word
    return _starts_name(word) or word.casefold() in _PARTICLES or "@" in word
