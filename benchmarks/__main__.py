"""Measure against bare baselines: ``python -m benchmarks [processing|stream|producer|indexer …]``."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from benchmarks.engines import real_engines
from benchmarks.indexing import measure_indexer
from benchmarks.measure import machine_facts, print_table
from benchmarks.processing import measure_processing
from benchmarks.producing import measure_producer
from benchmarks.stream_stage import measure_stream
from tests.engines import EngineFailed, EngineUnavailable

NEED_ENGINES = {
    "stream": (measure_stream, 10_000, "Stream stage: news.raw to news.articles"),
    "producer": (measure_producer, 20_000, "Producer: articles to news.raw"),
    "indexer": (measure_indexer, 10_000, "Indexer: news.articles to Elasticsearch"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", help="of processing, stream, producer, indexer; nothing: all")
    parser.add_argument("--n", type=int, help="records of a run (default: enough for some seconds)")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    unknown = set(options.what) - {"processing", *NEED_ENGINES}
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    wanted = options.what or ["processing", *NEED_ENGINES]
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    console.print(*machine_facts(), sep="\n", soft_wrap=True)
    if "processing" in wanted:
        print_table("Processing, CPU of one core for one article of 3 KB", measure_processing(options.runs), console)
    try:
        for name, (measure, usual, title) in NEED_ENGINES.items():
            if name in wanted:
                with real_engines(with_elasticsearch=name == "indexer") as engines:
                    count = options.n or usual
                    rows = measure(engines, count, options.runs)
                print_table(f"{title}, {count:,} records, {options.runs} runs in turns", rows, console)
    except (EngineUnavailable, EngineFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
