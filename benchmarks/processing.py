"""CPU of each processing step on one article, on one core; needs no engines."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from benchmarks.corpus import raw_articles, scraped_pages
from benchmarks.measure import Row
from newswire.clock import to_ms
from newswire.contracts import RawArticle
from newswire.envelope import raw_value
from newswire.identity import canonical_url
from newswire.records import Record
from newswire.settings import Settings
from stream.countries import tag_countries
from stream.media_topics import tag_media_topics
from stream.normalize import normalize
from stream.process import article_outgoing, decode_raw, process_batch

ARTICLES = 400
TARGET_US = 300
NORMALIZE_AND_TAG = "normalize + tag"
IN_CACHE = "the same, one article again and again"
REPEATS = 200
WHOLE = "process_batch, the whole"
STEPS = ("decode", "normalize", "tag_countries", "tag_media_topics", "encode")


def measure_processing(runs: int) -> list[Row]:
    """Measure a plain article (fields given) and a scraped page, step by step, ``runs`` rounds each."""
    rows = []
    for form, raws in (("plain", raw_articles(ARTICLES)), ("scraped", scraped_pages(ARTICLES))):
        timed = [_round(raws) for _ in range(runs + 1)][1:]  # the first one warms up
        for step in timed[0]:
            target = f"≤ {TARGET_US}" if step in (NORMALIZE_AND_TAG, IN_CACHE) and form == "plain" else ""
            rows.append(Row(f"{form}: {step}", "µs", tuple(one[step] for one in timed), target=target))
    return rows


def _round(raws: Sequence[RawArticle]) -> dict[str, float]:
    """Give the CPU microseconds an article of every step.

    For the steps each article goes through all of them before the next one comes: a step that runs over many articles
    in a row finds its tables in the processor's cache and looks faster than it is for a single record. The whole runs
    in batches, as in the stage, which takes that advantage.
    """
    settings, now = Settings(_env_file=None), datetime.now(UTC)
    stamp = to_ms(now)
    records = [Record(settings.raw_topic, 0, i, stamp, None, raw_value(raw)) for i, raw in enumerate(raws)]
    spent = [0] * len(STEPS)
    canonical_url.cache_clear()  # every article of the stream has an address that was not seen before
    for record in records:
        marks = [time.thread_time_ns()]
        raw = decode_raw(record)
        marks.append(time.thread_time_ns())
        normal = normalize(raw, record, now)
        marks.append(time.thread_time_ns())
        placed = tag_countries(normal)
        marks.append(time.thread_time_ns())
        tagged = tag_media_topics(placed)
        marks.append(time.thread_time_ns())
        article_outgoing(tagged, settings.articles_topic, None)
        marks.append(time.thread_time_ns())
        for step, (began, ended) in enumerate(pairwise(marks)):
            spent[step] += ended - began
    each = {step: nanoseconds / len(records) / 1000 for step, nanoseconds in zip(STEPS, spent, strict=True)}
    canonical_url.cache_clear()
    began = time.thread_time_ns()
    for at in range(0, len(records), settings.stream_batch_size):
        batch = records[at : at + settings.stream_batch_size]
        process_batch(batch, now, settings, [None] * len(batch))
    each[WHOLE] = (time.thread_time_ns() - began) / len(records) / 1000
    each[IN_CACHE] = _in_cache(raws, records, now)
    each[NORMALIZE_AND_TAG] = sum(each[step] for step in ("normalize", "tag_countries", "tag_media_topics"))
    return each


def _in_cache(raws: Sequence[RawArticle], records: Sequence[Record], now: datetime) -> float:
    """Give the microseconds of normalize and tag with all tables in the processor's cache; mean of five articles."""
    spent = 0
    for at in range(0, len(raws), len(raws) // 5):
        raw, record = raws[at], records[at]
        began = time.thread_time_ns()
        for _ in range(REPEATS):
            tag_media_topics(tag_countries(normalize(raw, record, now)))
        spent += time.thread_time_ns() - began
    return spent / 5 / REPEATS / 1000
