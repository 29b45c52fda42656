"""The Elasticsearch client of the index stage, made from the settings in one place."""

from __future__ import annotations

from elasticsearch import Elasticsearch, OrjsonSerializer

from newswire.settings import Settings

REQUEST_TIMEOUT_S = 30.0


def connect(settings: Settings) -> Elasticsearch:
    """Make the client; nothing is sent yet.

    It never retries by itself: the client's own retries come with hardly a pause, ours wait for a cluster in trouble.
    """
    return Elasticsearch(
        settings.elasticsearch,
        serializer=OrjsonSerializer(),
        request_timeout=REQUEST_TIMEOUT_S,
        connections_per_node=settings.bulks_in_flight + 1,
        max_retries=0,
        retry_on_timeout=False,
        retry_on_status=(),
    )
