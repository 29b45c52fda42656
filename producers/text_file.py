"""A text or HTML file as one RawArticle: the words as found, what they mean is the normalizer's work (pure)."""

from __future__ import annotations

import codecs
import hashlib
import re
from datetime import datetime
from pathlib import Path

import charset_normalizer
from pydantic import ValidationError
from w3lib.encoding import html_body_declared_encoding

from newswire.contracts import BodyType, RawArticle
from newswire.errors import InvalidRecord
from producers.html_file import drop_weight
from producers.jsonl import explain

HTML_SUFFIXES = frozenset({".html", ".htm"})
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The table of most Western European pages, and the one read where a page declares latin-1.
_COMMON = "cp1252"


def read_text(path: Path, data: bytes, modified: datetime | None, source_id: str) -> RawArticle:
    """Make a RawArticle of a file's bytes.

    ``path`` is absolute and becomes the guid, so an edited file replaces its article; ``modified`` is the file's
    modification time, so pushing it again changes nothing. Text is untouched but for a byte order mark, an HTML page
    loses its styles and scripts. Raises InvalidRecord where the file is empty or not text.
    """
    body_type: BodyType = "text/html" if path.suffix.lower() in HTML_SUFFIXES else "text/plain"
    # A file name need not be UTF-8; JSON must be.
    guid = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _article(data, body_type, source_id, guid, modified)


def read_loose_text(data: bytes, source_id: str) -> RawArticle:
    """Make a RawArticle of a text that comes from no file; its guid is the digest of its bytes."""
    is_page = re.match(rb"[\s\xef\xbb\xbf]*<(?:!doctype html|html)\b", data[:200], re.IGNORECASE)
    guid = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return _article(data, "text/html" if is_page else "text/plain", source_id, guid, None)


def _article(data: bytes, body_type: BodyType, source_id: str, guid: str, modified: datetime | None) -> RawArticle:
    body = decode_text(data, body_type)
    if body_type == "text/html":
        body = drop_weight(body)
    try:
        return RawArticle(source_id=source_id, guid=guid, body=body, body_type=body_type, fetched_at=modified)
    except ValidationError as error:
        raise InvalidRecord(explain(error)) from error


def decode_text(data: bytes, body_type: BodyType = "text/plain") -> str:
    """Decode a file: by its byte order mark, as UTF-8, as its HTML declares, else as its letters suggest.

    Raises InvalidRecord where it is empty or holds no text. Line ends stay as they are.
    """
    if not data.strip():
        raise InvalidRecord("the file is empty")
    text = _decode(data, body_type)
    if text is None or "\0" in text:
        raise InvalidRecord("not a text file, or in an unknown encoding", "Save it as UTF-8")
    if not text.strip():
        raise InvalidRecord("the file is empty")
    return text


def _decode(data: bytes, body_type: BodyType) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    if b"\0" not in data and (text := _try(data, "utf-8")) is not None:
        return text
    declared = html_body_declared_encoding(data) if body_type == "text/html" else None
    if declared and (text := _try(data, declared)) is not None:
        return text
    guesses = list(charset_normalizer.from_bytes(data))
    if not guesses:
        return None
    # Single-byte tables often fit equally well: then the commonest is the likeliest.
    best = next((g for g in guesses if g.encoding == _COMMON and g.chaos <= guesses[0].chaos), guesses[0])
    return str(best if best.coherence >= guesses[0].coherence else guesses[0])


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
