"""The bare baseline of the stream stage: an aiokafka loop with the same ``process`` call, in a process of its own."""

from __future__ import annotations

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from newswire.clock import SystemClock
from newswire.kafka_clients import aiokafka_producer_options
from newswire.kafka_topics import DEAD_LETTER_LIMIT, RAW_LIMIT
from newswire.records import Record
from newswire.settings import Settings
from stream.process import process_batch
from stream.run import warm_up

BATCH = 500


def record_of(message: ConsumerRecord) -> Record:
    return Record(
        message.topic,
        message.partition,
        message.offset,
        message.timestamp,
        message.key,
        message.value,
        tuple(message.headers),
    )


async def run(settings: Settings) -> None:
    clock = SystemClock()
    consumer = AIOKafkaConsumer(
        settings.raw_topic,
        bootstrap_servers=settings.kafka,
        group_id=settings.stream_group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=RAW_LIMIT + 128 * 1024,
    )
    producer = AIOKafkaProducer(**aiokafka_producer_options(settings, max(RAW_LIMIT, DEAD_LETTER_LIMIT)))
    async with producer, consumer:
        while True:
            batches = await consumer.getmany(timeout_ms=200, max_records=BATCH)
            now, acks = clock.now(), []
            for messages in batches.values():
                records = [record_of(message) for message in messages]
                for result in process_batch(records, now, settings, [None] * len(records)):
                    out = result.outgoing
                    acks.append(await producer.send(out.topic, out.value, out.key, headers=list(out.headers)))
            if acks:
                await asyncio.gather(*acks)
                await consumer.commit()


if __name__ == "__main__":
    warm_up()
    asyncio.run(run(Settings()))
