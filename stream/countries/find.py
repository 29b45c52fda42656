"""Find the places named in one text and settle what each name means there."""

from __future__ import annotations

from typing import Literal
from unicodedata import category

from stream.countries.context import (
    MONEY_OR_LANGUAGE,
    MONEY_VERBS,
    PERSON_BEFORE,
    PLACE_AFTER,
    PLACE_BEFORE,
)  # fmt: skip
from stream.countries.gazetteer import (
    ABBR,
    CASE,
    FREE,
    KANA,
    LED,
    MARKED,
    NAMESAKE,
    NOTHING,
    OPEN,
    PERSON,
    PLACING,
    PREFIXED,
    SEMITIC,
    SEMITIC_STEM,
    SEVERAL,
    TAIL,
    THING,
    Form,
    Vocabulary,
)  # fmt: skip

_LONGEST_ENDING, _LONGEST_CASE_ENDING = 10, 2
# One-letter words written together with the next word: and, in, to, the and their like.
_ONE_LETTER_WORDS = frozenset("\u0648\u0641\u0628\u0643\u0644\u0627\u05d1\u05d4\u05d5\u05dc\u05de\u05e9\u05db")
_SEMITIC_ENDINGS = frozenset(("ي", "ية", "يين", "يون", "\u05d9\u05dd", "\u05d9", "\u05d9\u05ea"))
_PASSING = 0.15  # a currency, a language, a seat of a firm: hardly a sign that the text is about the country

_TOWNS, _REGIONS = frozenset(("city", "capital", "region")), frozenset(("region", "abbr"))
_LONGEST_LINK = 6  # characters between two places of a list: a comma, "and"
_SHORTEST_SURNAME = 4
_NAMES = PERSON | NAMESAKE | THING

# Most words are ruled out by their first four letters; those of three by what follows them, too.
_MONEY_STARTS = frozenset(
    (form + after)[:4]
    for word in MONEY_OR_LANGUAGE
    for form in (word, word.capitalize(), word.upper())
    for after in " .,;:)/-'\n"
)

# How a text uses capitals: as a sentence does, on every word (Headlines Like This), or nothing else.
Style = Literal["sentence", "title", "capitals"]


# A place named at text[start:end]: code, kind, weight (0 to 1), start, end, other bearers of the name. A bare tuple for
# the reason that Form is one.
Hit = tuple[str, str, float, int, int, tuple[str, ...]]


def find_places(
    text: str,
    vocabulary: Vocabulary,
    style: Style = "sentence",
    whole: str = "",
    persons: set[str] | None = None,
) -> list[Hit]:
    """List the places named in a text, in order; ``vocabulary`` is one of capitals for text in capitals.

    ``whole`` is the article's body, where a headline's names are looked up; the names that turn out to be a person's
    are added to ``persons``.
    """
    forms = vocabulary.forms
    padded = text + " "  # so that [start - 1] of the first and [end] of the last character exist
    hits: list[Hit] = []
    commas: list[int] = []  # the hits behind which one stands
    for index, start, end in vocabulary.automaton.find_matches_as_indexes(text):
        code, kind, weight, care, others = forms[index]
        if care & PLACING:
            fitted = _fit(padded, care & PLACING, start, end)
            if fitted is None:
                continue
            end = fitted
            follower = padded[end]
        else:
            if padded[start - 1].isalnum():
                continue
            follower = padded[end]
            if follower.isalnum():
                shorter = _shorter(padded[start:end], vocabulary)
                if shorter is None:
                    continue
                (code, kind, weight, care, others), length = shorter
                end = start + length
                follower = padded[end]
        if care > PLACING:
            if care & LED and start >= TAIL and padded[start - TAIL : start] in vocabulary.tails:
                code, kind, weight, care, others = _led(padded, start, end, vocabulary) or forms[index]
            if care & NOTHING or (care & ABBR and padded[start - 2 : start] != ", "):
                continue
            if care & _NAMES and style != "capitals" and _is_other(padded, start, end, care, style, whole or text):
                if persons is not None:
                    persons.add(padded[start:end])
                continue
        if follower == " ":
            if padded[end + 1 : end + 5] in _MONEY_STARTS and _is_money_or_language(kind, padded, end):
                weight *= _PASSING
        elif follower == ",":
            commas.append(len(hits))
        elif follower in "-.$>":
            if follower == "$" or follower == ">":  # US$, a stock's ticker
                continue
            if padded.startswith("based", end + 1) or padded.endswith("listed in ", 0, start):  # shares and bonds
                weight *= _PASSING
        if care & SEVERAL:  # both Koreas
            for part in code.split("+"):  # no comprehension: what one reads of the loop would be slower throughout
                hits.append((part, kind, weight, start, end, ()))
        else:
            hits.append((code, kind, weight, start, end, others))
    return _qualified(hits, commas) if commas else hits


def _is_money_or_language(kind: str, padded: str, end: int) -> bool:
    """Tell whether the next word makes a name a currency or a language; China marks and Italians won do not."""
    last = end + 1
    while padded[last].isalpha():
        last += 1
    word = padded[end + 1 : last].lower()
    adjective = kind == "demonym" and padded[end - 1] not in "sS"
    return word in MONEY_OR_LANGUAGE and (adjective or word not in MONEY_VERBS)


def _shorter(match: str, vocabulary: Vocabulary) -> tuple[Form, int] | None:
    """Find the name that is left when a longer one does not end with a word: French in French pressure."""
    while " " in match:
        match = match.rpartition(" ")[0]
        index = vocabulary.indexes.get(match)
        if index is not None:
            return vocabulary.forms[index], len(match)
    return None


def _fit(padded: str, placing: int, start: int, end: int) -> int | None:
    """Give the end of a match whose form is not a whole word, or None if it does not stand alone."""
    if placing == FREE:
        return end
    before, after = padded[start - 1], padded[end]
    if placing == KANA:
        return None if _is_katakana(before) or _is_katakana(after) else end
    if placing in (PREFIXED, SEMITIC, SEMITIC_STEM):
        at = start - 1
        while at >= 0 and start - at <= 3 and padded[at] in _ONE_LETTER_WORDS:
            at -= 1
        if at >= 0 and padded[at].isalpha():
            return None
    elif before.isalnum():
        return None
    if placing == MARKED:
        return None if after.isalpha() or category(after)[0] == "M" else end
    if placing == OPEN or not after.isalpha():
        return end
    last = end
    while padded[last].isalpha():
        last += 1
    if placing == PREFIXED:
        return last if padded[end:last] in _SEMITIC_ENDINGS else None
    if placing == SEMITIC:
        return None
    return last if last - end <= (_LONGEST_CASE_ENDING if placing == CASE else _LONGEST_ENDING) else None


def _is_katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fa" or character == "ー"


def _led(padded: str, start: int, end: int, vocabulary: Vocabulary) -> Form | None:
    """Give what a name means behind the words before it: state of Georgia, to speak English."""
    for lead, form in vocabulary.leads.get(padded[start:end], ()):
        if padded.endswith(lead, 0, start):
            return form
    return None


def _is_other(padded: str, start: int, end: int, care: int, style: Style, whole: str) -> bool:
    """Tell whether a name is a person's here, or a thing's."""
    if care & THING and padded[start].lower() + padded[start + 1 : end] in whole:
        return True
    if care & PERSON and _is_person(padded, start, end, style):
        return True
    return bool(care & (PERSON | NAMESAKE)) and _is_full_name(padded, start, end, whole)


def _is_person(padded: str, start: int, end: int, style: Style) -> bool:
    """Tell whether a name that is often a person's is one here, by the capitalised words beside it."""
    if start >= 2 and padded[start - 1] == " ":
        last = start - 1 - (padded[start - 2] == ".")
        word = _word_before(padded, last)
        if len(word) == 1 and word.isupper() and padded[last] == ".":
            return True
        first = last - len(word) - 1
        inside = first > 1 and padded[first] == " " and padded[first - 1] not in '.!?:"”'
        if style == "sentence" and word[:1].isupper() and inside and padded[last] == " " and word not in PLACE_BEFORE:
            return True
    if style == "sentence" and padded[end] == " " and padded[end + 1 : end + 2].isupper():
        word = _word_at(padded, end + 1)
        return not (word.isupper() and len(word) > 1) and word not in PLACE_AFTER
    return False


def _is_full_name(padded: str, start: int, end: int, whole: str) -> bool:
    """Tell whether a given name stands before a name (Jack London), or a surname behind it that the text uses alone.

    Kenya Moore is a person if she is Moore in the rest of the article.
    """
    if start >= 2 and padded[start - 1] == " ":
        last = start - 1 - (padded[start - 2] == ".")
        if _word_before(padded, last) in PERSON_BEFORE:
            return True
    if padded[end] != " " or not padded[end + 1 : end + 2].isupper():
        return False
    surname = _word_at(padded, end + 1)
    if len(surname) < _SHORTEST_SURNAME or surname.isupper() or surname in PLACE_AFTER:
        return False
    return whole.count(surname) > whole.count(f"{padded[start:end]} {surname}")


def _word_before(padded: str, last: int) -> str:
    first = last - 1
    while first >= 0 and padded[first].isalpha():
        first -= 1
    return padded[first + 1 : last]


def _word_at(padded: str, first: int) -> str:
    last = first
    while padded[last].isalpha():
        last += 1
    return padded[first:last]


def _qualified(hits: list[Hit], commas: list[int]) -> list[Hit]:
    """Drop a town that the words behind its comma place elsewhere: Paris, Texas is in the US."""
    ends = [*hits, None]
    last = len(hits) - 1
    wrong = {at for at in commas if at < last and _elsewhere(hits[at], hits[at + 1], ends[at + 2])}
    return [hit for at, hit in enumerate(hits) if at not in wrong] if wrong else hits


def _elsewhere(town: Hit, after: Hit, then: Hit | None) -> bool:
    code, kind, _, _, end, others = town
    next_code, next_kind, _, next_start, next_end, _ = after
    if next_start - end != 2 or next_code == code:  # a comma and a space
        return False
    if kind in _TOWNS:
        return next_kind in _REGIONS or next_code in others
    # A town of a country's name: Lebanon, Tennessee, but not in a list: Mexico, California and Texas.
    return kind == "name" and next_kind in _REGIONS and (then is None or then[3] - next_end > _LONGEST_LINK)
