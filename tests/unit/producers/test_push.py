from __future__ import annotations

import io
import json
from pathlib import Path

from newswire.settings import Settings
from producers.inputs import Input, Inputs
from producers.items import Refused
from producers.publisher import PushSummary
from producers.push import as_one_object, as_text, progress_bar, push

REFUSED = (Refused("feed.jsonl", 7, "body: not a string"), Refused("a\x1b[31m.txt", None, "the file is empty"))
INPUTS = Inputs((Input(Path("feed.jsonl"), "jsonl"),), (Path("photo.jpg"), Path("other.jpg"), Path("README")), (), ())


def test_the_summary_names_file_line_and_reason() -> None:
    summary = PushSummary(1200, REFUSED, 2, 3_456_789, 1.26)
    assert as_text(summary, INPUTS, "news.raw") == (
        "sent 1,200 to news.raw (3.5 MB, 1.3 s)\n"
        "refused 2:\n"
        "  feed.jsonl:7: body: not a string\n"
        "  a\\x1b[31m.txt: the file is empty\n"
        "skipped 3 of other kinds (.jpg, README)\n"
    )


def test_a_long_list_of_refusals_is_cut_and_the_rest_counted() -> None:
    many = tuple(Refused("feed.jsonl", n, "wrong") for n in range(1000))
    text = as_text(PushSummary(0, many, 5000, 0, 0.1), INPUTS, "news.raw")
    assert text.count("wrong") == 20
    assert "and 4,980 more" in text


def test_a_push_that_stopped_says_so() -> None:
    summary = PushSummary(5, (), 0, 10, 0.1, "interrupted")
    assert not summary.complete
    assert "stopped early: interrupted" in as_text(summary, INPUTS, "news.raw")


def test_the_summary_as_json_is_one_line() -> None:
    text = as_one_object(PushSummary(1200, REFUSED, 2, 3_456_789, 1.2345), INPUTS)
    assert text.count("\n") == 1
    assert json.loads(text) == {
        "sent": 1200,
        "refused": 2,
        "refusals": [
            {"file": "feed.jsonl", "line": 7, "reason": "body: not a string"},
            {"file": "a\\x1b[31m.txt", "line": None, "reason": "the file is empty"},
        ],
        "skipped": ["photo.jpg", "other.jpg", "README"],
        "bytes": 3456789,
        "seconds": 1.234,
        "stopped": None,
    }


def test_a_path_that_does_not_exist_is_a_usage_error_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain.")
    out, err = io.StringIO(), io.StringIO()
    code = push([str(tmp_path / "a.txt"), str(tmp_path / "no.txt")], Settings(), out=out, err=err)
    assert code == 2
    assert out.getvalue() == ""
    assert err.getvalue() == f"no such file or folder: {tmp_path / 'no.txt'}\n"


def test_no_bar_is_drawn_where_there_is_no_terminal() -> None:
    err = io.StringIO()
    with progress_bar(INPUTS, err) as advance:
        assert advance is None
    assert err.getvalue() == ""
