"""Run one worker of the stream stage until it is told to stop."""

from __future__ import annotations

import gc
import logging
import sys

import faust

from newswire.clock import SystemClock
from newswire.contracts import RawArticle
from newswire.kafka_topics import require_topics
from newswire.logs import configure_logging
from newswire.ops import Health, serve_health
from newswire.records import Record
from newswire.settings import Settings
from newswire.slots import Slot
from stream.agents import define_agent
from stream.app import create_app
from stream.pacing import pace_empty_fetches
from stream.process import article_of
from stream.tuning import read_tuning, use_tuning

log = logging.getLogger("newswire.stream")


def run_stream(settings: Settings, slot_number: int = 0) -> None:
    """Run worker ``slot_number`` of the stream stage; ends the process: exit 0 after SIGTERM or Ctrl-C.

    Raises ConfigError where Kafka, its topics, the worker slot or the health port are not to be had, or the tuning file
    is wrong.
    """
    configure_logging(settings, "stream")
    if settings.tuning_file:
        use_tuning(read_tuning(settings.tuning_file))
    health = Health("stream")
    serve_health(health, settings.ops_host, settings.stream_ops_port and settings.stream_ops_port + 10 * slot_number)
    require_topics(settings, [settings.raw_topic, settings.articles_topic, settings.dead_letter_topic])
    slot = Slot(settings.data_dir / "slots", settings.stream_group, slot_number).hold()
    warm_up()
    gc.freeze()  # the tables stay: no collection need walk through them again
    pace_empty_fetches()
    app = create_app(settings, slot.instance_id)
    define_agent(app, settings, health, SystemClock())
    log.info("stream worker %s reads %s from %s", slot.instance_id, settings.raw_topic, settings.kafka)
    worker = faust.Worker(
        app, loglevel="INFO", quiet=True, override_logging=False, redirect_stdouts=False, stdout=sys.stderr
    )
    worker.spinner = None
    worker.execute_from_commandline()


def warm_up() -> None:
    """Load every table before the first record comes, not in the middle of its batch."""
    raw = RawArticle(source_id="newswire", headline="Ready in Paris", body="The tables are loaded in Paris.")
    article_of(raw, Record("warm-up", 0, 0, 0, None, None), SystemClock().now())
