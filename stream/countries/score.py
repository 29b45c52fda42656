"""Weigh the places found in an article: which countries it is about, which it names in passing.

A logistic model of ten weights, calibrated on newswire with country labels (docs/decisions/0007-country-tags.md), so
a focus's confidence is the share of such cases in which an editor would agree. No weight knows of any country.
"""

from __future__ import annotations

from math import exp, log1p
from typing import Literal

from newswire.contracts import EvidenceField
from stream.countries.context import OFFICE
from stream.countries.find import Hit
from stream.countries.gazetteer import WEIGHTS
from stream.countries.resolve import Found, Texts

# Each place adds its own weight (1 for a country's name, less for a town) to where it stands, up to a limit.
# Characters of the body: the first sentence, the next ones, the first page.
OPENING, SECOND, EARLY = 200, 500, 1500
BIAS = -0.9
SHOWN, SHOWN_LIMIT = 1.3, 1.5  # the headline, and the first sentence
IN_SECOND, SECOND_LIMIT = 0.5, 1.5
IN_EARLY, EARLY_LIMIT = 0.8, 2.0
IN_REST, REST_LIMIT = 0.6, 5.0
IN_SECTION = 0.8  # set by hand: newswire has no sections
DATELINE = 3.0
ONLY_ONE = 2.0  # no other country is named
LENGTH = -0.9  # by the logarithm of the body's length: one name weighs less in a long text
LONGEST = 6000  # characters; no more is lost after

FOCUS = 0.5  # confidence that makes a focus
FOCUS_OF_FIRST = 0.3  # and for the country that comes first: a text that names countries is about one of them
# A country that neither headline, opening nor dateline names must be named this often beside the one named most.
SHARE_OF_MOST = 0.5
MOST_SURE = 0.95  # of a mention
PASSING = 0.3  # less is a currency or a language: no mention of the country

NEAR = 50  # characters about a politician's name where an office is looked for

# Kept as evidence of each country, the first ones; for a mention it is enough to see where it is named.
MOST_PLACES, MOST_OF_MENTION = 5, 2

# The zones of an article; the body's follow each other, and each but the headline ends at a character of the body.
_HEADLINE, _OPENING, _SECOND, _EARLY, _REST, _SECTION, _DATELINE = range(7)
_ZONES = 7
_ENDLESS = 1 << 62
_ZONE_ENDS = (0, OPENING, SECOND, EARLY, _ENDLESS)
_ZONE_OF: dict[EvidenceField, int] = {
    "headline": _HEADLINE,
    "summary": _OPENING,
    "body": _OPENING,
    "section": _SECTION,
    "dateline": _DATELINE,
}

Role = Literal["focus", "mention"]
Place = tuple[EvidenceField, Hit]


# A country with its role, its confidence, and where it is named in order of reading.
Weighed = tuple[str, Role, float, list[Place]]


class _Tally:
    """What was found of one country: weights summed up by zone, and the first places."""

    __slots__ = ("places", "zones")

    def __init__(self) -> None:
        self.zones = [0.0] * _ZONES
        self.places: list[Place] = []


def weigh(found: list[Found], texts: Texts, crumbs: set[str]) -> list[Weighed]:
    """Give each country a role, surest first.

    ``crumbs`` are the countries of the breadcrumb: they add to a country that the text names, no more. A country
    of the dateline that nothing else names is in focus or not tagged here: home news seldom names its country.
    """
    tallies = _tally(found, texts, crumbs)
    length = LENGTH * log1p(min(len(texts["body"] or ""), LONGEST) / SECOND)
    bias = BIAS + (ONLY_ONE if len(tallies) == 1 else 0.0)
    most = 0.0
    scored: list[tuple[float, int, float, str, _Tally]] = []
    for code, tally in tallies.items():
        named, score = _score(tally.zones, bias, length)
        if named > most:
            most = named
        scored.append((-score, len(scored), named, code, tally))  # of equals, the one named first
    scored.sort()
    weighed: list[Weighed] = []
    for rank, (score, _, named, code, tally) in enumerate(scored):
        sure = 1 / (1 + exp(score))
        zones, places = tally.zones, tally.places
        shown = zones[_HEADLINE] or zones[_OPENING] or zones[_DATELINE] or named >= SHARE_OF_MOST * most
        signed = places[0][1][1] != "leader" or _signed(code, places, found, texts)
        if sure >= (FOCUS if rank else FOCUS_OF_FIRST) and shown and signed and (named > PASSING or zones[_DATELINE]):
            weighed.append((code, "focus", round(sure, 3), places))
        elif named > PASSING:
            # That it is named is as sure as its surest name.
            surest = max([hit[2] for _, hit in places])
            weighed.append((code, "mention", surest if surest < MOST_SURE else MOST_SURE, places[:MOST_OF_MENTION]))
    return weighed


def _signed(code: str, places: list[Place], found: list[Found], texts: Texts) -> bool:
    """Tell whether more than a politician's bare name speaks for a country: the list of them ages, and they retire.

    Enough is any other name of the country, or words of office beside the politician's where it first stands.
    """
    if any(hit[0] == code and hit[1] != "leader" for _, hits in found for hit in hits):
        return True
    return any(
        OFFICE.search(texts[field] or "", max(0, start - NEAR), end + NEAR)
        for field, (_, _, _, start, end, _) in places
    )


def _score(zones: list[float], bias: float, length: float) -> tuple[float, float]:
    """Give how often a country is named outside the dateline, each name by its weight, and the country's score."""
    headline, opening, second, early, rest, section, dateline = zones
    named = headline + opening + second + early + rest + section
    score = bias
    if dateline:
        score += DATELINE * min(dateline / WEIGHTS["city"], 1.0)
    if not named:
        return named, score
    score += length
    if headline:
        score += SHOWN * min(headline, SHOWN_LIMIT)
    if opening:
        score += SHOWN * min(opening, SHOWN_LIMIT)
    if second:
        score += IN_SECOND * min(second, SECOND_LIMIT)
    if early:
        score += IN_EARLY * min(early, EARLY_LIMIT)
    if rest:
        score += IN_REST * min(rest, REST_LIMIT)
    if section:
        score += IN_SECTION * min(section, 1.0)
    return named, score


def _tally(found: list[Found], texts: Texts, crumbs: set[str]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for field, hits in found:
        zone = _ZONE_OF[field]
        zone_ends = _ENDLESS if field != "body" else OPENING
        for hit in hits:
            code, _, weight, start, _, _ = hit
            while start >= zone_ends:
                zone += 1
                zone_ends = _ZONE_ENDS[zone]
            tally = tallies.get(code)
            if tally is None:
                tally = tallies[code] = _Tally()
            tally.zones[zone] += weight
            places = tally.places
            if len(places) < MOST_PLACES:
                places.append((field, hit))
    if not texts["headline"]:  # then the first sentence is what a reader sees
        for tally in tallies.values():
            tally.zones[_HEADLINE] = tally.zones[_OPENING]
    for code in crumbs & tallies.keys():
        tallies[code].zones[_SECTION] += 1.0
    return tallies
