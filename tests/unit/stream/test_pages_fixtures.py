"""Forty pages of our own making against the fields expected of them: ``tests/evaluation/pages``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newswire.errors import NotAnArticle
from stream.pages import read_html

PAGES = Path(__file__).parents[2] / "evaluation" / "pages"
EXPECTED = [json.loads(line) for line in (PAGES / "expected.jsonl").read_text("utf-8").splitlines()]
ARTICLES = [row for row in EXPECTED if "refused" not in row]
OTHERS = [row for row in EXPECTED if "refused" in row]


def name(row: dict[str, Any]) -> str:
    return str(row["page"])


def html_of(row: dict[str, Any]) -> str:
    return (PAGES / str(row["page"])).read_text("utf-8")


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def test_every_page_has_its_expectation() -> None:
    assert sorted(map(name, EXPECTED)) == sorted(path.name for path in PAGES.glob("*.html"))
    assert len(EXPECTED) == 40


@pytest.mark.parametrize("row", ARTICLES, ids=name)
def test_article_is_read_as_expected(row: dict[str, Any]) -> None:
    page = read_html(html_of(row), row["url"])
    assert page.headline == row["headline"]
    assert list(page.authors) == row["authors"]
    assert page.published_at == moment(row["published_at"])
    assert page.updated_at == moment(row.get("updated_at"))
    assert (page.section, page.language) == (row["section"], row["language"])
    assert page.text.split("\n\n") == row["body"]
    assert list(page.captions) == row["captions"]
    assert list(page.marks) == row["marks"]
    assert list(page.breadcrumb) == row.get("breadcrumb", [])


@pytest.mark.parametrize("row", OTHERS, ids=name)
def test_page_without_an_article_is_refused_with_its_reason(row: dict[str, Any]) -> None:
    with pytest.raises(NotAnArticle, match=row["refused"]):
        read_html(html_of(row), row["url"])
