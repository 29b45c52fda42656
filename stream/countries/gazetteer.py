"""The names of countries and places, one automaton a language, read from ``stream/data/gazetteer.tsv.gz``."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from stream.tuning import country_names, tuned

TABLE = Path(__file__).parent.parent / "data" / "gazetteer.tsv.gz"

# How much a name of each kind says that the text is about the country.
WEIGHTS = {"name": 1.0, "demonym": 0.9, "capital": 0.8, "city": 0.8, "region": 0.8, "metonym": 0.8, "abbr": 0.8,
           "leader": 0.5}  # fmt: skip
WEAK = 0.3

# How a form must stand in the text. FREE: anywhere (Chinese, Thai). STEM: at the start of a word, any ending.
# PREFIXED: after Arabic or Hebrew one-letter words; SEMITIC_STEM: so, with any ending,
# SEMITIC: with none. MARKED: no vowel sign behind it. OPEN: no letter before it
# (Korean particles follow). KANA: no katakana beside it. CASE: a word, or its stem with a short ending.
WHOLE, FREE, STEM, PREFIXED, OPEN, KANA, SEMITIC_STEM, CASE, SEMITIC, MARKED = range(10)

PLACING = 15  # the bits of the above in Form's care

# What else must be looked at: PERSON may be part of a name, NAMESAKE is seldom a person's, ABBR stands behind a town
# and a comma, NOTHING is no country, SEVERAL is a name of two, LED means another thing behind certain words, THING is
# no country where the text writes the word small.
PERSON, NAMESAKE, ABBR, NOTHING, SEVERAL, LED, THING = 16, 32, 64, 128, 256, 512, 1024
_FLAGS = {"~": PERSON, "^": NAMESAKE, "=": THING}

_BLOCK_SCRIPTS = {
    "ru": ("Cyrl",), "uk": ("Cyrl",), "be": ("Cyrl",), "bg": ("Cyrl",), "mk": ("Cyrl",), "kk": ("Cyrl",),
    "sr": ("Cyrl", "Latn"), "el": ("Grek",), "ar": ("Arab",), "fa": ("Arab",), "ur": ("Arab",), "he": ("Hebr",),
    "zh": ("Hani",), "ja": ("Jpan", "Hani"), "ko": ("Hang",), "th": ("Thai",), "hi": ("Deva",), "mr": ("Deva",),
    "bn": ("Beng",), "any": ("Latn", "Cyrl", "Arab", "Hani", "Jpan", "Hang"),
}  # fmt: skip
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr", "yue": "zh", "arz": "ar"}
_FREE_SCRIPTS = ("CJK", "HIRAGANA", "THAI", "LAO", "KHMER", "MYANMAR")


# One way to write a place: code, kind, weight, care, other bearers of the name; care is 0 for most, a word that means
# one country wherever it stands alone. A bare tuple: a NamedTuple takes twice as long to unpack, and it is unpacked for
# each name in each article.
Form = tuple[str, str, float, int, tuple[str, ...]]

# In these languages names open with a capital. Forms that do not (state of Georgia) stay out of the automaton, which is
# three times as fast while it can skip small letters, and are looked for before the name they end with.
_CAPITALIZED = ("en", "any")
TAIL = 4  # so many letters before a name tell most words that could lead it


class Vocabulary(NamedTuple):
    """All forms of a language with the automaton that finds them; ``forms[i]`` belongs to pattern ``i``.

    ``leads`` has the words that may stand before a form with LED, and what it means then. Its keys are
    the last letters of those words with the form.
    """

    automaton: AhoCorasick
    forms: list[Form]
    indexes: dict[str, int]
    leads: dict[str, list[tuple[str, Form]]]


@lru_cache(maxsize=1)
def _blocks() -> dict[str, str]:
    """Read the table once: block name to its lines, not parsed yet."""
    text = gzip.decompress(TABLE.read_bytes()).decode("utf-8")
    return dict(block.split("\n", 1) for block in text.split("#block ")[1:])


def _rows(language: str) -> Iterator[tuple[str, Form]]:
    """Parse the blocks of a language, its own before the cities of its script; the user's names come first."""
    for name, code in country_names(language):
        text, flags = name.removesuffix("*"), "*" if name.endswith("*") else ""
        yield text, _form(code, "name", flags, "", _placing(text, "name", flags))
    names = [language, *_BLOCK_SCRIPTS.get(language, ("Latn",))]
    if language == "any":
        names.insert(1, "en")
    for name in names:
        yield from _parsed(name)


def _parsed(block: str) -> Iterator[tuple[str, Form]]:
    for line in _blocks()[block].splitlines():
        form, code, kind, *rest = line.split("\t")
        flags = rest[0] if rest else ""
        yield form, _form(code, kind, flags, rest[1] if len(rest) > 1 else "", _placing(form, kind, flags))


@cache
def _form(code: str, kind: str, flags: str, others: str, placing: int) -> Form:
    """Make a Form once: most names of a country differ in nothing but the letters."""
    weight = WEIGHTS.get(kind, 0.0) * (WEAK if "!" in flags else 1.0)
    care = placing | sum(bit for flag, bit in _FLAGS.items() if flag in flags) | (ABBR if kind == "abbr" else 0)
    care |= NOTHING if not code else SEVERAL if "+" in code else 0
    return code, kind, weight, care, tuple(others.split(",")) if others else ()


def _placing(form: str, kind: str, flags: str) -> int:
    if form[0] < "\u0530":  # Latin, Greek, Cyrillic
        return STEM if "*" in flags else CASE if "+" in flags else WHOLE
    placing = _script_placing(form[0])
    if placing == PREFIXED:
        # A country's name with the ending of an adjective is the people; a town's is often another word.
        return SEMITIC_STEM if "*" in flags else PREFIXED if kind == "name" else SEMITIC
    return placing


@cache
def _script_placing(first: str) -> int:
    script = unicodedata.name(first, "").split(" ")[0].split("-")[0]
    if script in _FREE_SCRIPTS:
        return FREE
    if script == "KATAKANA":
        return KANA
    if script in ("ARABIC", "HEBREW"):
        return PREFIXED
    if script in ("DEVANAGARI", "BENGALI"):
        return MARKED
    return WHOLE if script == "LATIN" else OPEN


@lru_cache(maxsize=256)
def known_language(language: str | None) -> str:
    """Give the block for a BCP 47 tag; ``any`` where there is none."""
    primary = (language or "").split("-")[0].split("_")[0].lower()
    primary = _ALIASES.get(primary, primary)
    return primary if 2 <= len(primary) <= 3 and primary in _blocks() and primary != "any" else "any"


def _vocabulary(rows: Iterable[tuple[str, Form]], capitalized: bool = False) -> Vocabulary:
    table: dict[str, Form] = {}
    led: list[tuple[str, int, Form]] = []
    for form, meaning in rows:
        capital = next((at for at, letter in enumerate(form) if letter.isupper()), 0) if capitalized else 0
        if capital >= TAIL:
            led.append((form, capital, meaning))
        else:
            table.setdefault(form, meaning)
    leads: dict[str, list[tuple[str, Form]]] = {}
    for form, capital, meaning in led:
        name = form[capital:]
        code, kind, weight, care, others = table.get(name, _form("", "none", "", "", WHOLE))
        table[name] = code, kind, weight, care | LED, others
        leads.setdefault(form[capital - TAIL :], []).append((form[:capital], meaning))
    automaton = AhoCorasick(table, matchkind=MatchKind.LeftmostLongest)
    indexes = {form: index for index, form in enumerate(table)}
    return Vocabulary(automaton, list(table.values()), indexes, leads)


@tuned
@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """Build the automaton of a language at its first use (tens of milliseconds), for text in upper and lower case."""
    return _vocabulary(_rows(language), language in _CAPITALIZED)


@tuned
@lru_cache(maxsize=16)
def capital_vocabulary(language: str) -> Vocabulary:
    """Build the automaton of a language for text in capitals.

    Left out is what would be a common word there: two letters without dots (US, UK) could be anything.
    """
    rows = ((form.upper(), meaning) for form, meaning in _rows(language) if len(form) > 2)
    return _vocabulary(rows)


@tuned
@lru_cache(maxsize=16)
def dateline_vocabulary(language: str) -> Vocabulary:
    """Build the automaton for datelines, in capitals: what stands there is a place, so more names can be read."""
    rows = ((form.upper(), meaning) for form, meaning in [*_rows(language), *_parsed("dateline")] if len(form) > 2)
    return _vocabulary(rows)


@cache
def country_codes() -> frozenset[str]:
    """Give every code that the table knows: ISO 3166-1 alpha-2 and XK."""
    return frozenset(code for _, (code, *_) in _parsed("en") if len(code) == 2)
