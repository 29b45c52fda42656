"""Normalize and tag without any server: ``newswire process``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import orjson

from newswire.clock import to_ms
from newswire.errors import TerminalError
from newswire.records import Record
from producers.items import Found, Refused
from stream.process import article_of


def process_offline(items: Iterable[Found | Refused], now: datetime) -> Iterator[tuple[bytes, bool]]:
    """Turn raw articles into Article JSON lines, in order; the flag is False where ``{"error": …}`` stands instead.

    The result is what the stream stage would write, but for the position: ``origin.topic`` is "offline" and the offset
    counts the inputs.
    """
    for number, item in enumerate(items):
        if isinstance(item, Found):
            record = Record("offline", 0, number, to_ms(now), None, None)
            try:
                article = article_of(item.raw, record, now)
            except TerminalError as error:
                item = item.refused(str(error))
            else:
                yield article.__pydantic_serializer__.to_json(article), True
                continue
        yield orjson.dumps({"error": item.reason, "file": item.file, "line": item.line}), False
