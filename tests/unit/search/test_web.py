from __future__ import annotations

from search.hits import FacetValue, Hit
from search.web.links import PageState
from search.web.view import chips, country_tag, facet_views, hit_view, topic_tag
from tests.unit.search.articles import ARTICLES, ELECTION, POLITICS, SPORT


def hit(number: int, **more: object) -> Hit:
    return Hit(**(ARTICLES[number].__dict__ | more))


def test_the_address_is_read_and_written_alike() -> None:
    state = PageState.of([("country", "FR"), ("q", "oil & gas"), ("country", "FR"), ("from", ""), ("evil", "x")])
    assert state.pairs == (("q", "oil & gas"), ("country", "FR"))
    assert state.url == "/?q=oil+%26+gas&country=FR"
    assert PageState().url == "/"


def test_a_changed_filter_goes_back_to_the_first_page() -> None:
    state = PageState.of([("q", "oil"), ("cursor", "abc"), ("page", "3")])
    assert (state.cursor, state.page) == ("abc", 3)
    assert state.next_page("def").url == "/?q=oil&cursor=def&page=4"
    assert state.with_value("country", "FR").url == "/?q=oil&country=FR"
    assert state.without("q").url == "/"


def test_a_page_number_means_nothing_without_cursor_or_digits() -> None:
    assert PageState.of([("page", "7")]).page == 1
    assert PageState.of([("cursor", "a"), ("page", "²")]).page == 1
    assert PageState.of([("cursor", "a"), ("page", "9" * 50)]).page == 1


def test_evidence_is_shown_with_its_surroundings() -> None:
    article = hit(6)
    tag = country_tag(article, article.country_tags[0], PageState())
    assert (tag.name, tag.code, tag.role, tag.percent) == ("Iraq", "IQ", "about", 95)
    excerpt = tag.excerpts[0]
    assert (excerpt.before, excerpt.words, excerpt.field) == ("Foreign ministers of ", "Iraq", "body")
    assert excerpt.after == " and of Syria met on a bridge. They opened the…"


def test_evidence_that_does_not_fit_the_text_is_shown_alone() -> None:
    article = hit(6, body="Something else.")
    tag = topic_tag(article, article.topic_tags[0], PageState())
    assert [(e.before, e.words, e.after) for e in tag.excerpts] == [("", "war", "")]


def test_article_text_is_escaped_and_highlights_are_not_escaped_twice() -> None:
    plain = hit_view(hit(10), PageState())
    assert "<b>" not in plain.headline
    assert "&lt;script&gt;" in plain.snippet
    marked = hit_view(hit(10, highlights={"headline": ["<mark>Website</mark> &amp; more"]}), PageState())
    assert marked.headline == "<mark>Website</mark> &amp; more"


def test_right_to_left_articles_say_so() -> None:
    assert hit_view(hit(5), PageState()).direction == "rtl"
    assert hit_view(hit(0), PageState()).direction == "ltr"


def test_topics_open_along_what_is_chosen() -> None:
    counts = [
        FacetValue(value=POLITICS, count=3),
        FacetValue(value=ELECTION, count=2),
        FacetValue(value=SPORT, count=1),
    ]
    closed = facet_views({"topic": counts}, PageState())[0]
    assert [link.label for link in closed.shown] == ["Politics", "Sport"]
    opened = facet_views({"topic": counts}, PageState((("topic", POLITICS),)))[0]
    below = [(link.label, link.depth, link.chosen) for link in opened.shown]
    assert below[0] == ("Politics", 0, True)
    assert below[-1] == ("Sport", 0, False)


def test_a_chosen_value_links_to_the_search_without_it() -> None:
    state = PageState((("q", "oil"), ("country", "fr")))
    facet = facet_views({"country": [FacetValue(value="FR", count=3), FacetValue(value="DE", count=1)]}, state)[0]
    assert [(link.chosen, link.url) for link in facet.shown] == [
        (True, "/?q=oil"),
        (False, "/?q=oil&country=fr&country=DE"),
    ]


def test_every_filter_can_be_removed() -> None:
    state = PageState.of(
        [("q", "oil"), ("country", "FR"), ("topic", POLITICS), ("from", "2026-11-01"), ("country_role", "any")]
    )
    assert [(chip.title, chip.label) for chip in chips(state)] == [
        ("Country", "France"),
        ("Topic", "Politics"),
        ("From", "2026-11-01"),
        ("Country", "also mentioned"),
    ]
    assert all(chip.url.startswith("/?q=oil") for chip in chips(state))
