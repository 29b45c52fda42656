"""Settle names that several countries bear, by what else the article names."""

from __future__ import annotations

from newswire.contracts import EvidenceField
from stream.countries.find import Hit

Found = tuple[EvidenceField, list[Hit]]

# The US is named in the news of every country: only its towns and states show that Georgia is the state here.
_PLACES = frozenset(("city", "region", "abbr"))


def settle(found: list[Found]) -> list[Found]:
    """Move a name to another bearer if only that one is named otherwise: Tripoli in news of Lebanon."""
    if not any(hit.others for _, hits in found for hit in hits):
        return found
    sure = {hit.code for _, hits in found for hit in hits if not hit.others}
    placed = {hit.code for _, hits in found for hit in hits if not hit.others and hit.kind in _PLACES}
    return [(field, [_settled(hit, sure, placed) if hit.others else hit for hit in hits]) for field, hits in found]


def _settled(hit: Hit, sure: set[str], placed: set[str]) -> Hit:
    if hit.code in sure:
        return hit
    for other in hit.others:
        if other in (placed if other == "US" else sure):
            return hit._replace(code=other)
    return hit
