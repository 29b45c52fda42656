"""Tell persons and things from the places whose names they bear: Michael Jordan, Kenya Moore, roast turkey."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from stream.countries.context import GIVEN_NAMES, PERSON_BEFORE, PLACE_AFTER, PLACE_BEFORE
from stream.countries.gazetteer import NAMESAKE, PERSON, THING

# How a text uses capitals: as a sentence does, as a headline (perhaps on Each Word), or nothing else.
Style = Literal["sentence", "headline", "capitals"]

_TITLE_SHARE = 0.7  # of the longer words in capitals: a Headline Like This
_SMALL_IN_TITLES = frozenset("about above across after against along among around before behind below between beyond"
                             " during inside since through toward towards under until upon while within without".split()
                             )  # fmt: skip
_SHORTEST_SURNAME = 4


def is_other(padded: str, start: int, end: int, care: int, style: Style, whole: str) -> bool:
    """Tell whether a name is a person's here, or a thing's."""
    if care & THING and padded[start].lower() + padded[start + 1 : end] in whole:
        return True
    if care & PERSON and _is_person(padded, start, end, style == "sentence" or not _is_title(padded)):
        return True
    return bool(care & (PERSON | NAMESAKE)) and _is_full_name(padded, start, end, whole)


def _is_title(headline: str) -> bool:
    """Tell a Headline Like This: but for short words and prepositions, none opens with a small letter."""
    words = [word for word in headline.split() if len(word) > 3]
    if sum([word[0].isupper() for word in words]) <= _TITLE_SHARE * len(words):
        return False
    return not [word for word in words if len(word) > 4 and word[0].islower() and word not in _SMALL_IN_TITLES]


def _is_person(padded: str, start: int, end: int, sentence: bool) -> bool:
    """Tell whether a name that is often a person's is one here, by the capitalised words beside it."""
    if start >= 2 and padded[start - 1] == " ":
        last = start - 1 - (padded[start - 2] == ".")
        word = _word_before(padded, last)
        if len(word) == 1 and word.isupper() and padded[last] == ".":
            return True
        first = last - len(word) - 1
        inside = first > 1 and padded[first] == " " and padded[first - 1] not in '.!?:"”'
        if sentence and word[:1].isupper() and inside and padded[last] == " " and word not in PLACE_BEFORE:
            return True
    if sentence and padded[end] == " " and padded[end + 1 : end + 2].isupper():
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
    if surname in GIVEN_NAMES:
        return True
    return _used_alone(surname, padded[start:end], whole)


@lru_cache(maxsize=64)
def _used_alone(surname: str, given: str, text: str) -> bool:
    """Kept, so that a text of nothing but such names does not search itself for each."""
    return text.count(surname) > text.count(f"{given} {surname}")


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
