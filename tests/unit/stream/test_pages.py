from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from newswire.errors import NotAnArticle
from stream.normalize import normalize
from stream.pages import Page, canonical_of, page_of, read_html, read_page
from stream.pages.body import in_state, trimmed
from stream.pages.headline import choose_headline, without_site
from stream.pages.people import names_in
from stream.pages.structured import json_nodes, main_article, types_of
from stream.pages.times import choose_moment, printed_moment, read_moment
from stream.process import html_of, process
from tests.builders import MOMENT, raw_article, record
from tests.unit.stream.test_process import NOW, SETTINGS

TEXT = "The harbour of Nordhavn was opened to foreign boats on Sunday, the ministry of fisheries said in a statement. "
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Harbour opens | Norland Post</title>
<link rel="canonical" href="https://post.example/harbour">
<meta property="og:title" content="Harbour opens to foreign boats"><meta property="article:section" content="Economy">
<meta property="article:published_time" content="{{published}}"><meta name="author" content="Ada Sample"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Harbour opens to foreign boats</h1>
<p>{TEXT * 3}</p><p>{TEXT * 2}</p><p>{TEXT * 2}</p></article><footer>Imprint</footer></body></html>"""
DATED = PAGE.format(published="2026-05-03T10:00:00+02:00")


def test_page_gives_its_article_and_metadata() -> None:
    page = read_html(DATED, "https://post.example/harbour?x=1")
    assert page.headline == "Harbour opens to foreign boats"
    assert (page.section, page.language, page.byline) == ("Economy", "en-GB", "Ada Sample")
    assert page.canonical_url == "https://post.example/harbour"
    assert page.published_at == datetime(2026, 5, 3, 8, tzinfo=UTC)
    assert page.published_at.utcoffset() == timedelta(hours=2)
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


def test_take_down_asks_a_page_for_its_address_alone() -> None:
    empty = "<html><head><link rel='canonical' href='https://post.example/gone'></head><body></body></html>"
    assert read_page(DATED, None, "canceled") == Page(canonical_url="https://post.example/harbour")
    assert read_page(empty, None, "withheld").canonical_url == "https://post.example/gone"
    with pytest.raises(NotAnArticle):
        read_page(empty, None, "usable")


def test_page_survives_the_way_between_processes() -> None:
    page = read_html(DATED)
    assert page_of(orjson.loads(orjson.dumps(page))) == page


def test_article_takes_what_the_page_says() -> None:
    page = Page(
        text=TEXT * 3,
        headline="Harbour opens",
        authors=("Ada Sample", "dpa"),
        byline="Ada Sample, dpa",
        captions=("Boats at the quay on May 3, 2026",),
        breadcrumb=("News", "Economy"),
        marks=("sponsored",),
    )
    raw = raw_article(body="<html>", body_type="text/html", headline=None)
    article = normalize(raw, record(), MOMENT, page)
    assert (article.headline, article.authors) == ("Harbour opens", ("Ada Sample", "dpa"))
    assert (article.breadcrumb, article.captions[0].date) == (("News", "Economy"), "2026-05-03")
    assert ("mark", "sponsored") in {(decision.step, decision.what) for decision in article.decisions}


def test_only_a_web_page_goes_to_another_process() -> None:
    page = raw_article(body=DATED, body_type="text/html")
    assert html_of(record(page.model_dump_json().encode())) == page
    assert html_of(record(raw_article(body="The type text/html is a name.").model_dump_json().encode())) is None
    assert html_of(record(b'{"body_type": "text/html"}')) is None
    assert html_of(record(None)) is None


def test_page_that_was_refused_elsewhere_is_a_dead_letter() -> None:
    seen = record(raw_article(body=DATED, body_type="text/html").model_dump_json().encode())
    result = process(seen, NOW, SETTINGS, NotAnArticle("the page could not be read within 10 s"))
    assert result.refused
    assert result.outgoing.value == seen.value
    assert process(seen, NOW, SETTINGS, read_html(DATED)) == process(seen, NOW, SETTINGS)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Harbour opens | Norland Post", "Harbour opens"),
        ("Harbour opens - Economy - Norland Post", "Harbour opens"),
        ("Norland Post: the harbour opens", "Norland Post: the harbour opens"),
        ("Norland Post | Harbour opens", "Harbour opens"),
        ("Boats return – and stay", "Boats return – and stay"),
        ("Norland Post", "Norland Post"),
    ],
)
def test_site_is_cut_off_a_title(title: str, bare: str) -> None:
    assert without_site(title, ["Norland Post"], ["Harbour opens"]) == bare


@pytest.mark.parametrize(
    ("data", "social", "heading", "title", "chosen"),
    [
        ("Harbour opens", "Harbour opens to all", "Harbour opens", "", "Harbour opens"),
        ("Harbour opening hours", "Harbour opens", "Harbour opens", "Harbour opening hours", "Harbour opens"),
        ("", "Fisheries: Harbour opens to boats", "Harbour opens to boats", "", "Harbour opens to boats"),
        ('Mayor: "The harbour is open"', "", "", "", 'Mayor: "The harbour is open"'),
        ("", "", "", "Harbour opens | Norland Post", "Harbour opens"),
        ("", "", "", "", ""),
    ],
)
def test_headline_is_chosen_among_the_titles(data: str, social: str, heading: str, title: str, chosen: str) -> None:
    assert choose_headline(data, social, [heading], title, ["Norland Post"])[0] == chosen


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("By Ada Sample and Ben Muster, Senior Political Reporter", ["Ada Sample", "Ben Muster"]),
        ("Von Jonas Beispiel und Mira Tann, dpa", ["Jonas Beispiel", "Mira Tann", "dpa"]),
        ("Ada Sample ada@post.example", ["Ada Sample"]),
        ("박하늘 기자", ["박하늘"]),
        ("Ada Sample (Text), Ben Muster (Fotos)", ["Ada Sample", "Ben Muster"]),
        ("staff writer", []),
        ("", []),
    ],
)
def test_names_of_a_credit(credit: str, names: list[str]) -> None:
    assert names_in(credit) == names


def test_times_take_the_zone_the_page_or_its_country_has() -> None:
    zoned = datetime.fromisoformat("2026-05-03T10:00:00+02:00")
    assert choose_moment(["2026-05-03T10:00:00"], ["2026-05-03T10:00:20+02:00"], "post.example")[0] is not None
    assert choose_moment(["2026-05-03T10:00:00"], [], "www.bote.de")[0] == zoned
    assert choose_moment(["2026-05-03T10:00:00"], [], "post.example") == (None, "without a zone: not taken")
    assert choose_moment(["2026-05-03", "", "soon"], [], "www.bote.de") == (None, "")
    assert read_moment("1777795200000") == datetime(2026, 5, 3, 8, tzinfo=UTC)
    assert read_moment("2026-13-40T10:00:00Z") is None
    assert printed_moment("Veröffentlicht am 3. Mai 2026, 9:05 Uhr") == "2026-05-03T09:05:00"
    assert printed_moment("3 May 2026") == ""


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Harbour opens",}',
        '<!-- {"@type": "http://schema.org/NewsArticle", "headline": "Harbour opens"} -->',
        '{"@type": "NewsArticle", "headline": "Harbour opens", "text": "one\ntwo"}',
        '[{"@graph": [[{"@type": ["Article", "NewsArticle"], "headline": "Harbour opens"}]]}]',
        '{"@type": "NewsArticle", "headline": "Harbour opens", "image": ["a" "b"]}',
        '{"@type": "NewsArticle", "headline": "Harbour opens", "author": {"name": "Ada \\x Sample"}}',
    ],
)
def test_structured_data_is_read_though_broken(script: str) -> None:
    article = main_article(json_nodes([script]), frozenset()) or {}
    assert article["headline"] == "Harbour opens"
    assert "NewsArticle" in types_of(article)


@pytest.mark.parametrize("script", ["", "{", "null", '"text"', "[" * 100_000, '{"a":' * 100_000, "[1, 2"])
def test_structured_data_that_says_nothing(script: str) -> None:
    assert main_article(json_nodes([script]), frozenset()) is None


def test_own_article_is_told_from_others_on_the_page() -> None:
    nodes = json_nodes(
        [
            '[{"@type": "NewsArticle", "headline": "Other", "author": "A", "url": "https://post.example/other"},'
            '{"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": "https://www.post.example/own/"}}]'
        ]
    )
    assert (main_article(nodes, frozenset(["post.example/own"])) or {})["headline"] == "Own"


def test_text_is_found_in_json_within_json() -> None:
    inner = orjson.dumps({"html": "<p>" + "</p><p>".join([TEXT * 2, TEXT * 3]) + "</p>"}).decode()
    script = "window.__INITIAL_STATE__ = " + orjson.dumps({"story": inner}).decode()
    assert in_state([script]) == [(TEXT * 2).strip(), (TEXT * 3).strip()]
    assert in_state(['{"text": "short"}']) == []


def test_lines_around_the_text_are_dropped() -> None:
    lines = ["Harbour opens", "Ada Sample", TEXT, "Read more: Why the harbour was shut", TEXT + "Twice.", "Source: AFP"]
    lines += ["Ada Sample is a reporter in Nordhavn.", "More about the harbour:"]
    assert trimmed(lines, ["Harbour opens"], ["Ada Sample"]) == [TEXT, TEXT + "Twice."]
