"""The only place of search that talks to Elasticsearch; every failure leaves it as an error of ours."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, AsyncElasticsearch, NotFoundError, OrjsonSerializer

from newswire.errors import ConfigError, NewswireError, TransientError
from newswire.settings import Settings
from search.query import Body

CLIENT_TIMEOUT_S = 3.0
EMBEDDED_CLIENT_TIMEOUT_S = 30.0  # the embedded engine scans every document: seconds from a thousand articles on
CONNECTIONS = 20
MISSING_INDEX = "index_not_found_exception"

log = logging.getLogger("newswire.search")


class RefusedQuery(NewswireError):
    """Elasticsearch would not run a query that our parser let through."""


class Engine:
    """Searches and reads through the filtered alias; never repeats a request by itself, the reader can."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.elasticsearch
        self._alias = settings.index_alias_read
        self._client = AsyncElasticsearch(
            settings.elasticsearch,
            serializer=OrjsonSerializer(),
            request_timeout=EMBEDDED_CLIENT_TIMEOUT_S if settings.embedded_elasticsearch else CLIENT_TIMEOUT_S,
            max_retries=0,
            retry_on_timeout=False,
            connections_per_node=CONNECTIONS,
        )

    async def search(self, body: Body) -> dict[str, Any]:
        """Run a body; a partial answer counts as none, since its counts would be wrong."""
        try:
            response = await self._client.search(index=self._alias, body=body, allow_partial_search_results=False)
        except (ApiError, TransportError) as error:
            raise self._translated(error) from error
        answer: dict[str, Any] = response.body
        if answer.get("timed_out") or answer.get("_shards", {}).get("failed"):
            raise TransientError("the search took too long", "Narrow it down, or try again", retry_after_s=5.0)
        return answer

    async def document(self, article_id: str) -> dict[str, Any] | None:
        """Read one document by id, hidden or not: an alias' filter does not hold for reads by id."""
        try:
            response = await self._client.get(index=self._alias, id=article_id, source_excludes=["text"])
        except NotFoundError as error:
            if _error_type(error) == MISSING_INDEX:
                raise self._translated(error) from error
            return None
        except (ApiError, TransportError) as error:
            raise self._translated(error) from error
        source: dict[str, Any] = response.body["_source"]
        return source

    async def check(self) -> None:
        """Return if a search could run now, else raise what ``search`` would."""
        try:
            exists = await self._client.indices.exists_alias(name=self._alias)
        except (ApiError, TransportError) as error:
            raise self._translated(error) from error
        if not exists:
            raise _missing(self._alias)

    async def close(self) -> None:
        """Disconnect."""
        await self._client.close()

    def _translated(self, error: ApiError | TransportError) -> NewswireError:
        if isinstance(error, TransportError):
            cause = type(error).__name__
            return TransientError(
                f"Elasticsearch does not answer at {self._url} ({cause})",
                "Start it with `newswire up`, or set NEWSWIRE_ELASTICSEARCH_URL",
                retry_after_s=5.0,
            )
        status, kind = error.meta.status, _error_type(error)
        if status == 404 and kind == MISSING_INDEX:
            return _missing(self._alias)
        if status in (401, 403):
            return ConfigError(f"Elasticsearch refuses the API ({kind})", "Check its credentials and rights")
        if status == 400:
            log.warning("Elasticsearch refused a query: %s", str(error)[:500])
            return RefusedQuery("the search engine cannot run this query", "Make it simpler")
        return TransientError(f"Elasticsearch answers {status} ({kind})", "Try again", retry_after_s=5.0)


def _missing(alias: str) -> ConfigError:
    return ConfigError(f"the index behind {alias} is missing", "Create it with `newswire schema apply`")


def _error_type(error: ApiError) -> str:
    body = error.body
    cause = body.get("error") if isinstance(body, dict) else None
    return str(cause.get("type", "unknown")) if isinstance(cause, dict) else "unknown"


def is_visible(source: dict[str, Any], now: datetime) -> bool:
    """Apply the filter of the read alias to one document: usable, its embargo past, not the double of another.

    >>> is_visible({"pub_status": "canceled"}, datetime(2026, 1, 1, tzinfo=UTC))
    False
    """
    if source.get("pub_status") != "usable" or source.get("alias_of"):
        return False
    embargo = source.get("embargoed_until")
    return embargo is None or datetime.fromisoformat(embargo).astimezone(UTC) <= now
