"""An article that comes over HTTP: read within limits, checked, made ready for Kafka."""

from __future__ import annotations

import re

from fastapi import Request
from pydantic import BaseModel, Field, ValidationError

from newswire.clock import Clock
from newswire.contracts import SCHEMA_VERSION, RawArticle
from newswire.envelope import raw_outgoing
from newswire.kafka_topics import RAW_LIMIT
from newswire.records import Outgoing
from search.problems import ProblemError, problem, validation_problem

PRODUCER = "newswire-api"
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Accepted(BaseModel):
    """The article is on Kafka and will be searchable in a moment."""

    id: str = Field(description="the article's id as far as the message tells; a page's own canonical address may win")
    url: str = Field(description="where to read it, once indexed")


def read_raw(body: bytes, clock: Clock) -> RawArticle:
    """Read a RawArticle that comes over HTTP: never with an operator's authority, always with the time it came."""
    try:
        raw = RawArticle.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError(validation_problem(error.errors(include_url=False, include_input=False))) from error
    if raw.schema_version > SCHEMA_VERSION:
        raise ProblemError(
            problem(422, f"schema_version: {raw.schema_version} is not known here", hint=f"send {SCHEMA_VERSION}")
        )
    return raw.model_copy(update={"operator": False, "fetched_at": raw.fetched_at or clock.now()})


async def read_body(request: Request) -> bytes:
    """Read the body, but never more than a record may weigh."""
    too_large = ProblemError(problem(413, f"the article is over {RAW_LIMIT:,} bytes", hint="send its text only"))
    stated = request.headers.get("content-length", "0")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > RAW_LIMIT:
        raise too_large
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > RAW_LIMIT:
            raise too_large
    return bytes(received)


def to_record(raw: RawArticle, topic: str, traceparent: str, clock: Clock) -> Outgoing:
    """Make the Kafka record; the sender's trace goes on where ``traceparent`` is a valid one."""
    valid = _TRACEPARENT.fullmatch(traceparent) is not None
    return raw_outgoing(raw, topic, PRODUCER, now=clock.now(), traceparent=traceparent if valid else None)
