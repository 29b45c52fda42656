"""The pages' routes: the search at ``/``, an article at ``/articles/{id}``, and errors as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jinja2
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError

from newswire.clock import Clock
from newswire.errors import NewswireError
from search.cursor import CursorError
from search.hits import FoundArticle, SearchPage
from search.problems import Problem, ProblemError, problem, problem_of, validation_problem
from search.query_language import QueryError
from search.request import SearchRequest
from search.service import SearchService
from search.web.links import PAGE_SIZE, PageState
from search.web.view import chips, country_tag, direction, facet_views, hit_view, language_name, topic_tag

HERE = Path(__file__).parent
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PERIODS = (("24 hours", 1), ("7 days", 7), ("30 days", 30))


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %b %Y, %H:%M} UTC"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "date": _date,
    "iso": _iso,
    "number": lambda number: f"{number:,}",
    "paragraphs": lambda text: text.split("\n\n"),
}


def add_pages(app: FastAPI, service: Callable[[], SearchService], clock: Clock) -> None:
    """Add the pages and their own files to the app."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def search_page(request: Request) -> Response:
        state = PageState.of(request.query_params.multi_items())
        try:
            wanted = SearchRequest.model_validate(state.parameters())
        except ValidationError as error:
            wrong = validation_problem(error.errors(include_url=False, include_input=False))
            return _failed_search(state, wrong, {}, clock)
        try:
            page = await service().search(wanted)
        except (QueryError, CursorError, NewswireError) as error:
            return _failed_search(state, *problem_of(error), clock)
        return _html("search.html", **_frame(state, clock), **_results(page, state))

    @app.api_route("/articles/{id}", methods=["GET", "HEAD"], include_in_schema=False)
    async def article_page(id: str) -> Response:
        found = await service().article(id)
        if found is None:
            raise ProblemError(problem(404, "There is no such article, or it has been withdrawn."))
        return _html("article.html", **_article(found))


def error_page(request: Request, error: Exception) -> Response:
    """Show an error that is not of a search."""
    found, headers = problem_of(error)
    title = {404: "Not found", 503: "Not available just now"}.get(found.status, found.title)
    return _html("error.html", found.status, headers, title=title, problem=found, state=PageState())


def _html(template: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> Response:
    return HTMLResponse(_templates.get_template(template).render(context), status, {**SECURITY, **(headers or {})})


def _frame(state: PageState, clock: Clock) -> dict[str, Any]:
    """Collect what the search page shows with or without results."""
    today = clock.now()
    periods = []
    for title, days in PERIODS:
        start = f"{today - timedelta(days=days):%Y-%m-%d}"
        chosen = state.value("from") == start and not state.value("to")
        target = state.without("from") if chosen else state.with_value("from", start).without("to")
        periods.append((title, target.url, chosen))
    return {"state": state, "chips": chips(state), "periods": periods, "clear_url": state.only("q", "sort").url}


def _results(page: SearchPage, state: PageState) -> dict[str, Any]:
    plain = PageState(state.pairs)
    first = (state.page - 1) * PAGE_SIZE + 1
    sorts = [(title, state.with_value("sort", sort).url, page.sort == sort) for title, sort in _sorts(state)]
    return {
        "error": None,
        "page": page,
        "hits": [hit_view(hit, plain) for hit in page.hits],
        "facets": facet_views(page.facets, plain),
        "sorts": sorts,
        "range": (first, first + len(page.hits) - 1),
        "next_url": state.next_page(page.next).url if page.next else None,
        "first_url": plain.url if state.page > 1 else None,
    }


def _sorts(state: PageState) -> list[tuple[str, str]]:
    by_time = [("Newest", "newest"), ("Oldest", "oldest")]
    return [("Relevance", "relevance"), *by_time] if state.value("q") else by_time


def _failed_search(state: PageState, found: Problem, headers: dict[str, str], clock: Clock) -> Response:
    context: dict[str, Any] = {
        "error": found,
        "marked": _marked(found, state.value("q")),
        "page": None,
        "facets": [],
        "hits": [],
    }
    return _html("search.html", found.status, headers, **_frame(state, clock), **context)


def _marked(found: Problem, query: str) -> tuple[str, str, str] | None:
    """Cut the query at the error's position: before, the character there, after."""
    if found.position is None:
        return None
    return query[: found.position], query[found.position : found.position + 1], query[found.position + 1 :][:200]


def _article(article: FoundArticle) -> dict[str, Any]:
    tags = [country_tag(article, tag, PageState()) for tag in article.country_tags]
    return {
        "state": PageState(),
        "article": article,
        "countries": [tag for tag in tags if tag.role == "about"],
        "other_countries": [tag for tag in tags if tag.role != "about"],
        "topics": [topic_tag(article, tag, PageState()) for tag in article.topic_tags],
        "direction": direction(article.language),
        "language_name": language_name(article.language),
        "source_url": PageState().with_value("source", article.source_id).url,
    }
