"""Cursors: where the next page starts, sealed so that nobody can make one or use it with another search."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

import orjson

from search.request import SearchRequest

_VERSION = 1
_SEAL_BYTES = 16
# What may change from page to page without changing which article comes next.
_FREE = frozenset({"cursor", "size", "facets", "highlight", "sort"})


class CursorError(ValueError):
    """The cursor is forged, damaged, of another search, or sealed with another key."""


def request_hash(request: SearchRequest) -> str:
    """Give a fingerprint of everything that decides the order of the hits."""
    decisive = request.model_dump(mode="json", exclude=set(_FREE)) | {"order": request.order}
    return hashlib.sha256(orjson.dumps(decisive, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def encode_cursor(request: SearchRequest, after: list[Any], key: bytes) -> str:
    """Seal the sort values of a page's last hit into a cursor for the page after it."""
    payload = orjson.dumps([_VERSION, request_hash(request), after])
    return base64.urlsafe_b64encode(_seal(payload, key) + payload).rstrip(b"=").decode()


def decode_cursor(request: SearchRequest, key: bytes) -> list[Any] | None:
    """Open ``request.cursor``: sort values, None without cursor; CursorError where it does not belong here."""
    if not request.cursor:
        return None
    try:
        sealed = base64.b64decode(request.cursor + "=" * (-len(request.cursor) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise CursorError("the cursor is damaged") from None
    seal, payload = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(payload, key)):
        raise CursorError("the cursor is not from this server, or from before its restart")
    version, of, after = orjson.loads(payload)
    if version != _VERSION or of != request_hash(request):
        raise CursorError("the cursor belongs to another search")
    return list(after)


def _seal(payload: bytes, key: bytes) -> bytes:
    return hmac.digest(key, payload, "sha256")[:_SEAL_BYTES]
