"""The sample set keeps its promises: how many articles, which topics, countries and languages, and what lies beside."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from newswire.contracts import CountryCode, MediaTopicCode, RawArticle

SAMPLES = Path(__file__).parents[2] / "samples"
TOP_LEVEL = {f"medtop:{number:02}000000" for number in range(1, 18)}
FIELDS = {
    *("file", "language", "headline", "countries", "mentions", "topic", "topics_also", "topic_below"),
    *("section", "dateline", "captions", "lead_starts", "absent"),
}


def json_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def name_of(article: dict[str, Any]) -> str:
    """How an article is told from the others: its file, for a wire line its url or else its guid."""
    return str(article.get("url") or article.get("guid") or article["file"])


@cache
def wire() -> dict[str, RawArticle]:
    lines = (SAMPLES / "articles/wire.jsonl").read_bytes().splitlines()
    return {name_of(json.loads(line)): RawArticle.model_validate_json(line) for line in lines}


@cache
def pages() -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted(SAMPLES.glob("articles/*.txt"))}


def readable(text: str) -> str:
    """The text as a reader would see it: mojibake undone, no soft hyphens, plain spaces."""
    with suppress(UnicodeError):  # most texts were never read in the wrong encoding
        text = text.encode("cp1252").decode("utf-8")
    return text.replace("\u00ad", "").replace("\u00a0", " ")


EXPECTED = json_lines("expected.jsonl")
each_expected = pytest.mark.parametrize("expected", EXPECTED, ids=name_of)


def test_each_article_has_exactly_one_expected_line() -> None:
    assert len(pages()) + len(wire()) == 30
    assert sorted(name_of(expected) for expected in EXPECTED) == sorted([*pages(), *wire()])


def test_every_top_level_topic_is_the_main_topic_of_an_article() -> None:
    assert {expected["topic"] for expected in EXPECTED} == TOP_LEVEL


def test_many_countries_and_languages_are_in_focus() -> None:
    assert len({code for expected in EXPECTED for code in expected["countries"]}) >= 30
    assert len({expected["language"] for expected in EXPECTED}) >= 8


@each_expected
def test_expected_line_is_well_formed(expected: dict[str, Any]) -> None:
    assert expected.keys() - {"url", "guid"} == FIELDS
    TypeAdapter(list[CountryCode]).validate_python(expected["countries"] + expected["mentions"])
    TypeAdapter(list[MediaTopicCode]).validate_python(expected["topic_below"])
    assert 1 <= len(expected["countries"]) <= 3
    assert not set(expected["countries"]) & set(expected["mentions"])
    assert set(expected["topics_also"]) <= TOP_LEVEL - {expected["topic"]}


@each_expected
def test_what_is_expected_stands_in_the_article(expected: dict[str, Any]) -> None:
    if expected["file"] == "wire.jsonl":
        raw = wire()[name_of(expected)]
        assert (raw.headline, raw.section) == (expected["headline"], expected["section"])
        found = text = raw.body or ""
    else:
        found = pages()[expected["file"]]
        text = readable(found)
        assert expected["headline"] in re.split(r"\r?\n", text)
        assert (expected["section"] or "") in text.partition("\n")[0]
    lead = text.find(expected["lead_starts"])
    assert lead >= 0
    assert expected["dateline"] is None or 0 <= text.find(expected["dateline"]) < lead
    assert [part for part in expected["absent"] if part not in found + text] == []


def test_the_hard_forms_are_really_there() -> None:
    assert "\r\n" in pages()["18-new-mexico-wildfire.txt"]
    assert "â€™" in pages()["20-ethiopia-lalibela-pilgrims.txt"]
    assert {"\u00ad", "\u00a0"} <= set(pages()["21-norway-iceland-volcano-science.txt"])
    assert any(raw.url is None and raw.guid for raw in wire().values())
    assert any(raw.embargoed_until for raw in wire().values())


def test_wire_addresses_are_reserved_for_examples() -> None:
    for raw in wire().values():
        assert raw.url is None or re.match(r"https://([a-z]+\.)*example\.(org|com)/", raw.url)
