"""One ``news.raw`` record to what goes on: an Article for ``news.articles``, or a dead letter. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic import ValidationError

from newswire.contracts import SCHEMA_VERSION, Article, RawArticle
from newswire.envelope import ce_headers
from newswire.errors import InvalidRecord, NewerSchema, RecordTooLarge, TerminalError
from newswire.kafka_topics import ARTICLES_LIMIT, DEAD_LETTER_LIMIT
from newswire.records import DeadLetter, Outgoing, Record
from newswire.settings import Settings
from stream.countries import tag_countries
from stream.media_topics import tag_media_topics
from stream.normalize import normalize
from stream.pages import Page


@dataclass(frozen=True, slots=True)
class Result:
    """What becomes of one record; ``record`` stays at hand for a refusal by the broker."""

    record: Record
    outgoing: Outgoing
    refused: bool


def reasons(error: ValidationError) -> str:
    """Say in one line which fields are wrong and how.

    >>> try: RawArticle.model_validate_json(b'{"source_id": 1}')
    ... except ValidationError as error: print(reasons(error))
    source_id: Input should be a valid string
    """
    parts = []
    for item in error.errors(include_url=False, include_input=False, include_context=False)[:5]:
        where = ".".join(str(step) for step in item["loc"])
        parts.append(f"{where}: {item['msg']}" if where else item["msg"])
    return "; ".join(parts)


def decode_raw(record: Record) -> RawArticle:
    """Read the record's value as a RawArticle.

    Raises InvalidRecord with the fields that are wrong, NewerSchema where ``schema_version`` is above ours.
    """
    if record.value is None:
        raise InvalidRecord("the value is null; a take-down is a RawArticle with pub_status canceled")
    try:
        raw = RawArticle.model_validate_json(record.value)
    except ValidationError as error:
        _check_schema_version(record)
        raise InvalidRecord(f"not a RawArticle: {reasons(error)}") from None
    if raw.schema_version > SCHEMA_VERSION:
        _pause_for(record, raw.schema_version)
    return raw


def _check_schema_version(record: Record) -> None:
    """Tell a record of a later contract, which ours need not understand, from a broken one."""
    try:
        value = orjson.loads(record.value or b"")
    except orjson.JSONDecodeError:
        return
    found = value.get("schema_version") if isinstance(value, dict) else None
    if isinstance(found, int) and found > SCHEMA_VERSION:
        _pause_for(record, found)


def _pause_for(record: Record, found: int) -> None:
    raise NewerSchema(
        f"{record.position} has schema_version {found}, this newswire reads up to {SCHEMA_VERSION}",
        "Upgrade newswire and start the stage again; nothing is lost, the record waits where it is",
    )


def article_of(raw: RawArticle, record: Record, now: datetime, page: Page | None = None) -> Article:
    """Normalize and tag one raw article that came as ``record``; raises TerminalError.

    ``page`` is what its HTML says, where another process has read that.
    """
    return tag_media_topics(tag_countries(normalize(raw, record, now, page)))


def html_of(record: Record) -> RawArticle | None:
    """Give the raw article of a record whose body is a web page, None for any other, and for one that is refused."""
    if record.value is None or b"text/html" not in record.value:
        return None  # most records are plain text and are decoded once only
    try:
        raw = decode_raw(record)
    except Exception:  # `process` meets it again, inside its guard
        return None
    return raw if raw.body_type == "text/html" and raw.body else None


def article_outgoing(article: Article, topic: str, traceparent: str | None) -> Outgoing:
    """Make the record for ``news.articles``: key is the article's id, headers are CloudEvents binary mode."""
    headers = ce_headers(
        id=f"{article.id}.{article.version}",
        source="newswire/stream",
        type="newswire.article.v1",
        time=article.processed_at,
        traceparent=traceparent,
    )
    value = article.__pydantic_serializer__.to_json(article)
    return Outgoing(topic, article.id.encode(), value, headers)


def refuse(record: Record, error: BaseException, topic: str) -> Result:
    """Make the dead letter; where the original cannot fit, a stub that tells its size and SHA-256."""
    dead = DeadLetter.of(record, "stream", error)
    outgoing = dead.outgoing(topic)
    if outgoing.size > DEAD_LETTER_LIMIT:
        value = record.value or b""
        digest = hashlib.sha256(value).hexdigest()
        message = f"{dead.message}; the original of {len(value)} bytes, SHA-256 {digest}, stays at {record.position}"
        stub = DeadLetter(
            Record(
                record.topic, record.partition, record.offset, record.timestamp_ms, (record.key or b"")[:1000], None
            ),
            dead.stage,
            dead.exception,
            message,
        )
        outgoing = stub.outgoing(topic)
    return Result(record, outgoing, refused=True)


def process(record: Record, now: datetime, settings: Settings, page: Page | TerminalError | None = None) -> Result:
    """Turn one record into what is to be delivered; see ``process_batch``."""
    return process_batch([record], now, settings, [page])[0]


def process_batch(
    records: Sequence[Record], now: datetime, settings: Settings, pages: Sequence[Page | TerminalError | None]
) -> list[Result]:
    """Turn records into what is to be delivered; a bad record becomes a dead letter, our own bugs included.

    ``pages`` has for each record what another process made of its HTML: what it says, or why it is refused. Where that
    is None the HTML is read here, with no limit of time.

    The batch goes step by step, not record by record: the tables of a step stay in the processor's cache, a sixth of
    the time. Raises only NewerSchema, which pauses the stage: the record is fine and this process is too old for it.
    """
    refused: dict[int, Result] = {}

    def step(run: Callable[[int], None]) -> None:
        for at, record in enumerate(records):
            if at not in refused:
                try:
                    run(at)
                except NewerSchema:
                    raise
                except Exception as error:
                    refused[at] = refuse(record, error, settings.dead_letter_topic)

    raws: dict[int, RawArticle] = {}
    articles: dict[int, Article] = {}
    outgoing: dict[int, Outgoing] = {}

    def decode(at: int) -> None:
        page = pages[at]
        if isinstance(page, TerminalError):
            raise page
        raws[at] = decode_raw(records[at])

    def clean(at: int) -> None:
        page = pages[at]
        articles[at] = normalize(raws[at], records[at], now, None if isinstance(page, TerminalError) else page)

    def place(at: int) -> None:
        articles[at] = tag_countries(articles[at])

    def classify(at: int) -> None:
        articles[at] = tag_media_topics(articles[at])

    def encode(at: int) -> None:
        out = article_outgoing(articles[at], settings.articles_topic, records[at].header("traceparent"))
        if out.size > ARTICLES_LIMIT:
            raise RecordTooLarge(
                f"the article weighs {out.size} bytes, {settings.articles_topic} takes {ARTICLES_LIMIT}"
            )
        outgoing[at] = out

    for run in (decode, clean, place, classify, encode):
        step(run)
    return [
        refused[at] if at in refused else Result(record, outgoing[at], refused=False)
        for at, record in enumerate(records)
    ]
