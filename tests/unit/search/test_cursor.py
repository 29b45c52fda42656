from __future__ import annotations

import base64

import pytest

from search.cursor import CursorError, decode_cursor, encode_cursor
from search.request import SearchRequest

KEY = b"k" * 32
AFTER = [12.5, 1_790_000_000_000, "0" * 32]
REQUEST = SearchRequest(q="iraq", country=("FR",))


def opened(cursor: str, request: SearchRequest = REQUEST, key: bytes = KEY) -> object:
    return decode_cursor(request.model_copy(update={"cursor": cursor}), key)


def test_round_trip() -> None:
    assert opened(encode_cursor(REQUEST, AFTER, KEY)) == AFTER
    assert decode_cursor(REQUEST, KEY) is None


def test_size_facets_and_a_sort_named_or_implied_may_change() -> None:
    cursor = encode_cursor(REQUEST, AFTER, KEY)
    same = SearchRequest(q="iraq", country=("FR",), size=3, facets=("topic",), sort="relevance", highlight=False)
    assert opened(cursor, same) == AFTER


@pytest.mark.parametrize("other", [{"q": "iran"}, {"q": "iraq", "sort": "newest"}, {"q": "iraq", "language": ["en"]}])
def test_it_belongs_to_one_search(other: dict[str, object]) -> None:
    cursor = encode_cursor(REQUEST, AFTER, KEY)
    with pytest.raises(CursorError, match="another search"):
        opened(cursor, SearchRequest.model_validate({"country": ["FR"], **other}))


def test_any_changed_byte_is_found() -> None:
    sealed = base64.urlsafe_b64decode(encode_cursor(REQUEST, AFTER, KEY) + "===")
    for at in range(len(sealed)):
        forged = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(CursorError, match="not from this server"):
            opened(base64.urlsafe_b64encode(forged).decode())


@pytest.mark.parametrize("cursor", ["a", "!!!", "é", "AAAA", "=" * 8, "W10", "\x00"])
def test_nonsense_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        opened(cursor)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(CursorError, match="restart"):
        opened(encode_cursor(REQUEST, AFTER, KEY), key=b"x" * 32)
