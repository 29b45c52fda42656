from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newswire.contracts import Article, Media, RawArticle
from newswire.errors import InvalidRecord, NotAnArticle, TerminalError
from newswire.records import Record
from newswire.schemas import message_schema
from stream.normalize import count_words, normalize, trace_id

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "samples"
PAGE = """News \xa0 / \xa0 Norland \xa0 / \xa0 Fishing

Norland opens its northern harbour to foreign boats

A trawler leaves the harbour of Nordhavn on May 2, 2026. (Via Example Pictures)

By Ada Sample and Ole Example

NORDHAVN, May 3 (Example News) - Norland opened its northern harbour to foreign boats on Sunday. The fee is low.

Fishermen had waited for the decision since winter.

Advertisement

"We can mend our nets at home," said one of them.

Our website can also be reached at these alternate addresses:

www.norland-post.example

SHARE THIS ARTICLE
Norland Post on Roku
"""


def record(**changes: object) -> Record:
    fields: dict[str, object] = {
        "topic": "news.raw", "partition": 1, "offset": 7, "timestamp_ms": 1_780_000_000_000, "key": None, "value": b"",
    }  # fmt: skip
    return Record(**(fields | changes))  # type: ignore[arg-type]


def article(**fields: object) -> Article:
    return normalize(
        RawArticle.model_validate({"source_id": "test", "guid": "1"} | fields, strict=False), record(), NOW
    )


def test_scraped_page_is_sorted_into_its_parts() -> None:
    found = article(body=PAGE)
    assert found.headline == "Norland opens its northern harbour to foreign boats"
    assert (found.section, found.breadcrumb) == ("News", ("News", "Norland", "Fishing"))
    assert [(c.text, c.credit, c.date) for c in found.captions] == [
        ("A trawler leaves the harbour of Nordhavn on May 2, 2026.", "Example Pictures", "2026-05-02")
    ]
    assert (found.byline, found.authors) == ("By Ada Sample and Ole Example", ("Ada Sample", "Ole Example"))
    assert found.dateline == "NORDHAVN, May 3"
    assert found.body.split("\n\n") == [
        "Norland opened its northern harbour to foreign boats on Sunday. The fee is low.",
        "Fishermen had waited for the decision since winter.",
        '"We can mend our nets at home," said one of them.',
    ]
    assert found.lead == found.body.split("\n\n")[0]
    assert (found.published_at, found.language, found.word_count) == (None, "en", 33)


def test_everything_removed_or_chosen_is_noted() -> None:
    steps = [d.step for d in article(body=PAGE).decisions]
    assert {"breadcrumb", "headline", "caption", "byline", "dateline", "boilerplate", "language"} == set(steps)
    assert steps.count("boilerplate") == 5
    assert max(len(d.what) for d in article(body=PAGE + "Share: " + "x" * 200).decisions) <= 120


def test_fields_of_the_source_win_and_their_repetition_in_the_text_is_dropped() -> None:
    found = article(
        headline="Norland opens its northern harbour to foreign boats", section="Economy", byline="Staff", body=PAGE
    )
    assert (found.section, found.byline, found.dateline) == ("Economy", "Staff", "NORDHAVN, May 3")
    assert found.body.startswith("Norland opened its northern harbour")


def test_another_dateline_in_the_text_stays_where_one_is_given() -> None:
    found = article(headline="H", dateline="PARIS, 3 May", body="LONDON (AFP) - It rained.")
    assert (found.dateline, found.body) == ("PARIS, 3 May", "LONDON (AFP) - It rained.")


def test_text_without_headline_gets_its_first_sentence() -> None:
    found = article(body="The dam was closed on Monday. Nobody was hurt.\n\nWork begins in June.")
    assert found.headline == "The dam was closed on Monday"
    assert found.lead == "The dam was closed on Monday. Nobody was hurt."


def test_headline_has_a_limit() -> None:
    found = article(headline="word " * 400, body="Text.")
    assert len(found.headline) <= 1000
    assert found.headline.endswith("word…")


@pytest.mark.parametrize("body", ["\n\n\n", "\u200b\u00ad", "Advertisement\n\nShare this article", "<p> </p>", ""])
def test_usable_record_without_text_is_no_article(body: str) -> None:
    with pytest.raises(NotAnArticle):
        article(body=body)


def test_take_down_is_blank_and_a_withheld_article_keeps_what_it_has() -> None:
    fields = {"headline": "H", "summary": "S", "body": "B", "media": [{"url": "https://e.org/a.jpg", "caption": "C"}]}
    killed = article(pub_status="canceled", **fields)
    assert (killed.headline, killed.summary, killed.body, killed.lead, killed.captions) == ("", None, "", "", ())
    assert killed.media == (Media(url="https://e.org/a.jpg", type=None, caption=None),)
    held = article(pub_status="withheld", **fields)
    assert (held.headline, held.summary, held.body, held.media[0].caption) == ("H", "S", "B", "C")
    assert article(pub_status="withheld").headline == ""


def test_dates_are_stated_and_in_utc_or_unknown() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    found = article(headline="H", published_at=datetime(2026, 5, 1, 9, tzinfo=east))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-05-01T03:30:00+00:00"
    future = article(headline="H", published_at=datetime(2027, 5, 1, tzinfo=UTC))
    assert future.published_at is None
    assert "date" in [d.step for d in future.decisions]
    assert article(headline="H", published_at=datetime(1, 1, 1, tzinfo=east)).published_at is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 3 May 2026 14:05 GMT", "2026-05-03T14:05:00+00:00"),
        ("Published: 3 May 2026 14:05", None),
        ("Published: 3 May 2026 14:05 IST", None),
        ("3 May 2026", None),
    ],
)
def test_publication_line_counts_only_with_its_zone(line: str, expected: str | None) -> None:
    found = article(body=f"A bridge opens\n\n{line}\n\nThe bridge over the river was opened.\n\nIt is long.")
    assert (found.published_at and found.published_at.isoformat()) == expected
    assert found.lead == "The bridge over the river was opened."


def test_identity_origin_and_trace() -> None:
    headers = (("ce_source", b"push"), ("traceparent", b"00-" + b"ab" * 16 + b"-" + b"cd" * 8 + b"-01"))
    raw = RawArticle(source_id="test", url="https://www.example.org/a?utm_source=x", guid="1", headline="H")
    found = normalize(raw, record(headers=headers), NOW)
    assert (found.canonical_url, found.domain) == ("https://www.example.org/a", "example.org")
    assert (found.origin.producer, found.origin.partition, found.origin.offset) == ("push", 1, 7)
    assert (found.trace_id, found.processed_at) == ("ab" * 16, NOW)
    assert found.fetched_at == found.origin.received_at
    assert (found.pipeline.normalizer, found.countries, found.topics) == ("1", (), ())


@pytest.mark.parametrize(
    "stated",
    [
        f"00-{'0' * 32}-{'cd' * 8}-01",
        f"00-{'ab' * 16}-{'0' * 16}-01",
        f"ff-{'ab' * 16}-{'cd' * 8}-01",
        f"00-{'AB' * 16}-{'cd' * 8}-01",
        f"00-{'ab' * 16}-{'cd' * 8}-01-more",
        "x",
    ],
)
def test_trace_id_without_a_valid_header_is_made_of_the_position(stated: str) -> None:
    made = trace_id(record(headers=(("traceparent", stated.encode()),)))
    assert made == trace_id(record())
    assert made != trace_id(record(offset=8))


def test_address_that_cannot_be_read_is_an_invalid_record() -> None:
    with pytest.raises(InvalidRecord, match="Port"):
        article(url="http://example.org:99999/", headline="H")


def test_keywords_are_cleaned_and_given_once() -> None:
    assert article(headline="H", keywords=["#Trade", " trade ", "", "Oil&amp;gas"]).keywords == ("Trade", "Oil&gas")


@pytest.mark.parametrize(
    ("body", "words"), [("", 0), ("one two\n\nthree", 3), ("春节假期", 2), ("GDP 增长百分之五", 4)]
)
def test_words_are_counted_in_scripts_without_spaces_too(body: str, words: int) -> None:
    assert count_words(body) == words


def test_language_hint_decides_only_where_the_text_is_unsure() -> None:
    french = "Le gouvernement a annoncé lundi une hausse des prix de l'électricité pour les ménages dès juin."
    assert article(headline="Prix", body=french, language="en-GB").language == "fr"
    assert article(headline="Info", body="OK", language="pt-BR").language == "pt"
    assert article(headline="12", body="2026 12 31").language is None


def _expected() -> list[dict[str, object]]:
    return [json.loads(line) for line in (SAMPLES / "expected.jsonl").read_text("utf-8").splitlines()]


def _samples() -> dict[str, RawArticle]:
    wire = [
        RawArticle.model_validate_json(line) for line in (SAMPLES / "articles/wire.jsonl").read_bytes().splitlines()
    ]
    pages = {
        path.name: RawArticle(source_id="samples", guid=path.name, body=path.read_bytes().decode())
        for path in SAMPLES.glob("articles/*.txt")
    }
    return pages | {raw.url or raw.guid or "": raw for raw in wire}


@pytest.mark.parametrize("expected", _expected(), ids=lambda e: str(e.get("url") or e.get("guid") or e["file"]))
def test_samples_come_out_as_an_editor_expects(expected: dict[str, object]) -> None:
    found = normalize(_samples()[str(expected.get("url") or expected.get("guid") or expected["file"])], record(), NOW)
    for name in ("headline", "section", "dateline", "language"):
        assert getattr(found, name) == expected[name]
    assert len(found.captions) == expected["captions"]
    assert found.lead.startswith(str(expected["lead_starts"]))
    absent = expected["absent"]
    assert isinstance(absent, list)
    assert [text for text in absent if text in found.body] == []


_VALIDATOR = jsonschema.Draft202012Validator(message_schema(Article), format_checker=jsonschema.FormatChecker())
_PIECES = st.sampled_from(
    (
        "PARIS, 3 May (AFP) - ¦(Reporting by Jane Doe; Editing by John Roe)¦ (Reporting by Jane Doe)¦"
        "NEW DELHI, May 3 (PTI) ¦"
        "(서울=연합뉴스) 홍길동 기자 = ¦Source: AFP¦END¦###¦홍길동 기자¦<p ¦<div class=¦<!--¦-->¦</¦href=¦É\xa0¦"
        "News / World / Asia¦By Jane Doe¦Share this article¦Advertisement¦"
        "(Photo by Jane Doe)¦ / AFP¦"
        "FILE PHOTO: ¦Published: 3 May 2026 14:05 GMT¦in Paris, on November 25, 2020.¦\n¦\n\n¦\r¦"
        "\u2029¦ ¦\xa0¦\u200d¦\u200c¦"
        "\u00ad¦\u202e¦&amp;¦&lt;b&gt;¦<p>¦</p>¦<b¦>¦&#38;¦"
        "&#108;¦Ã©¦â€™¦\u0301¦\u0338¦e¦क\u094d¦و¦。¦. ¦?¦!¦…¦A b c¦"
        "Lorem ipsum dolor sit amet consectetur.¦北京5月3日电¦【東京 3日 ロイター】¦www.example.org¦"
        "https://e.org/x¦Was it so?¦"
        "\x00¦\x85¦🙂¦-¦—¦:¦/¦Home > ¦WORLD¦"
        "A line that is long enough to look as if it had been wrapped at some column\nand goes"
    ).split("¦")
)
_TEXT = st.one_of(
    st.text(max_size=200), st.lists(_PIECES, max_size=14).map("".join), st.lists(_PIECES, max_size=10).map("\n\n".join)
)


@settings(max_examples=300, deadline=None)
@given(
    headline=st.none() | _TEXT,
    body=_TEXT,
    byline=st.none() | _TEXT,
    dateline=st.none() | _TEXT,
    summary=st.none() | _TEXT,
    published_at=st.none() | st.datetimes(timezones=st.timezones()),
)
@example(headline=None, body="&lt\u037e;b&gt;x", byline=None, dateline=None, summary=None, published_at=None)
def test_any_text_gives_a_clean_article_or_a_terminal_error(
    headline: str | None,
    body: str,
    byline: str | None,
    dateline: str | None,
    summary: str | None,
    published_at: datetime | None,
) -> None:
    fields = {
        "source_id": "test", "guid": "1", "headline": headline, "body": body, "byline": byline, "dateline": dateline,
        "summary": summary, "published_at": published_at,
    }  # fmt: skip
    raw = RawArticle.model_validate(fields)
    try:
        first = normalize(raw, record(), NOW)
    except TerminalError:
        return
    for text in (
        first.headline,
        first.body,
        first.byline or "",
        first.dateline or "",
        first.summary or "",
        *(c.text for c in first.captions),
    ):
        assert unicodedata.is_normalized("NFC", text)
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        assert text == text.strip()
    _VALIDATOR.validate(orjson.loads(first.model_dump_json()))
    assert all(line and line == " ".join(line.split(" ")) for line in first.body.split("\n\n") if first.body)
    kept = ("headline", "body", "byline", "dateline", "section", "published_at", "updated_at")
    raw = RawArticle.model_validate({"source_id": "test", "guid": "1"} | {name: getattr(first, name) for name in kept})
    again = normalize(raw, record(), NOW)
    assert (again.headline, again.body) == (first.headline, first.body)
    assert (again.published_at, again.updated_at) == (first.published_at, first.updated_at)


_MARKUP = re.compile(r"</?(?:p|div|b|script|a|span)(?:\s[^<>]*)?>|<!--|[\x00\ud800\u202e]")


@pytest.mark.parametrize(
    "piece",
    [
        "a", "\n", "🙂", "\U0001f469\u200d\U0001f52c ", "<p></p>", '<div class="a">', "<", "<p ", "<script>", "<!--",
        "&amp;", "&#", "\x00", "\ud800", "a\x00b\ud800 ", "AndrÃ© said â€™no\n", "AndrÃ© “said” â€™no\n",
        "\u202eabc\u202c ", "<p>It <b>opens</b>.</p>\n", "By Jane Doe and John Roe\n", "PARIS, 3 May (AFP) - ",
        "A quay. (Photo by Jane Doe / AFP)\n\n", "Home > World\n\n", "Published: 3 May 2026 14:05 GMT\n\n",
        "(Reporting by Jane Doe; Editing by John Roe)\n\n", "\u0301", "(", ": ", "/ ", " - ", "北京5月3日电\n\n",
        "&lt;p&gt;", "\u200c", "\u0915\u094d\u200d", '<a href="x" ',
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["headline", "body"])
def test_hostile_text_gives_an_article_without_markup_or_is_refused(piece: str, field: str) -> None:
    fields = RawArticle(source_id="test", guid="1", headline="H", body="Text of it.").model_dump()
    raw = RawArticle.model_construct(**fields | {field: piece * (60_000 // len(piece))})
    try:
        found = normalize(raw, record(), NOW)
    except TerminalError:
        return
    assert not _MARKUP.search(found.headline + "\n" + found.body)
