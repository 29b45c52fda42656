"""Errors as problem+json (RFC 9457): what went wrong, where, and what to do about it."""

from __future__ import annotations

import http
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from newswire.errors import ConfigError, NewswireError, RecordTooLarge, TerminalError, TransientError
from search.cursor import CursorError
from search.engine import RefusedQuery
from search.query_language import QueryError

MEDIA_TYPE = "application/problem+json"
CONFIG_RETRY_S = 30

log = logging.getLogger("newswire.search")


class FieldProblem(BaseModel):
    """One field of the request that is wrong."""

    field: str
    detail: str


class Problem(BaseModel):
    """An error; ``type`` is about:blank throughout, ``title`` and ``status`` say the kind."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    hint: str | None = Field(None, description="what to do about it")
    position: int | None = Field(None, description="where in q, in characters from 0")
    errors: list[FieldProblem] | None = None


class ProblemError(Exception):
    """Raised where a route knows its answer."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.headers = headers


def problem(status: int, detail: str | None = None, **more: Any) -> Problem:
    """Make a problem whose title is the status' phrase."""
    return Problem(title=http.HTTPStatus(status).phrase, status=status, detail=detail, **more)


def problem_of(error: Exception) -> tuple[Problem, dict[str, str]]:
    """Say what an error means over HTTP: the problem and its headers."""
    match error:
        case ProblemError():
            return error.problem, dict(error.headers or {})
        case QueryError():
            detail = f"{error.message} (at character {error.position + 1})"
            wrong = FieldProblem(field="q", detail=detail)
            return problem(422, detail, position=error.position, hint=error.hint, errors=[wrong]), {}
        case CursorError():
            wrong = FieldProblem(field="cursor", detail=str(error))
            return problem(422, str(error), hint="start again without cursor", errors=[wrong]), {}
        case RequestValidationError():
            return _validation(error.errors()), {}
        case RecordTooLarge():
            return problem(413, _message(error), hint=error.next_step or None), {}
        case TerminalError() | RefusedQuery():
            return problem(422, _message(error), hint=error.next_step or None), {}
        case TransientError():
            wait = {"Retry-After": str(math.ceil(error.retry_after_s))}
            return problem(503, _message(error), hint=error.next_step or None), wait
        case ConfigError():
            return problem(503, _message(error), hint=error.next_step or None), {"Retry-After": str(CONFIG_RETRY_S)}
        case HTTPException():
            said = None if error.detail == http.HTTPStatus(error.status_code).phrase else str(error.detail)
            return problem(error.status_code, said), dict(error.headers or {})
        case _:
            log.error("unexpected error", exc_info=error)
            return problem(500, "this is an error of ours; the log has the cause"), {}


def problem_response(error: Exception) -> Response:
    """Answer with the problem."""
    found, headers = problem_of(error)
    return Response(orjson.dumps(found.model_dump(exclude_none=True)), found.status, headers, MEDIA_TYPE)


def validation_problem(errors: Sequence[Any]) -> Problem:
    """Make the problem for pydantic's errors, by field; the values stay out of it."""
    return _validation(errors)


def handle_errors(app: FastAPI, answer: Any) -> None:
    """Send every error of the app through ``answer(request, error)``."""
    for kind in (
        *(ProblemError, QueryError, CursorError, NewswireError, RequestValidationError, HTTPException, Exception),
    ):
        app.add_exception_handler(kind, answer)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe these problems for the OpenAPI document."""
    schema = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": http.HTTPStatus(status).phrase, "content": schema} for status in statuses}


def wants_html(request: Request) -> bool:
    """Tell whether a person's browser asks, outside the API."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")


def _message(error: NewswireError) -> str:
    return str(error.args[0]) if error.args else str(error)


def _validation(errors: Sequence[Any]) -> Problem:
    wrong = [FieldProblem(field=_field(error["loc"]), detail=_plain(error["msg"])) for error in errors]
    detail = "; ".join(f"{one.field}: {one.detail}" for one in wrong[:3]) + ("; …" if len(wrong) > 3 else "")
    return problem(422, detail, errors=wrong[:50])


def _field(location: Sequence[Any]) -> str:
    names = [str(part) for part in location if part not in ("query", "path", "body")]
    return ".".join(names) or "body"


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
