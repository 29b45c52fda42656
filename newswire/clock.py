"""The time, passed in so that tests can hold it still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """Give the current time, aware and in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the current time, aware and in UTC."""
        return datetime.now(UTC)


def from_ms(timestamp_ms: int) -> datetime:
    """Turn Kafka's milliseconds since 1970 into an aware UTC time.

    >>> from_ms(1_700_000_000_123).isoformat()
    '2023-11-14T22:13:20.123000+00:00'
    """
    seconds, ms = divmod(timestamp_ms, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=ms * 1000)


def to_ms(moment: datetime) -> int:
    """Turn an aware time into whole milliseconds since 1970, rounded down.

    >>> to_ms(from_ms(1_700_000_000_123))
    1700000000123
    """
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
