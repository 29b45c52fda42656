"""Connection options of every Kafka client, made from the settings in one place."""

from __future__ import annotations

from typing import Any

from newswire.errors import ConfigError
from newswire.settings import Settings

# kafka-python waits up to 30 s between attempts by default; a broker that comes back must be found within a second.
RECONNECT_BACKOFF_MAX_MS = 1000
CONNECT_TIMEOUT_MS = 5000

# A killed worker's successor with the same group.instance.id gets its partitions at once, one without waits for this.
SESSION_TIMEOUT_MS = 10_000
HEARTBEAT_INTERVAL_MS = 3000
# Client-side only: a consumer that waits for Elasticsearch or a broker for hours must keep its membership.
MAX_POLL_INTERVAL_MS = 24 * 3600 * 1000

BATCH_BYTES = 512 * 1024
LINGER_MS = 5


def connection_options(settings: Settings) -> dict[str, Any]:
    """Give the options that every kafka-python client takes."""
    return {
        "bootstrap_servers": settings.kafka.split(","),
        "reconnect_backoff_max_ms": RECONNECT_BACKOFF_MAX_MS,
        "bootstrap_timeout_ms": CONNECT_TIMEOUT_MS,
    }


def unreachable(settings: Settings, error: BaseException) -> ConfigError:
    """Say that no broker answers, and what to do about it."""
    return ConfigError(
        f"Kafka does not answer at {settings.kafka} ({type(error).__name__})",
        "Start it with `newswire up`, or set NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS",
    )


def producer_options(settings: Settings, request_bytes: int) -> dict[str, Any]:
    """Give the options of a kafka-python producer whose records weigh at most ``request_bytes``."""
    return connection_options(settings) | {
        "acks": "all",
        "enable_idempotence": True,
        "linger_ms": LINGER_MS,
        "batch_size": BATCH_BYTES,
        "max_request_size": request_bytes + 64 * 1024,
        "max_block_ms": CONNECT_TIMEOUT_MS,
        "compression_type": "lz4",
    }


def consumer_options(settings: Settings, group: str, instance: str | None, record_bytes: int) -> dict[str, Any]:
    """Give the options of a kafka-python consumer that commits by hand and never skips."""
    return connection_options(settings) | {
        "group_id": group,
        "group_instance_id": instance,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "allow_auto_create_topics": False,
        "session_timeout_ms": SESSION_TIMEOUT_MS,
        "heartbeat_interval_ms": HEARTBEAT_INTERVAL_MS,
        "max_poll_interval_ms": MAX_POLL_INTERVAL_MS,
        "max_partition_fetch_bytes": record_bytes + 64 * 1024,
    }


def aiokafka_producer_options(settings: Settings, request_bytes: int) -> dict[str, Any]:
    """Give the options of the stream stage's own aiokafka producer."""
    return {
        "bootstrap_servers": settings.kafka.split(","),
        "acks": "all",
        "enable_idempotence": True,
        "linger_ms": LINGER_MS,
        "max_batch_size": BATCH_BYTES,
        "max_request_size": request_bytes + 64 * 1024,
    }
