from __future__ import annotations

import pytest

from newswire.errors import InvalidRecord
from producers.html_file import drop_weight


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<p>a<style>p{}</style>b</p>", "<p>ab</p>"),
        ('<p>a<svg><path d="M0"></path><script>x()</script></svg>b</p>', "<p>ab</p>"),
        ("<p>a<script>track()</script>b</p>", "<p>ab</p>"),
        ('<p>a<SCRIPT src="/x.js" type="text/javascript"></SCRIPT>b</p>', "<p>ab</p>"),
        ("<p>a<!-- note --> &lt;b&gt; é 你好</p>", "<p>a<!-- note --> &lt;b&gt; é 你好</p>"),
    ],
)
def test_weight_is_dropped_and_the_words_around_it_stay(given: str, left: str) -> None:
    assert drop_weight(f"<html><body>{given}</body></html>") == f"<html><body>{left}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">{"headline": "Rain </b> & wind"}</script>',
        '<script type="application/ld+json; charset=utf-8">{"a": 1}</script>',
        '<script id="__NEXT_DATA__" type="application/json">{"a": 1}</script>',
        '<script>window.__INITIAL_STATE__ = {"a": 1 < 2};</script>',
        "<script>window.__NUXT__=(function(a){return {}}(1))</script>",
    ],
)
def test_scripts_that_carry_data_stay_as_they_are(script: str) -> None:
    assert script in drop_weight(f"<html><head>{script}</head><body><p>a</p></body></html>")


def test_the_doctype_and_the_declared_address_stay() -> None:
    page = '<!DOCTYPE html>\n<html><head><link rel="canonical" href="https://a.example/1?b=1&amp;c=2"></head></html>'
    kept = drop_weight(page)
    assert kept.startswith("<!DOCTYPE html>")
    assert '<link rel="canonical" href="https://a.example/1?b=1&amp;c=2">' in kept


def test_a_declared_charset_no_longer_counts() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><head><meta charset="iso-8859-1"></head><body>é</body></html>'
    )
    assert "é" in drop_weight(page)


def test_a_page_sheds_its_weight() -> None:
    assert len(drop_weight(f"<html><body><style>{'p{}' * 100_000}</style><p>Rain.</p></body></html>")) < 100


@pytest.mark.parametrize("page", ["<!-- only a comment -->", "   "])
def test_a_page_without_an_element_is_refused(page: str) -> None:
    with pytest.raises(InvalidRecord, match="HTML"):
        drop_weight(page)
