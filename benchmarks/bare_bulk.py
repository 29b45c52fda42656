"""The bare baseline of the indexer: ``parallel_bulk`` from a file, run as a process of its own.

``python -m benchmarks.bare_bulk FILE INDEX json|orjson``; each line of the file is {"id", "version", "source"}.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from elasticsearch import Elasticsearch, OrjsonSerializer
from elasticsearch.helpers import parallel_bulk

from newswire.settings import Settings

THREADS, CHUNK = 4, 500


def actions(file: Path, index: str) -> Iterator[dict[str, Any]]:
    with file.open("rb") as lines:
        for line in lines:
            document = orjson.loads(line)
            yield {
                "_op_type": "index",
                "_index": index,
                "_id": document["id"],
                "version": document["version"],
                "version_type": "external_gte",
                "_source": document["source"],
            }


def main() -> None:
    file, index, serializer = sys.argv[1:]
    options: dict[str, Any] = {"serializer": OrjsonSerializer()} if serializer == "orjson" else {}
    client = Elasticsearch(Settings().elasticsearch, request_timeout=60, **options)
    for _ in parallel_bulk(client, actions(Path(file), index), thread_count=THREADS, chunk_size=CHUNK):
        pass
    time.sleep(3600)  # until it is stopped: its CPU is read at the moment the last document is in


if __name__ == "__main__":
    main()
