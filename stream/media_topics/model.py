"""A linear model over words that moves the points of the areas it knows, in short English texts.

Articles carry enough words of the lexicons. The model was trained on summaries of one or two sentences and knows half
of the topics; on articles it was measured not to help (docs/decisions/0008-media-topics.md).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp, log, sqrt
from typing import NamedTuple

from stream.media_topics.fold import fold_term
from stream.tuning import active, tuned

LANGUAGE = "en"
MODEL_MOST = 400  # characters of headline and body up to which the model is asked

_FEWEST_WORDS = 4  # known words below which the model is silent
# An area that the model knows nothing of may be the right one. Where the lexicon puts such an area first with as many
# points as two telling words give, the model is silent. That includes two areas of which it has seen too narrow a part:
# of lifestyle and leisure only travel, of science and technology hardly more than space. These two, and the environment
# with a few hundred texts, it never makes less.
_UNKNOWN_AREA = 6.0
_NARROW = frozenset({"medtop:10000000", "medtop:13000000"})
_SPARED = _NARROW | {"medtop:06000000"}
# The model adds up to _POINTS points by how likely it takes an area to be, and multiplies by at most e^_MOST, the more
# the less the lexicons have found: half as much at _HALF points.
_POINTS, _STRENGTH, _MOST, _HALF = 3.0, 0.6, 1.2, 30.0
_LEAST_LIKELY = 0.3  # below it an area that no word of a lexicon speaks for is not brought in

_FIELD = 3  # bytes of one sum
_ZERO = 128  # what a weight of zero is written as
_EVIDENCE = 3
_SHORTEST = 4  # letters of a word that is shown as evidence


class TopicModel(NamedTuple):
    """Weights by word. All sums of a text are made in one addition: a word's row is one integer of many fields.

    Fields, lowest first: the square of the word's rarity, then a weight for each area, 128 more than it is.
    """

    areas: tuple[str, ...]
    bias: tuple[float, ...]
    neutral: tuple[float, ...]  # log of the likelihood at which an area is not moved
    weight_unit: float
    rarity_unit: float
    rows: dict[bytes, int]


@tuned
@cache
def topic_model() -> TopicModel:
    """Read ``stream/data/topic_model.gz``, less the words that the user blocks."""
    model = parse_model((files("stream") / "data" / "topic_model.gz").read_bytes())
    for term in active().blocked_topics:
        word = fold_term(term.removesuffix("*")).encode()
        blocked = [known for known in model.rows if known.startswith(word)] if term.endswith("*") else [word]
        for known in blocked:
            model.rows.pop(known, None)
    return model


def parse_model(packed: bytes) -> TopicModel:
    """Unpack what ``stream/data/build_topic_model.py`` wrote: a line of JSON, the words, a byte per word and column."""
    header, _, rest = gzip.decompress(packed).partition(b"\n")
    facts = json.loads(header)
    words, matrix = rest[: facts["words"]].split(b"\n"), rest[facts["words"] :]
    areas = tuple(facts["areas"])
    columns = len(areas) + 1
    wide = bytearray(len(words) * columns * _FIELD)
    for column in range(columns):
        wide[column * _FIELD :: columns * _FIELD] = matrix[column::columns]
    size = columns * _FIELD
    rows = {word: int.from_bytes(wide[n * size : (n + 1) * size], "little") for n, word in enumerate(words)}
    frequency = facts["frequency"]
    # Half way between the areas' shares in the training data and equal shares.
    neutral = tuple(0.5 * log(share) + 0.5 * log(1 / len(areas)) for share in frequency)
    return TopicModel(areas, tuple(facts["bias"]), neutral, facts["weight_unit"], facts["rarity_unit"], rows)


def likelihoods(model: TopicModel, words: set[bytes]) -> dict[str, float]:
    """Give the natural logarithm of each known area's likelihood, or nothing where too few words are known."""
    rows = model.rows
    known = [rows[word] for word in words if word in rows]
    if len(known) < _FEWEST_WORDS:
        return {}
    rarity, *weights = _unpack(sum(known), len(model.areas))
    unit = model.weight_unit / sqrt(rarity * model.rarity_unit)
    zero = _ZERO * len(known)
    logits = [bias + (weight - zero) * unit for bias, weight in zip(model.bias, weights, strict=True)]
    highest = max(logits)
    norm = highest + log(sum(exp(logit - highest) for logit in logits))
    return {area: logit - norm for area, logit in zip(model.areas, logits, strict=True)}


def move(model: TopicModel, points_of: Mapping[str, float], words: set[bytes]) -> dict[str, float]:
    """Give the points of all areas as the model moves them; the same points where it is silent."""
    total = sum(points_of.values())
    first = max(points_of, key=lambda area: (points_of[area], area), default=None)
    if first is not None and points_of[first] >= _UNKNOWN_AREA and (first in _NARROW or first not in model.areas):
        return dict(points_of)
    strength = _STRENGTH * _HALF / (_HALF + total)
    moved = dict(points_of)
    for (area, likelihood), neutral in zip(likelihoods(model, words).items(), model.neutral, strict=False):
        likely = exp(likelihood)
        if area in moved or likely >= _LEAST_LIKELY:
            least = 0.0 if area in _SPARED else -_MOST
            factor = exp(max(least, min(_MOST, strength * (likelihood - neutral))))
            moved[area] = (moved.get(area, 0.0) + _POINTS * likely) * factor
    return moved


def strongest_words(model: TopicModel, area: str, words: set[bytes]) -> list[bytes]:
    """Give the words of a text that speak most for an area, compared with what they say for the others."""
    column = model.areas.index(area)
    weighed = []
    for word in words:
        if word in model.rows and len(word) >= _SHORTEST:
            weights = _unpack(model.rows[word], len(model.areas))[1:]
            weighed.append((-weights[column] + sum(weights) / len(weights), word))
    return [word for weight, word in sorted(weighed)[:_EVIDENCE] if weight < 0]


def _unpack(row: int, areas: int) -> list[int]:
    packed = row.to_bytes((areas + 1) * _FIELD, "little")
    return [int.from_bytes(packed[n : n + _FIELD], "little") for n in range(0, len(packed), _FIELD)]
