"""Bulk requests and what their answers mean (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from newswire.errors import DocumentRefused
from newswire.records import Record

# Replays and repeats are harmless: the same version is rewritten, an older one refused with 409.
VERSION_TYPE = "external_gte"
# All that is read of an answer; the whole answer to 500 documents would weigh 100 KB.
ANSWER_FIELDS = "items.*._index,items.*._id,items.*.status,items.*.error.type,items.*.error.reason"
ACTION_BYTES = 120

Verdict = Literal["done", "retry", "pause", "dead", "stop"]
RequestVerdict = Literal["settle", "retry", "pause", "split", "stop"]


@dataclass(frozen=True, slots=True)
class Item:
    """One document on its way; ``record`` is the Kafka record it came from, where there is one."""

    id: str
    version: int
    source: bytes
    record: Record | None = None

    @property
    def size(self) -> int:
        """Bytes in a bulk body, the action line rounded up."""
        return len(self.source) + ACTION_BYTES


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of each item sent; every one is in exactly one of the first three.

    ``pause`` and ``stop`` are reasons: the cluster takes no writes at all for now, or will not before someone acts.
    """

    done: tuple[Item, ...] = ()
    retry: tuple[Item, ...] = ()
    dead: tuple[tuple[Item, DocumentRefused], ...] = ()
    pause: str | None = None
    stop: str | None = None


def bulk_body(items: Iterable[Item]) -> bytes:
    """Write the NDJSON body of a bulk request."""
    lines: list[bytes] = []
    for item in items:
        action = {"index": {"_id": item.id, "version": item.version, "version_type": VERSION_TYPE}}
        lines += (orjson.dumps(action), item.source)
    lines.append(b"")
    return b"\n".join(lines)


def cut(items: Iterable[Item], most_documents: int, most_bytes: int) -> Iterator[list[Item]]:
    """Part items, in order, into bulks within both limits; an item above ``most_bytes`` goes alone."""
    bulk: list[Item] = []
    size = 0
    for item in items:
        if bulk and (len(bulk) >= most_documents or size + item.size > most_bytes):
            yield bulk
            bulk, size = [], 0
        bulk.append(item)
        size += item.size
    if bulk:
        yield bulk


def halves(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Split a bulk that was too much at once."""
    middle = len(items) // 2
    return list(items[:middle]), list(items[middle:])


def bulk_verdict(status: int, error_type: str | None) -> Verdict:
    """Say what to do with one item of a bulk response (table: docs/delivery.md)."""
    if status < 300 or status == 409:  # 409: this version, or a newer one, is already indexed
        return "done"
    if error_type == "cluster_block_exception":  # disk flood stage or a write block: the documents are fine
        return "pause"
    if status in (401, 403, 404):  # credentials or index wrong: every document would fail
        return "stop"
    return "retry" if status == 429 or status >= 500 else "dead"


def request_verdict(status: int, error_type: str | None) -> RequestVerdict:
    """Say what to do with a bulk request as a whole, from its HTTP status (table: docs/delivery.md)."""
    if error_type == "cluster_block_exception":
        return "pause"
    if status < 300:
        return "settle"
    if status in (400, 413):  # one document spoils all, or all are too much: halves find out
        return "split"
    return "retry" if status in (408, 429) or status >= 500 else "stop"


def settle(sent: Sequence[Item], response: object, alias: str) -> Settlement:
    """Read a bulk response item by item.

    An answer counts for the item sent at its position, and only if it names that item's id: what is missing, shifted
    or unreadable is not done and is sent again. ``alias`` is the name written to: an answer that gives it as the
    *index* means that the alias was gone and Elasticsearch made an index of that name by itself.
    """
    answers = response.get("items") if isinstance(response, Mapping) else None
    done: list[Item] = []
    retry: list[Item] = []
    dead: list[tuple[Item, DocumentRefused]] = []
    pause = stop = None
    for position, item in enumerate(sent):
        answer = _answer_at(answers, position)
        if answer is None or answer.get("_id") != item.id or not isinstance(answer.get("status"), int):
            retry.append(item)
            continue
        error = answer.get("error")
        kind, reason = (error.get("type"), error.get("reason")) if isinstance(error, Mapping) else (None, error)
        verdict: Verdict = "stop" if answer.get("_index") == alias else bulk_verdict(answer["status"], kind)
        cause = f"{kind}: {reason}" if kind else f"status {answer['status']}"
        if verdict == "done":
            done.append(item)
        elif verdict == "dead":
            dead.append((item, DocumentRefused(cause)))
        else:
            retry.append(item)
            if verdict == "pause":
                pause = pause or cause
            elif verdict == "stop":
                stop = stop or (f"{alias} is an index, not an alias" if answer.get("_index") == alias else cause)
    return Settlement(tuple(done), tuple(retry), tuple(dead), pause, stop)


def _answer_at(answers: object, position: int) -> Mapping[str, Any] | None:
    """Unpack ``{"index": {…}}`` at a position, None where there is nothing of that shape."""
    if not isinstance(answers, list) or position >= len(answers) or not isinstance(answers[position], Mapping):
        return None
    return next((value for value in answers[position].values() if isinstance(value, Mapping)), None)
