from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.kafka_topics import RAW_LIMIT
from producers.items import Found, Refused
from producers.jsonl import LongLine, is_json_object, read_json, read_jsonl, split_lines

MORNING = datetime(2024, 5, 3, 6, 0, tzinfo=UTC)


def line(**fields: Any) -> bytes:
    return json.dumps({"source_id": "river-post", "guid": "1", "body": "Rain."} | fields).encode() + b"\n"


def read(data: bytes, **options: Any) -> list[Found | Refused]:
    return list(read_jsonl(split_lines(io.BytesIO(data)), "feed.jsonl", **options))


def test_each_line_is_an_article() -> None:
    items = read(line(guid="1") + line(guid="2", published_at="2024-05-01T08:00:00+02:00"))
    assert [(item.raw.guid, item.file, item.line) for item in items if isinstance(item, Found)] == [
        ("1", "feed.jsonl", 1),
        ("2", "feed.jsonl", 2),
    ]


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + line(), line().rstrip(), line().rstrip() + b"\r\n", b"\n \r\n" + line()]
)
def test_mark_line_ends_and_empty_lines_do_not_matter(data: bytes) -> None:
    assert [type(item) for item in read(data)] == [Found]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"source_id": "a", "body": "cut off\n', "Invalid JSON: "),
        (b"not json\n", "Invalid JSON: "),
        (b'"text"\n', "Input should be an object"),
        (b'{"source_id": "a", "body": "\xff"}\n', "Invalid JSON: invalid unicode code point"),
        (b'{"source_id": "a", "body": "\\ud800"}\n', "Invalid JSON: "),
        (
            b'{"source_id": "a", "body": "x", "more": ' + b"[" * 3000 + b"]" * 3000 + b"}\n",
            "Invalid JSON: recursion limit",
        ),
        (b'{"body": "Rain."}\n', "source_id: Field required"),
        (line(source_id="River Post"), "source_id: "),
        (line(body=7), "body: Input should be a valid string"),
        (line(published_at="last week"), "published_at: Input should be a valid datetime"),
        (line(published_at="2024-05-01T08:00:00"), "published_at: Input should have timezone info"),
        (line(url="ftp://a.example/1"), "url: not an http or https address"),
        (line(media=[{"url": None}]), "media.0.url: "),
        (line(guid=None, body=None), "one of url, guid or body is required"),
        (line(schema_version=2), "schema_version 2 is newer"),
        (line(body=1, urgency=10, language=1, section=1), "(and 1 more)"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_the_others_go_on(bad: bytes, reason: str) -> None:
    before, refused, after = read(line(guid="1") + bad + line(guid="3"))
    assert isinstance(before, Found)
    assert isinstance(after, Found)
    assert isinstance(refused, Refused)
    assert (refused.place, after.line) == ("feed.jsonl:2", 3)
    assert reason in refused.reason
    assert "pydantic" not in refused.reason
    assert len(refused.reason) < 300


def test_a_refusal_does_not_repeat_the_input() -> None:
    (refused,) = read(line(body="SECRET " * 1000, urgency="SECRET", published_at="SECRET"))
    assert isinstance(refused, Refused)
    assert "SECRET" not in refused.reason


def test_unknown_fields_are_ignored() -> None:
    (item,) = read(line(slug="x", location={"lat": 1}))
    assert isinstance(item, Found)


def test_what_a_record_does_not_say_is_filled_in() -> None:
    data = b'{"body": "Rain."}\n' + line(fetched_at="2024-05-01T00:00:00Z")
    bare, full = read(data, source_id="option", modified=MORNING)
    assert isinstance(bare, Found)
    assert isinstance(full, Found)
    assert (bare.raw.source_id, bare.raw.fetched_at) == ("option", MORNING)
    assert (full.raw.source_id, full.raw.fetched_at) == ("river-post", datetime(2024, 5, 1, tzinfo=UTC))


def test_a_line_over_the_limit_is_refused_and_the_others_go_on() -> None:
    long = line(body="x" * 5_000_000)
    before, refused, after = read(line() + long + line())
    assert isinstance(before, Found)
    assert isinstance(after, Found)
    assert isinstance(refused, Refused)
    assert refused.line == 2
    assert f"{len(long) - 1:,} bytes" in refused.reason
    assert hashlib.sha256(long.rstrip()).hexdigest() in refused.reason


def test_a_line_over_the_limit_is_never_held_whole() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.left, self.largest = 200_000_000, 0

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            size = min(size, self.left)
            self.left, self.largest = self.left - size, max(self.largest, size)
            return b"x" * size

    stream = Endless()
    (only,) = split_lines(stream)  # type: ignore[arg-type]
    assert isinstance(only, LongLine)
    assert only.size == 200_000_000
    assert stream.largest <= RAW_LIMIT + 2


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"12345\n", ["line"]),
        (b"12345\r\n", ["line"]),
        (b"12345", ["line"]),
        (b"123456\n", ["long 6"]),
        (b"123456", ["long 6"]),
        (b"12345\r\r", ["long 7"]),
        (b"1234567\n", ["long 7"]),
        (b"12345678\n1\n", ["long 8", "line"]),
        (b"\n\n", ["line", "line"]),
    ],
)
def test_the_limit_is_met_exactly(data: bytes, kinds: list[str]) -> None:
    lines = split_lines(io.BytesIO(data), limit=5)
    assert [f"long {each.size}" if isinstance(each, LongLine) else "line" for each in lines] == kinds


def test_lines_are_read_as_they_are_asked_for() -> None:
    def lines() -> Iterator[bytes]:
        yield line()
        raise AssertionError("read ahead")

    assert isinstance(next(read_jsonl(lines(), "feed.jsonl")), Found)


def test_a_json_file_holds_one_article_or_an_array() -> None:
    (one,) = read_json(b'\xef\xbb\xbf{\n "source_id": "a",\n "body": "Rain."\n}\n', "a.json", modified=MORNING)
    assert isinstance(one, Found)
    assert (one.raw.body, one.raw.fetched_at) == ("Rain.", MORNING)
    first, second, third = read_json(b"[" + line() + b', {"body": 1}, ' + line() + b"]", "a.json")
    assert (type(first), type(third)) == (Found, Found)
    assert isinstance(second, Refused)
    assert second.reason.startswith("item 2: source_id: Field required; body: ")


@pytest.mark.parametrize("data", [b"[{]", b"{", b"", b"[" * 3000 + b"]" * 3000])
def test_a_broken_json_file_is_refused(data: bytes) -> None:
    (refused,) = read_json(data, "a.json")
    assert isinstance(refused, Refused)
    assert "JSON" in refused.reason


@pytest.mark.parametrize(
    ("data", "is_object"), [(b'{"a": 1}\n', True), (b"{\n", False), (b'[{"a": 1}]', False), (b"", False)]
)
def test_jsonl_is_told_from_a_json_file(data: bytes, is_object: bool) -> None:
    assert is_json_object(data) is is_object
