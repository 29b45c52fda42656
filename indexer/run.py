"""Run one worker of the index stage until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading

from indexer.consumer import run
from newswire.logs import configure_logging
from newswire.ops import Health, serve_health
from newswire.settings import Settings
from newswire.slots import Slot

log = logging.getLogger("newswire.index")


def run_indexer(settings: Settings, slot_number: int = 0) -> None:
    """Run worker ``slot_number`` of the index stage; comes back after SIGTERM or Ctrl-C.

    Raises ConfigError where Kafka, its topics, the write alias, the worker slot or the health port are not to be had.
    """
    configure_logging(settings, "index")
    health = Health("index")
    serve_health(health, settings.ops_host, settings.index_ops_port and settings.index_ops_port + 10 * slot_number)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    slot = Slot(settings.data_dir / "slots", settings.index_group, slot_number).hold()
    log.info("indexer %s reads %s from %s", slot.instance_id, settings.articles_topic, settings.kafka)
    run(settings, stop, health, slot.instance_id)
    slot.release()
