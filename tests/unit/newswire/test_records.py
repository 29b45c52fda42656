"""Records and dead letters."""

from __future__ import annotations

import pytest

from newswire.errors import InvalidRecord
from newswire.records import DEAD_LETTER_PREFIX, ORIGINAL_TIMESTAMP, DeadLetter, Record
from tests.builders import record


def test_position_names_the_record() -> None:
    assert record(topic="news.raw", partition=3, offset=42).position == "news.raw[3]@42"


def test_header_gives_the_last_of_a_name_and_none_for_what_is_not_text() -> None:
    seen = record(headers=(("a", b"1"), ("a", b"2"), ("b", b"\xff"), ("c", None)))
    assert (seen.header("a"), seen.header("b"), seen.header("c"), seen.header("d")) == ("2", None, None, None)


@pytest.mark.parametrize(
    ("original", "expected"), [(b"1000", 1000), (b"9999999999999", 5000), (b"soon", 5000), (b"-1", 5000), (b"", 5000)]
)
def test_a_replayed_record_keeps_its_earlier_timestamp(original: bytes, expected: int) -> None:
    assert record(timestamp_ms=5000, headers=((ORIGINAL_TIMESTAMP, original),)).stated_timestamp_ms == expected


def test_a_dead_letter_is_the_original_with_its_cause() -> None:
    headers = (("mine", b"\xff"), (DEAD_LETTER_PREFIX + "topic", b"an earlier refusal"))
    refused = Record("news.raw", 3, 42, 1000, b"key", b"\xff broken", headers)
    out = DeadLetter.of(refused, "stream", InvalidRecord("not JSON")).outgoing("news.deadletter")
    assert (out.topic, out.key, out.value) == ("news.deadletter", b"key", b"\xff broken")
    assert out.headers[:2] == headers
    added = dict(out.headers[2:])
    assert added == {
        DEAD_LETTER_PREFIX + "topic": b"news.raw",
        DEAD_LETTER_PREFIX + "partition": b"3",
        DEAD_LETTER_PREFIX + "offset": b"42",
        DEAD_LETTER_PREFIX + "stage": b"stream",
        DEAD_LETTER_PREFIX + "exception.class.name": b"newswire.errors.InvalidRecord",
        DEAD_LETTER_PREFIX + "exception.message": b"not JSON",
        ORIGINAL_TIMESTAMP: b"1000",
    }


def test_an_error_without_words_is_named_and_a_long_one_is_cut() -> None:
    assert DeadLetter.of(record(), "stream", ValueError()).message == "ValueError"
    assert len(DeadLetter.of(record(), "stream", ValueError("x" * 5000)).message) == 1000
