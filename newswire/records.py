"""A Kafka record with its position, and a dead letter: the same record with the reason it was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Headers = tuple[tuple[str, bytes | None], ...]
Stage = Literal["stream", "indexer"]

DEAD_LETTER_PREFIX = "__connect.errors."
ORIGINAL_TIMESTAMP = "newswire-original-timestamp"
MESSAGE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Record:
    """One record as read from Kafka; ``timestamp_ms`` is the broker's or producer's, milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()

    @property
    def position(self) -> str:
        """Name the record for logs and errors: ``topic[partition]@offset``."""
        return f"{self.topic}[{self.partition}]@{self.offset}"

    def header(self, name: str) -> str | None:
        """Give the last header of that name as text, None where it is absent or not UTF-8."""
        for key, value in reversed(self.headers):
            if key == name and value is not None:
                try:
                    return value.decode()
                except UnicodeDecodeError:
                    return None
        return None

    @property
    def stated_timestamp_ms(self) -> int:
        """The earlier of the record's timestamp and the one a replayed dead letter brings along."""
        original = self.header(ORIGINAL_TIMESTAMP)
        if original is None or not original.isascii() or not original.isdigit():
            return self.timestamp_ms
        return min(int(original), self.timestamp_ms)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to be written to Kafka; its timestamp is always "now"."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = field(default=())

    @property
    def size(self) -> int:
        """Bytes of key, value and headers, with Kafka's per-record overhead rounded up."""
        body = len(self.key or b"") + len(self.value or b"")
        return body + sum(len(k) + len(v or b"") + 10 for k, v in self.headers) + 100


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was refused, with its cause; key, value and headers stay as they came."""

    record: Record
    stage: Stage
    exception: str
    message: str

    @classmethod
    def of(cls, record: Record, stage: Stage, error: BaseException) -> DeadLetter:
        """Refuse ``record`` because of ``error``."""
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        return cls(record, stage, name, (str(error) or name)[:MESSAGE_LIMIT])

    def outgoing(self, topic: str) -> Outgoing:
        """Make the record for the dead-letter topic: the original plus Connect-style headers.

        Header names are those of Kafka Connect's dead-letter queue (``__connect.errors.*``); an original header is
        never overwritten, readers take the last one of a name. The record's own timestamp goes along in
        ``newswire-original-timestamp``, so that a replay keeps the article's version.
        """
        record = self.record
        cause = {
            "topic": record.topic,
            "partition": str(record.partition),
            "offset": str(record.offset),
            "stage": self.stage,
            "exception.class.name": self.exception,
            "exception.message": self.message,
        }
        added: Headers = tuple(
            (DEAD_LETTER_PREFIX + name, text.encode("utf-8", "replace")) for name, text in cause.items()
        )
        timestamp: Headers = ((ORIGINAL_TIMESTAMP, str(record.stated_timestamp_ms).encode()),)
        # Neither Kafka client writes a record without key and value; the dead letter of one gets an empty key.
        key = b"" if record.key is None and record.value is None else record.key
        return Outgoing(topic, key, record.value, record.headers + added + timestamp)
