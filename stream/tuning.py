"""The user's own names of countries, topic terms and blocklists, from the TOML file of the setting ``tuning_file``.

Read once at start. The taggers build their automata with it, so an article costs the same with and without; each
article's ``pipeline`` says which tuning tagged it, so that a changed file and a replay of ``news.raw`` tag anew.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from newswire.errors import ConfigError

MAX_WEIGHT = 5.0  # that of the clearest words in the lexicons
MAX_ENTRIES = 100_000
STAMP_DIGITS = 8

_ENTRY = re.compile(r"\s*\[\[\s*(country|topic)\s*\]\]")


def _country(code: str) -> str:
    from stream.countries.gazetteer import country_codes

    if code not in country_codes():
        raise ValueError(f"{code!r} is no ISO 3166-1 alpha-2 code in capitals, such as 'FR'")
    return code


def _language(tag: str) -> str:
    from stream.countries.gazetteer import known_language

    if known_language(tag) == "any":
        raise ValueError(f"{tag!r} is no language with country names, such as 'fr'; leave it out for all languages")
    return known_language(tag)


def _media_topic(code: str) -> str:
    from stream.media_topics.taxonomy import media_topics

    if code not in media_topics():
        raise ValueError(f"{code!r} is no Media Topic of this release, such as 'medtop:15000000'")
    return code


def _readable(text: str) -> str:
    if not any(map(str.isalnum, text.removesuffix("*"))):
        raise ValueError("holds no letter or digit")
    return text


# A name or term; one that ends with "*" stands for every word that begins so.
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_readable)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CountryName(_Entry):
    """A name that counts as the country's, in one language or, without one, in all."""

    name: Name
    code: Annotated[str, AfterValidator(_country)]
    language: Annotated[str, AfterValidator(_language)] | None = None


class TopicTerm(_Entry):
    """A term that speaks for a Media Topic; 1 is a hint, from 3.5 one term tells the topic."""

    term: Name
    code: Annotated[str, AfterValidator(_media_topic)]
    weight: Annotated[float, Field(gt=0, le=MAX_WEIGHT)]


class _Blocked(_Entry):
    countries: Annotated[list[Name], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)
    topics: Annotated[list[Name], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)


class _File(_Entry):
    country: Annotated[list[CountryName], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)
    topic: Annotated[list[TopicTerm], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)
    blocked: _Blocked = Field(default_factory=_Blocked)


class Tuning(_Entry):
    """What the taggers heed beside their own tables; ``blocked_…`` are names and terms that must not count.

    The stamps follow the taggers' versions: "+" and eight hex digits of what the tuning says, "" where it says nothing.
    """

    countries: tuple[CountryName, ...] = ()
    blocked_countries: tuple[str, ...] = ()
    topics: tuple[TopicTerm, ...] = ()
    blocked_topics: tuple[str, ...] = ()
    countries_stamp: str = ""
    topics_stamp: str = ""


def parse_tuning(text: str, where: str) -> Tuning:
    """Make a Tuning of TOML text; ``where`` names it in errors.

    Raises ConfigError that tells each wrong entry with its line, or the line where the TOML breaks off.
    """
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not TOML: {error}", "See docs/tuning.md for the form") from None
    except ValidationError as error:
        lines = _entry_lines(text)
        wrong = [f"{_place(item['loc'], lines)}: {_reason(item)}" for item in error.errors(include_url=False)[:5]]
        more = f" (and {error.error_count() - 5} more)" if error.error_count() > 5 else ""
        raise ConfigError(f"{where} is wrong: {'; '.join(wrong)}{more}", "See docs/tuning.md for the form") from None
    countries, topics = tuple(file.country), tuple(file.topic)
    blocked_countries, blocked_topics = tuple(file.blocked.countries), tuple(file.blocked.topics)
    return Tuning(
        countries=countries,
        blocked_countries=blocked_countries,
        topics=topics,
        blocked_topics=blocked_topics,
        countries_stamp=_stamp(countries, blocked_countries),
        topics_stamp=_stamp(topics, blocked_topics),
    )


def read_tuning(path: Path) -> Tuning:
    """Read the file of the setting ``tuning_file``; raises ConfigError where it cannot be read or is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the tuning file {path} cannot be read: {error}", "Correct NEWSWIRE_TUNING_FILE") from None
    return parse_tuning(text, str(path))


def _entry_lines(text: str) -> dict[tuple[str, int], int]:
    """Find the line of each ``[[country]]`` and ``[[topic]]``, which the TOML reader does not keep."""
    lines: dict[tuple[str, int], int] = {}
    counts = {"country": 0, "topic": 0}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _ENTRY.match(line):
            kind = found[1]
            lines[kind, counts[kind]] = number
            counts[kind] += 1
    return lines


def _place(loc: tuple[int | str, ...], lines: dict[tuple[str, int], int]) -> str:
    """Name an entry by its number, counted from 1, its line and the field."""
    if len(loc) >= 2 and isinstance(loc[1], int):
        line = lines.get((str(loc[0]), loc[1]))
        at = f"[[{loc[0]}]] {loc[1] + 1}" + (f" (line {line})" if line else "")
        return " ".join([at, *map(str, loc[2:])])
    if len(loc) == 3 and isinstance(loc[2], int):
        return f"{loc[0]}.{loc[1]} entry {loc[2] + 1}"
    return ".".join(map(str, loc)) or "the file"


def _reason(item: Any) -> str:
    message = str(item["msg"]).removeprefix("Value error, ")
    return (
        message
        if item["type"] in ("missing", "extra_forbidden", "value_error")
        else f"{message}, not {item['input']!r}"
    )


def _stamp(entries: tuple[_Entry, ...], blocked: tuple[str, ...]) -> str:
    """Hash what is said, not how: comments, order of keys and spaces change nothing."""
    if not entries and not blocked:
        return ""
    said = "\n".join([*(entry.model_dump_json() for entry in entries), "blocked", *blocked])
    return f"+{hashlib.sha256(said.encode()).hexdigest()[:STAMP_DIGITS]}"


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


C = TypeVar("C", bound=_Cached)
_caches: list[Callable[[], None]] = []
_active = Tuning()


def active() -> Tuning:
    """Give the tuning in force."""
    return _active


def use_tuning(tuning: Tuning) -> None:
    """Put a tuning in force for this process; done at start, for the automata are built anew."""
    global _active
    _active = tuning
    for clear in _caches:
        clear()


def tuned(cached: C) -> C:
    """Mark a cached function whose result depends on the tuning in force.

    It stands above ``functools.cache`` or ``lru_cache``, whose results ``use_tuning`` drops.
    """
    _caches.append(cached.cache_clear)
    return cached


def country_names(language: str) -> Iterator[tuple[str, str]]:
    """Give the user's names for one language with their codes, blocked names first, with the code ""."""
    for name in _active.blocked_countries:
        yield name, ""
    for entry in _active.countries:
        if entry.language in (None, language) or language == "any":
            yield entry.name, entry.code
