"""Weigh the places found in an article: which countries it is about, which it names in passing.

A logistic model of ten weights, calibrated on newswire with country labels (docs/decisions/0007-country-tags.md), so
a focus's confidence is the share of such cases in which an editor would agree. No weight knows of any country.
"""

from __future__ import annotations

from math import exp, log1p
from typing import Literal, NamedTuple

from newswire.contracts import EvidenceField
from stream.countries.find import Hit
from stream.countries.gazetteer import WEIGHTS
from stream.countries.resolve import Found

# Each place adds its own weight (1 for a country's name, less for a town) to where it stands, up to a limit.
# Characters of the body: the first sentence, the next ones, the first page.
OPENING, SECOND, EARLY = 200, 500, 1500
BIAS = -0.9
HEADLINE, HEADLINE_LIMIT = 1.3, 1.2
IN_OPENING, OPENING_LIMIT = 1.23, 1.5
IN_SECOND, SECOND_LIMIT = 0.47, 1.5
IN_EARLY, EARLY_LIMIT = 0.78, 2.0
IN_REST, REST_LIMIT = 0.62, 3.0
IN_SECTION = 0.8  # set by hand: newswire has no sections
DATELINE, DATELINE_ALONE = 3.3, 3.0  # where the text names the country too, and where it does not
ONLY_ONE = 2.1  # no other country is named
LENGTH = -0.9  # by the logarithm of the body's length: one name weighs less in a long text
LONGEST = 6000  # characters; no more is lost after

FOCUS = 0.42  # confidence that makes a focus
FOCUS_OF_FIRST = 0.3  # and for the country that comes first: a text that names countries is about one of them
# A country that neither headline, opening nor dateline names must be named this often beside the one named most.
SHARE_OF_MOST = 0.45
PASSING = 0.3  # less is a currency or a language: no mention of the country

MOST_PLACES = 5  # kept of each country as evidence, the first ones

# The zones of an article, and the worth of each but the dateline.
_HEADLINE, _OPENING, _SECOND, _EARLY, _REST, _SECTION, _DATELINE = range(7)
_ZONES = 7
_WORTH = (
    (HEADLINE, HEADLINE_LIMIT),
    (IN_OPENING, OPENING_LIMIT),
    (IN_SECOND, SECOND_LIMIT),
    (IN_EARLY, EARLY_LIMIT),
    (IN_REST, REST_LIMIT),
    (IN_SECTION, 1.0),
)
_ZONE_OF: dict[EvidenceField, int] = {
    "headline": _HEADLINE,
    "summary": _OPENING,
    "body": _REST,
    "section": _SECTION,
    "dateline": _DATELINE,
}

Role = Literal["focus", "mention"]
Place = tuple[EvidenceField, Hit]


class Weighed(NamedTuple):
    """A country with its role, and where it is named in order of reading."""

    code: str
    role: Role
    confidence: float
    places: list[Place]


class _Tally:
    """What was found of one country: weights summed up by zone, and the first places."""

    __slots__ = ("places", "zones")

    def __init__(self) -> None:
        self.zones = [0.0] * _ZONES
        self.places: list[Place] = []

    def named(self) -> float:
        return sum(self.zones) - self.zones[_DATELINE]

    def score(self, named: float, only_one: bool, length: float) -> float:
        score = BIAS + (DATELINE if named else DATELINE_ALONE) * min(self.zones[_DATELINE] / WEIGHTS["city"], 1.0)
        if only_one:
            score += ONLY_ONE
        if not named:
            return score
        score += LENGTH * length
        for found, (weight, limit) in zip(self.zones, _WORTH, strict=False):
            if found:
                score += weight * (found if found < limit else limit)
        return score


def weigh(found: list[Found], crumbs: set[str], body_length: int) -> list[Weighed]:
    """Give each country a role, surest first.

    ``crumbs`` are the countries of the breadcrumb: they add to a country that the text names, no more. A country
    of the dateline that nothing else names is in focus or not tagged here: home news seldom names its country.
    """
    tallies = _tally(found, crumbs)
    length = log1p(min(body_length, LONGEST) / SECOND)
    most = 0.0
    scored = []
    for code, tally in tallies.items():
        named = tally.named()
        most = max(most, named)
        scored.append((tally.score(named, len(tallies) == 1, length), named, code, tally))
    scored.sort(key=lambda item: -item[0])  # of equals, the one named first
    weighed = []
    for rank, (score, named, code, tally) in enumerate(scored):
        sure = 1 / (1 + exp(-score))
        zones = tally.zones
        apart = not (zones[_HEADLINE] or zones[_OPENING] or zones[_DATELINE]) and named < SHARE_OF_MOST * most
        passing = named <= PASSING and not zones[_DATELINE]
        if not apart and not passing and sure >= (FOCUS if rank else FOCUS_OF_FIRST):
            weighed.append(Weighed(code, "focus", round(sure, 3), tally.places))
        elif named > PASSING:
            # That it is named is as sure as its surest name.
            weighed.append(
                Weighed(code, "mention", min(0.95, max(hit.weight for _, hit in tally.places)), tally.places)
            )
    return weighed


def _tally(found: list[Found], crumbs: set[str]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for field, hits in found:
        zone = _ZONE_OF[field]
        in_body = field == "body"
        for hit in hits:
            code, weight = hit[0], hit[2]
            tally = tallies.get(code)
            if tally is None:
                tally = tallies[code] = _Tally()
            if in_body:
                start = hit[3]
                if start >= EARLY:
                    zone = _REST
                elif start >= SECOND:
                    zone = _EARLY
                else:
                    zone = _SECOND if start >= OPENING else _OPENING
            tally.zones[zone] += weight
            places = tally.places
            if len(places) < MOST_PLACES:
                places.append((field, hit))
    for code in crumbs & tallies.keys():
        tallies[code].zones[_SECTION] += 1.0
    return tallies
