"""The topic lexicons as automata: which words speak for which Media Topics, in one language or in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from stream.media_topics.fold import fold_term
from stream.media_topics.taxonomy import media_topics
from stream.tuning import active, tuned

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru", "tr", "zh")
SHARED = "mul"  # names and abbreviations that read the same in every language
BLOCKER = "-"  # the code of a phrase that hides the words inside it: "prime time", "fire sale"
MAX_WEIGHT = 5.0

_UNSPACED = frozenset({"ja", "zh"})
# The particles that Arabic writes onto a noun: and, by, for, as, with the article and without.
_ARABIC_PREFIXES = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "فال", "كال")


class Term(NamedTuple):
    """One line of a lexicon; a term that ends in ``*`` is a stem and stands for every word that begins with it."""

    text: str
    code: str
    weight: float


Votes = tuple[tuple[str, tuple[str, ...], float], ...]
STEM, WHOLE, SHORTER = range(3)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """An automaton over UTF-8 bytes and, by the number of a pattern, what it means.

    ``votes`` holds the area, the codes below it down to the one meant, and the weight; equal votes are one object.
    ``ending`` is STEM where a word may go on after the pattern. A pattern with which a word must end is WHOLE, or
    SHORTER if there are ``fallbacks`` where the word goes on: the patterns that it begins with, longest first.
    ``lead_in`` is 1 where a pattern begins with the space before the word, ``lengths`` are in bytes. Columns of bytes
    and not objects: they stay in the processor's cache, and the garbage collector need not walk them.
    """

    automaton: BytesAhoCorasick
    votes: tuple[Votes, ...]
    ending: bytes
    lead_in: bytes
    lengths: bytes
    fallbacks: dict[int, tuple[int, ...]]


def read_terms(language: str) -> Iterator[Term]:
    """Read ``stream/data/topic_lexicon/<language>.tsv``; raises ValueError naming the line that is wrong."""
    known = media_topics()
    text = (files("stream") / "data" / "topic_lexicon" / f"{language}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        where = f"topic_lexicon/{language}.tsv line {number}"
        columns = line.split("\t")
        if len(columns) != 3:
            raise ValueError(f"{where}: term, code and weight are needed, parted by tabs")
        term, code, weight = columns[0], columns[1], float(columns[2])
        if code != BLOCKER and code not in known:
            raise ValueError(f"{where}: {code} is not a Media Topic of media_topics.tsv")
        if not (weight == 0 if code == BLOCKER else 0 < weight <= MAX_WEIGHT):
            raise ValueError(f"{where}: weight {weight} is outside 0-{MAX_WEIGHT} (0 for a blocker alone)")
        yield Term(term, code, weight)


@tuned
@cache
def lexicon(language: str | None) -> Lexicon:
    """Give the automaton for a BCP 47 language; a language without a lexicon, or None, gets all of them at once."""
    primary = (language or "").split("-")[0].lower()
    languages = (primary,) if primary in LANGUAGES else LANGUAGES
    # Read for Persian or Urdu, Arabic words stand bare or with the article.
    prefixes = _ARABIC_PREFIXES if primary == "ar" else _ARABIC_PREFIXES[:2]
    meaning: dict[bytes, dict[str, float]] = defaultdict(dict)
    for name in (*languages, SHARED):
        unspaced = name in _UNSPACED or (name == SHARED and primary in _UNSPACED)
        for term in read_terms(name):
            for form in _forms(term.text, unspaced, prefixes if name == "ar" else ()):
                votes = meaning[form]
                if term.code != BLOCKER:
                    votes[term.code] = max(term.weight, votes.get(term.code, 0.0))
    _tune(meaning, prefixes)
    return _build(meaning)


def _tune(meaning: dict[bytes, dict[str, float]], prefixes: tuple[str, ...]) -> None:
    """Take out the terms that the user blocks, then put in the user's own, whose weights replace ours."""
    for text in active().blocked_topics:
        for form in _own_forms(text, prefixes):
            meaning.pop(form.removesuffix(b" "), None)
            meaning.pop(form.removesuffix(b" ") + b" ", None)
            meaning[form] = {}  # it still hides the shorter terms inside it
    for rule in active().topics:
        for form in _own_forms(rule.term, prefixes):
            meaning[form] = meaning.get(form, {}) | {rule.code: rule.weight}


def _own_forms(term: str, prefixes: tuple[str, ...]) -> Iterator[bytes]:
    """Spell a term whose language is not told, by its script."""
    unspaced = any("\u3040" <= character <= "\u9fff" for character in term)
    return _forms(term, unspaced, prefixes if any("\u0620" <= character <= "\u06ff" for character in term) else ())


def _forms(term: str, unspaced: bool, prefixes: tuple[str, ...]) -> Iterator[bytes]:
    """Spell a term as byte patterns: a space before a word, a space after it unless any ending may follow.

    ``prefixes`` are particles that may be written onto the first word; the words after it may then take the article.
    """
    stem = term.endswith("*")
    folded = fold_term(term.removesuffix("*"))
    if unspaced and not folded.replace(" ", "").isdigit():
        yield folded.encode()
        return
    ending = "" if stem else " "
    words = folded.split(" ")
    if prefixes:
        for prefix in prefixes:
            yield f" {prefix}{folded}{ending}".encode()
            if len(words) > 1:
                definite = " ".join([words[0], *("ال" + word for word in words[1:])])
                yield f" {prefix}{definite}{ending}".encode()
        return
    yield f" {folded}{ending}".encode()


def _build(meaning: dict[bytes, dict[str, float]]) -> Lexicon:
    # The space after a word is checked by the reader and not matched: it is also the space before the next word.
    stripped: dict[bytes, tuple[bool, dict[str, float]]] = {}
    for form, votes in meaning.items():
        key, whole = form.removesuffix(b" "), form.endswith(b" ")
        if key in stripped:
            was_whole, others = stripped[key]
            votes = {**others, **votes}
            whole = whole and was_whole
        stripped[key] = (whole, votes)
    keys = list(stripped)
    must_end = [whole for whole, _ in stripped.values()]
    fallbacks = {number: shorter for number, shorter in enumerate(_shorter(keys)) if shorter and must_end[number]}
    known: dict[Votes, Votes] = {}
    shared_out = [_shared_out(votes) for _, votes in stripped.values()]
    return Lexicon(
        automaton=BytesAhoCorasick(keys, MatchKind.LeftmostLongest, Implementation.ContiguousNFA),
        votes=tuple([known.setdefault(vote, vote) for vote in shared_out]),
        ending=bytes([(SHORTER if n in fallbacks else WHOLE) if must_end[n] else STEM for n in range(len(keys))]),
        lead_in=bytes([key.startswith(b" ") for key in keys]),
        lengths=bytes(map(len, keys)),
        fallbacks=fallbacks,
    )


def _shared_out(votes: dict[str, float]) -> Votes:
    """Divide the weight of a word that speaks for several codes: it says less for each of them."""
    topics = media_topics()
    return tuple([(topics[code].area, topics[code].below, weight / len(votes)) for code, weight in votes.items()])


def _shorter(keys: list[bytes]) -> tuple[tuple[int, ...], ...]:
    """List for each key the keys that it begins with, longest first: in sorted order they are those still open."""
    shorter: list[tuple[int, ...]] = [()] * len(keys)
    opened: list[int] = []
    for number in sorted(range(len(keys)), key=keys.__getitem__):
        while opened and not keys[number].startswith(keys[opened[-1]]):
            opened.pop()
        shorter[number] = tuple(reversed(opened))
        opened.append(number)
    return tuple(shorter)
