"""Which messages are the same article and which revision wins."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.contracts import RawArticle
from newswire.identity import (
    AUTHORITY_SHIFT,
    _canonicalize,
    alias_id,
    article_id,
    article_url,
    canonical_url,
    domain_of,
    seen_at,
    version,
)
from tests.builders import raw_article

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("http://example.org/a", "https://example.org/a"),
        ("HTTPS://WWW.Example.ORG:443/A", "https://www.example.org/A"),
        ("http://example.org:80/", "https://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a#section", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?id=7&fbclid=abc", "https://example.org/a?id=7"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://example.org/a?q=", "https://example.org/a?q="),
        ("  https://example.org/a ", "https://example.org/a"),
    ],
)
def test_canonical_url(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected
    assert canonical_url(expected) == expected


def test_no_host_is_an_error() -> None:
    with pytest.raises(ValueError, match="no host"):
        canonical_url("https:///a")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_canonical_url_is_idempotent(path: str) -> None:
    once = canonical_url(f"https://example.org/{path}")
    assert canonical_url(once) == once


@given(
    st.sampled_from(("http://", "https://")),
    st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True),
    st.from_regex(r"(/[A-Za-z0-9._~-]{0,8}){0,4}", fullmatch=True),
    st.sampled_from(
        ("", "?", "?utm_source=a", "?utm_source=a&fbclid=%20b#c", "?UTM_x&gclid=1", "?utm_a=1&id=2", "?id=1")
    ),
)
def test_the_short_way_gives_what_the_long_way_gives(scheme: str, host: str, path: str, query: str) -> None:
    url = f"{scheme}{host}{path}{query}"
    assert canonical_url(url) == _canonicalize(url)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://example.org/", "example.org"),
        ("https://127.0.0.1/", "127.0.0.1"),
        ("https://intranet/", "intranet"),
    ],
)
def test_domain(url: str, domain: str) -> None:
    assert domain_of(url) == domain


def test_the_page_names_its_own_address_on_its_own_domain_only() -> None:
    raw = raw_article(url="https://m.example.org/a")
    assert article_url(raw, "https://www.example.org/a") == "https://www.example.org/a"
    assert article_url(raw, "https://thief.example/a") == "https://m.example.org/a"
    assert article_url(raw, "not an address") == "https://m.example.org/a"


def test_tracking_parameters_and_scheme_do_not_make_another_article() -> None:
    plain = raw_article(url="https://example.org/a")
    assert article_id(raw_article(url="http://example.org/a?utm_source=mail#top")) == article_id(plain)
    assert article_id(raw_article(url="https://example.org/b")) != article_id(plain)


def test_the_text_form_takes_headline_and_body_as_received() -> None:
    text = {"url": None, "guid": None}
    one = article_id(raw_article(**text, headline=None, body="x"))
    assert one == article_id(raw_article(**text, headline="", body="x"))
    assert one != article_id(raw_article(**text, headline=None, body="x "))
    assert one != article_id(raw_article(**text, headline=None, body="x", source_id="other"))


def test_alias_is_the_guid_form() -> None:
    both = raw_article(url="https://example.org/a", guid="tag:1")
    assert alias_id(both) == article_id(raw_article(url=None, guid="tag:1"))
    assert alias_id(raw_article(guid=None)) is None


def test_seen_at_is_never_later_than_the_record() -> None:
    assert seen_at(raw_article(fetched_at=None), NOON) == NOON
    assert seen_at(raw_article(fetched_at=NOON + HOUR), NOON) == NOON
    assert seen_at(raw_article(fetched_at=NOON - HOUR), NOON) == NOON - HOUR


def _version(seen: datetime = NOON, **fields: Any) -> int:
    return version(raw_article(fetched_at=seen, **fields), seen)


# Weakest first: each wins over all before it, whatever the order of arrival.
HISTORY = [
    ("feed entry, later than all pages", {"source_kind": "feed", "seen": NOON + 10 * HOUR}),
    ("page", {"source_kind": "page"}),
    ("page fetched again", {"source_kind": "page", "seen": NOON + HOUR}),
    ("message that states its time", {"published_at": NOON - 20 * HOUR}),
    ("message with a later update", {"published_at": NOON - 20 * HOUR, "updated_at": NOON - 2 * HOUR}),
    ("withheld at the same moment", {"pub_status": "withheld", "updated_at": NOON - 2 * HOUR}),
    ("operator", {"operator": True, "seen": NOON - HOUR}),
    ("kill", {"pub_status": "canceled", "updated_at": NOON}),
    ("operator reinstates", {"operator": True, "seen": NOON + HOUR}),
]


@pytest.mark.parametrize(("weaker", "stronger"), list(itertools.pairwise(HISTORY)), ids=lambda case: case[0])
def test_which_revision_wins(weaker: tuple[str, dict[str, Any]], stronger: tuple[str, dict[str, Any]]) -> None:
    assert _version(**weaker[1]) < _version(**stronger[1])


def test_a_stated_time_in_the_future_counts_as_seen_now() -> None:
    assert _version(updated_at=NOON + 5 * HOUR) == _version(updated_at=NOON)


def test_a_page_never_overrides_a_stated_time() -> None:
    assert _version(source_kind="page", published_at=NOON) < AUTHORITY_SHIFT * 2


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9998, 1, 1)), st.booleans())
def test_version_fits_in_53_bits(moment: datetime, operator: bool) -> None:
    moment = moment.replace(tzinfo=UTC)
    raw = RawArticle(source_id="a", guid="g", pub_status="canceled", operator=operator, fetched_at=moment)
    assert 0 <= version(raw, moment) < 2**53
