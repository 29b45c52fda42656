"""Print scorecards as tables for people."""

from __future__ import annotations

from rich.console import Console

from stream.evaluation.evaluate import Row, Scorecard
from stream.media_topics.taxonomy import media_topics

_GAP = "  "


def show_scorecards(console: Console, cards: list[Scorecard], worst: int) -> None:
    """Print each scorecard: its rows, its labels and up to ``worst`` articles given wrong labels."""
    topics = media_topics()
    for card in cards:
        lines = [f"== {card.task}: {card.gold}", *_table("", card.rows)]
        if card.classes:
            named = {f"{c} {topics[c].name}" if c in topics else c: row for c, row in card.classes.items()}
            lines += ["", *_table("label", named)]
        if card.worst[:worst]:
            lines += ["", "furthest from what is right:"]
            lines += [f"  {w.id}: {w.wanted}, given {w.given}  {w.headline}" for w in card.worst[:worst]]
        for line in [*lines, ""]:
            console.out(line, highlight=False)


def _table(first: str, rows: dict[str, Row]) -> list[str]:
    """Lay figures out in columns as wide as they need, however narrow the terminal: a line can be cut, not a figure."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    cells = [[first, *(column.replace("_", " ") for column in columns)]]
    cells += [[name, *(_figure(row.get(column)) for column in columns)] for name, row in rows.items()]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [_GAP.join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in cells]


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
