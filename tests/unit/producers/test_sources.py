from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from producers.inputs import find_inputs
from producers.items import Found, Refused
from producers.sources import read_inputs

RECORD = b'{"source_id": "river-post", "guid": "1", "body": "Rain."}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b.txt": b"Two.",
        "a.text": b"One.",
        "deep/c.HTML": b"<p>Three.</p>",
        "deep/d.jsonl": RECORD + b"{\n" + RECORD,
        "deep/e.json": b'{\n"source_id": "s", "body": "Five."}',
        "f.ndjson": RECORD,
        "photo.jpg": b"\xff\xd8",
        ".hidden.txt": b"no",
        ".git/notes.txt": b"no",
        "empty.txt": b"",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def names(folder: Path, *paths: str) -> list[str]:
    inputs = find_inputs(paths or [str(folder)])
    return [each.path.relative_to(folder).as_posix() for each in inputs.files if each.path]


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    assert names(folder) == ["a.text", "b.txt", "empty.txt", "f.ndjson", "deep/c.HTML", "deep/d.jsonl", "deep/e.json"]
    inputs = find_inputs([str(folder)])
    assert (inputs.skipped, inputs.missing) == ((folder / "photo.jpg",), ())


def test_a_file_is_read_once_and_what_is_named_is_never_skipped(folder: Path) -> None:
    named = find_inputs([str(folder / "photo.jpg"), str(folder / "b.txt"), str(folder / "deep"), str(folder)])
    assert [each.path for each in named.files][:2] == [folder / "photo.jpg", folder / "b.txt"]
    assert len(named.files) == 8


def test_a_path_that_does_not_exist_is_missing(folder: Path) -> None:
    assert find_inputs([str(folder / "no.txt")]).missing == (str(folder / "no.txt"),)
    (refused,) = read_inputs([str(folder / "no.txt")])
    assert isinstance(refused, Refused)
    assert "no such file" in refused.reason


def test_every_record_of_a_folder_is_found_or_refused(folder: Path) -> None:
    items = list(read_inputs([str(folder)], "option"))
    found = [(item.raw.source_id, item.raw.body_type, item.raw.body) for item in items if isinstance(item, Found)]
    assert found == [
        ("option", "text/plain", "One."),
        ("option", "text/plain", "Two."),
        ("river-post", "text/plain", "Rain."),
        ("option", "text/html", "<html><body><p>Three.</p></body></html>"),
        ("river-post", "text/plain", "Rain."),
        ("river-post", "text/plain", "Rain."),
        ("s", "text/plain", "Five."),
    ]
    refused = [item.place for item in items if isinstance(item, Refused)]
    assert refused == [str(folder / "empty.txt"), f"{folder / 'deep/d.jsonl'}:2"]


def test_a_text_file_is_known_by_path_and_modification_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modified = datetime(2024, 5, 3, 6, 0, 0, 250_000, tzinfo=UTC)
    os.utime(folder / "b.txt", (modified.timestamp(), modified.timestamp()))
    monkeypatch.chdir(folder / "deep")
    (item,) = read_inputs(["../b.txt"])
    assert isinstance(item, Found)
    assert (item.file, item.raw.guid) == ("../b.txt", str((folder / "b.txt").resolve()))
    assert (item.raw.fetched_at, item.raw.source_id) == (modified, "files")


def test_a_json_file_with_a_record_a_line_is_read_by_line(folder: Path) -> None:
    (folder / "lines.json").write_bytes(RECORD + RECORD)
    items = list(read_inputs([str(folder / "lines.json")]))
    assert [item.line for item in items if isinstance(item, Found)] == [1, 2]


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (RECORD + RECORD, ["Rain.", "Rain."]),
        (b"\n \n" + RECORD, ["Rain."]),
        (b"\xef\xbb\xbf" + RECORD, ["Rain."]),
        (b"\nRain fell.\r\n\r\n{not json\n", ["\nRain fell.\r\n\r\n{not json\n"]),
    ],
)
def test_standard_input_is_read_by_its_content(data: bytes, bodies: list[str]) -> None:
    items = list(read_inputs(["-"], "option", io.BytesIO(data)))
    assert [item.raw.body for item in items if isinstance(item, Found)] == bodies
    assert len(items) == len(bodies)


def test_line_numbers_of_standard_input_count_empty_lines() -> None:
    (refused,) = read_inputs(["-"], None, io.BytesIO(b"\n\n{]\n"))
    assert isinstance(refused, Refused)
    assert refused.place == "(stdin):3"


def test_empty_standard_input_is_refused() -> None:
    (refused,) = read_inputs(["-"], None, io.BytesIO(b" \n"))
    assert isinstance(refused, Refused)
    assert "empty" in refused.reason


def test_a_pipe_named_as_a_file_is_read_like_standard_input(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, RECORD)
    os.close(writer)
    try:
        (item,) = read_inputs([f"/dev/fd/{reader}"])
    finally:
        os.close(reader)
    assert isinstance(item, Found)
    assert item.raw.fetched_at is None


def test_a_page_heavier_than_a_record_may_pass_without_its_weight(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><style>" + b"p{}" * 2_000_000 + b"</style><p>Rain.</p></html>")
    (item,) = read_inputs([str(tmp_path / "a.html")])
    assert isinstance(item, Found)
    assert len(item.raw.body or "") < 100
