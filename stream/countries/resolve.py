"""Settle names that several countries bear, by what else the article names."""

from __future__ import annotations

from newswire.contracts import EvidenceField
from stream.countries.find import Hit

Found = tuple[EvidenceField, list[Hit]]

# The US is named in the news of every country: only its towns and states show that Georgia is the state here.
_PLACES = frozenset(("city", "region", "abbr"))


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
