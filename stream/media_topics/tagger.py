"""Score an article's words against the topic lexicons and choose its Media Topics."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from newswire.contracts import Article, Evidence, EvidenceField, MediaTopicTag
from stream.media_topics.fold import encode_folded, fold
from stream.media_topics.lexicon import Lexicon, lexicon
from stream.media_topics.select import Choice, choose
from stream.media_topics.taxonomy import media_topics
from stream.tuning import active

TOPIC_TAGGER = "1"
MAX_EVIDENCE = 5

# What one occurrence counts in each part of an article: the headline says what it is about, the end of it wanders.
_HEADLINE, _SUMMARY, _SECTION, _KEYWORDS, _LEAD, _BODY, _TAIL = 2.5, 1.5, 3.0, 1.5, 1.6, 1.0, 0.6
_TAIL_FROM = 1800  # characters
_LEAD_MOST = 450
_TELLING = 3.5  # the weight from which a word by itself tells the topic
_SATURATION = 1.5  # a word counts at most 1 + this times its weight, however often it stands


class _Part(NamedTuple):
    """A stretch of the haystack with one weight; ``base`` is where its field begins there, in bytes."""

    end: int
    weight: float
    field: EvidenceField | None
    base: int


# The first place of a pattern: its part and the byte offsets in the haystack. A plain tuple: made for each match.
_Hit = tuple[_Part, int, int]


def tag_media_topics(article: Article) -> Article:
    """Give the article its Media Topics, surest first, each with the words that decided.

    Pure and deterministic. ``topics[0]`` lies in the area (top-level topic) with the most evidence; a code is given at
    the depth the evidence reaches, its ancestors stand in ``topic_paths``. Without evidence there is no topic.
    """
    words = lexicon(article.language)
    haystack, parts, folded = _haystack(article)
    counts, hits = _count(words, haystack, parts)
    shares: dict[str, list[tuple[float, int]]] = {}  # code: points and the pattern that gave them
    points_of: dict[str, float] = {}
    terms_of: dict[str, int] = {}
    votes = words.votes
    for number, count in counts.items():
        saturated = count * (1.0 + _SATURATION) / (count + _SATURATION)
        for code, weight in votes[number]:
            points = weight * saturated
            if code in shares:
                shares[code].append((points, number))
                points_of[code] += points
                terms_of[code] += weight >= _TELLING
            else:
                shares[code] = [(points, number)]
                points_of[code] = points
                terms_of[code] = int(weight >= _TELLING)
    choices = choose(points_of, terms_of)
    tags = tuple(_tag(article, choice, words, shares, hits, folded) for choice in choices)
    topics = media_topics()
    paths = {code for choice in choices for code in topics[choice.code].path}
    return article.model_copy(
        update={
            "topics": tuple(choice.code for choice in choices),
            "topic_tags": tags,
            "topic_paths": tuple(sorted(paths)),
            "pipeline": article.pipeline.model_copy(update={"topic_tagger": TOPIC_TAGGER + active().topics_stamp}),
        }
    )


def _haystack(article: Article) -> tuple[bytes, list[_Part], dict[str, bytes]]:
    """Lay all fields into one run of folded bytes, each after a space, parted by bars that no word holds."""
    body = article.body
    lead_end = min(len(article.lead) or body.find("\n"), _LEAD_MOST)
    summary = article.summary or ""
    if summary and body.startswith(summary[:200]):  # a feed's summary that is only the lead must not count twice
        summary = ""
    pieces: list[bytes] = []
    parts: list[_Part] = []
    fields: dict[str, bytes] = {}
    position = 1

    def add(text: str, weight: float, field: EvidenceField | None) -> bytes:
        nonlocal position
        encoded = encode_folded(fold(text))
        pieces.append(encoded)
        if field:
            fields[field] = encoded
        parts.append(_Part(position + len(encoded) + 1, weight, field, position))
        position += len(encoded) + 3
        return encoded

    add(article.headline, _HEADLINE, "headline")
    if summary:
        add(summary, _SUMMARY, "summary")
    if article.section:
        add(article.section, _SECTION, "section")
    labels = [label for label in (*article.breadcrumb, *article.keywords) if label != article.section]
    if labels:
        add(" | ".join(labels), _KEYWORDS, None)
    start = position
    encoded = add(body, _BODY, "body")
    whole = parts.pop()
    for characters, weight in ((lead_end, _LEAD), (_TAIL_FROM, _BODY)):
        if 0 < characters < len(body):
            parts.append(_Part(start + _byte_offset(body, encoded, characters), weight, "body", start))
    parts.append(whole._replace(weight=_TAIL if len(body) > _TAIL_FROM else _BODY))
    return b" " + b" | ".join(pieces) + b" ", parts, fields


def _byte_offset(text: str, encoded: bytes, characters: int) -> int:
    return characters if len(encoded) == len(text) else len(encode_folded(fold(text[:characters])))


def _count(words: Lexicon, haystack: bytes, parts: list[_Part]) -> tuple[dict[int, float], dict[int, _Hit]]:
    """Count each pattern's occurrences, weighted by where they stand, and keep the first place of each."""
    counts: dict[int, float] = {}
    hits: dict[int, _Hit] = {}
    whole = words.whole
    remaining = iter(parts)
    part = next(remaining)
    for number, start, end in words.automaton.find_matches_as_indexes(haystack):
        while start >= part.end:
            part = next(remaining)
        if whole[number] and haystack[end] != 32:
            shorter = _shorter(words, number, haystack, start)
            if shorter is None:
                continue
            number = shorter
            end = start + words.lengths[number]
        if number not in counts:
            counts[number] = part.weight
            hits[number] = (part, start, end)
            continue
        counts[number] += part.weight
        if part.field is not None and hits[number][0].field is None:
            hits[number] = (part, start, end)
    return counts, hits


def _shorter(words: Lexicon, number: int, haystack: bytes, start: int) -> int | None:
    """Find the longest pattern that the one found begins with and that ends where a word ends."""
    for candidate in words.shorter[number]:
        if not words.whole[candidate] or haystack[start + words.lengths[candidate]] == 32:
            return candidate
    return None


def _tag(
    article: Article,
    choice: Choice,
    words: Lexicon,
    shares: dict[str, list[tuple[float, int]]],
    hits: dict[int, _Hit],
    folded: dict[str, bytes],
) -> MediaTopicTag:
    topics = media_topics()
    given = [
        (-points, number)
        for code, gave in shares.items()
        if choice.code in topics[code].path
        for points, number in gave
        if hits[number][0].field is not None
    ]
    numbers = dict.fromkeys(number for _, number in sorted(given))
    evidence = tuple(_evidence(article, words, n, hits[n], folded) for n in islice(numbers, MAX_EVIDENCE))
    name = topics[choice.code].name
    return MediaTopicTag(code=choice.code, name=name, confidence=choice.confidence, evidence=evidence, method="lexicon")


def _evidence(article: Article, words: Lexicon, number: int, hit: _Hit, folded: dict[str, bytes]) -> Evidence:
    """Turn byte offsets in the haystack into code points of the field; a stem's evidence is the whole word."""
    part, start, end = hit
    field = part.field
    assert field is not None
    text: str = getattr(article, field)
    encoded = folded[field]
    start, end = start + words.lead_in[number] - part.base, end - part.base
    if len(encoded) != len(text):
        start, end = len(encoded[:start].decode()), len(encoded[:end].decode())
    if not words.whole[number] and words.lead_in[number]:
        while end < len(text) and text[end].isalnum():
            end += 1
    return Evidence(text=text[start:end], field=field, start=start, end=end)
