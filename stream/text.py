"""Clean text: mojibake, stray markup, invisible characters, whitespace, NFC, paragraphs; all linear in length."""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5
from itertools import pairwise

import ftfy
from ftfy.badness import is_bad

REPAIR_LIMIT = 200_000  # characters in lines of mixed mojibake; ftfy takes a second for a million
ROUNDS = 6  # cleaning can uncover more to clean ("&amp;lt;"); real text settles in two rounds

# UTF-8 read as a one-byte code page: a cheap look for one of the letters it always shows, then for a whole lead.
_GATES = "ÃÂâÐØ×ãÅÄÎï‚ЂР"
_MOJIBAKE = re.compile("[\\xc2-\\xf4][\\x80-\\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|вЂ|Р[°\\xb5ё]|‚Ä")

_DELETE = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f"
    "\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
)
_ODD = re.compile(
    f"(?P<gone>[{_DELETE}])|(?P<line>[\\r\\x0b\\x0c\\x85\\u2028])|(?P<para>\\u2029)|[\\t\\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]"
)
# Joiners stay between letters of scripts that shape by them, after an Indic virama, and in emoji sequences.
_JOINING = (
    "\\u0600-\\u0dff\\u1000-\\u109f\\u1780-\\u17ff\\ufb50-\\ufdff\\ufe70-\\ufefe"
    "\\u2600-\\u27bf\\ufe0f\\U0001f000-\\U0001faff"
)
_VIRAMA = "\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca"
_JOINER = re.compile(f"(?<![{_JOINING}])[\\u200c\\u200d]|(?<![{_VIRAMA}])[\\u200c\\u200d](?![{_JOINING}])")

_INLINE = "a|abbr|b|big|cite|code|em|font|i|ins|del|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr"
_BLOCK = (
    "article|aside|audio|blockquote|body|br|button|caption|center|div|dd|dl|dt|embed|figcaption|figure|footer|form|h[1-6]|"
    "head|header|hr|html|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol|option|p|picture|pre|script|"
    "section|select|source|style|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
# Closed; or never closed but plain by its attribute or by the next tag. What counts never depends on where a text ends:
# texts are cut later, and must then be as clean as before.
_TAG = re.compile(
    f"<(?:/?(?:(?P<inline>{_INLINE})|(?P<block>{_BLOCK}))"
    "(?:(?:\\s[^<>]{0,4000}|/)?>|\\s+[\\w:-]{1,40}\\s?=[^<>]{0,4000}|(?(block)\\s*(?=</?[a-z])|(?!)))"
    "|!--[^<>]{0,4000}>?)",
    re.I,
)
_MARKUP = re.compile("<[/!A-Za-z]")
_SCRIPT = re.compile(r"<(script|style)\b[^<>]{0,4000}>", re.I)
_AMP = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)+")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


def clean(text: str) -> str:
    """Clean a text but keep its lines and the spaces that begin them.

    The result is NFC, without control or invisible characters, without obvious HTML tags and entities, its only
    whitespace space and newline. Cleaning it again changes nothing.
    """
    for _ in range(ROUNDS):
        cleaner = _NFC(_visible(_plain(_repaired(text))))
        if cleaner == text:
            return text
        text = cleaner
    return _NFC(_visible(text.replace("<", " ").replace("&", " ")))  # markup nested on purpose


def clean_line(text: str | None) -> str:
    """Clean a field of one line: every run of whitespace becomes one space; "" where nothing is left."""
    if not text:
        return ""
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text:
        return " ".join(text.split())  # nothing to clean but spaces, as most short fields are
    return " ".join(clean(text).split())


def paragraphs(text: str | None) -> list[str]:
    """Clean a text and cut it into paragraphs, each one line and never empty.

    Blank lines part paragraphs. Inside such a block each line is a paragraph, except where the lines were wrapped to
    a column: those are joined again.
    """
    if not text:
        return []
    found: list[str] = []
    block: list[str] = []
    for line in [*clean(text).split("\n"), ""]:
        if line and not line.isspace():
            block.append(line)
        elif block:
            found.extend(_lines_of(block))
            block = []
    return found


def shorten(text: str, limit: int) -> str:
    """Cut a line to at most ``limit`` characters, at a space where there is one, and mark the cut.

    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", limit // 2)
    kept = cut[:space] if space > 0 else cut
    return (kept.rstrip() if kept.isascii() else clean_line(kept)) + "…"


def _NFC(text: str) -> str:  # noqa: N802 - the form's name
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _repaired(text: str) -> str:
    """Undo UTF-8 read as another code page, line by line and only where a line shows a lead of it."""
    if text.isascii() or not _has_gate(text) or not _MOJIBAKE.search(text):
        return text
    lines = text.split("\n")
    hard: list[int] = []
    for at, line in enumerate(lines):
        if _MOJIBAKE.search(line):
            whole = _reread(line)
            if whole is None:
                hard.append(at)
            else:
                lines[at] = whole
    if sum(len(lines[at]) for at in hard) <= REPAIR_LIMIT:
        for at in hard:
            lines[at] = ftfy.fix_encoding(lines[at])
    return "\n".join(lines)


def _reread(line: str) -> str | None:
    """Read a line that is mojibake from end to end as the UTF-8 it was; None where it takes ftfy's patience."""
    if not is_bad(line):
        return None
    try:
        return line.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return None


def _has_gate(text: str) -> bool:
    return any(map(text.__contains__, _GATES))  # one memchr each, far below the price of a regex over the text


def _visible(text: str) -> str:
    """Drop what is not seen and turn every whitespace to space or newline, in the lines that hold such characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if all(map(str.isprintable, lines)):
        return text
    return "\n".join([line if line.isprintable() else _JOINER.sub("", _ODD.sub(_shown, line)) for line in lines])


def _shown(match: re.Match[str]) -> str:
    kind = match.lastgroup
    return " " if kind is None else {"gone": "", "line": "\n", "para": "\n\n"}[kind]


def _plain(text: str) -> str:
    """Drop tags that are plainly HTML and decode entities; a bare ``<`` or ``&`` is text."""
    if "<" in text and _MARKUP.search(text):
        text = _TAG.sub(_without_tag, _without_scripts(text))
    if "&" in text and ";" in text:
        text = _ENTITY.sub(_decoded, _AMP.sub("&", text))
    return text


def _without_tag(match: re.Match[str]) -> str:
    if match["block"]:
        return "\n" if match["block"].lower() in ("br", "td", "th") else "\n\n"
    return ""


def _without_scripts(text: str) -> str:
    kept: list[str] = []
    at = 0
    lower = ""
    while found := _SCRIPT.search(text, at):
        lower = lower or text.translate(_ASCII_LOWER)
        end = lower.find(f"</{found[1].lower()}", found.end())
        if end < 0:
            break
        kept.append(text[at : found.start()])
        at = end
    return "".join(kept) + text[at:]


_ASCII_LOWER = {code: code + 32 for code in range(65, 91)}  # str.lower changes the length of some letters


def _decoded(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(name + ";", match[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _lines_of(block: list[str]) -> list[str]:
    """Give the paragraphs of one block: wrapped lines joined, an indented line as the start of a new one."""
    lines = [_single_spaced(line) for line in block]
    if len(lines) == 1:
        return lines
    if not _is_wrapped(lines):
        return lines
    joined: list[list[str]] = []
    indented = sum(line.startswith("  ") for line in block)
    for raw, line in zip(block, lines, strict=True):
        if joined and not (0 < indented < len(block) and raw.startswith("  ")):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [" ".join(part) for part in joined]


def _single_spaced(line: str) -> str:
    return " ".join(line.split()) if "  " in line else line.strip()


def _is_wrapped(lines: list[str]) -> bool:
    """Tell lines broken at a column: short, the next word would not have fitted, and a line goes on in lower case."""
    width = max(map(len, lines))
    if not 40 <= width <= 100 or not any(line[0].islower() for line in lines[1:]):
        return False
    full = 0
    for line, after in pairwise(lines):
        if len(line) + 1 + len(after.split(" ", 1)[0]) > width:
            full += 1
        elif line[-1] not in ".!?:\"'”’)":
            return False
    return full > 0
