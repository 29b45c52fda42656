"""The Faust agent: ``news.raw`` to ``news.articles``, in batches, nothing acked before it is delivered."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from typing import Any, cast

from aiokafka import AIOKafkaProducer
from faust.streams import Stream
from faust.types import AgentT, EventT, StreamT

from newswire.clock import Clock
from newswire.errors import StagePaused
from newswire.kafka_clients import aiokafka_producer_options
from newswire.kafka_topics import DEAD_LETTER_LIMIT, RAW_LIMIT
from newswire.ops import Health
from newswire.records import Record
from newswire.settings import Settings
from stream.app import EX_REDO, StreamApp
from stream.deliver import deliver
from stream.page_pool import PagePool
from stream.process import Result, html_of, process_batch

log = logging.getLogger("newswire.stream")


def record_of(event: EventT[Any]) -> Record:
    """Take a Faust event as a Record; timestamps are milliseconds."""
    message = event.message
    headers: Any = message.headers or ()
    return Record(
        message.topic,
        message.partition,
        message.offset,
        round(message.timestamp * 1000),
        message.key,
        message.value,
        tuple(headers.items() if isinstance(headers, dict) else headers),
    )


def define_agent(app: StreamApp, settings: Settings, health: Health, clock: Clock) -> AgentT[bytes]:
    """Attach the agent that reads ``news.raw``."""
    raw_topic = app.topic(settings.raw_topic, key_serializer="raw", value_serializer="raw")

    async def run(stream: Stream[bytes], producer: AIOKafkaProducer, pool: PagePool) -> None:
        def report(reason: str) -> None:
            health.set(not reason, reason)

        report("")
        async for events in stream.take_events(settings.stream_batch_size, within=settings.stream_batch_wait_s):
            try:  # comes back only when the broker has acked every record
                await deliver(producer, await process_all(events, pool), settings, report)
            except StagePaused as pause:
                await stay_paused(pause)
            except BaseException:  # cancelled too: Faust acks whatever leaves this body, so none may leave
                log.exception("a batch could not be finished; this worker ends and the batch is done again")
                os._exit(EX_REDO)

    async def process_all(events: Iterable[EventT[Any]], pool: PagePool) -> list[Result]:
        records = [record_of(event) for event in events]
        pages = await pool.pages([html_of(record) for record in records])
        return process_batch(records, clock.now(), settings, pages)

    async def stay_paused(pause: StagePaused) -> None:
        """Hold the batch un-acked, alive and not ready, until the worker is stopped."""
        log.error("paused: %s", pause)
        health.set(False, f"paused: {pause}")
        await app.wait()
        os._exit(0)  # leaving the loop would ack the batch

    @app.agent(raw_topic, concurrency=1, name="normalize")
    async def normalize(stream: StreamT[bytes]) -> None:
        try:
            options = aiokafka_producer_options(settings, max(RAW_LIMIT, DEAD_LETTER_LIMIT))
            async with PagePool() as pool, AIOKafkaProducer(**options) as producer:
                await run(cast(Stream[bytes], stream), producer, pool)
        except BaseException:
            if app.should_stop:
                raise
            log.exception("the agent failed; this worker ends and is started again")
            os._exit(EX_REDO)  # a restarted agent acks the rest of its topic unread

    return normalize
