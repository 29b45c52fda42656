"""Score an article's words against the lexicons and, in a short text, the model, and choose its Media Topics."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from newswire.contracts import Article, MediaTopicTag
from stream.media_topics.evidence import Witness
from stream.media_topics.haystack import Haystack, lay_out
from stream.media_topics.lexicon import SHORTER, STEM, Lexicon, lexicon
from stream.media_topics.model import LANGUAGE, MODEL_MOST, move, strongest_words, topic_model
from stream.media_topics.select import Vote, choose
from stream.media_topics.taxonomy import media_topics
from stream.tuning import active

TOPIC_TAGGER = "2"

_SATURATION = 1.5  # a word counts at most 1 + this times its weight, however often it stands
_SPACE = 32

# All tags of an article are made by one call: a third of the time of one call each.
_TAGS = TypeAdapter(tuple[MediaTopicTag, ...])


def tag_media_topics(article: Article) -> Article:
    """Give the article its Media Topics, surest first, each with the words that decided.

    Pure and deterministic. ``topics[0]`` lies in the area (top-level topic) with the most evidence; a code is given at
    the depth the evidence reaches, its ancestors stand in ``topic_paths``. Without evidence there is no topic.
    """
    words = lexicon(article.language)
    haystack = lay_out(article)
    counts, firsts = _count(words, haystack)
    points_of: dict[str, float] = {}
    votes: dict[str, list[Vote]] = {}
    votes_for = words.votes
    for number, count in counts.items():
        times = count * (1.0 + _SATURATION) / (count + _SATURATION)
        for area, below, weight in votes_for[number]:
            points = weight * times
            if area in votes:
                votes[area].append((-points, number, weight, below))
                points_of[area] += points
            else:
                votes[area] = [(-points, number, weight, below)]
                points_of[area] = points
    moved = points_of
    asked: set[bytes] = set()
    if article.language == LANGUAGE and len(article.headline) + len(article.body) <= MODEL_MOST:
        asked = set(haystack.folded.split())
        moved = move(topic_model(), points_of, asked)
    choices = choose(moved, votes)
    topics = media_topics()
    witness = Witness(article, words, haystack, firsts)
    method = "lexicon" if moved == points_of else "lexicon and linear model"
    tags: list[dict[str, Any]] = []
    for code, area, confidence in choices:
        tag = {"code": code, "name": topics[code].name, "confidence": confidence, "method": method}
        if area in votes:
            tag["evidence"] = witness.of_votes(votes[area], None if code == area else code)
        else:
            tag["method"] = "linear model"
            tag["evidence"] = witness.of_words(strongest_words(topic_model(), area, asked))
        tags.append(tag)
    return article.model_copy(
        update={
            "topics": tuple([code for code, _, _ in choices]),
            "topic_tags": _TAGS.validate_python(tuple(tags)),
            "topic_paths": tuple(sorted({step for code, _, _ in choices for step in topics[code].path})),
            "pipeline": article.pipeline.model_copy(update={"topic_tagger": TOPIC_TAGGER + active().topics_stamp}),
        }
    )


def _count(words: Lexicon, haystack: Haystack) -> tuple[dict[int, float], dict[int, int]]:
    """Count each pattern's occurrences, weighted by where they stand, and keep the first place of each.

    This loop runs for every match in every article: hence locals, numbers and no calls in it.
    """
    counts: dict[int, float] = {}
    firsts: dict[int, int] = {}
    ending, lengths, folded = words.ending, words.lengths, haystack.folded
    parts = iter(haystack.parts)
    part_end, part_weight = next(parts)
    for number, start, end in words.automaton.find_matches_as_indexes(folded):
        if ending[number] and folded[end] != _SPACE:
            if ending[number] != SHORTER:
                continue
            for shorter in words.fallbacks[number]:
                if ending[shorter] == STEM or folded[start + lengths[shorter]] == _SPACE:
                    number = shorter
                    break
            else:
                continue
        while start >= part_end:
            part_end, part_weight = next(parts)
        if number in counts:
            counts[number] += part_weight
        else:
            counts[number] = part_weight
            firsts[number] = start
    return counts, firsts
