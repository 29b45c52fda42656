"""The search API: HTTP in, the search service or Kafka behind it, problem+json for everything that fails."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field

from newswire.clock import Clock, SystemClock
from newswire.errors import NewswireError
from newswire.settings import Settings
from search.engine import Engine
from search.hits import FacetPage, FoundArticle, SearchPage
from search.intake import Accepted, read_body, read_raw, to_record
from search.openapi import complete_openapi
from search.problems import ProblemError, handle_errors, problem, problem_response, responses, wants_html
from search.publisher import Publisher
from search.request import SearchRequest
from search.service import SearchService
from search.web.pages import add_pages, error_page

READY_CHECK_S = 4.0

log = logging.getLogger("newswire.search")


class Readiness(BaseModel):
    """What the API depends on, and what of it does not work."""

    ready: bool
    checks: dict[str, str] = Field(description='"ok", or what is wrong and what to do')


def create_app(settings: Settings, *, clock: Clock | None = None, cursor_key: bytes | None = None) -> FastAPI:
    """Build the app; it connects when first asked, so it starts without Kafka or Elasticsearch.

    ``cursor_key`` seals the cursors; without one a key is made, and cursors end with the process.
    """
    now = clock or SystemClock()
    # The clients belong to the event loop, so they are made when it runs.
    live: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        engine, publisher = Engine(settings), Publisher(settings)
        live.update(engine=engine, publisher=publisher)
        live["service"] = SearchService(engine, now, cursor_key or secrets.token_bytes(32))
        yield
        await asyncio.gather(publisher.close(), engine.close())

    app = FastAPI(
        title="newswire search API",
        version="1",
        description="Search news articles by words, country, media topic, source, language and date.",
        lifespan=lifespan,
        docs_url=None,  # the usual page loads its scripts from elsewhere
        redoc_url=None,
    )

    async def answer(request: Request, error: Exception) -> Response:
        return error_page(request, error) if wants_html(request) else problem_response(error)

    handle_errors(app, answer)
    app.middleware("http")(_observed)

    def service() -> SearchService:
        found: SearchService = live["service"]
        return found

    @app.get("/v1/search", response_model=SearchPage, responses=responses(422, 503), tags=["search"])
    async def search(request: Annotated[SearchRequest, Query()]) -> Response:
        """Find articles."""
        return _json(await service().search(request))

    @app.get("/v1/facets", response_model=FacetPage, responses=responses(422, 503), tags=["search"])
    async def facets(request: Annotated[SearchRequest, Query()]) -> Response:
        """Count articles by country, topic, source, language and section; all facets unless some are named."""
        return _json(await service().facets(request))

    @app.get("/v1/articles/{id}", response_model=FoundArticle, responses=responses(404, 503), tags=["articles"])
    async def article(id: str) -> Response:
        """Read one article; what is withheld, canceled or under embargo is not found."""
        found = await service().article(id)
        if found is None:
            raise ProblemError(problem(404, "there is no such article", hint="search for it: /v1/search?q=…"))
        return _json(found)

    @app.post(
        "/v1/articles",
        status_code=202,
        response_model=Accepted,
        responses=responses(413, 422, 503),
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RawArticle"}}},
            }
        },
        tags=["articles"],
    )
    async def push(request: Request) -> Response:
        """Send an article into the pipeline; the answer comes once Kafka has it."""
        raw = read_raw(await read_body(request), now)
        outgoing = to_record(raw, settings.raw_topic, request.headers.get("traceparent", ""), now)
        await live["publisher"].publish(outgoing)
        article_id = (outgoing.key or b"").decode()
        return _json(Accepted(id=article_id, url=f"/v1/articles/{article_id}"), status=202)

    @app.get("/livez", response_class=PlainTextResponse, tags=["health"])
    async def livez() -> str:
        """Answer while the process lives."""
        return "ok"

    @app.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}}, tags=["health"])
    async def readyz() -> Response:
        """Name what is not ready."""
        engine, kafka = await asyncio.gather(_check(live["engine"].check), _check(live["publisher"].check))
        state = Readiness(ready=engine == kafka == "ok", checks={"elasticsearch": engine, "kafka": kafka})
        return _json(state, status=200 if state.ready else 503)

    add_pages(app, service, now)
    complete_openapi(app)
    return app


async def _check(check: Callable[[], Awaitable[None]]) -> str:
    try:
        async with asyncio.timeout(READY_CHECK_S):
            await check()
    except NewswireError as error:
        return str(error)
    except TimeoutError:
        return "no answer in time"
    return "ok"


async def _observed(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Write one short line a request, without the query: it is the reader's own business."""
    started = time.perf_counter()
    response = await call_next(request)
    took_ms = (time.perf_counter() - started) * 1000
    level = logging.DEBUG if request.url.path in ("/livez", "/readyz") else logging.INFO
    log.log(level, "%s %s %d %.0f ms", request.method, request.url.path, response.status_code, took_ms)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def _json(value: BaseModel, status: int = 200) -> Response:
    return Response(value.model_dump_json(), status, media_type="application/json")
