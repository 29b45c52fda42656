"""Find the words that decided again in the article, in its own spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newswire.contracts import Article
from stream.media_topics.haystack import Haystack
from stream.media_topics.lexicon import STEM, Lexicon
from stream.media_topics.select import Vote

MAX_EVIDENCE = 5


class Witness:
    """Gives the evidence of one article's tags, as fields of ``Evidence``; a pattern is looked up only once.

    ``firsts`` holds the byte of the haystack at which each pattern stands first.
    """

    def __init__(self, article: Article, words: Lexicon, haystack: Haystack, firsts: dict[int, int]) -> None:
        self._article = article
        self._words = words
        self._haystack = haystack
        self._firsts = firsts
        self._found: dict[int, dict[str, Any]] = {}

    def of_votes(self, votes: list[Vote], code: str | None) -> tuple[dict[str, Any], ...]:
        """Give the words that gave ``code`` (or the whole area) the most points; they must stand in a field."""
        firsts, found = self._firsts, self._found
        labels = self._haystack.labels
        votes.sort()
        given: dict[int, dict[str, Any]] = {}
        for _, number, _, below in votes:
            if (code is None or code in below) and number not in given:
                start = firsts[number]
                if start < labels:
                    if number not in found:
                        found[number] = self._find(number, start)
                    given[number] = found[number]
                    if len(given) == MAX_EVIDENCE:
                        break
        return tuple(given.values())

    def of_words(self, words: Iterable[bytes]) -> tuple[dict[str, Any], ...]:
        """Give the first place of each folded word that stands in a field."""
        starts = [(self._haystack.folded.find(b" %b " % word) + 1, len(word)) for word in words]
        return tuple(
            [self._cite(start, start + length) for start, length in starts if 0 < start < self._haystack.labels]
        )

    def _find(self, number: int, start: int) -> dict[str, Any]:
        words = self._words
        lead_in = words.lead_in[number]
        found = self._cite(start + lead_in, start + words.lengths[number])
        if lead_in and words.ending[number] == STEM:  # a stem's evidence is the whole word
            text: str = getattr(self._article, found["field"])
            end = found["end"]
            while end < len(text) and text[end].isalnum():
                end += 1
            found["text"], found["end"] = text[found["start"] : end], end
        return found

    def _cite(self, start: int, end: int) -> dict[str, Any]:
        field, first, last = self._haystack.place(start, end)
        return {"text": getattr(self._article, field)[first:last], "field": field, "start": first, "end": last}
