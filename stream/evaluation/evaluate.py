"""Run the pipeline over gold articles and score what it gives: one scorecard a gold file and task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from newswire.clock import to_ms
from newswire.errors import ConfigError, TerminalError
from newswire.records import Record
from stream.evaluation.gold import Gold, read_gold, top_level
from stream.evaluation.label_scores import Pair, jaccard, label_rows, score_labels, without
from stream.evaluation.page_scores import PageFields, page_summary, score_page
from stream.language import base_language
from stream.media_topics.taxonomy import media_topics
from stream.process import article_of

Task = Literal["countries", "topics", "language", "pages"]
Row = dict[str, float | None]

_ROOT = Path(__file__).parents[2]
_TOPICS, _COUNTRIES = _ROOT / "tests/evaluation/topics.jsonl", _ROOT / "tests/evaluation/countries.jsonl"
_SAMPLES = _ROOT / "samples/expected.jsonl"
# The labelled articles of the repository; the wheel does not carry them.
OWN_SETS: dict[Task, tuple[Path, ...]] = {
    "countries": (_COUNTRIES, _TOPICS, _SAMPLES),
    "topics": (_TOPICS, _SAMPLES),
    "language": (_TOPICS, _SAMPLES),
    "pages": (_ROOT / "tests/evaluation/pages",),
}
COUNTRY_SUPPORT = 5  # articles a country needs to count in the macro average
WORST = 10


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the pipeline gave; ``topics`` holds each code's ancestors behind it, ``error`` why there is nothing."""

    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    page: PageFields = field(default_factory=PageFields)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """An article that was not given what is right."""

    id: str
    headline: str
    wanted: str
    given: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Figures of one task on one gold file.

    ``rows`` holds the figures of all articles and of parts of them, by name; ``classes`` those of each label, ``worst``
    the articles that were given the wrong labels, ``worst_of`` the same for each label: missed, and given wrongly.
    """

    task: Task
    gold: str
    rows: dict[str, Row]
    classes: dict[str, Row] = field(default_factory=dict)
    worst: list[Wrong] = field(default_factory=list)
    worst_of: dict[str, dict[str, list[Wrong]]] = field(default_factory=dict)


Scored = tuple[Gold, Prediction]


def evaluate(
    now: datetime,
    sets: dict[Task, tuple[Path, ...]] | None = None,
    seen: Callable[[Gold, Prediction], None] = lambda gold, prediction: None,
) -> list[Scorecard]:
    """Score each task on its gold files, the repository's own where none are named; ``seen`` gets each article once.

    Raises ConfigError where a file cannot be read or the repository's own are not there.
    """
    if sets is None:
        sets = {task: tuple(path for path in paths if path.exists()) for task, paths in OWN_SETS.items()}
        if not any(sets.values()):
            raise ConfigError(
                f"there are no labelled articles under {_ROOT}", "Run it in a checkout of newswire, or name gold files"
            )
    done: dict[tuple[Path, bool], list[Scored]] = {}
    cards: list[Scorecard] = []
    for task, paths in sets.items():
        for path in paths:
            key = path, task == "pages"
            if key not in done:
                done[key] = [(gold, predict(gold, now)) for gold in read_gold(*key)]
                for scored in done[key]:
                    seen(*scored)
            cards.append(_SCORERS[task](_name(path), done[key]))
    return cards


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path)


def predict(gold: Gold, now: datetime) -> Prediction:
    """Normalize and tag one gold article as the stream does; a refusal is an empty prediction with its reason."""
    try:
        article = article_of(gold.raw, Record("gold", 0, 0, to_ms(now), None, None), now)
    except TerminalError as error:
        return Prediction(page=PageFields(refused=True), error=str(error))
    known = media_topics()
    topics = dict.fromkeys(code for topic in article.topics for code in reversed(known[topic].path))
    fields = PageFields(article.headline, article.authors, article.published_at, article.body, article.language)
    return Prediction(article.countries, tuple(topics), fields)


def _countries(gold: str, scored: Sequence[Scored]) -> Scorecard:
    labelled = [(each, prediction) for each, prediction in scored if each.countries is not None]

    def pairs(some: Iterable[Scored]) -> list[Pair]:
        return [(each.countries or (), prediction.countries) for each, prediction in some]

    def row(some: Sequence[Pair]) -> Row:
        return asdict(score_labels(some, COUNTRY_SUPPORT))

    rows = {"all": row(pairs(labelled)), "without US": row(without(pairs(labelled), "US"))}
    if any(each.historical for each, _ in labelled):
        rows["none historical"] = row(pairs(s for s in labelled if not s[0].historical))
    rows |= {name: row(pairs(some)) for name, some in _groups(labelled)}
    return Scorecard("countries", gold, rows, *_by_label(labelled, pairs(labelled)))


def _topics(gold: str, scored: Sequence[Scored]) -> Scorecard:
    labelled = [(each, prediction) for each, prediction in scored if top_level(each.topics or ())]

    def pairs(some: Iterable[Scored]) -> list[Pair]:
        return [(top_level(each.topics or ()), top_level(prediction.topics)) for each, prediction in some]

    def row(some: Iterable[Scored]) -> Row:
        return asdict(score_labels(pairs(some)))

    rows = {"all": row(labelled)}
    if below := [pair for pair in map(_below, scored) if pair[0]]:
        rows["below top level"] = asdict(score_labels(below))
    rows |= {name: row(some) for name, some in _groups(labelled)}
    return Scorecard("topics", gold, rows, *_by_label(labelled, pairs(labelled)))


def _below(scored: Scored) -> Pair:
    wanted, given = scored[0].topics or (), scored[1].topics
    return [c for c in wanted if c not in top_level(wanted)], [c for c in given if c not in top_level(given)]


def _language(gold: str, scored: Sequence[Scored]) -> Scorecard:
    labelled = [each for each in scored if each[0].language]
    pairs: list[Pair] = []
    for each, prediction in scored:
        if each.language:
            found = prediction.page.language
            pairs.append(((base_language(each.language) or "",), (base_language(found) or found,) if found else ()))
    return Scorecard("language", gold, {"all": asdict(score_labels(pairs))}, *_by_label(labelled, pairs))


def _pages(gold: str, scored: Sequence[Scored]) -> Scorecard:
    pages = [(each, score_page(each.page or {}, prediction.page)) for each, prediction in scored]
    rows = {"all": page_summary([score for _, score in pages])}
    scores = {each.id: score for each, score in pages}
    rows |= {name: page_summary([scores[each.id] for each, _ in some]) for name, some in _groups(scored)}
    bodies = [(score.body[2], each.id, score.body) for each, score in pages if score.body is not None]
    worst = [
        Wrong(page_id, "", "body F1 1", f"body F1 {f1:.3f}, P {body[0]:.3f}, R {body[1]:.3f}")
        for f1, page_id, body in sorted(bodies)[:WORST]
        if f1 < 1.0
    ]
    return Scorecard("pages", gold, rows, worst=worst)


_SCORERS: dict[Task, Callable[[str, Sequence[Scored]], Scorecard]] = {
    "countries": _countries,
    "topics": _topics,
    "language": _language,
    "pages": _pages,
}


def _groups(scored: Sequence[Scored]) -> Iterable[tuple[str, list[Scored]]]:
    """Part the articles by source and by language, where there are several."""
    for name, values in (("source", [s[0].source for s in scored]), ("language", [s[0].language for s in scored])):
        if len(set(values)) > 1:
            for value, _ in Counter(values).most_common():
                yield f"{name} {value or '-'}", [s for s, own in zip(scored, values, strict=True) if own == value]


def _by_label(
    scored: Sequence[Scored], pairs: Sequence[Pair]
) -> tuple[dict[str, Row], list[Wrong], dict[str, dict[str, list[Wrong]]]]:
    """Give the figures of each label, the articles with the least in common with what is right, and those by label."""
    ranked = sorted(zip(scored, pairs, strict=True), key=lambda each: jaccard(*each[1]))
    worst_of: dict[str, dict[str, list[Wrong]]] = {}
    for each, (wanted, given) in ranked:
        for kind, labels in (("missed", set(wanted) - set(given)), ("wrong", set(given) - set(wanted))):
            for label in labels:
                listed = worst_of.setdefault(label, {"missed": [], "wrong": []})[kind]
                if len(listed) < WORST:
                    listed.append(_wrong(each, wanted, given))
    worst = [_wrong(each, *pair) for each, pair in ranked[:WORST] if jaccard(*pair) < 1.0]
    classes: dict[str, Row] = {label: asdict(row) for label, row in label_rows(pairs).items()}
    return classes, worst, dict(sorted(worst_of.items()))


def _wrong(scored: Scored, wanted: Sequence[str], given: Sequence[str]) -> Wrong:
    gold, prediction = scored
    return Wrong(
        gold.id,
        (gold.raw.headline or prediction.page.headline)[:100],
        " ".join(wanted) or "none",
        " ".join(given) or "none",
    )


def as_line(gold: Gold, prediction: Prediction) -> dict[str, Any]:
    """Write one prediction as other scorers read it."""
    page = prediction.page
    return {
        "id": gold.id,
        "countries": prediction.countries,
        "topics": prediction.topics,
        "headline": page.headline,
        "authors": page.authors,
        "published_at": page.published_at and page.published_at.isoformat(),
        "body": page.body if gold.page is not None else None,
        "lang": page.language,
        "error": prediction.error,
    }
