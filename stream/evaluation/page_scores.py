"""Score the fields read from a saved page against what should be read. Pure.

A field that the gold leaves null is not scored on that page: nothing punishes a date given to a page without one. An
empty list of authors says that there are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from statistics import fmean
from typing import Any

from stream.evaluation.label_scores import precision_recall_f1
from stream.language import base_language

INSTANT_S = 60
WORDS = 4  # words a shingle: long enough that shared ones mean shared passages
GOOD_BODY = 0.9

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′´`‹›", "'") | dict.fromkeys("“”„‟″«»「」", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)


@dataclass(frozen=True, slots=True)
class PageFields:
    """What was read from a page."""

    headline: str = ""
    authors: Sequence[str] = ()
    published_at: datetime | None = None
    body: str = ""
    language: str | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page; a field that was not scored is None.

    ``authors`` counts right, given and wanted names, ``body`` is precision, recall and F1.
    """

    headline: bool | None = None
    authors: tuple[int, int, int] | None = None
    authors_exact: bool | None = None
    date: str | None = None
    body: tuple[float, float, float] | None = None
    body_empty: bool = False
    language: bool | None = None
    refused: bool | None = None


def fold(text: str | None) -> str:
    """Make spellings equal that differ in quotes, dashes, spaces or invisible characters alone.

    >>> fold("“Rain”  –  or not")
    '"Rain" - or not'
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).translate(_FOLDED).replace("''", '"')
    return " ".join(plain.split())


def shingles(text: str | None) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; each character of a script without spaces is a word."""
    words = _WORD.findall(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")))
    return (
        Counter(tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))) if words else Counter()
    )


def date_class(wanted: str, given: datetime | None) -> str:
    """Compare a time with the gold's: instant, day (the same in UTC), localday (on the gold's clock), missing, wrong.

    Gold without a zone is compared by the clock; if it is midnight too it is a day alone, and the day is enough.
    """
    if given is None:
        return "missing"
    gold = datetime.fromisoformat(wanted.strip())
    if gold.tzinfo is None:
        clock = given.replace(tzinfo=None)
        day_alone = gold.time() == time(0) and clock.date() == gold.date()
        if day_alone or abs((clock - gold).total_seconds()) < INSTANT_S:
            return "instant"
        return "day" if clock.date() == gold.date() else "wrong"
    if abs((given - gold).total_seconds()) < INSTANT_S:
        return "instant"
    if given.astimezone(UTC).date() == gold.astimezone(UTC).date():
        return "day"
    return "localday" if given.astimezone(gold.tzinfo).date() == gold.date() else "wrong"


def _names(names: Sequence[str] | None) -> set[str]:
    return {fold(name).casefold() for name in names or ()} - {""}


def score_page(wanted: Mapping[str, Any], given: PageFields) -> PageScore:
    """Score one page; ``wanted`` has headline, authors, published_at (ISO 8601), body and lang, null where unknown.

    ``body`` is text or a list of paragraphs. A page with ``refused`` holds no article and must be refused.
    """
    authors = authors_exact = body = None
    if wanted.get("authors") is not None:
        right, named = _names(wanted["authors"]), _names(given.authors)
        authors, authors_exact = (len(right & named), len(named), len(right)), right == named
    if wanted.get("body"):
        text = wanted["body"] if isinstance(wanted["body"], str) else "\n\n".join(wanted["body"])
        right_body, given_body = shingles(text), shingles(given.body)
        body = precision_recall_f1((right_body & given_body).total(), given_body.total(), right_body.total())
    language = wanted.get("lang") or wanted.get("language")
    return PageScore(
        headline=fold(wanted["headline"]) == fold(given.headline) if wanted.get("headline") else None,
        authors=authors,
        authors_exact=authors_exact,
        date=date_class(wanted["published_at"], given.published_at) if wanted.get("published_at") else None,
        body=body,
        body_empty=not given.body.strip(),
        language=base_language(language) == base_language(given.language) if language else None,
        refused=given.refused if wanted.get("refused") else None,
    )


def page_summary(pages: Sequence[PageScore]) -> dict[str, float | None]:
    """Average over the pages; what no page has is left out.

    ``body_f1`` is the harmonic mean of mean recall and of the mean precision of pages that have a body,
    ``body_good`` the share of pages with an F1 of .9 or more, ``refused`` that of pages without an article refused.
    """
    summary: dict[str, float | None] = {"pages": len(pages)}
    if headlines := [page.headline for page in pages if page.headline is not None]:
        summary["headline_exact"] = fmean(headlines)
    if authors := [page.authors for page in pages if page.authors is not None]:
        totals = [sum(column) for column in zip(*authors, strict=True)]
        for name, value in zip(("precision", "recall", "f1"), precision_recall_f1(*totals), strict=True):
            summary[f"authors_{name}"] = value
        summary["authors_exact"] = fmean(bool(page.authors_exact) for page in pages if page.authors is not None)
    if dates := [page.date for page in pages if page.date is not None]:
        for name in ("instant", "day", "localday", "missing", "wrong"):
            summary[f"date_{name}"] = dates.count(name) / len(dates)
    if bodies := [page.body for page in pages if page.body is not None]:
        precisions = [page.body[0] for page in pages if page.body is not None and not page.body_empty]
        summary |= _body(precisions or [0.0], bodies)
    if languages := [page.language for page in pages if page.language is not None]:
        summary["language"] = fmean(languages)
    if refused := [page.refused for page in pages if page.refused is not None]:
        summary["refused"] = fmean(refused)
    return summary


def _body(precisions: Sequence[float], bodies: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    both = fmean(precisions), fmean(body[1] for body in bodies)
    return {
        "body_precision": both[0],
        "body_recall": both[1],
        "body_f1": 2 * both[0] * both[1] / sum(both) if sum(both) else 0.0,
        "body_f1_page": fmean(body[2] for body in bodies),
        "body_good": fmean(body[2] >= GOOD_BODY for body in bodies),
    }
