"""Scores worked out by hand, gold read in every form, and what the scorecards list."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from newswire.errors import ConfigError
from stream.evaluation import evaluate
from stream.evaluation.command import run_evaluation
from stream.evaluation.gold import read_gold
from stream.evaluation.label_scores import label_rows, score_labels, without
from stream.evaluation.page_scores import PageFields, date_class, fold, page_summary, score_page

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PAIRS = [(["FR", "DE"], ["FR"]), (["US"], ["US", "CA"]), ([], []), (["JP"], ["KR", "JP"])]


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def test_labels_are_scored_over_all_articles() -> None:
    score = score_labels(PAIRS)
    assert (score.precision, score.recall) == pytest.approx((3 / 5, 3 / 4))
    assert score.f1 == pytest.approx(2 / 3)
    assert score.macro_f1 == pytest.approx((1 + 0 + 1 + 1) / 4)  # FR, DE, US, JP; CA and KR are nobody's label
    assert score.jaccard == pytest.approx((0.5 + 0.5 + 1 + 0.5) / 4)
    assert score.exact == 0.25
    assert score.top1 == pytest.approx(2 / 3)
    assert score_labels(PAIRS, min_support=2).labels == 0


def test_each_label_has_its_row() -> None:
    rows = label_rows(PAIRS)
    assert (rows["CA"].given, rows["CA"].support, rows["CA"].precision) == (1, 0, 0.0)
    assert (rows["US"].precision, rows["US"].recall) == (1.0, 1.0)


def test_leaving_a_label_out_drops_articles_with_nothing_left() -> None:
    assert without(PAIRS, "US") == [(["FR", "DE"], ["FR"]), ([], ["CA"]), (["JP"], ["KR", "JP"])]


@pytest.mark.parametrize(
    ("wanted", "given", "found"),
    [
        ("2026-03-04T23:30:00+01:00", "2026-03-04T22:30:20+00:00", "instant"),
        ("2026-03-04T23:30:00+01:00", "2026-03-04T08:00:00+00:00", "day"),
        ("2026-03-04T00:30:00+01:00", "2026-03-04T09:00:00+00:00", "localday"),
        ("2026-03-04T00:30:00+01:00", "2026-03-05T09:00:00+00:00", "wrong"),
        ("2026-03-04", "2026-03-04T15:00:00+00:00", "instant"),
        ("2026-03-04T10:00:00", "2026-03-04T15:00:00+00:00", "day"),
        ("2026-03-04T10:00:00", None, "missing"),
    ],
)
def test_a_date_is_right_to_the_instant_or_the_day(wanted: str, given: str | None, found: str) -> None:
    assert date_class(wanted, datetime.fromisoformat(given) if given else None) == found


def test_a_page_is_scored_field_by_field() -> None:
    wanted = {"headline": "“Rain” – again", "authors": ["Ana Reis", "Bo Li"], "body": "a b c d e f", "lang": "nb"}
    assert score_page({"authors": []}, PageFields(authors=["Ana Reis"])).authors == (0, 1, 0)
    read = PageFields('"Rain" - again', ("ana  reis",), None, "a b c d e x", "no")
    score = score_page(wanted, read)
    assert (score.headline, score.authors, score.date, score.language) == (True, (1, 1, 2), None, True)
    assert score.body == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    summary = page_summary([score, score_page({"body": "a b c d"}, PageFields())])
    assert summary["authors_f1"] == pytest.approx(2 / 3)
    assert (summary["body_precision"], summary["body_recall"]) == pytest.approx((2 / 3, 1 / 3))
    assert "date_instant" not in summary


def test_characters_without_spaces_are_words_of_their_own() -> None:
    score = score_page({"body": "東京で雨が降る"}, PageFields(body="東京で雨が止む"))
    assert score.body == pytest.approx((2 / 4, 2 / 4, 1 / 2))
    assert fold("a\u00adb\u00a0c") == "ab c"


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_gold_is_read_plain_and_packed(tmp_path: Path, name: str) -> None:
    path = write_lines(
        tmp_path / name,
        {"id": "1", "headline": "Rain", "text": "Rain fell.", "lang": "en", "countries": []},
        {"id": "2", "body": "Rain fell.", "countries": [], "story": [], "topics": ["medtop:17000000"]},
    )
    first, second = read_gold(path)
    assert (first.raw.headline, first.raw.body, first.language) == ("Rain", "Rain fell.", "en")
    assert (first.countries, first.topics) == ((), None)
    assert (second.countries, second.topics) == (None, ("medtop:17000000",))


def test_a_line_may_label_an_article_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text("Snow in Bern\n\nSnow fell on Bern on Monday.", encoding="utf-8")
    path = write_lines(
        tmp_path / "expected.jsonl",
        {"file": "a.txt", "topic": "medtop:17000000", "topics_also": ["medtop:06000000"], "countries": ["CH"]},
    )
    (gold,) = read_gold(path)
    assert "Snow fell" in (gold.raw.body or "")
    assert gold.topics == ("medtop:17000000", "medtop:06000000")


@pytest.mark.parametrize("line", ["{", '{"headline": 5}', '{"file": "missing.txt"}', '["id"]'])
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": 1, "body": "Rain."}) + "\n" + line, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"gold\.jsonl line 2 cannot be used as gold"):
        list(read_gold(path))


def test_a_scorecard_lists_rows_classes_and_the_worst(tmp_path: Path) -> None:
    body = "The parliament of Kenya voted on the budget in Nairobi on Tuesday, lawmakers said."
    rows = {"source": "a", "lang": "en", "headline": "Kenya's parliament votes"}
    path = write_lines(
        tmp_path / "gold.jsonl",
        {"id": "right", "body": body, "countries": ["KE"], "topics": ["medtop:11000000"], **rows},
        {"id": "wrong", "body": body, "countries": ["UG"], "topics": ["medtop:15000000"], **rows | {"source": "b"}},
    )
    seen: list[str] = []
    cards = evaluate(
        NOW, {"countries": (path,), "topics": (path,), "language": (path,)}, lambda g, p: seen.append(g.id)
    )
    countries, topics, language = cards
    assert seen == ["right", "wrong"]
    assert countries.rows["all"]["exact"] == 0.5
    assert (countries.rows["source a"]["exact"], countries.rows["source b"]["exact"]) == (1.0, 0.0)
    assert [(w.id, w.wanted, w.given) for w in countries.worst] == [("wrong", "UG", "KE")]
    assert [w.id for w in countries.worst_of["UG"]["missed"]] == ["wrong"]
    assert [w.id for w in countries.worst_of["KE"]["wrong"]] == ["wrong"]
    assert topics.rows["all"]["top1"] == 0.5
    assert language.rows["all"]["exact"] == 1.0


def test_the_command_prints_tables_or_json_and_writes_what_was_given(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "gold.jsonl",
        {"id": "1", "headline": "Rain in Peru", "body": "It rained in Lima, Peru.", "lang": "en", "countries": ["CL"]},
    )
    given = tmp_path / "given.jsonl"

    def run(*, as_json: bool) -> str:
        console = Console(file=io.StringIO(), width=40)
        run_evaluation(console, {"countries": [path]}, worst=5, predictions=given, as_json=as_json)
        return str(console.file.getvalue())  # type: ignore[attr-defined]

    table = run(as_json=False)
    assert "1: CL, given PE  Rain in Peru" in table
    assert [line for line in table.splitlines() if line.startswith("all") and line.endswith("1.000")]
    (card,) = json.loads(run(as_json=True))["scorecards"]
    assert card["classes"]["PE"]["given"] == 1
    assert json.loads(given.read_text(encoding="utf-8"))["countries"] == ["PE"]


def test_saved_pages_are_read_packed_or_not_and_a_refusal_counts_as_empty(tmp_path: Path) -> None:
    text = "The harbour of Lisbon stayed shut on Tuesday because of the swell, and the pilots stayed at home with it. "
    article = f"<article><h1>Shut</h1><p>{text * 4}</p></article>"
    page = f"<html lang=en><head><title>Shut</title></head><body>{article}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<html><body></body></html>"))
    write_lines(
        tmp_path / "gold.jsonl",
        {"id": "a", "headline": "Shut", "body": text * 4, "lang": "en"},
        {"id": "b", "headline": "Open", "body": "Open again at last.", "lang": "en"},
        {"page": "b.html", "refused": "empty page", "crawled": "2026-03-04"},
    )
    (card,) = evaluate(NOW, {"pages": (tmp_path,)})
    assert card.rows["all"]["headline_exact"] == 0.5
    assert card.rows["all"]["body_precision"] == 1.0
    assert card.rows["all"]["refused"] == 1.0
    assert card.worst[0].id == "b"
