"""Lay an article's fields into one run of folded bytes for the automaton, and find the way back."""

from __future__ import annotations

from typing import NamedTuple

from newswire.contracts import Article, EvidenceField
from stream.media_topics.fold import SEPARATOR, fold

# What one occurrence counts in each part of an article: the headline says what it is about, the end of it wanders.
_HEADLINE, _SUMMARY, _SECTION, _LABELS, _LEAD, _BODY, _TAIL = 2.5, 1.5, 3.0, 1.5, 1.6, 1.0, 0.6
_TAIL_FROM = 1800  # characters
_LEAD_MOST = 450

_JOINT = f" {SEPARATOR} "


class Haystack(NamedTuple):
    """Folded bytes of all fields; ``parts`` are stretches of one weight, each given by the byte where it ends.

    Labels of the source (breadcrumb, keywords) stand last, from byte ``labels`` on: evidence may not come from them, so
    a word that is both in a field and in a label has its first place in the field.
    """

    folded: bytes
    parts: list[tuple[int, float]]
    labels: int
    fields: list[tuple[int, EvidenceField]]  # with the character at which each begins, the last first
    wide: bool  # some characters take more than one byte

    def place(self, start: int, end: int) -> tuple[EvidenceField, int, int]:
        """Turn byte offsets into the field they lie in and character offsets there."""
        if self.wide:
            length = len(self.folded[start:end].decode())
            start = len(self.folded[:start].decode())
            end = start + length
        for base, field in self.fields:
            if start >= base:
                return field, start - base, end - base
        raise ValueError(f"no field lies at byte {start}")


def lay_out(article: Article) -> Haystack:
    """Lay out headline, summary, section, body and labels, each between spaces, parted by a byte that no word holds."""
    body, summary, section = article.body, article.summary, article.section
    pieces: list[tuple[str, EvidenceField, float]] = [(article.headline, "headline", _HEADLINE)]
    if summary and not body.startswith(summary[:200]):  # a feed's summary that is only the lead must not count twice
        pieces.append((summary, "summary", _SUMMARY))
    if section:
        pieces.append((section, "section", _SECTION))
    length = len(body)
    pieces.append((body, "body", _TAIL if length > _TAIL_FROM else _BODY))

    parts: list[tuple[int, float]] = []
    fields: list[tuple[int, EvidenceField]] = []
    position = 1
    for text, field, weight in pieces:
        fields.append((position, field))
        if field == "body":
            lead_end = min(len(article.lead) or body.find("\n"), _LEAD_MOST)
            if 0 < lead_end < length:
                parts.append((position + lead_end, _LEAD))
            if length > _TAIL_FROM:
                parts.append((position + _TAIL_FROM, _BODY))
        position += len(text)
        parts.append((position, weight))
        position += len(_JOINT)
    texts = [text for text, _, _ in pieces]
    if article.breadcrumb or article.keywords:
        texts += [label for label in (*article.breadcrumb, *article.keywords) if label != section]
    text = f" {_JOINT.join(texts)} "
    folded = fold(text)
    wide = len(folded) != len(text)
    if wide:
        characters = folded.decode()
        parts = [(len(characters[:end].encode()), weight) for end, weight in parts]
    labels = parts[-1][0]
    parts.append((len(folded), _LABELS))
    fields.reverse()
    return Haystack(folded, parts, labels, fields, wide)
