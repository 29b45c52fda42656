"""The API's way to Kafka: one idempotent producer, connected when first needed, every record's ack awaited."""

from __future__ import annotations

import asyncio
import contextlib

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordTooLargeError

from newswire.errors import ConfigError, NewswireError, RecordTooLarge, TransientError
from newswire.kafka_clients import aiokafka_producer_options
from newswire.kafka_topics import RAW_LIMIT
from newswire.records import Outgoing
from newswire.settings import Settings

CONNECT_S = 3.0
ACK_S = 5.0
CLOSE_S = 2.0
RETRY_AFTER_S = 5.0


class Publisher:
    """Writes to ``news.raw``; a Kafka that is down is met with TransientError, and tried anew at the next call."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()

    async def publish(self, record: Outgoing) -> None:
        """Return once every in-sync replica has the record.

        Raises RecordTooLarge, ConfigError (no such topic) or TransientError; after the last one the record may still
        arrive, which does no harm: sent again it is the same article.
        """
        if record.size > RAW_LIMIT:
            raise RecordTooLarge(f"the article makes a record of {record.size:,} bytes; the limit is {RAW_LIMIT:,}")
        producer = await self._connected()
        try:
            async with asyncio.timeout(ACK_S):
                delivery = await producer.send(
                    record.topic, record.value, key=record.key, headers=[(k, v or b"") for k, v in record.headers]
                )
                await asyncio.shield(delivery)
        except (MessageSizeTooLargeError, RecordTooLargeError) as error:
            raise RecordTooLarge(f"Kafka refused the article: {error}") from error
        except (KafkaError, OSError, TimeoutError) as error:
            cause = str(error) or "no answer in time"
            raise TransientError(
                f"Kafka did not acknowledge the article ({cause[:200]})",
                "Send it again: the same article sent twice is stored once",
                RETRY_AFTER_S,
            ) from error

    async def check(self) -> None:
        """Return if an article could be published now, else raise what ``publish`` would."""
        producer = await self._connected()
        await self._require_topic(producer)

    async def close(self) -> None:
        """Deliver what is under way, for at most ``CLOSE_S`` seconds, and disconnect."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _stop(producer)

    async def _connected(self) -> AIOKafkaProducer:
        async with self._connecting:
            if self._producer is None:
                producer = AIOKafkaProducer(**aiokafka_producer_options(self._settings, RAW_LIMIT))
                try:
                    async with asyncio.timeout(CONNECT_S):
                        await producer.start()
                    await self._require_topic(producer)
                except NewswireError:
                    await _stop(producer)
                    raise
                except (KafkaError, OSError, TimeoutError) as error:
                    await _stop(producer)
                    raise _unavailable(self._settings, error) from error
                self._producer = producer
            return self._producer

    async def _require_topic(self, producer: AIOKafkaProducer) -> None:
        """Refuse a missing topic at once: the producer would wait for it, and some brokers would make one up."""
        try:
            async with asyncio.timeout(CONNECT_S):
                cluster = await producer.client.fetch_all_metadata()
        except (KafkaError, OSError, TimeoutError) as error:
            raise _unavailable(self._settings, error) from error
        if self._settings.raw_topic not in cluster.topics():
            raise ConfigError(
                f"the Kafka topic {self._settings.raw_topic} is missing", "Create it with `newswire topics create`"
            )


async def _stop(producer: AIOKafkaProducer) -> None:
    with contextlib.suppress(KafkaError, OSError, TimeoutError):
        async with asyncio.timeout(CLOSE_S):
            await producer.stop()
            return
    with contextlib.suppress(KafkaError, OSError, TimeoutError):
        async with asyncio.timeout(CLOSE_S):
            await producer.client.close()


def _unavailable(settings: Settings, error: BaseException) -> TransientError:
    cause = str(error) or "no answer in time"
    return TransientError(
        f"Kafka does not answer at {settings.kafka} ({cause[:200]})",
        "Start it with `newswire up`, or set NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS",
        RETRY_AFTER_S,
    )
