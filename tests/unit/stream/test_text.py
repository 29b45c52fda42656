from __future__ import annotations

import pytest

from stream.text import clean, clean_line, paragraphs, shorten


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("cafe\u0301", "café"),
        ("EthiopiaÂ\xa0opensâ€™s gates, AndrÃ© said", "Ethiopia opens’s gates, André said"),
        ("São Paulo, Ångström, Ærø, Über", "São Paulo, Ångström, Ærø, Über"),
        ("ÐœÐ¾Ñ\x81ÐºÐ²Ð°", "Москва"),
        ("geo\u00adphysics\u200b \u202eab\u202c", "geophysics ab"),
        ("می\u200cشود", "می\u200cشود"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🔬 a\u200db", "👩\u200d🔬 ab"),
        ("a\x00b\x07c\ud800", "abc"),
        ("AT&amp;amp;T", "AT&T"),
        ("Tom &amp; Jerry &lt;3 &nbsp; a < b", "Tom & Jerry <3 a < b"),
        ("&lt;script&gt;x", "x"),
        ("<b>bold</b>ly<!-- no -->", "boldly"),
        ('text <a href="http://example.org', "text"),
        ("text <p<div>more", "text more"),
        ("text <!-- note -->more<!-- cut off", "text more"),
        ("if a <b and c, x <p and more", "if a <b and c, x <p and more"),
        ("AndrÃ© said “no” and â€™no", "André said “no” and ’no"),
        ("É\xa0! «\xa0Â\xa0»", "É ! « Â »"),
        ("x &unknown; &#0; y", "x &unknown; \ufffd y"),
    ],
)
def test_line_is_cleaned(found: str, expected: str) -> None:
    assert clean_line(found) == expected


def test_script_and_style_go_with_their_content() -> None:
    assert paragraphs("<p>One</p><script>if (a<b) {}</script><p>Two<br>lines</p>") == ["One", "Two", "lines"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_paragraphs_are_parted_by_blank_lines(newline: str) -> None:
    assert paragraphs(f"  One  two{newline}{newline} \t{newline}Three{newline}Four") == ["One two", "Three", "Four"]


def test_lines_wrapped_at_a_column_are_joined() -> None:
    wrapped = (
        "The harbour of the northern town was opened to foreign\n"
        "boats on Sunday, and the first of them came in before\n"
        "noon with herring.\n\nNobody had expected it."
    )
    assert paragraphs(wrapped) == [
        "The harbour of the northern town was opened to foreign boats on Sunday, and the first of them came in before "
        "noon with herring.",
        "Nobody had expected it.",
    ]


@pytest.mark.parametrize("nested", ["&" + "amp;" * 50, "&&#108;t;b&gt;", "<b<b>>x", "&#1&#48;8;" * 9, "&lt\u037eb&gt;"])
def test_cleaning_again_changes_nothing(nested: str) -> None:
    assert clean(clean(nested)) == clean(nested)


def test_long_line_is_cut_at_a_space() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("x" * 20, 9) == "x" * 8 + "…"
    assert shorten("short", 9) == "short"
