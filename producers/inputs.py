"""The files behind the paths of a command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from producers.items import Refused
from producers.text_file import HTML_SUFFIXES

STDIN = "-"
STDIN_NAME = "(stdin)"

Kind = Literal["text", "json", "jsonl", "by content"]
_KINDS: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".text", *HTML_SUFFIXES), "text"),
    ".json": "json",
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or standard input where ``path`` is None."""

    path: Path | None
    kind: Kind

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return STDIN_NAME if self.path is None else str(self.path)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the paths of a command line lead to."""

    files: tuple[Input, ...]
    skipped: tuple[Path, ...]
    missing: tuple[str, ...]
    unreadable: tuple[Refused, ...]


def find_inputs(paths: Iterable[str]) -> Inputs:
    """Find the files behind files, folders and ``-``, each once, in the order given; folders are walked sorted.

    In a folder, files of other kinds are skipped and hidden ones passed over; a file named by itself is always read,
    by its content where its name tells nothing.
    """
    files: dict[Path | None, Input] = {}
    skipped: list[Path] = []
    missing: list[str] = []
    unreadable: list[Refused] = []
    for name in paths:
        path = Path(name)
        if name == STDIN:
            files[None] = Input(None, "by content")
        elif path.is_dir():
            for file in _walk(path, unreadable):
                if kind := _KINDS.get(file.suffix.lower()):
                    files.setdefault(file.absolute(), Input(file, kind))
                else:
                    skipped.append(file)
        elif path.exists():
            files.setdefault(path.absolute(), Input(path, _KINDS.get(path.suffix.lower(), "by content")))
        else:
            missing.append(name)
    return Inputs(tuple(files.values()), tuple(skipped), tuple(missing), tuple(unreadable))


def _walk(folder: Path, unreadable: list[Refused]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        unreadable.append(Refused(str(error.filename), None, error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and (file := Path(parent, name)).is_file():
                yield file
