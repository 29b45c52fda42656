"""Settle names that several countries bear, by what else the article names."""

from __future__ import annotations

from collections.abc import Mapping

from newswire.contracts import EvidenceField
from stream.countries.find import Hit

Texts = Mapping[EvidenceField, str | None]
Found = tuple[EvidenceField, list[Hit]]

# The US is named in the news of every country: only its towns and states show that Georgia is the state here.
_PLACES = frozenset(("city", "region", "abbr"))


def without_persons(found: list[Found], texts: Texts, persons: set[str]) -> list[Found]:
    """Drop what the article uses as a person's name elsewhere, if no other name speaks for the country.

    Jordan in the headline is the player whom the body calls Michael Jordan; with Amman beside it, it is the country.
    """
    kept: list[Found] = []
    other_names = {
        hit[0] for field, hits in found for hit in hits if (texts[field] or "")[hit[3] : hit[4]] not in persons
    }
    for field, hits in found:
        text = texts[field] or ""
        kept.append((field, [hit for hit in hits if hit[0] in other_names or text[hit[3] : hit[4]] not in persons]))
    return kept


def settle(found: list[Found]) -> list[Found]:
    """Move a name to another bearer if only that one is named otherwise: Tripoli in news of Lebanon."""
    if not [True for _, hits in found for _, _, _, _, _, others in hits if others]:
        return found
    sure = {code for _, hits in found for code, *_, others in hits if not others}
    placed = {code for _, hits in found for code, kind, *_, others in hits if not others and kind in _PLACES}
    return [(field, [_settled(hit, sure, placed) if hit[-1] else hit for hit in hits]) for field, hits in found]


def _settled(hit: Hit, sure: set[str], placed: set[str]) -> Hit:
    code, *rest, others = hit
    if code in sure:
        return hit
    for other in others:
        if other in (placed if other == "US" else sure):
            return (other, *rest, others)  # type: ignore[return-value]
    return hit
