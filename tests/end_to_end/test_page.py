"""The search page as a browser without JavaScript gets it: read, followed link by link, checked as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from newswire.settings import Settings
from search.api import create_app
from tests.engines import Engines, free_port
from tests.integration.search_index import filled, settings_for
from tests.unit.search.articles import VISIBLE, article_id

BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def site(engines: Engines) -> Iterator[TestClient]:
    with TestClient(create_app(filled(engines, "page-")), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def lost_site() -> Iterator[TestClient]:
    nowhere = Settings(
        kafka_bootstrap_servers=f"127.0.0.1:{free_port()}", elasticsearch_url=f"http://127.0.0.1:{free_port()}"
    )
    with TestClient(create_app(nowhere), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def page(site: TestClient, url: str, status: int = 200) -> Any:
    """Get a page, and check what holds for every page of ours."""
    answer = site.get(url)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    tree = html.document_fromstring(answer.content)
    assert tree.xpath("//script | //style | //iframe | //object | //embed | //base") == []
    assert tree.xpath("//@style | //@*[starts-with(name(), 'on')]") == []
    for address in tree.xpath("//link/@href | //img/@src"):
        assert address.startswith("/static/")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for described in " ".join(tree.xpath("//@aria-describedby | //@aria-labelledby")).split():
        assert described in ids
    assert (len(tree.xpath("//main")), len(tree.xpath("//h1"))) == (1, 1)
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    assert tree.xpath("/html/@lang") == ["en"]
    for field in tree.xpath("//input[not(@type='hidden')]"):
        assert field.getparent().tag == "label" or tree.xpath(f"//label[@for='{field.get('id')}']")
    return tree


def text(node: Any) -> str:
    return " ".join(node.text_content().split())


def total(tree: Any) -> int:
    found = re.match(r"[\d,]+", text(tree.xpath("//h1")[0]))
    return int(found[0].replace(",", "")) if found else 0


def hits(tree: Any) -> list[str]:
    return [url.removeprefix("/articles/") for url in tree.xpath("//ol[@class='hits']//h2/a/@href")]


def test_the_empty_search_shows_the_newest(site: TestClient) -> None:
    tree = page(site, "/")
    newest = sorted(VISIBLE, key=lambda article: str(article.published_at), reverse=True)
    assert hits(tree) == [article.id for article in newest[:20]]
    assert total(tree) == len(VISIBLE)


def test_a_hit_shows_source_date_highlights_and_tags(site: TestClient) -> None:
    tree = page(site, "/?q=crossing+syria")
    hit = tree.xpath("//ol[@class='hits']/li")[0]
    assert text(hit.xpath(".//p[@class='meta']")[0]) == "Harbour Post 7 Oct 2026, 08:42 UTC"
    assert hit.xpath(".//time/@datetime") == ["2026-10-07T08:42:00Z"]
    assert {mark.text for mark in hit.xpath(".//h2//mark")} == {"crossing", "Syria"}
    assert [text(link) for link in hit.xpath(".//li[contains(@class, 'tag')]/a")] == [
        *("Iraq IQ", "Syria SY", "Conflict, war and peace", "Oil and gas"),
    ]


def test_evidence_belongs_to_its_tag_and_shows_on_hover_and_focus(site: TestClient) -> None:
    tag = page(site, "/?q=crossing+syria").xpath("//li[contains(@class, 'tag')]")[0]
    link, tip = tag.xpath("./a")[0], tag.xpath("./span[@role='tooltip']")[0]
    assert link.get("aria-describedby") == tip.get("id")
    assert text(tip).startswith("about, 95% sure body: Foreign ministers of Iraq and of Syria")
    assert [mark.text for mark in tip.xpath(".//mark")] == ["Iraq"]
    style = site.get("/static/style.css").text
    assert ".tag:hover .tip, .tag:focus-within .tip { display: block; }" in style


def test_every_facet_link_leads_to_as_many_articles_as_it_says(site: TestClient) -> None:
    links = page(site, "/").xpath("//aside//section[@class='facet']//li/a[.//span[@class='count']]")
    assert len(links) > 30
    for link in links[::4]:
        tree = page(site, link.get("href"))
        assert total(tree) == int(link.xpath(".//span[@class='count']")[0].text)
        chosen = tree.xpath("//aside//a[@aria-current='true']")
        assert [text(one) for one in chosen] == [text(link)]
        assert tree.xpath("//ul[@class='chips']//a/@href") == ["/"]


def test_filters_add_up_and_are_taken_away_one_by_one(site: TestClient) -> None:
    tree = page(site, "/?q=minister&country=fr&country=NO&language=en&from=2026-10-01&to=2026-10-31")
    assert set(hits(tree)) == {article_id(0), article_id(7)}
    chips = {text(chip): chip.get("href") for chip in tree.xpath("//ul[@class='chips']//a")}
    assert set(chips) == {
        *("Country France", "Country Norway", "Language English", "From 2026-10-01", "Until 2026-10-31", "Clear all"),
    }
    assert hits(page(site, chips["Country France"])) == [article_id(7)]
    assert total(page(site, chips["Clear all"])) == 4


def test_a_new_search_keeps_the_filters(site: TestClient) -> None:
    tree = page(site, "/?q=minister&country=FR&sort=newest&cursor=&page=1")
    form = tree.xpath("//form[@role='search']")[0]
    assert form.xpath(".//input[@type='search']/@value") == ["minister"]
    hidden = {(field.get("name"), field.get("value")) for field in form.xpath(".//input[@type='hidden']")}
    assert hidden == {("country", "FR"), ("sort", "newest")}


def test_pages_are_walked_to_the_end(site: TestClient) -> None:
    first = page(site, "/?sort=oldest")
    second = page(site, first.xpath("//a[@rel='next']/@href")[0])
    assert text(second.xpath("//h1")[0]) == "27 articles 21–27"
    assert second.xpath("//a[@rel='next']") == []
    assert len(set(hits(first) + hits(second))) == len(VISIBLE)
    assert hits(page(site, second.xpath("//nav[@class='paging']/a/@href")[0])) == hits(first)


def test_an_article_shows_its_text_captions_and_why_it_has_its_tags(site: TestClient) -> None:
    tree = page(site, f"/articles/{article_id(0)}")
    assert text(tree.xpath("//h1")[0]) == "Ferry workers in Marseille end their strike"
    assert [text(p)[:12] for p in tree.xpath("//div[@class='text']/p")] == ["MARSEILLE - ", "The union sa"]
    assert "A ferry leaves the old port. Port archive, 2026-09-30" in text(
        tree.xpath("//section[@class='captions']")[0]
    )
    out = tree.xpath("//a[@href='https://harbour-post.example/2026/ferry']")[0]
    assert {"noopener", "noreferrer", "nofollow"} <= set(out.get("rel").split())
    why = text(tree.xpath("//aside")[0])
    assert "France FR 95%" in why
    assert "Ferry workers in southern France went back" in why
    assert "Economy, business and finance 90%" in why


def test_countries_in_passing_stand_apart(site: TestClient) -> None:
    aside = page(site, f"/articles/{article_id(1)}").xpath("//aside/section[@class='facet']")
    assert [text(section.xpath("./h2")[0]) for section in aside] == [
        *("About these countries", "Topics", "Other countries"),
    ]
    assert "Denmark DK mentioned" in text(aside[2])


def test_right_to_left_text_is_set_so(site: TestClient) -> None:
    article = page(site, f"/articles/{article_id(5)}").xpath("//article")[0]
    assert (article.get("dir"), article.get("lang")) == ("rtl", "ar")
    heading = page(site, "/?language=ar").xpath("//ol[@class='hits']//h2")[0]
    assert (heading.get("dir"), heading.get("lang")) == ("rtl", "ar")


@pytest.mark.parametrize(
    "url",
    [
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E%22",
        "/?q=bakery",
        "/?q=script",
        "/?section=%3Cscript%3E&source=x",
        f"/articles/{article_id(10)}",
    ],
)
def test_markup_in_articles_and_queries_stays_text(site: TestClient, url: str) -> None:
    status = site.get(url).status_code
    tree = page(site, url, status)
    assert status in (200, 422)
    assert tree.xpath("//img | //b | //script") == []


def test_nothing_found_says_what_to_try(site: TestClient) -> None:
    tree = page(site, "/?q=zebra&country=FR")
    assert text(tree.xpath("//h1")[0]) == "Nothing found"
    hints = text(tree.xpath("//section[@class='notice']")[0])
    assert "Take away a filter" in hints
    assert "minist*" in hints


def test_a_query_that_cannot_be_understood_is_shown_with_the_place_marked(site: TestClient) -> None:
    tree = page(site, "/?q=iraq+(oil&country=FR", 422)
    alert = tree.xpath("//*[@role='alert']")[0]
    assert "this group is not closed" in text(alert).lower()
    assert [mark.text for mark in alert.xpath(".//mark")] == ["("]
    assert tree.xpath("//input[@type='search']/@value") == ["iraq (oil"]
    assert tree.xpath("//input[@type='search']/@aria-invalid") == ["true"]


def test_a_wrong_filter_offers_the_search_without_it(site: TestClient) -> None:
    tree = page(site, "/?q=oil&country=XX&cursor=forged", 422)
    assert "/?q=oil" in tree.xpath("//*[@role='alert']//a/@href")


@pytest.mark.parametrize("url", ["/articles/" + "0" * 32, "/articles/nonsense", "/nothing"])
def test_what_is_not_there_is_said_in_words(site: TestClient, url: str) -> None:
    assert text(page(site, url, 404).xpath("//h1")[0]) == "Not found"


def test_an_index_without_articles_says_how_to_feed_it(engines: Engines, prefix: str) -> None:
    from indexer.admin import apply_schema
    from indexer.client import connect

    settings = settings_for(engines, prefix)
    with connect(settings) as client:
        apply_schema(client, settings)
    with TestClient(create_app(settings), headers=BROWSER) as client:
        assert "newswire push" in text(page(client, "/").xpath("//main")[0])


def test_without_elasticsearch_the_page_says_so(lost_site: TestClient) -> None:
    tree = page(lost_site, "/?q=oil", 503)
    assert "not available just now" in text(tree.xpath("//*[@role='alert']")[0])
    assert tree.xpath("//*[@role='alert']//a/@href") == ["/?q=oil"]
    assert lost_site.get("/").headers["retry-after"]
    page(lost_site, "/articles/" + "0" * 32, 503)


def test_the_pages_own_files_are_there(site: TestClient) -> None:
    for address in page(site, "/").xpath("//link/@href"):
        assert site.get(address).status_code == 200
    style = site.get("/static/style.css").text
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
