"""Bylines: the line as printed and the names in it."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"(?:(?:by|par|von|por|di|da|haber|yazan|muhabir|автор|авторы|текст|کاتب|نویسنده|بقلم|كتب|كتبت|إعداد|作者|记者|記者|本报记者|文|撰文|取材・文)"
    r"\s?[:：/]\s?|(?:written by|reported by|story by|by|par|von|por|di|da|بقلم|كتبت?)\s|(?:本报|"
    r"本報)?[记記]者\s?|文[/／])",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:,|;|、|،|/|\||·|\s(?:and|und|et|y|e|и|ve|with|&)\s|\sو(?=\S))\s*", re.I)
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
    if len(line) > LIMIT or line.endswith((".", "?", "!", "。", ",", ":")):
        return False
    lead = _LEAD.match(line)
    if lead is None:
        return False
    return bool(authors_of(line)) and all(_is_name_part(word) for word in line[lead.end() :].split()[:12])


def authors_of(byline: str | None) -> tuple[str, ...]:
    """Give the persons named in a byline, without byline word, roles, desks, places and addresses.

    >>> authors_of("By Jane Doe and John Roe in Paris")
    ('Jane Doe', 'John Roe')
    """
    if not byline or len(byline) > 4 * LIMIT:
        return ()
    lead = _LEAD.match(byline)
    text = byline[lead.end() :] if lead else byline
    found: dict[str, str] = {}
    for part in _SPLIT.split(text):
        name = _NAME_TAIL.sub("", _PLACE.sub("", part)).strip(" .-–—|()")
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
        "and und et y e и ve with in à aus en em a из de del della di da dos das du la le van von den der ter bin ibn "
        "al el for of the , & -"
    ).split()
)


def _is_name_part(word: str) -> bool:
    return _starts_name(word.strip("(,;") or word) or word.casefold() in _PARTICLES or "@" in word
