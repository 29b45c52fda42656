"""RawArticles in JSON: one a line, or a whole file with one object or an array (pure, in bounded memory)."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import orjson
from pydantic import ValidationError

from newswire.contracts import SCHEMA_VERSION, RawArticle
from newswire.errors import InvalidRecord
from newswire.kafka_topics import RAW_LIMIT
from producers.items import Found, Refused

REASONS_NAMED = 3
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line above the limit, of which only size and digest were kept."""

    size: int
    sha256: str


def split_lines(stream: BinaryIO, limit: int = RAW_LIMIT) -> Iterator[bytes | LongLine]:
    """Read lines, line ends kept; one with more than ``limit`` bytes before its end is never held whole."""
    while line := stream.readline(limit + 2):
        whole = line.endswith(b"\n") or len(line) < limit + 2
        if whole and len(line.rstrip(b"\r\n")) <= limit:
            yield line
            continue
        size, digest = 0, hashlib.sha256()
        while line:
            content = line.removesuffix(b"\n")
            size += len(content)
            digest.update(content)
            line = b"" if line.endswith(b"\n") else stream.readline(_CHUNK)
        yield LongLine(size, digest.hexdigest())


def read_jsonl(
    lines: Iterable[bytes | LongLine],
    file: str,
    *,
    source_id: str | None = None,
    modified: datetime | None = None,
) -> Iterator[Found | Refused]:
    """Read one RawArticle a line; a wrong line is refused with its number and the others go on.

    ``source_id`` and ``modified`` (as ``fetched_at``: pushing a file again changes nothing) fill in what a record
    does not say. Empty lines are skipped.
    """
    for number, line in enumerate(lines, start=1):
        if isinstance(line, LongLine):
            yield Refused(file, number, too_large(line.size, line.sha256))
            continue
        text = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not text:
            continue
        try:
            yield Found(read_raw(text, source_id=source_id, modified=modified), file, number)
        except InvalidRecord as error:
            yield Refused(file, number, str(error))


def read_json(
    data: bytes, file: str, *, source_id: str | None = None, modified: datetime | None = None
) -> Iterator[Found | Refused]:
    """Read a whole JSON file: one RawArticle, or an array of them whose refusals count the items."""
    text = data.removeprefix(codecs.BOM_UTF8).strip()
    if not text.startswith(b"["):
        try:
            yield Found(read_raw(text, source_id=source_id, modified=modified), file)
        except InvalidRecord as error:
            yield Refused(file, None, str(error))
        return
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        yield Refused(file, error.lineno, f"not JSON: {error.msg}")
        return
    for number, item in enumerate(items, start=1):
        try:
            yield Found(read_raw(orjson.dumps(item), source_id=source_id, modified=modified), file)
        except (InvalidRecord, orjson.JSONEncodeError) as error:  # the latter: nested too deep
            yield Refused(file, None, f"item {number}: {error}")


def is_json_object(line: bytes) -> bool:
    """Tell whether a line is a JSON object complete in itself, as in a file that is JSONL whatever its name."""
    if not line.strip().startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def read_raw(text: bytes, *, source_id: str | None = None, modified: datetime | None = None) -> RawArticle:
    """Read one RawArticle from JSON; raises InvalidRecord with what is wrong, in words."""
    try:
        raw = _validate(text, source_id)
    except ValidationError as error:
        raise InvalidRecord(explain(error)) from error
    if raw.schema_version > SCHEMA_VERSION:
        raise InvalidRecord(
            f"schema_version {raw.schema_version} is newer than this newswire's {SCHEMA_VERSION}", "Upgrade newswire"
        )
    return raw if raw.fetched_at or not modified else raw.model_copy(update={"fetched_at": modified})


def _validate(text: bytes, source_id: str | None) -> RawArticle:
    try:
        return RawArticle.model_validate_json(text)
    except ValidationError as error:
        missing = any(e["type"] == "missing" and e["loc"] == ("source_id",) for e in _errors(error))
        if not missing or source_id is None:
            raise
        return RawArticle.model_validate_json(orjson.dumps({**orjson.loads(text), "source_id": source_id}))


def explain(error: ValidationError) -> str:
    """Say what is wrong with a record: each field with its fault, without the input itself."""
    faults = _errors(error)
    named = [
        ": ".join(filter(None, (".".join(map(str, e["loc"])), _message(e["msg"])))) for e in faults[:REASONS_NAMED]
    ]
    more = f" (and {len(faults) - REASONS_NAMED} more)" if len(faults) > REASONS_NAMED else ""
    return "; ".join(named) + more


def _message(text: str) -> str:
    return text.removeprefix("Value error, ").replace(" at line 1 column ", " at column ")


def _errors(error: ValidationError) -> list[Any]:
    return list(error.errors(include_url=False, include_context=False, include_input=False))


def too_large(size: int, sha256: str) -> str:
    """Say that a record is above the limit of ``news.raw``; the digest tells which one it was."""
    return f"{size:,} bytes, above the limit of {RAW_LIMIT:,} (SHA-256 {sha256})"
