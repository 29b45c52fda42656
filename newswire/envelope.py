"""What goes around a message on Kafka: CloudEvents headers, trace context, and a RawArticle made ready to send.

CloudEvents 1.0 in the binary mode of its Kafka binding: attributes are headers with the prefix ``ce_``, the value is
the bare message. A reader may ignore all of it: a record without headers is as welcome.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

import orjson

from newswire.clock import SystemClock
from newswire.contracts import RawArticle
from newswire.errors import InvalidRecord
from newswire.identity import article_id
from newswire.records import Headers, Outgoing

RAW_ARTICLE_TYPE = "newswire.raw-article.v1"
ARTICLE_TYPE = "newswire.article.v1"


def ce_headers(*, id: str, source: str, type: str, time: datetime, traceparent: str | None = None) -> Headers:
    """Make the headers of one event; ``id`` is unique within ``source``, ``traceparent`` is left out where None."""
    headers: Headers = (
        ("ce_specversion", b"1.0"),
        ("ce_id", id.encode()),
        ("ce_source", source.encode()),
        ("ce_type", type.encode()),
        ("ce_time", rfc3339(time).encode()),
        ("content-type", b"application/json"),
    )
    return headers if traceparent is None else (*headers, ("traceparent", traceparent.encode()))


def rfc3339(moment: datetime) -> str:
    """Write an aware time in UTC, to the millisecond.

    >>> rfc3339(datetime(2024, 2, 29, 12, 0, tzinfo=UTC))
    '2024-02-29T12:00:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_traceparent() -> str:
    """Begin a trace: a W3C ``traceparent`` with random ids, sampled."""
    ids = secrets.token_hex(24)
    return f"00-{ids[:32]}-{ids[32:]}-01"


def raw_value(raw: RawArticle) -> bytes:
    """Write a RawArticle as compact JSON: ``schema_version`` always, other fields where they say something."""
    said = raw.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return orjson.dumps({"schema_version": raw.schema_version, **said})


def raw_outgoing(
    raw: RawArticle, topic: str, producer: str, *, now: datetime | None = None, traceparent: str | None = None
) -> Outgoing:
    """Make the record of one RawArticle for ``topic``; ``producer`` is its ``ce_source``.

    The key is the article's id as far as the raw fields tell it, a partition hint and no more; ``ce_id`` is that id
    with a digest of the value, so sending the same again gives the same ``ce_id``. Raises InvalidRecord where the url
    has no canonical form: the stream would refuse it.
    """
    try:
        key = article_id(raw)
    except ValueError as error:
        raise InvalidRecord(f"url: {error}") from error
    value = raw_value(raw)
    headers = ce_headers(
        id=f"{key}-{hashlib.sha256(value).hexdigest()[:16]}",
        source=producer,
        type=RAW_ARTICLE_TYPE,
        time=now or SystemClock().now(),
        traceparent=traceparent or new_traceparent(),
    )
    return Outgoing(topic, key.encode(), value, headers)
