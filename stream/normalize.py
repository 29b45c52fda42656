"""RawArticle -> Article: the same words, cleaned, sorted into fields, with a note of everything removed or chosen."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from importlib.metadata import version as installed_version

from pydantic import ValidationError

from newswire import identity
from newswire.clock import from_ms
from newswire.contracts import Article, Caption, Media, Origin, Pipeline, RawArticle
from newswire.errors import InvalidRecord, NotAnArticle
from newswire.records import Record
from stream.byline import authors_of
from stream.captions import read_caption
from stream.dates import utc
from stream.language import base_language, detect_language
from stream.layout import HEADLINE_LIMIT, Layout, Notes, first_sentence, split_page
from stream.pages import Page, read_page
from stream.text import clean_line, paragraphs, shorten

NORMALIZER = "1"
FUTURE_LIMIT = timedelta(hours=48)
KEYWORD_LIMIT = 100

_PIPELINE = Pipeline(version=installed_version("newswire"), normalizer=NORMALIZER)
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")
# Scripts written without spaces: two characters count as one word.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def normalize(raw: RawArticle, record: Record, now: datetime, page: Page | None = None) -> Article:
    """Clean one raw article and sort it into an Article without tags.

    ``page`` is what its HTML says where that was read already, in another process. Pure: the same record gives the
    same Article but for ``processed_at``, which is ``now``. Raises NotAnArticle where a usable record holds neither
    headline nor text, InvalidRecord where its address or a field cannot be used.
    """
    fetched_at = identity.seen_at(raw, from_ms(record.stated_timestamp_ms))
    notes = Notes()
    page = _page(raw, notes, page)
    if raw.pub_status == "canceled":
        parts, summary = _stated(raw, page), ""
    else:
        parts, summary = _parts(raw, page, notes)
    body = "\n\n".join(parts.body)
    try:
        url = identity.article_url(raw, page.canonical_url)
        return Article(
            schema_version=raw.schema_version,
            source_id=raw.source_id,
            source_name=clean_line(raw.source_name) or None,
            source_kind=raw.source_kind,
            url=raw.url,
            guid=raw.guid,
            headline=parts.headline,
            summary=summary or None,
            body=body,
            byline=parts.byline,
            dateline=parts.dateline,
            section=parts.section,
            keywords=_keywords(raw.keywords or page.keywords),
            language=_language(raw, page, parts.headline, body, summary, notes),
            source_country=raw.source_country,
            published_at=_moment("published_at", raw.published_at or parts.published_at, fetched_at, notes),
            updated_at=_moment("updated_at", raw.updated_at or parts.updated_at, fetched_at, notes),
            fetched_at=utc(fetched_at) or fetched_at,
            pub_status=raw.pub_status,
            embargoed_until=_moment("embargoed_until", raw.embargoed_until, None, notes),
            urgency=raw.urgency,
            copyright_notice=clean_line(raw.copyright_notice) or None,
            usage_terms=clean_line(raw.usage_terms) or None,
            media=_media(raw),
            operator=raw.operator,
            id=identity.article_id(raw, page.canonical_url),
            alias_id=identity.alias_id(raw),
            version=identity.version(raw, fetched_at),
            canonical_url=url,
            domain=identity.domain_of(url) if url else None,
            authors=_authors(raw, page, parts),
            lead=parts.body[0] if parts.body else "",
            captions=_captions(page, parts),
            breadcrumb=parts.breadcrumb or tuple(filter(None, map(clean_line, page.breadcrumb)))[:12],
            word_count=count_words(body),
            content_hash=identity.content_hash(parts.headline, summary or None, body),
            origin=_origin(record),
            decisions=notes.all(),
            pipeline=_PIPELINE,
            trace_id=trace_id(record),
            processed_at=now,
        )
    except ValueError as error:  # pydantic's is one too: an address or a field no document can carry
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise InvalidRecord(
            f"cannot be an Article: {reason}", "Correct the record at its source and send it again"
        ) from error


def _page(raw: RawArticle, notes: Notes, page: Page | None) -> Page:
    if raw.body_type != "text/html" or not raw.body:
        return Page(text=raw.body or "")
    page = page or read_page(raw.body, raw.url, raw.pub_status)
    for what, rule in page.choices:
        notes.add("html", clean_line(what), rule)
    for mark in page.marks:
        notes.add("mark", mark, "the page says so of itself")
    return page


def _stated(raw: RawArticle, page: Page) -> Layout:
    """Clean what the source gives in fields of its own; the page's metadata stand in where it gives none."""
    return Layout(
        byline=clean_line(raw.byline) or clean_line(page.byline) or None,
        dateline=clean_line(raw.dateline) or None,
        section=clean_line(raw.section) or clean_line(page.section) or None,
        published_at=page.published_at,
        updated_at=page.updated_at,
    )


def _parts(raw: RawArticle, page: Page, notes: Notes) -> tuple[Layout, str]:
    """Give the parts of the article and its summary."""
    stated = clean_line(raw.headline) or clean_line(page.headline)
    headline = shorten(stated, HEADLINE_LIMIT)
    if headline != stated:
        notes.add("headline", stated, f"cut to {HEADLINE_LIMIT} characters")
    parts = split_page(paragraphs(page.text), _stated(raw, page)._replace(headline=headline), notes)
    summary = clean_line(raw.summary) or clean_line(page.summary)
    if not parts.headline and summary:
        parts = parts._replace(headline=first_sentence(summary))
        notes.add("headline", parts.headline, "first sentence of the summary")
    if not parts.headline and raw.pub_status == "usable":
        what = "nothing but captions or page furniture" if parts.captions or notes.kept else "neither headline nor text"
        raise NotAnArticle(f"holds {what}", "Send headline or body as text")
    return parts, summary


def _language(raw: RawArticle, page: Page, headline: str, body: str, summary: str, notes: Notes) -> str | None:
    stated = base_language(raw.language) or base_language(page.language)
    sample = body if len(body) >= 200 else " ".join((body, summary, headline))
    language, rule = detect_language(sample, stated)
    notes.add("language", language or "unknown", rule)
    return language


def _moment(name: str, moment: datetime | None, fetched_at: datetime | None, notes: Notes) -> datetime | None:
    """Bring a stated time to UTC; one that lies well after the article was seen is an error, not a date."""
    if moment is None:
        return None
    found = utc(moment)
    if found is None:
        notes.add("date", f"{name} {moment.isoformat()}", "outside the calendar in UTC: unknown")
    elif fetched_at is not None and found - fetched_at > FUTURE_LIMIT:
        notes.add("date", f"{name} {moment.isoformat()}", "more than 48 h after it was seen: unknown")
        return None
    return found


def _authors(raw: RawArticle, page: Page, parts: Layout) -> tuple[str, ...]:
    """Give the names the page credits, agencies and desks among them; else the persons of the byline."""
    names = () if clean_line(raw.byline) else tuple(filter(None, map(clean_line, page.authors)))
    return names or authors_of(parts.byline)


def _captions(page: Page, parts: Layout) -> tuple[Caption, ...]:
    found = {caption.text: caption for caption in parts.captions}
    for line in map(clean_line, page.captions):
        if line:
            caption = read_caption(line, in_front=True) or Caption(text=line)
            found.setdefault(caption.text, caption)
    return tuple(found.values())


def _keywords(keywords: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for keyword in keywords:
        word = shorten(clean_line(keyword).lstrip("#"), 200).strip()
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:KEYWORD_LIMIT]


def _media(raw: RawArticle) -> tuple[Media, ...]:
    blank = raw.pub_status == "canceled"
    return tuple(
        Media(url=item.url, type=item.type, caption=None if blank else clean_line(item.caption) or None)
        for item in raw.media
    )


def _origin(record: Record) -> Origin:
    return Origin(
        producer=clean_line(record.header("ce_source")) or None,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        received_at=from_ms(record.timestamp_ms),
    )


def trace_id(record: Record) -> str:
    """Give the trace id of a valid W3C ``traceparent`` header, else one made of the record's position."""
    stated = record.header("traceparent")
    match = _TRACEPARENT.fullmatch(stated) if stated and len(stated) <= 256 else None
    if match and (len(stated or "") == 55 or not match[0].startswith("00")):
        return match[1]
    return hashlib.sha256(record.position.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def count_words(body: str) -> int:
    """Count the words of a normalized body.

    They are the runs between spaces; in scripts written without spaces every two characters are one.

    >>> count_words("three small words"), count_words("春节假期")
    (3, 2)
    """
    if body.isascii() or not _UNSPACED.search(body, 0, 200):
        return body.count(" ") + body.count("\n\n") + 1 if body else 0
    unspaced = len(_UNSPACED.findall(body))
    return len(_UNSPACED.sub(" ", body).split()) + (unspaced + 1) // 2
