"""The IPTC Media Topics tree, read from ``stream/data/media_topics.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """One concept; ``path`` runs from the top-level ``area``, one of 17, and the codes ``below`` it to the concept."""

    code: str
    name: str
    path: tuple[str, ...]
    area: str
    below: tuple[str, ...]


@cache
def media_topics() -> dict[str, MediaTopic]:
    """Give every concept by its code.

    Raises ValueError where a line is malformed or a broader code is not in the table.
    """
    names: dict[str, str] = {}
    broader: dict[str, str] = {}
    text = (files("stream") / "data" / "media_topics.tsv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    for row in rows[1:]:
        code, name, parent = row.split("\t")
        names[code] = name
        broader[code] = parent
    paths = {code: _path(code, broader) for code in names}
    return {code: MediaTopic(code, name, paths[code], paths[code][0], paths[code][1:]) for code, name in names.items()}


def _path(code: str, broader: dict[str, str]) -> tuple[str, ...]:
    path = [code]
    while parent := broader[path[0]]:
        if parent not in broader or parent in path:
            raise ValueError(f"media_topics.tsv: {path[0]} names broader code {parent}, which is missing or circular")
        path.insert(0, parent)
    return tuple(path)
