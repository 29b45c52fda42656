"""Fold text for matching so that every offset in the folded text is an offset in the text itself."""

from __future__ import annotations

# str.casefold may lengthen text ("ß" to "ss"); str.lower does so for this one letter only.
_LONG_LOWER = "İ"

# In UTF-8 every byte below 0x80 is an ASCII character, so this table can run over encoded text of any script: letters
# and digits stay, capitals become small, all else becomes a space. A "|" is therefore free to part the fields.
_ASCII = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256)
)

# Punctuation outside ASCII that stands beside words in the languages of the lexicons.
_MARKS = "’‘“”«»„–—…\u00a0\u200f\u200e،؛؟¿¡·"


def fold(text: str) -> str:
    """Lower the case and turn the punctuation that parts words into spaces, character for character.

    The result has as many code points as ``text``. ASCII is left for ``encode_folded``, which folds it faster.
    """
    if text.isascii():
        return text
    folded = text.replace(_LONG_LOWER, "i").lower()
    for mark in _MARKS:
        folded = folded.replace(mark, " ")
    return folded


def encode_folded(folded: str) -> bytes:
    """Encode the result of ``fold`` in UTF-8, ASCII folded too; a lone surrogate becomes a space."""
    return folded.encode("utf-8", "replace").translate(_ASCII)


def fold_term(term: str) -> str:
    """Fold a term of a lexicon as text is folded, with single spaces between its words."""
    return " ".join(encode_folded(fold(term)).decode("utf-8").split())
