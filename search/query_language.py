"""The query language: what a reader types in the search box becomes a small tree.

::

    lavrov minister           both words, in any field
    "foreign minister"        the words in this order; "foreign minister"~3 allows three other words between
    +must  -not               required (words are anyway), excluded
    minist*                   words that begin so
    (iraq | syria)            either
    headline:iraq             in one field: headline, body
    country:FR topic:politics source:example    by tag or source; a name with spaces stands in quotes

Parts are joined by AND. Nothing here knows Elasticsearch: ``search.query`` turns the tree into a body.
"""

from __future__ import annotations

import unicodedata
from typing import cast

from search.names import find_country, find_topic
from search.query_tree import Either, Every, Node, Not, Phrase, Prefix, Tag, TagField, TextField, Word

MAX_CHARACTERS = 1024
MAX_TERMS = 64  # each one is looked up in every field of every language
MAX_DEPTH = 16
MAX_SLOP = 20

FIELDS = ("headline", "body", "country", "topic", "source")

_QUOTES = frozenset('"“”„‟«»＂')
_SPECIAL = _QUOTES | frozenset("()|")
_INVISIBLE = frozenset("\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class QueryError(ValueError):
    """The query cannot be understood; ``position`` counts characters from 0, ``hint`` says what to write instead."""

    def __init__(self, message: str, position: int, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.hint = hint


def parse(text: str) -> Node | None:
    """Read a query; None where it is empty, QueryError where it cannot be understood.

    >>> parse('lavrov -"oil price"')
    Every(parts=(Word(text='lavrov', field=None), Not(part=Phrase(text='oil price', slop=0, field=None))))
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"the query has {len(text):,} characters", MAX_CHARACTERS, f"use at most {MAX_CHARACTERS:,} characters"
        )
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\r\n":
            raise QueryError("the query holds a control character", position, "delete it and type the words again")
    parser = _Parser(text)
    node = parser.alternatives(depth=0, field=None)
    if parser.at < len(text):
        raise QueryError("no group is open here", parser.at, "delete this ), or open the group with (")
    if node is None and any(not parser.is_space(i) for i in range(len(text))):
        raise QueryError("there is no word to search for", 0, "type a word, or leave the box empty to see the newest")
    return node


def _join(kind: type[Every] | type[Either], parts: list[Node]) -> Node | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return kind(tuple(parts))


class _Parser:
    """Recursive descent over the text; ``at`` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.terms = 0

    def peek(self, ahead: int = 0) -> str:
        position = self.at + ahead
        return self.text[position] if position < len(self.text) else ""

    def is_space(self, position: int) -> bool:
        character = self.text[position]
        return character.isspace() or character in _INVISIBLE

    def skip_space(self) -> None:
        while self.at < len(self.text) and self.is_space(self.at):
            self.at += 1

    def alternatives(self, depth: int, field: TextField | TagField | None) -> Node | None:
        """Read ``a b | c`` up to ``)`` or the end."""
        choices: list[Node] = []
        bar = -1
        while True:
            parts: list[Node] = []
            while True:
                self.skip_space()
                if self.peek() in ("", "|", ")"):
                    break
                part = self.clause(depth, field)
                if part is not None:
                    parts.append(part)
            choice = _join(Every, parts)
            if choice is not None:
                choices.append(choice)
            elif bar >= 0 or self.peek() == "|":
                at = bar if bar >= 0 else self.at
                raise QueryError("a choice is empty", at, "write a word on both sides of |")
            if self.peek() != "|":
                return _join(Either, choices)
            bar = self.at
            self.at += 1

    def clause(self, depth: int, field: TextField | TagField | None) -> Node | None:
        sign = ""
        if self.peek() in ("+", "-", "−"):
            follows = self.peek(1)
            if not follows or follows in "+-−|)" or self.is_space(self.at + 1):
                self.at += 1  # a dash between words, not an operator
                return None
            sign = self.peek()
            self.at += 1
        start = self.at
        node = self.fielded(depth, field)
        if node is None:
            return None
        if sign in ("-", "−"):
            if isinstance(node, Not):
                raise QueryError("excluded twice", start, "write one - only")
            return Not(node)
        return node

    def fielded(self, depth: int, field: TextField | TagField | None) -> Node | None:
        start = self.at
        name_end = start
        while name_end < len(self.text) and (self.text[name_end].isascii() and self.text[name_end].isalpha()):
            name_end += 1
        follows = self.text[name_end + 1 : name_end + 2]
        is_field = name_end > start and self.text[name_end : name_end + 1] == ":" and follows not in ("", "/")
        if not is_field or self.is_space(name_end + 1):
            return self.atom(depth, field)
        name = self.text[start:name_end].lower()
        if name not in FIELDS:
            hint = f"fields are {', '.join(FIELDS)}; to search for the text itself, put it in quotes"
            raise QueryError(f"there is no field {name!r}", start, hint)
        if field is not None:
            raise QueryError("a field inside a field", start, "write the field in front of each word")
        self.at = name_end + 1
        return self.atom(depth, cast("TextField | TagField", name))

    def atom(self, depth: int, field: TextField | TagField | None) -> Node | None:
        character = self.peek()
        if character == "(":
            return self.group(depth, field)
        if character in _QUOTES:
            return self.phrase(field)
        return self.word(field)

    def group(self, depth: int, field: TextField | TagField | None) -> Node | None:
        start = self.at
        if depth >= MAX_DEPTH:
            raise QueryError("the groups are nested too deeply", start, f"use at most {MAX_DEPTH} levels of brackets")
        self.at += 1
        node = self.alternatives(depth + 1, field)
        if self.peek() != ")":
            raise QueryError("this group is not closed", start, "add the missing )")
        self.at += 1
        if node is None:
            raise QueryError("this group is empty", start, "write a word inside the brackets")
        return node

    def phrase(self, field: TextField | TagField | None) -> Node:
        start = self.at
        end = start + 1
        while end < len(self.text) and self.text[end] not in _QUOTES:
            end += 1
        if end == len(self.text):
            raise QueryError("this quotation mark has no partner", start, "add the missing quotation mark")
        text = " ".join("".join(" " if c in _INVISIBLE else c for c in self.text[start + 1 : end]).split())
        self.at = end + 1
        if not _searchable(text):
            raise QueryError("there is no word between the quotation marks", start, "write the words of the phrase")
        slop = self.slop()
        if field in ("country", "topic", "source"):
            return self.tag(field, text, start)
        self.count(start, len(text.split()))
        return Phrase(text, slop, cast("TextField | None", field))

    def slop(self) -> int:
        if self.peek() != "~":
            return 0
        start = self.at
        self.at += 1
        digits = ""
        while self.peek().isascii() and self.peek().isdigit():
            digits += self.peek()
            self.at += 1
        if not digits or len(digits) > 2 or int(digits) > MAX_SLOP:
            raise QueryError("~ needs a small number", start, f'write "two words"~3, at most ~{MAX_SLOP}')
        return int(digits)

    def word(self, field: TextField | TagField | None) -> Node | None:
        start = self.at
        while self.at < len(self.text) and not self.is_space(self.at) and self.peek() not in _SPECIAL:
            self.at += 1
        text = self.text[start : self.at]
        star = text.find("*")
        if 0 <= star < len(text) - 1 or text == "*":
            hint = "write * at the end of a word only, as in minist*; leave the box empty to see everything"
            raise QueryError("* stands at the end of a word", start + star, hint)
        stem = text.removesuffix("*")
        if not _searchable(stem):
            if star >= 0:
                raise QueryError("* needs a word before it", start + star, "write the beginning of a word before *")
            return None  # punctuation between words finds nothing and excludes nothing
        if field in ("country", "topic", "source"):
            if star >= 0:
                raise QueryError(f"{field}: takes no *", start + star, "write the whole name or code")
            return self.tag(field, stem, start)
        self.count(start, 1)
        text_field = cast("TextField | None", field)
        if star < 0:
            return Word(stem, text_field)
        if len(stem) < 2:
            raise QueryError("the beginning of the word is too short", start, "write at least two letters before *")
        return Prefix(stem, text_field)

    def tag(self, field: TagField, text: str, position: int) -> Tag:
        self.count(position, 1)
        if field == "country":
            country = find_country(text)
            if country is None:
                hint = 'use a code like FR or a name like country:"South Korea"'
                raise QueryError(f"no country is called {text[:60]!r}", position, hint)
            return Tag(field, country)
        if field == "topic":
            topic = find_topic(text)
            if topic is None:
                hint = 'use an IPTC Media Topics code like 11000000 or a name like topic:"armed conflict"'
                raise QueryError(f"no media topic is called {text[:60]!r}", position, hint)
            return Tag(field, topic)
        return Tag(field, text.lower())

    def count(self, position: int, words: int) -> None:
        self.terms += words
        if self.terms > MAX_TERMS:
            raise QueryError("the query has too many words", position, f"use at most {MAX_TERMS} words")


def _searchable(text: str) -> bool:
    """Tell whether an analyzer would find a word here: a letter, digit or symbol such as an emoji."""
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in text)
