from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.contracts import RawArticle
from newswire.errors import NotAnArticle
from stream.pages import canonical_of, read_html

TEXT = "The harbour of Nordhavn was opened to foreign boats on Sunday, the ministry of fisheries said in a statement. "
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Harbour opens | Norland Post</title>
<link rel="canonical" href="https://post.example/harbour">
<meta property="og:title" content="Harbour opens to foreign boats"><meta property="article:section" content="Economy">
<meta property="article:published_time" content="{{published}}"><meta name="author" content="Ada Sample"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Harbour opens to foreign boats</h1>
<p>{TEXT * 3}</p><p>{TEXT * 2}</p><p>{TEXT * 2}</p></article><footer>Imprint</footer></body></html>"""


def test_page_gives_its_article_and_metadata() -> None:
    page = read_html(PAGE.format(published="2026-05-03T10:00:00+02:00"), "https://post.example/harbour?x=1")
    assert page.headline == "Harbour opens to foreign boats"
    assert (page.section, page.language, page.byline) == ("Economy", "en-GB", "Ada Sample")
    assert page.canonical_url == "https://post.example/harbour"
    assert page.published_at == datetime(2026, 5, 3, 8, tzinfo=UTC)
    assert TEXT.strip() in page.text
    assert "Imprint" not in page.text


def test_date_without_a_zone_is_unknown() -> None:
    assert read_html(PAGE.format(published="2026-05-03T10:00:00")).published_at is None


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "\x00"])
def test_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(NotAnArticle):
        read_html(html)


def test_canonical_address_is_read_alone() -> None:
    assert canonical_of(PAGE) == "https://post.example/harbour"
    assert canonical_of("") is None
    assert RawArticle(source_id="t", url="https://post.example/a", body=PAGE, body_type="text/html").body == PAGE
