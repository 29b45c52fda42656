"""What a query means: a tree of words, phrases, prefixes and tags, joined by AND, OR and NOT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

TextField: TypeAlias = Literal["headline", "body"]
TagField: TypeAlias = Literal["country", "topic", "source"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in any inflected form; ``field`` None means everywhere."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with ``text``."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most ``slop`` others between them."""

    text: str
    slop: int = 0
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A country code, a media topic code (with everything below it) or a source id."""

    field: TagField
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever does not match ``part``."""

    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple[Node, ...]


Node: TypeAlias = Word | Prefix | Phrase | Tag | Not | Every | Either


def describe(node: Node) -> str:
    """Write the tree in words, as it was understood.

    >>> describe(Every((Word("lavrov"), Not(Either((Word("a"), Word("b", "headline")))))))
    'lavrov AND NOT (a OR headline:b)'
    """
    match node:
        case Word(text, field):
            return _in_field(field, text)
        case Prefix(text, field):
            return _in_field(field, text + "*")
        case Phrase(text, slop, field):
            return _in_field(field, f'"{text}"' + (f"~{slop}" if slop else ""))
        case Tag(field, value):
            return f"{field}:{value.removeprefix('medtop:')}"
        case Not(part):
            return "NOT " + _grouped(part)
        case Every(parts):
            return " AND ".join(map(_grouped, parts))
        case Either(parts):
            return " OR ".join(map(_grouped, parts))


def _in_field(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _grouped(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, Every | Either) else describe(node)
