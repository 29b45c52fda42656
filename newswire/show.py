"""What the command line prints: tables and hits for people, JSON for programs."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from newswire.logs import one_line
from newswire.settings import Settings

if TYPE_CHECKING:  # what prints must not load what looks: `newswire search` needs no Kafka client
    from newswire.doctor import Finding
    from newswire.status import Status

_TAG = re.compile(r"</?mark>")


def page(console: Console, found: dict[str, Any], as_json: bool) -> None:
    """Print one page of hits."""
    if as_json:
        print_json(console, found)
        return
    total = found["total"]
    console.print(
        f"[bold]{total:,}[/] article{'' if total == 1 else 's'}" + (" found" if total else " found: try fewer words")
    )
    for hit in found["hits"]:
        _hit(console, hit)


def _hit(console: Console, hit: dict[str, Any]) -> None:
    console.print()
    console.print(marked((hit["highlights"].get("headline") or [html.escape(hit["headline"])])[0], "bold"))
    when = (hit["published_at"] or hit["fetched_at"])[:10]
    facts = [hit["source_name"] or hit["source_id"], when, hit["section"], hit["dateline"], hit["language"]]
    console.print(Text("  " + " · ".join(one_line(str(fact)) for fact in facts if fact), "dim"))
    names = {tag["code"]: tag["name"] for tag in hit["topic_tags"]}
    console.print(
        Text.assemble(
            "  ",
            (" ".join(hit["countries"]) or "no country", "cyan"),
            "  ",
            (", ".join(names.get(code, code) for code in hit["topics"][:4]) or "no topic", "green"),
        )
    )
    fragments = hit["highlights"].get("body") or hit["highlights"].get("summary")
    lead = textwrap.shorten(one_line(hit["lead"]), 220, placeholder=" …")
    console.print(Text("  ") + (marked(fragments[0]) if fragments else Text(lead)))
    console.print(Text(f"  {hit['id']}", "dim"))


def marked(fragment: str, style: str = "") -> Text:
    """Turn an escaped fragment with ``<mark>`` into terminal text."""
    text, lit = Text(style=style), False
    pieces = _TAG.split(fragment)
    for piece in pieces:
        text.append(one_line(html.unescape(piece).replace("\n", " ")), "reverse" if lit else "")
        lit = not lit
    return text


def article(console: Console, found: dict[str, Any], as_json: bool) -> None:
    """Print one article with its tags and their evidence."""
    if as_json:
        print_json(console, found)
        return
    console.print(Text(one_line(found["headline"]), "bold"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for name in ("id", "source_id", "canonical_url", "section", "dateline", "byline", "published_at", "language"):
        if found[name]:
            table.add_row(Text(name, "dim"), Text(one_line(str(found[name]))))
    console.print(table)
    for kind in ("country_tags", "topic_tags"):
        for tag in found[kind]:
            label = f"{tag['code']} {tag.get('name') or tag.get('role')}"
            words = ", ".join(one_line(evidence["text"]) for evidence in tag["evidence"])
            console.print(Text.assemble((label, "cyan"), f" {tag['confidence']:.2f} ", (words, "dim")))
    console.print()
    console.print(Text(found["body"]))


def status(console: Console, result: Status) -> None:
    """Print the pipeline's state."""
    table = Table(box=None, pad_edge=False)
    for column in ("stage", "state", "waiting", "restarts", "pid"):
        table.add_column(column, justify="right" if column in ("waiting", "restarts", "pid") else "left")
    for stage in result.stages:
        state = "ready" if stage.ready else stage.reason
        cells = (stage.name, state, stage.lag, stage.restarts, stage.pid)
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in cells))
    console.print(table)
    console.print(
        f"raw records {_count(result.raw_records)}   articles {_count(result.article_records)}   "
        f"dead letters {_count(result.dead_letters)}   searchable {_count(result.searchable)}"
    )
    places = f"page {result.api}/   Kafka {result.kafka}   Elasticsearch {result.elasticsearch}"
    console.print(places, highlight=False, soft_wrap=True)
    for problem in result.problems:
        console.print(f"[red]problem[/] {escape(problem)}")


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def waiting(console: Console, wait_s: float) -> Callable[[Status], None]:
    """Give what tells a person on a terminal that `status --wait` still waits."""

    def tell(result: Status) -> None:
        if wait_s and console.is_terminal and not result.settled:
            behind = sum(stage.lag or 0 for stage in result.stages)
            console.print(f"waiting: {behind:,} records to go   ", end="\r")

    return tell


def findings(console: Console, found: Sequence[Finding], as_json: bool) -> None:
    """Print what the doctor found."""
    if as_json:
        print_json(console, [asdict(finding) for finding in found])
        return
    for finding in found:
        mark = "[green]ok   [/]" if finding.well else "[red]wrong[/]"
        console.print(f"{mark} {escape(finding.what)}: {escape(finding.found)}", highlight=False)
        if not finding.well and finding.advice:
            console.print(f"      → {escape(finding.advice)}", highlight=False)


def settings(console: Console, conf: Settings, as_json: bool) -> None:
    """Print every setting as its environment variable; secrets stay hidden."""
    values = {f"NEWSWIRE_{name.upper()}": str(value) for name, value in conf}
    if as_json:
        print_json(console, values)
        return
    for name, value in values.items():
        description = Settings.model_fields[name.removeprefix("NEWSWIRE_").lower()].description
        console.print(
            Text.assemble(f"{name}={value}", (f"  # {description}" if description else "", "dim")), soft_wrap=True
        )


def print_json(console: Console, value: object) -> None:
    """Print JSON without colours or wrapping."""
    console.out(json.dumps(value, ensure_ascii=False), highlight=False)
