"""Choose the topics that a table of scores bears out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from stream.media_topics.taxonomy import media_topics

MIN_AREA = 2.0  # points below which an area is not given at all
OTHER_AREA = 0.65  # share of the best area's points from which another area is given

# Another area with less than that share is in the article in passing. It is given by a code below the area alone, and
# only where several words that leave no doubt speak for that code.
PASSING_POINTS = 8.0
PASSING_TERMS = 3

# A narrower code is given on evidence that is more than one word in passing: 5 points are a telling word in the
# headline or the lead, the same word twice, or two words. Beside much evidence for its area it takes more, up to 6.5.
MIN_NARROW = 5.0
NARROW_SHARE = 0.12
ENOUGH_NARROW = 6.5
OWN_SHARE = 0.5  # share of a code's points that its clear narrower codes must leave for it to be given itself
MAX_NARROW = 5  # codes in one area
MAX_TOPICS = 8


class Choice(NamedTuple):
    """A code to give and how sure it is."""

    code: str
    confidence: float


def choose(scores: Mapping[str, float], telling: Mapping[str, int]) -> list[Choice]:
    """Choose the codes to give, surest first; the first lies in the area with the most points.

    ``scores`` holds the points of each code named by a word, ``telling`` how many different words of high weight gave
    them.
    """
    topics = media_topics()
    by_area: dict[str, list[tuple[tuple[str, ...], float, int]]] = {}
    points_of: dict[str, float] = {}
    for code, points in scores.items():
        path = topics[code].path
        area = path[0]
        by_area.setdefault(area, []).append((path, points, telling[code]))
        points_of[area] = points_of.get(area, 0.0) + points
    areas = sorted(points_of, key=lambda area: (-points_of[area], area))
    total = sum(points_of.values())
    choices: list[Choice] = []
    for area in areas:
        points = points_of[area]
        if points < MIN_AREA:
            break
        if points >= OTHER_AREA * points_of[areas[0]]:
            codes = _Tree(by_area[area]).narrow(area)[:MAX_NARROW] or [(area, points)]
        elif points >= PASSING_POINTS:
            codes = _Tree(by_area[area]).passing(area)
        else:
            break
        confidence = _confidence(points, total)
        choices += [
            Choice(code, round(confidence * (1.0 if not rank else 0.6 + 0.4 * code_points / points), 3))
            for rank, (code, code_points) in enumerate(codes)
        ]
    choices.sort(key=lambda choice: -choice.confidence)
    return choices[:MAX_TOPICS]


def _confidence(points: float, total: float) -> float:
    """Grow with the evidence and with the area's share of all evidence."""
    return points / (points + 4.0) * (0.3 + 0.7 * points / total)


class _Tree:
    """Points and telling words of every code in one area, those of the codes below it included."""

    def __init__(self, scores: Iterable[tuple[tuple[str, ...], float, int]]) -> None:
        self._points: dict[str, float] = {}
        self._terms: dict[str, int] = {}
        self._below: dict[str, list[str]] = {}
        for path, points, terms in scores:
            broader = ""
            for node in path:
                if node in self._points:
                    self._points[node] += points
                    self._terms[node] += terms
                else:
                    self._points[node] = points
                    self._terms[node] = terms
                    self._below.setdefault(broader, []).append(node)
                broader = node
        area = self._below[""][0]
        self._needed = max(MIN_NARROW, min(NARROW_SHARE * self._points[area], ENOUGH_NARROW))

    def narrow(self, area: str) -> list[tuple[str, float]]:
        """Give the deepest codes below the area that have enough evidence, with their points, most points first."""
        return self._heaviest(deep for child in self._clear(area) for deep in self._deepest(child))

    def passing(self, area: str) -> list[tuple[str, float]]:
        """Give the one code of an area in passing that has much evidence, or none."""
        for child, points in self._heaviest(self._below.get(area, ())):
            if points >= PASSING_POINTS and self._terms[child] >= PASSING_TERMS:
                return self._heaviest(self._deepest(child))[:1]
        return []

    def _clear(self, code: str) -> list[str]:
        return [child for child in self._below.get(code, ()) if self._points[child] >= self._needed]

    def _deepest(self, code: str) -> list[str]:
        """Follow the evidence down; a code whose clear narrower codes leave half of its points is given beside them."""
        clear = self._clear(code)
        left = self._points[code] - sum(self._points[child] for child in clear)
        found = [deep for child in clear for deep in self._deepest(child)]
        return [*found, code] if left >= OWN_SHARE * self._points[code] else found

    def _heaviest(self, codes: Iterable[str]) -> list[tuple[str, float]]:
        return sorted(((code, self._points[code]) for code in codes), key=lambda pair: (-pair[1], pair[0]))
