from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query_language import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS, QueryError, parse
from search.query_tree import Either, Every, Node, Not, Phrase, Prefix, Tag, Word, describe


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        (" \t\n ", None),
        ("\u200f\u202e", None),
        ("lavrov", Word("lavrov")),
        ("iraq oil", Every((Word("iraq"), Word("oil")))),
        ('"foreign minister"', Phrase("foreign minister")),
        ("“foreign   minister”", Phrase("foreign minister")),
        ("«premier ministre»", Phrase("premier ministre")),
        ('"minister iraq"~3', Phrase("minister iraq", 3)),
        ("+must", Word("must")),
        ("-not", Not(Word("not"))),
        ("iraq -oil", Every((Word("iraq"), Not(Word("oil"))))),
        ('-"oil price"', Not(Phrase("oil price"))),
        ("-(a b)", Not(Every((Word("a"), Word("b"))))),
        ("minist*", Prefix("minist")),
        ("(iraq | syria)", Either((Word("iraq"), Word("syria")))),
        ("iraq | syria oil", Either((Word("iraq"), Every((Word("syria"), Word("oil")))))),
        ("oil (iraq|syria)", Every((Word("oil"), Either((Word("iraq"), Word("syria")))))),
        ("((a))", Word("a")),
        ("headline:iraq", Word("iraq", "headline")),
        ("Body:minist*", Prefix("minist", "body")),
        ('headline:"foreign minister"~2', Phrase("foreign minister", 2, "headline")),
        ("headline:(a | b)", Either((Word("a", "headline"), Word("b", "headline")))),
        ("country:fr", Tag("country", "FR")),
        ("country:Allemagne", Tag("country", "DE")),
        ('country:"South Korea"', Tag("country", "KR")),
        ("country:(FR | DE)", Either((Tag("country", "FR"), Tag("country", "DE")))),
        ("-country:US", Not(Tag("country", "US"))),
        ("topic:11000000", Tag("topic", "medtop:11000000")),
        ("topic:medtop:11000000", Tag("topic", "medtop:11000000")),
        ('topic:"oil and gas"', Tag("topic", "medtop:20001243")),
        ("topic:finance", Tag("topic", "medtop:04000000")),
        ("source:Harbour-Post", Tag("source", "harbour-post")),
        # what people paste
        ("Iraq - Syria", Every((Word("Iraq"), Word("Syria")))),
        ("rock & roll", Every((Word("rock"), Word("roll")))),
        ("10:30", Word("10:30")),
        ("https://example.org/a", Word("https://example.org/a")),
        ("Live: the vote", Every((Word("Live:"), Word("the"), Word("vote")))),
        ("--a", Not(Word("a"))),
        ("F-16", Word("F-16")),
        ("l'homme", Word("l'homme")),
        ("北京大学", Word("北京大学")),
        ("می‌خواهم", Word("می‌خواهم")),
        ("🙂", Word("🙂")),
    ],
)
def test_understood(text: str, tree: Node | None) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ('iraq "oil', 5, "quotation mark"),
        ('""', 0, "words of the phrase"),
        ('"oil"~', 5, "~3"),
        ('"oil"~99', 5, "~20"),
        ("a (b", 2, "add the missing )"),
        ("a ) b", 2, "delete this )"),
        ("()", 0, "inside the brackets"),
        ("(a | )", 3, "both sides"),
        ("| a", 0, "both sides"),
        ("*", 0, "leave the box empty"),
        ("*:*", 0, "leave the box empty"),
        ("a*b", 1, "minist*"),
        ("b a*", 2, "at least two letters"),
        ("titel:oil", 0, "headline, body, country, topic, source"),
        ("headline:(body:a)", 10, "in front of each word"),
        ("oil country:atlantis", 12, "a code like FR"),
        ("topic:fish", 6, "11000000"),
        ("country:FR*", 10, "the whole name"),
        ("??", 0, "type a word"),
        ("oil\x00", 3, "delete it"),
        ("oil\ud800", 3, "delete it"),
        ("a" * (MAX_CHARACTERS + 1), MAX_CHARACTERS, "1,024"),
        ("a " * (MAX_TERMS + 1), 2 * MAX_TERMS, "64 words"),
        ('"' + "a " * (MAX_TERMS + 1) + '"', 0, "64 words"),
        ("(" * 500, MAX_DEPTH, "16 levels"),
    ],
)
def test_refused(text: str, position: int, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert hint in caught.value.hint


QUERY_PIECES = st.sampled_from(
    [
        '"',
        "(",
        ")",
        "|",
        "+",
        "-",
        "*",
        "~",
        ":",
        " ",
        "a",
        "word",
        "headline:",
        "country:FR",
        "topic:",
        "\x00",
        "\u200f",
    ]
)


def refusal(text: str) -> QueryError | None:
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=1100), st.lists(QUERY_PIECES, max_size=60).map("".join)))
@example("-" * 1024)
@example("(" * 1024)
@example("\ud83d")
def test_any_text_is_understood_or_refused_at_a_place_inside_it(text: str) -> None:
    error = refusal(text)
    if error is None:
        tree = parse(text)
        assert tree is None or describe(tree)
    else:
        assert 0 <= error.position <= len(text)
        assert error.hint


def test_a_described_query_reads_as_it_was_meant() -> None:
    tree = parse('minister -(oil | "gas price"~2) headline:iraq* country:FR topic:11000000')
    assert tree is not None
    described = 'minister AND NOT (oil OR "gas price"~2) AND headline:iraq* AND country:FR AND topic:11000000'
    assert describe(tree) == described
