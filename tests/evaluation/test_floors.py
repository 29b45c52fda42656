"""What the taggers reach on the labelled articles must not get worse; raise a floor when a change makes them better.

Each floor stands beside the figure reached when it was set, on 24 November 2026.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from stream.evaluation import OWN_SETS, Scorecard, evaluate
from stream.evaluation.gold import read_gold

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)  # after every date in the articles: a later one would be refused
TOPICS, SAMPLES = "tests/evaluation/topics.jsonl", "samples/expected.jsonl"
PAGES, HARD_CASES = "tests/evaluation/pages", "tests/evaluation/countries.jsonl"

# task, gold, row, figure, floor, reached
FLOORS = [
    ("topics", TOPICS, "all", "f1", 0.82, 0.840),
    ("topics", TOPICS, "all", "macro_f1", 0.81, 0.832),
    ("topics", TOPICS, "all", "top1", 0.88, 0.894),
    ("topics", TOPICS, "all", "exact", 0.68, 0.712),
    ("topics", TOPICS, "language en", "top1", 0.88, 0.899),
    ("topics", SAMPLES, "all", "top1", 1.0, 1.0),
    ("topics", SAMPLES, "all", "f1", 0.89, 0.912),
    ("countries", TOPICS, "all", "f1", 0.93, 0.946),
    ("countries", TOPICS, "all", "precision", 0.965, 0.981),
    ("countries", TOPICS, "all", "exact", 0.89, 0.911),
    ("countries", SAMPLES, "all", "exact", 1.0, 1.0),
    ("countries", HARD_CASES, "all", "exact", 0.95, 0.997),
    ("language", TOPICS, "all", "exact", 0.99, 1.0),
    ("language", SAMPLES, "all", "exact", 1.0, 1.0),
    ("pages", PAGES, "all", "headline_exact", 0.97, 1.0),
    ("pages", PAGES, "all", "authors_f1", 0.97, 1.0),
    ("pages", PAGES, "all", "date_instant", 0.97, 1.0),
    ("pages", PAGES, "all", "body_f1", 0.985, 1.0),
    ("pages", PAGES, "all", "language", 1.0, 1.0),
    ("pages", PAGES, "all", "refused", 1.0, 1.0),
]
# F1 of each top-level topic in topics.jsonl: floor, reached
TOPIC_FLOORS = {
    "medtop:01000000": (0.92, 1.000), "medtop:02000000": (0.82, 0.900), "medtop:03000000": (0.83, 0.909),
    "medtop:04000000": (0.55, 0.606), "medtop:05000000": (0.92, 1.000), "medtop:06000000": (0.80, 0.870),
    "medtop:07000000": (0.83, 0.909), "medtop:08000000": (0.30, 0.333), "medtop:09000000": (0.80, 0.870),
    "medtop:10000000": (0.68, 0.750), "medtop:11000000": (0.76, 0.833), "medtop:12000000": (0.88, 0.957),
    "medtop:13000000": (0.68, 0.741), "medtop:14000000": (0.73, 0.800), "medtop:15000000": (0.86, 0.933),
    "medtop:16000000": (0.80, 0.870), "medtop:17000000": (0.80, 0.870),
}  # fmt: skip
# Share of each language's five or six articles whose first topic is right: floor, reached
LANGUAGE_FLOORS = {
    "ar": (0.8, 1.0), "de": (0.8, 1.0), "es": (0.6, 0.8), "fr": (0.6, 0.8), "it": (0.4, 0.6), "ja": (0.6, 0.8),
    "pt": (0.6, 0.8), "ru": (0.8, 1.0), "tr": (0.8, 1.0), "zh": (0.8, 1.0),
}  # fmt: skip


@cache
def cards() -> dict[tuple[str, str], Scorecard]:
    return {(card.task, card.gold): card for card in evaluate(NOW)}


def figure(task: str, gold: str, row: str, name: str) -> float:
    value = cards()[task, gold].rows[row][name]
    assert value is not None
    return value


@pytest.mark.parametrize(("task", "gold", "row", "name", "floor", "reached"), FLOORS)
def test_figures_stay_above_their_floors(
    task: str, gold: str, row: str, name: str, floor: float, reached: float
) -> None:
    assert floor <= reached
    assert figure(task, gold, row, name) >= floor, f"it was {reached} when the floor was set"


@pytest.mark.parametrize("code", TOPIC_FLOORS)
def test_each_topic_stays_above_its_floor(code: str) -> None:
    floor, reached = TOPIC_FLOORS[code]
    assert (cards()["topics", TOPICS].classes[code]["f1"] or 0) >= floor, f"it was {reached} when the floor was set"


@pytest.mark.parametrize("language", LANGUAGE_FLOORS)
def test_each_language_stays_above_its_floor(language: str) -> None:
    floor, reached = LANGUAGE_FLOORS[language]
    assert figure("topics", TOPICS, f"language {language}", "top1") >= floor, f"it was {reached} when it was set"


def test_the_articles_cover_all_topics_and_eleven_languages() -> None:
    golds = list(read_gold(OWN_SETS["topics"][0]))
    main = [gold.topics[0] for gold in golds if gold.topics]
    assert {code: main.count(code) for code in main} == dict.fromkeys(TOPIC_FLOORS, 10)
    languages = [gold.language for gold in golds]
    assert set(languages) == {"en", *LANGUAGE_FLOORS}
    assert languages.count("en") >= 0.6 * len(golds)
    assert sum(len(gold.topics or ()) > 1 for gold in golds) >= 25
    assert len({gold.raw.headline for gold in golds}) == len(golds)
