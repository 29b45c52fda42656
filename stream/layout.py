"""Split a page's paragraphs into breadcrumb, headline, captions, byline, dateline, body and tail.

The rules and their order: docs/decisions/0006-datelines-and-layout.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from newswire.contracts import Caption, Decision
from stream.boilerplate import furniture_rule, is_mark, reporters, split_desk, tail_start
from stream.byline import is_byline
from stream.captions import read_caption
from stream.dateline import find_dateline
from stream.dates import named_date, zoned_time
from stream.text import shorten

HEADLINE_LIMIT = 1000
SENTENCE_LIMIT = 200  # of a headline made from the first sentence
LOOK_AHEAD = 6  # lines among which a given headline may be printed again
MOST_DECISIONS = 50

_HOME = frozenset(
    """home|homepage|home page|front page|you are here|start|startseite|accueil|portada|inicio|início|página inicial
anasayfa|ana sayfa|главная|الرئيسية|首页|首頁|ホーム|トップ|خانه""".replace("\n", "|").split("|")
)
_SECTIONS = frozenset(
    """news|world|politics|business|economy|sports|sport|science|technology|tech|health|culture|entertainment
opinion|environment|climate|travel|education|asia|africa|europe|middle east|americas|national|local
international|lifestyle|arts|religion|monde|politique|économie
société|sciences|santé|afrique|culture|politik|wirtschaft
panorama|kultur|wissen|gesundheit|ausland|inland|mundo|política|economía|economia|deportes|cultura|ciencia|sociedad
salud|esporte|desporto|saúde|ciência|mondo|politica|cronaca|esteri|scienza|мир|политика|экономика|спорт|общество|культура
наука|в мире|dünya|siyaset
ekonomi|spor|gündem|sağlık|kültür|bilim|سياسة|اقتصاد
رياضة|ثقافة|صحة|علوم|العالم|أخبار|国际|國際|国内|社会|经济|體育|体育|财经|科技|娱乐|文化|政治|経済|スポーツ|国際""".replace(
        "\n", "|"
    ).split("|")
)
_CRUMB = re.compile(r"\s?[>»›→＞]\s?|\s[/|]\s|\s?/\s(?=\s)")
_CRUMB_SIGN = re.compile("[>»›→＞|/]")
_DATE_LEAD = re.compile(
    r"(?:first\s)?(?:published|posted|updated|last\s(?:updated|modified)|modified|issued|created|date|publié|"
    r"mis à jour|mise à jour|modifié|veröffentlicht|aktualisiert|stand"
    r"|publicado|actualizado|atualizado|pubblicato|aggiornato|опубликовано|обновлено|дата|yayın(?:lanma|"
    r"tarihi)?|güncelle(?:me|ndi)|giriş|نشر|نُشر|آخر تحديث|تاريخ"
    r"|发布时间|发布于|更新时间|时间|發布|公開|更新|配信|掲載)(?![^\W\d_])",
    re.I,
)
_SOME_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:h]\d{2}|\d (?:min|hour|day)\w* ago|\d月")
_WORDS = re.compile(r"[^\W\d_]+")
_UPDATED = re.compile(r"updat|modif|mis[e]? à jour|aktualis|actualiz|atualiz|aggiorn|обновл|güncel|تحديث|更新", re.I)
_SENTENCE = re.compile(r"[.!?؟](?=[\"”’»)]?\s)|[。！？]")
_FULL_STOP = (".", "。", "।", "۔", ":", ";", ",", "，")


class Layout(NamedTuple):
    """The parts of one article as plain text; ``body`` holds its paragraphs."""

    headline: str = ""
    section: str | None = None
    breadcrumb: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    body: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(slots=True)
class Notes:
    """The decisions taken so far; past MOST_DECISIONS only their number is kept."""

    kept: list[Decision] = field(default_factory=list)
    dropped: int = 0

    def add(self, step: str, what: str, rule: str) -> None:
        """Note what was removed or chose, cut to 120 characters."""
        if len(self.kept) < MOST_DECISIONS:
            self.kept.append(Decision(step=step, what=shorten(what, 120), rule=rule))
        else:
            self.dropped += 1

    def all(self) -> tuple[Decision, ...]:
        """Give the decisions, the last one saying how many more there were."""
        if self.dropped:
            return (*self.kept, Decision(step="layout", what=f"{self.dropped} more", rule="decisions beyond the limit"))
        return tuple(self.kept)


def split_page(lines: list[str], given: Layout, notes: Notes) -> Layout:
    """Sort the paragraphs of a body into the parts of an article.

    ``given`` holds what the source states in fields of its own: that wins, and its repetition in the text is dropped.
    Every rule looks at a bounded part of a line and is tried until none applies, so splitting the result once more
    changes nothing.
    """
    page = _Page(*_without_marks(lines, notes), notes)
    found = page.trimmed(given)
    if found.headline or not page.left:
        return _finished(page, found)
    first = page.line()
    if len(page.left) - page.at > 1 and _is_headline(first):
        page.at += 1
        found = found._replace(headline=shorten(first, HEADLINE_LIMIT))
        notes.add("headline", first, "first line of the page")
        return _finished(page, page.trimmed(found))
    found = page.trimmed(found, bodied=True)
    if page.at < len(page.left):
        found = found._replace(headline=first_sentence(page.line()))
        notes.add("headline", found.headline, "first sentence of the body")
    return _finished(page, page.trimmed(found))


def first_sentence(text: str) -> str:
    """Give the first sentence without its full stop, at most SENTENCE_LIMIT characters."""
    end = _SENTENCE.search(text, 15, HEADLINE_LIMIT)
    sentence = text if end is None else text[: end.start() + (text[end.start()] in "!?！？؟")]
    return shorten(sentence.rstrip(" .。"), SENTENCE_LIMIT) or shorten(text, SENTENCE_LIMIT)


def _finished(page: _Page, found: Layout) -> Layout:
    if not found.byline and page.reported:
        found = found._replace(byline=page.reported)
    return found._replace(body=tuple(page.left[page.at :]), captions=found.captions + tuple(page.captions))


def _without_marks(lines: list[str], notes: Notes) -> tuple[list[str], list[Caption]]:
    """Take out what is told by the line alone, wherever it stands: captions with a credit, advertisement marks."""
    left: list[str] = []
    captions: list[Caption] = []
    for line in lines:
        if is_mark(line):
            notes.add("boilerplate", line, "share or advertisement mark")
        elif caption := read_caption(line):
            captions.append(caption)
            notes.add("caption", line, "credit or caption word")
        else:
            left.append(line)
    return left, captions


def _is_headline(line: str) -> bool:
    return len(line) <= 300 and not line.endswith(_FULL_STOP) and find_dateline(line + " -") is None


def _same(one: str, other: str) -> bool:
    return one == other or (abs(len(one) - len(other)) <= 4 and _folded(one) == _folded(other))


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold())) or text


class _Page:
    """The lines still unassigned: ``left[at:]``."""

    def __init__(self, left: list[str], captions: list[Caption], notes: Notes) -> None:
        self.left = left
        self.captions = captions
        self.notes = notes
        self.at = 0
        self.reported: str | None = None

    def line(self) -> str:
        return self.left[self.at]

    def trimmed(self, found: Layout, bodied: bool = False) -> Layout:
        """Take off the page's tail and every recognised line before the body.

        With a headline (or ``bodied``) the body begins here, so captions and dateline are looked for too.
        """
        bodied = bodied or bool(found.headline)
        self._cut_tail()
        while True:
            changed = False
            while (after := self._front(found, bodied)) is not None:
                found, changed = after, True
            if not changed or not self._cut_tail():
                return found

    def _cut_tail(self) -> bool:
        shorter = False
        while True:
            cut = tail_start(self.left, self.at)
            for line in self.left[cut:]:
                self._drop(line, furniture_rule(line) or "below the page's tail")
            shorter = shorter or cut < len(self.left)
            del self.left[cut:]
            if len(self.left) <= self.at:
                return shorter
            self.left[-1], desk = split_desk(self.left[-1])
            if not desk:
                return shorter
            self._drop(desk, "agency desk line")
            shorter = True

    def _drop(self, line: str, rule: str) -> None:
        self.notes.add("boilerplate", line, rule)
        if rule == "agency desk line" and self.reported is None:
            self.reported = reporters(line)

    def _front(self, found: Layout, bodied: bool) -> Layout | None:
        """Take one line (or the dateline) off the front; None where no rule applies."""
        if self.at >= len(self.left):
            return None
        line = self.line()
        alone = self.at == len(self.left) - 1
        if found.headline and not alone and (seen := self._headline_at(found.headline)) is not None:
            for extra in self.left[self.at : seen]:
                self.notes.add("boilerplate", extra, "short line above the headline")
            self.notes.add("headline", found.headline, "repeated at the head of the body")
            self.at = seen + 1
            return found
        if len(line) <= 600:
            taken = self._short_line(found, line, bodied, alone)
            if taken is not None:
                self.at += 1
                return taken
        return self._dateline(found, line) if bodied else None

    def _headline_at(self, headline: str) -> int | None:
        for at in range(self.at, min(self.at + LOOK_AHEAD, len(self.left) - 1)):
            line = self.left[at]
            if _same(line, headline):
                return at
            if len(line) > 80 or line.endswith(_FULL_STOP):
                return None
        return None

    def _short_line(self, found: Layout, line: str, bodied: bool, alone: bool) -> Layout | None:
        if rule := furniture_rule(line):
            self.notes.add("boilerplate", line, rule)
            return found
        if not alone and (crumbs := read_breadcrumb(line)):
            self.notes.add("breadcrumb", line, "breadcrumb line")
            return found._replace(breadcrumb=found.breadcrumb or crumbs, section=found.section or crumbs[0])
        if len(line) <= 120 and not alone and (dated := self._date_line(found, line)):
            return dated
        if not alone and is_byline(line):
            self.notes.add("byline", line, "byline line" if not found.byline else "byline line, another one is given")
            return found._replace(byline=found.byline or line)
        if bodied and (caption := read_caption(line, in_front=not alone)):
            self.captions.append(caption)
            self.notes.add("caption", line, "between headline and first paragraph")
            return found
        return None

    def _date_line(self, found: Layout, line: str) -> Layout | None:
        if not any(map(str.isdigit, line)):
            return None
        lead = _DATE_LEAD.match(line)
        if lead and (line.endswith(_FULL_STOP) or not (named_date(line) or _SOME_DATE.search(line))):
            return None
        if lead is None and (len(line) > 60 or len(_WORDS.findall(line)) > 4 or not named_date(line)):
            return None
        moment = zoned_time(line)
        rule = "date line with zone" if moment else "date line without a zone: not taken"
        self.notes.add("date", line, rule)
        if moment is None:
            return found
        if lead and _UPDATED.search(lead[0]):
            return found._replace(updated_at=found.updated_at or moment)
        return found._replace(published_at=found.published_at or moment)

    def _dateline(self, found: Layout, line: str) -> Layout | None:
        at = 0
        while (split := find_dateline(line[at : at + 400] if len(line) - at > 400 else line[at:])) is not None:
            printed = split[0]
            if found.dateline is not None and not _same_place(printed, found.dateline):
                break
            self.notes.add(
                "dateline",
                line[at : at + split[1]],
                "dateline" if found.dateline is None else "dateline, already given",
            )
            found = found._replace(dateline=found.dateline or printed)
            at += split[1]
        if not at:
            return None
        self.left[self.at] = line[at:]
        return found


def _same_place(one: str, other: str) -> bool:
    a, b = _folded(one), _folded(other)
    return a.startswith(b) or b.startswith(a)


def read_breadcrumb(line: str) -> tuple[str, ...]:
    """Give the steps of a breadcrumb line without the home page, () where the line is none.

    >>> read_breadcrumb("Home > World > Asia")
    ('World', 'Asia')
    """
    if len(line) > 150:
        return ()
    if line.casefold() in _SECTIONS:
        return (line,)
    if not _CRUMB_SIGN.search(line):
        return ()
    parts = [part.strip() for part in _CRUMB.split(line)]
    if len(parts) < 2 or any(len(p) > 40 or p.count(" ") > 4 or p.endswith((".", "!", "?", ",", "。")) for p in parts):
        return ()
    steps = tuple(part for part in parts if part and part.casefold() not in _HOME)
    named = len(steps) < len(parts) or any(part.casefold() in _SECTIONS for part in steps[:1])
    # " | " and " / " stand in headlines too: there a step must be a known section or the home page.
    return steps if steps and (named or not re.search(r"\s[|/]\s", line)) else ()
