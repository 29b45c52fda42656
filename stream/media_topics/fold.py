"""Fold text for matching so that every offset in the folded text is an offset in the text itself."""

from __future__ import annotations

# str.casefold may lengthen text ("ß" to "ss"); str.lower does so for this one letter only.
_LONG_LOWER = "İ"

SEPARATOR = "\x1e"  # parts the fields of an article; no word of a lexicon holds it

# In UTF-8 every byte below 0x80 is an ASCII character, so this table can run over encoded text of any script: letters
# and digits stay, capitals become small, all else but the separator becomes a space.
_ASCII = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte >= 128 or chr(byte).isalnum() or chr(byte) == SEPARATOR else 32
    for byte in range(256)
)

# Punctuation outside ASCII that stands beside words in the languages of the lexicons.
_MARKS = "’‘“”«»„–—…\u00a0\u200f\u200e،؛؟¿¡·"


def fold(text: str) -> bytes:
    """Lower the case, turn the punctuation that parts words into spaces and encode in UTF-8.

    The result has as many code points as ``text``; a lone surrogate becomes a space.
    """
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
        # English text is now ASCII; str.lower costs several times the whole rest on text that is not.
        if not text.isascii():
            text = text.replace(_LONG_LOWER, "i").lower()
    return text.encode("utf-8", "replace").translate(_ASCII)


def fold_term(term: str) -> str:
    """Fold a term of a lexicon as text is folded, with single spaces between its words."""
    return " ".join(fold(term).decode("utf-8").split())
