"""The stream stage against a bare aiokafka loop that makes the same ``process`` call."""

from __future__ import annotations

from benchmarks.corpus import raw_values
from benchmarks.measure import Rate, Row, compared, in_turns
from benchmarks.workplace import TopicEnd, fill, timed_process, workplace
from tests.engines import Engines

OURS = "newswire stream"
WAYS = {
    "bare aiokafka loop, 500 at once": ("-m", "benchmarks.bare_stream"),
    OURS: ("-m", "newswire", "stream"),
}
TARGETS = {OURS: "≥ 0.70"}


def measure_stream(engines: Engines, count: int, runs: int) -> list[Row]:
    """Measure both, in turns; from the pre-filled ``news.raw`` to the end of ``news.articles``."""
    values = raw_values(count)

    def run(way: str) -> Rate:
        with workplace(engines) as (settings, environment):
            fill(settings, settings.raw_topic, values)
            end = TopicEnd(settings, settings.articles_topic)
            try:
                return timed_process(WAYS[way], environment, count, end)
            finally:
                end.close()

    return compared(in_turns(list(WAYS), runs, run), TARGETS)
