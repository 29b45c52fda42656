"""Articles to measure with: deterministic, about 3 KB of English each, names and topic words as dense as in news."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from benchmarks.words import CITIES, COUNTRIES, DESKS, FILLERS, FIRST_NAMES, LISTS, SURNAMES
from newswire.contracts import RawArticle
from newswire.envelope import raw_value

BODY_CHARACTERS = 2900
# Bodies are made once and re-headed, so that 20,000 articles take a second; more than a compressor's window holds.
BODIES = 400
SOURCES = 50
FACTS = 5  # sentences of its desk that one story has, told again with other words: a story is about one thing
FIRST_SEEN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
_SLOT = re.compile(r"\{(\w+)\}")


class _Story:
    """What one article is about: its desk, its places and its people stay the same from first to last sentence."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.desk = self.random.choice(list(DESKS))
        home, away = self.random.sample(COUNTRIES, 2)
        (self.country, self.demonym, self.city), (self.other, self.other_demonym, _) = home, away
        self.names = {
            "country": self.country,
            "demonym": self.demonym,
            "city": self.city,
            "other": self.other,
            "other_demonym": self.other_demonym,
            "town": self.random.choice(CITIES),
            "person": f"{self.random.choice(FIRST_NAMES)} {self.random.choice(SURNAMES)}",
            "speaker": self.random.choice(SURNAMES),
        }

    def fill(self, template: str) -> str:
        """Put names, numbers and words of the lists into a template."""
        return _SLOT.sub(lambda slot: self._word(slot[1]), template)

    def _word(self, slot: str) -> str:
        if slot == "n":
            return str(self.random.randint(2, 98))
        if slot == "big":
            return f"{self.random.randint(1, 900)},{self.random.randint(0, 999):03d}"
        if slot == "pct":
            return f"{self.random.randint(0, 19)}.{self.random.randint(0, 9)} percent"
        return self.names.get(slot) or self.random.choice(LISTS[slot])

    def sentences(self) -> Iterator[str]:
        """Give sentences without end: one of the desk, then one that any article could have."""
        facts = self.random.sample(DESKS[self.desk], FACTS)
        while True:
            for fact in facts:
                yield self.fill(fact)
                yield self.fill(self.random.choice(FILLERS))

    def paragraphs(self) -> list[str]:
        """Write the body: paragraphs of one to three sentences."""
        sentences, paragraphs, length = self.sentences(), [], 0
        while length < BODY_CHARACTERS:
            paragraphs.append(" ".join(next(sentences) for _ in range(self.random.randint(1, 3))))
            length += len(paragraphs[-1]) + 2
        return paragraphs


@lru_cache(maxsize=BODIES)
def _written(number: int) -> tuple[_Story, str, tuple[str, ...]]:
    story = _Story(number)
    headline = story.fill(story.random.choice(DESKS[story.desk])).rstrip(".")
    return story, headline[:90].rsplit(" ", 1)[0], tuple(story.paragraphs())


def raw_articles(count: int) -> list[RawArticle]:
    """Make articles as a feed or an API gives them: fields of their own, a plain-text body; each is another one."""
    return [_raw_article(number) for number in range(count)]


def _raw_article(number: int) -> RawArticle:
    story, headline, paragraphs = _written(number % BODIES)
    return RawArticle(
        source_id=f"bench-{number % SOURCES}",
        source_name=f"Bench Wire {number % SOURCES}",
        url=f"https://news.example/{story.desk}/{number}/{headline[:40].lower().replace(' ', '-')}?utm_source=feed",
        guid=f"bench:{number}",
        headline=f"{headline} ({number})",
        body="\n\n".join(paragraphs),
        byline=f"By {story.names['person']}",
        section=story.desk.title(),
        language="en",
        published_at=FIRST_SEEN + timedelta(seconds=number),
        fetched_at=FIRST_SEEN + timedelta(seconds=number + 60),
    )


def scraped_pages(count: int) -> list[RawArticle]:
    """Make articles as a scraper leaves them: all in one text, with breadcrumb, caption, dateline and share tail."""
    return [_scraped_page(number) for number in range(count)]


def _scraped_page(number: int) -> RawArticle:
    story, headline, paragraphs = _written(number % BODIES)
    names = story.names
    page = (
        f"Home   /   World   /   {story.desk.title()}",
        f"{headline} ({number})",
        f"People walk past the town hall of {names['city']}, {names['country']}, on March 1, 2026. (Photo: Bench Wire)",
        f"By {names['person']}",
        f"{names['city'].upper()}, March 2 (Bench Wire) - {paragraphs[0]}",
        *paragraphs[1:],
        "SHARE THIS ARTICLE",
        "Follow us on Bench Social\nDownload our app",
    )
    return RawArticle(
        source_id=f"bench-{number % SOURCES}",
        source_kind="page",
        guid=f"/bench/{number}.txt",
        body="\n\n".join(page),
        fetched_at=FIRST_SEEN + timedelta(seconds=number),
    )


def raw_values(count: int) -> list[bytes]:
    """Give the articles as they lie on ``news.raw``."""
    return [raw_value(raw) for raw in raw_articles(count)]
