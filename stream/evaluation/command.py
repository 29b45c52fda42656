"""The work of ``newswire evaluate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import orjson
from rich.console import Console

from newswire.clock import SystemClock
from newswire.show import print_json
from stream.evaluation.evaluate import Prediction, Task, as_line, evaluate
from stream.evaluation.gold import Gold
from stream.evaluation.show import show_scorecards

_TASKS: tuple[Task, ...] = ("countries", "topics", "language", "pages")


def run_evaluation(
    console: Console,
    named: Mapping[str, Sequence[Path] | None],
    *,
    worst: int,
    predictions: Path | None,
    as_json: bool,
) -> None:
    """Score the gold files named by task, or the repository's own, and print the scorecards.

    ``predictions`` is a file that gets one JSON line an article, in the form that other scorers read.
    """
    sets = {task: tuple(named.get(task) or ()) for task in _TASKS}
    with ExitStack() as stack:
        file = stack.enter_context(predictions.open("wb")) if predictions else None

        def seen(gold: Gold, prediction: Prediction) -> None:
            if file:
                file.write(orjson.dumps(as_line(gold, prediction)) + b"\n")

        cards = evaluate(SystemClock().now(), sets if any(sets.values()) else None, seen)
    if as_json:
        print_json(console, {"scorecards": [asdict(card) for card in cards]})
    else:
        show_scorecards(console, cards, worst)
