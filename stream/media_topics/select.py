"""Choose the topics that the evidence bears out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

TELLING = 3.5  # the weight from which a word by itself tells the topic

# What a word of the lexicon says: the points it gives, negative so that the best sort first, its number there, its
# weight and the codes below the area, down to the one it speaks for. A plain tuple: dozens are made for each article.
Vote = tuple[float, int, float, tuple[str, ...]]


# A code to give, its area and how sure it is. A plain tuple as well.
Choice = tuple[str, str, float]


def choose(points_of: Mapping[str, float], votes: Mapping[str, Sequence[Vote]]) -> list[Choice]:
    """Choose the codes to give, surest first; the first lies in the area with the most points.

    ``points_of`` holds the points of each area, ``votes`` what each word gave it.
    """
    if not points_of:
        return []
    ranked = sorted([(-points, area) for area, points in points_of.items()])
    best = -ranked[0][0]
    total = sum(points_of.values())
    choices: list[Choice] = []
    for negative, area in ranked:
        points = -negative
        if points < MIN_AREA:
            break
        if points >= OTHER_AREA * best:
            codes = _narrow(votes.get(area, ())) or [(negative, area)]
        elif points >= PASSING_POINTS:
            codes = _passing(votes.get(area, ()))
        else:
            break
        confidence = points / (points + 4.0) * (0.3 + 0.7 * points / total)  # own evidence and share of all evidence
        for rank, (negative_code, code) in enumerate(codes[:MAX_NARROW]):
            share = 0.6 + 0.4 * min(1.0, negative_code / negative) if rank else 1.0
            choices.append((code, area, round(confidence * share, 3)))
    choices.sort(key=_by_confidence)
    return choices[:MAX_TOPICS]


def _by_confidence(choice: Choice) -> float:
    return -choice[2]


def _narrow(votes: Sequence[Vote], within: str | None = None) -> list[tuple[float, str]]:
    """Give the codes below an area (or ``within`` one code of it) that evidence bears out, heaviest first.

    Evidence is followed down; a code whose clear narrower codes leave half of its points is given beside them. Points
    are negative here, as in votes.
    """
    area = 0.0
    negative_of: dict[str, float] = {}
    for negative, _, _, below in votes:
        area += negative
        for code in below:
            if code in negative_of:
                negative_of[code] += negative
            else:
                negative_of[code] = negative
    needed = min(-MIN_NARROW, max(NARROW_SHARE * area, -ENOUGH_NARROW))
    clear = {code: negative for code, negative in negative_of.items() if negative <= needed}
    if not clear:
        return []
    left = dict(clear)
    topics = media_topics()
    for code, negative in clear.items():
        broader = topics[code].path[-2]
        if broader in left:
            left[broader] -= negative
    return sorted(
        [
            (negative, code)
            for code, negative in clear.items()
            if (left[code] == negative or left[code] <= OWN_SHARE * negative)
            and (within is None or within in topics[code].path)
        ]
    )


def _passing(votes: Sequence[Vote]) -> list[tuple[float, str]]:
    """Give the one code of an area in passing that has much evidence, or none."""
    if len(votes) < PASSING_TERMS:
        return []
    telling = [below[0] for _, _, weight, below in votes if weight >= TELLING and below]
    if len(telling) < PASSING_TERMS:
        return []
    children = {child for child in telling if telling.count(child) >= PASSING_TERMS}
    points = [(sum([vote[0] for vote in votes if vote[3][:1] == (child,)]), child) for child in children]
    for negative, child in sorted(points):
        if negative <= -PASSING_POINTS:
            return _narrow(votes, child)[:1]
    return []
