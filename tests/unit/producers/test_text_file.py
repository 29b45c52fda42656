from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.errors import InvalidRecord
from newswire.identity import article_id, version
from producers.text_file import decode_text, read_loose_text, read_text

PATH = Path("/news/flood.txt")
MORNING = datetime(2024, 5, 3, 6, 0, tzinfo=UTC)
NOON = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)
GERMAN = (
    "Die Bürger der Stadt wählen am Sonntag ein neues Parlament. Die Höhe der Beteiligung überraschte "
    "die Behörden, größere Städte zählten länger als üblich."
)
FRENCH = "Le président a été reçu à la mairie. Les élèves protestent contre la réforme de l'école. Où est passé l'été ?"
RUSSIAN = "Москва приняла решение о новом бюджете страны на следующий год, сообщили в правительстве."


def test_a_file_becomes_an_article_with_its_words_untouched() -> None:
    words = "News  /  Iraq\r\n\r\n  Rain fell\ton Basra. \n\n\nSHARE\r\n"
    raw = read_text(PATH, words.encode(), MORNING, "river-post")
    assert (raw.source_id, raw.source_kind, raw.body, raw.body_type) == ("river-post", "message", words, "text/plain")
    assert (raw.guid, raw.url, raw.fetched_at) == ("/news/flood.txt", None, MORNING)
    assert (raw.headline, raw.published_at, raw.language) == (None, None, None)


def test_an_edited_file_is_a_later_version_of_the_same_article() -> None:
    first, edited = read_text(PATH, b"Rain.", MORNING, "s"), read_text(PATH, b"Rain stopped.", NOON, "s")
    assert article_id(first) == article_id(edited)
    assert version(first, MORNING) < version(edited, NOON)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (RUSSIAN, RUSSIAN.encode()),
        (RUSSIAN, b"\xef\xbb\xbf" + RUSSIAN.encode()),
        (RUSSIAN, b"\xff\xfe" + RUSSIAN.encode("utf-16-le")),
        (RUSSIAN, b"\xfe\xff" + RUSSIAN.encode("utf-16-be")),
        (RUSSIAN, RUSSIAN.encode("cp1251")),
        (GERMAN, GERMAN.encode("utf-16-le")),
        (GERMAN, GERMAN.encode("latin-1")),
        (FRENCH, FRENCH.encode("cp1252")),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16-le bom", "utf-16-be bom", "cp1251", "utf-16-le no bom", "latin-1", "cp1252"],
)
def test_text_is_decoded(text: str, data: bytes) -> None:
    assert decode_text(data) == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidRecord, match="empty"):
        read_text(PATH, data, MORNING, "s")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\x08\x06\xff\xd8",
        b"Rain\0fell",
        b"\xff\xfeR",
        b"PK\3\4\x14\0\x08\0\xff\xfe",
    ],
    ids=["png", "nul", "half a utf-16 unit", "zip"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidRecord, match="not a text file"):
        read_text(PATH, data, MORNING, "s")


def test_a_wrong_source_id_is_refused_by_name() -> None:
    with pytest.raises(InvalidRecord, match="source_id"):
        read_text(PATH, b"Rain.", MORNING, "River Post")


def test_a_file_name_that_is_not_utf_8_still_makes_a_guid() -> None:
    assert read_text(Path("/news/caf\udce9.txt"), b"Rain.", MORNING, "s").guid == "/news/caf\\xe9.txt"


@pytest.mark.parametrize("name", ["/news/a.html", "/news/a.HTM"])
def test_an_html_file_is_html(name: str) -> None:
    raw = read_text(Path(name), b"<html><body><style>p{}</style><p>Rain.</p></body></html>", MORNING, "s")
    assert (raw.body_type, raw.body) == ("text/html", "<html><body><p>Rain.</p></body></html>")


def test_an_html_file_is_decoded_as_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź, żółć</p></body></html>'
    assert "Łódź, żółć" in (read_text(Path("/a.html"), page.encode("iso-8859-2"), MORNING, "s").body or "")


def test_a_loose_text_is_known_by_its_bytes() -> None:
    one, same, other = (read_loose_text(data, "s") for data in (b"Rain.\n", b"Rain.\n", b"Rain.\r\n"))
    assert one == same
    assert one.guid != other.guid
    assert (one.body, one.body_type, one.fetched_at) == ("Rain.\n", "text/plain", None)


@pytest.mark.parametrize("data", [b"<!DOCTYPE html><p>Rain.", b"\xef\xbb\xbf\n<HTML lang=en><p>Rain."])
def test_a_loose_page_is_html(data: bytes) -> None:
    assert read_loose_text(data, "s").body_type == "text/html"
