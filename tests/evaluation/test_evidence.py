"""Every tag on the labelled articles can be checked by eye: its evidence is the text at its offsets."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.contracts import Article
from newswire.records import Record
from stream.evaluation import OWN_SETS
from stream.evaluation.gold import read_gold
from stream.media_topics.taxonomy import media_topics
from stream.process import article_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PATHS = sorted({path for task in ("countries", "topics") for path in OWN_SETS[task] if path.exists()})


def articles(path: Path) -> list[Article]:
    return [article_of(gold.raw, Record("gold", 0, 0, 0, None, None), NOW) for gold in read_gold(path)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_evidence_is_the_text_at_its_offsets(path: Path) -> None:
    spans = 0
    for article in articles(path):
        tagged = [tag.evidence for tag in article.country_tags] + [tag.evidence for tag in article.topic_tags]
        for evidence in itertools.chain.from_iterable(tagged):
            text = getattr(article, evidence.field)
            assert text[evidence.start : evidence.end] == evidence.text != ""
            spans += 1
    assert spans > 100


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_what_is_listed_is_what_is_tagged(path: Path) -> None:
    known = media_topics()
    for article in articles(path):
        assert article.countries == tuple(tag.code for tag in article.country_tags if tag.role == "focus")
        assert article.topics == tuple(tag.code for tag in article.topic_tags)
        assert set(article.topic_paths) == {code for topic in article.topics for code in known[topic].path}
        assert all(tag.evidence for tag in article.topic_tags)
