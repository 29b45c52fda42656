"""``newswire push``: files, folders and standard input onto ``news.raw``, with a summary for people or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, TextIO

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from newswire.logs import one_line
from newswire.settings import Settings
from producers.inputs import Inputs, find_inputs
from producers.publisher import PushSummary, publish
from producers.sources import read_files

REASONS_SHOWN = 20


def push(
    paths: Sequence[str],
    settings: Settings,
    *,
    source_id: str | None = None,
    as_json: bool = False,
    stdin: BinaryIO | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Push everything behind ``paths`` and give the exit code: 0 all sent, 1 some refused or failed, 2 no such path.

    ``source_id`` names the source of texts and of JSON records without one. The summary goes to ``out``, the progress
    bar to ``err`` if that is a terminal. Raises ConfigError where Kafka or its topic is not there.
    """
    out, err = out or sys.stdout, err or sys.stderr
    inputs = find_inputs(paths)
    if inputs.missing:
        for name in inputs.missing:
            err.write(f"no such file or folder: {one_line(name)}\n")
        return 2
    with progress_bar(inputs, err) as advance:
        summary = publish(read_files(inputs, source_id, stdin), settings, advance)
    out.write(as_one_object(summary, inputs) if as_json else as_text(summary, inputs, settings.raw_topic))
    return 0 if summary.complete else 1


@contextmanager
def progress_bar(inputs: Inputs, err: TextIO) -> Iterator[Callable[[int], None] | None]:
    """Show a bar while the block runs; None, and nothing shown, where ``err`` is not a terminal."""
    if not err.isatty():
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # A file of many records has no known number before it was read.
    total = len(inputs.files) if all(each.kind == "text" for each in inputs.files) else None
    with Progress(*columns, console=Console(file=err), transient=True) as progress:
        task = progress.add_task("pushing", total=total)
        yield lambda count: progress.advance(task, count)


def as_text(summary: PushSummary, inputs: Inputs, topic: str) -> str:
    """Write the summary for a person: counts first, then each refusal as ``file:line: reason``."""
    lines = [f"sent {summary.sent:,} to {topic} ({_size(summary.bytes)}, {summary.seconds:.1f} s)"]
    if summary.refused_count:
        lines.append(f"refused {summary.refused_count:,}:")
        lines += [f"  {one_line(each.place)}: {one_line(each.reason)}" for each in summary.refused[:REASONS_SHOWN]]
        if summary.refused_count > REASONS_SHOWN:
            lines.append(f"  and {summary.refused_count - REASONS_SHOWN:,} more (--json lists them)")
    if inputs.skipped:
        suffixes = sorted({path.suffix or path.name for path in inputs.skipped})
        names = one_line(", ".join(suffixes[:5]) + (", …" if len(suffixes) > 5 else ""))
        lines.append(f"skipped {len(inputs.skipped):,} of other kinds ({names})")
    if summary.stopped:
        lines.append(f"stopped early: {one_line(summary.stopped)}. Push again: what is there already stays as it is")
    return "\n".join(lines) + "\n"


def as_one_object(summary: PushSummary, inputs: Inputs) -> str:
    """Write the summary as one JSON object on one line."""
    document = {
        "sent": summary.sent,
        "refused": summary.refused_count,
        "refusals": [
            {"file": one_line(each.file), "line": each.line, "reason": each.reason} for each in summary.refused
        ],
        "skipped": [one_line(str(path)) for path in inputs.skipped],
        "bytes": summary.bytes,
        "seconds": round(summary.seconds, 3),
        "stopped": summary.stopped,
    }
    return orjson.dumps(document).decode() + "\n"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.1f} KB"
