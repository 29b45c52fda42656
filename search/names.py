"""Names of countries and media topics: to show them, and to understand what a reader typed."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_CODE = re.compile(r"[A-Z]{2}")
_TOPIC_CODE = re.compile(r"(?:medtop:)?([0-9]{8})")
_BRACKETS = re.compile(r"\s*\(.*?\)")


def fold(text: str) -> str:
    """Bring a name to the form names are compared in: no case, accents, punctuation or doubled spaces.

    >>> fold("Côte d’Ivoire"), fold("Antigua & Barbuda")
    ('cote d ivoire', 'antigua and barbuda')
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    kept = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


@cache
def _table(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("search.data").joinpath(name).read_text(encoding="utf-8"))
    return loaded


@cache
def _country_names() -> dict[str, str]:
    return {code: names[0] for code, names in _table("country_names.json")["names"].items()}


@cache
def _countries_by_name() -> dict[str, str]:
    table = _table("country_names.json")
    found: dict[str, str] = {}
    for code, names in table["names"].items():
        for name in (*names, *table["other_names"].get(code, ())):
            found.setdefault(fold(name), code)
            found.setdefault(fold(_BRACKETS.sub("", name)), code)
    return found


@cache
def _topics() -> dict[str, tuple[str, str | None]]:
    return {code: (name, parent) for code, (name, parent) in _table("media_topics.json")["topics"].items()}


@cache
def _topics_by_name() -> dict[str, str]:
    found = {fold(name): code for code, (name, _) in _topics().items()}
    for code, (name, parent) in _topics().items():
        if parent is None:  # "economy, business and finance" is found by each of its parts too
            for part in re.split(r",| and ", name):
                found.setdefault(fold(part), code)
    return found


def country_name(code: str) -> str:
    """Give the English name, or the code itself where there is none.

    >>> country_name("FR"), country_name("ZZ")
    ('France', 'ZZ')
    """
    return _country_names().get(code, code)


def find_country(text: str) -> str | None:
    """Find the alpha-2 code for a code in any case, or a name in one of six languages; None where there is none.

    >>> find_country("fr"), find_country("Allemagne"), find_country("nowhere")
    ('FR', 'DE', None)
    """
    code = text.strip().upper()
    if _CODE.fullmatch(code) and code in _country_names():
        return code
    return _countries_by_name().get(fold(text)) or ("GB" if code == "UK" else None)


def topic_name(code: str) -> str:
    """Give the English name, or the code itself where there is none.

    >>> topic_name("medtop:11000000")
    'politics'
    """
    found = _topics().get(code)
    return found[0] if found else code


def topic_parent(code: str) -> str | None:
    """Give the code one level up, None at the top."""
    found = _topics().get(code)
    return found[1] if found else None


def find_topic(text: str) -> str | None:
    """Find the ``medtop:`` code for a code with or without prefix, or an English name; None where there is none.

    A well-formed code is taken as it is: taxonomies grow.
    >>> find_topic("11000000"), find_topic("Jazz music"), find_topic("nonsense")
    ('medtop:11000000', 'medtop:20000025', None)
    """
    match = _TOPIC_CODE.fullmatch(text.strip().lower())
    return f"medtop:{match.group(1)}" if match else _topics_by_name().get(fold(text))
