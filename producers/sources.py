"""The inputs named on a command line, opened and read one record at a time."""

from __future__ import annotations

import codecs
import itertools
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newswire.clock import from_ms
from newswire.errors import InvalidRecord
from newswire.kafka_topics import RAW_LIMIT
from producers.inputs import Inputs, Kind, find_inputs
from producers.items import Found, Refused
from producers.jsonl import LongLine, is_json_object, read_json, read_jsonl, split_lines
from producers.text_file import read_loose_text, read_text

DEFAULT_SOURCE_ID = "files"
# A file that is read whole; far above a record, because a page may shed most of its weight.
WHOLE_FILE_LIMIT = 64_000_000


def read_inputs(
    paths: Iterable[str], source_id: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Found | Refused]:
    """Read every record behind the paths, in order; what cannot be read is refused with its place."""
    inputs = find_inputs(paths)
    for name in inputs.missing:
        yield Refused(name, None, "no such file or folder")
    yield from read_files(inputs, source_id, stdin)


def read_files(
    inputs: Inputs, source_id: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Found | Refused]:
    """Read the files found, one record at a time.

    ``source_id`` names the source of texts, and of JSON records that name none; without it texts are of "files" and
    such records are refused. ``stdin`` stands in for standard input.
    """
    yield from inputs.unreadable
    for each in inputs.files:
        try:
            if each.path is None:
                yield from _read(_Opened(stdin or sys.stdin.buffer, each.name, None, None), each.kind, source_id)
            else:
                with each.path.open("rb") as file:
                    yield from _read(_opened(file, each.path), each.kind, source_id)
        except OSError as error:
            yield Refused(each.name, None, error.strerror or str(error))
        except InvalidRecord as error:
            yield Refused(each.name, None, str(error))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A stream to read; ``path`` and ``modified`` are None where it is no file that can be pushed again."""

    stream: BinaryIO
    name: str
    path: Path | None
    modified: datetime | None


def _opened(file: BinaryIO, path: Path) -> _Opened:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):  # a pipe, as in `newswire push <(zcat articles.jsonl.gz)`
        return _Opened(file, str(path), None, None)
    try:
        modified = from_ms(status.st_mtime_ns // 1_000_000)
    except (OverflowError, ValueError):  # past the year 9999
        modified = None
    return _Opened(file, str(path), path.resolve(), modified)


def _read(opened: _Opened, kind: Kind, source_id: str | None) -> Iterator[Found | Refused]:
    stream = opened.stream
    head: list[bytes | LongLine] = []
    if kind == "json":
        # JSONL by another name if its first line is an object complete in itself, else read whole.
        first = stream.readline(RAW_LIMIT)
        head, kind = [first], "jsonl" if is_json_object(first) else "json"
    elif kind == "by content":
        for line in split_lines(stream):
            head.append(line)
            if isinstance(line, LongLine) or line.removeprefix(codecs.BOM_UTF8).strip():
                break
        kind = "jsonl" if head and _begins_object(head[-1]) else "text"
    if kind == "jsonl":
        lines = itertools.chain(head, split_lines(stream))
        yield from read_jsonl(lines, opened.name, source_id=source_id, modified=opened.modified)
        return
    data = _whole(head, stream)
    if kind == "json":
        yield from read_json(data, opened.name, source_id=source_id, modified=opened.modified)
    elif opened.path is None:
        yield Found(read_loose_text(data, source_id or DEFAULT_SOURCE_ID), opened.name)
    else:
        yield Found(read_text(opened.path, data, opened.modified, source_id or DEFAULT_SOURCE_ID), opened.name)


def _whole(head: Iterable[bytes | LongLine], stream: BinaryIO) -> bytes:
    start = b"".join(line for line in head if isinstance(line, bytes))
    data = start + stream.read(WHOLE_FILE_LIMIT + 1 - len(start))
    if len(data) > WHOLE_FILE_LIMIT:
        raise InvalidRecord(f"more than {WHOLE_FILE_LIMIT:,} bytes in one file", "Give it as JSONL, one record a line")
    return data


def _begins_object(line: bytes | LongLine) -> bool:
    return isinstance(line, LongLine) or line.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
