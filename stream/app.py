"""The Faust app of the stream stage: settings of the worker, no logic.

Each value that differs from Faust's default is one that lost messages, hung or listened where nobody asked.
"""

from __future__ import annotations

import asyncio
import os

import faust

from newswire.kafka_clients import HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS
from newswire.kafka_topics import RAW_LIMIT
from newswire.settings import Settings

# Exit codes that ask the supervisor to start the worker again: what was not acked is read and done again.
EX_REDO = 70
EX_STOP_TIMEOUT = 75
STOP_LIMIT_S = 8.0
WEEK_S = 7 * 24 * 3600.0


class StreamApp(faust.App):
    """A Faust app whose stop always ends: work that hangs is dropped un-acked, and so is done again."""

    async def on_stop(self) -> None:
        """Limit the stop that has begun; SIGTERM and a crash both pass here first."""
        asyncio.get_running_loop().call_later(STOP_LIMIT_S, os._exit, EX_STOP_TIMEOUT)
        await super().on_stop()


def create_app(settings: Settings, instance_id: str) -> StreamApp:
    """Make the app of one worker slot; ``instance_id`` is its Kafka group.instance.id."""
    return StreamApp(
        settings.stream_group,
        broker=[f"kafka://{server}" for server in settings.kafka.split(",")],
        datadir=str(settings.data_dir / "faust"),
        autodiscover=False,
        key_serializer="raw",
        value_serializer="raw",
        web_enabled=False,
        topic_allow_declare=False,  # a typo must not create a topic
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=instance_id,
        consumer_max_fetch_size=RAW_LIMIT + 128 * 1024,
        broker_session_timeout=SESSION_TIMEOUT_MS / 1000,
        broker_heartbeat_interval=HEARTBEAT_INTERVAL_MS / 1000,
        broker_commit_interval=1.0,
        broker_rebalance_timeout=30.0,
        broker_max_poll_interval=WEEK_S,  # a worker that waits for a broker must keep its partitions
        stream_buffer_maxsize=512,
        stream_wait_empty=True,  # a stop waits for the batch in hand: without it that batch is acked undelivered
        worker_redirect_stdouts=False,
    )
