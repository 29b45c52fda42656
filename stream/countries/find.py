"""Find the places named in one text and settle what each name means there."""

from __future__ import annotations

from unicodedata import category

from stream.countries.context import MONEY_OR_LANGUAGE, MONEY_VERBS
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
from stream.countries.persons import Style, is_other

_LONGEST_ENDING, _LONGEST_CASE_ENDING = 10, 2
# One-letter words written together with the next word: and, in, to, the and their like.
_ONE_LETTER_WORDS = frozenset("\u0648\u0641\u0628\u0643\u0644\u0627\u05d1\u05d4\u05d5\u05dc\u05de\u05e9\u05db")
_SEMITIC_ENDINGS = frozenset(("ي", "ية", "يين", "يون", "\u05d9\u05dd", "\u05d9", "\u05d9\u05ea"))
_PASSING = 0.15  # a currency, a language, a seat of a firm: hardly a sign that the text is about the country

_TOWNS, _REGIONS = frozenset(("city", "capital", "region")), frozenset(("region", "abbr"))
_LONGEST_LINK = 6  # characters between two places of a list: a comma, "and"
_NAMES = PERSON | NAMESAKE | THING

# Most words are ruled out by their first four letters; those of three by what follows them, too.
_MONEY_STARTS = frozenset(
    (form + after)[:4]
    for word in MONEY_OR_LANGUAGE
    for form in (word, word.capitalize(), word.upper())
    for after in " .,;:)/-'\n"
)

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
            if care & LED and start >= TAIL:
                for lead, led in vocabulary.leads.get(padded[start - TAIL : end], ()):
                    if padded.endswith(lead, 0, start):  # state of Georgia, to speak English
                        code, kind, weight, care, others = led
            if care & NOTHING or (care & ABBR and padded[start - 2 : start] != ", "):
                continue
            if care & _NAMES and style != "capitals" and is_other(padded, start, end, care, style, whole or text):
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
