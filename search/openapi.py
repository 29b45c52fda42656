"""The API's description, completed by what FastAPI cannot see in the routes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from newswire.contracts import RawArticle
from search.problems import Problem


def complete_openapi(app: FastAPI) -> None:
    """Add the schemas that routes name but FastAPI does not see: the pushed article and the problem."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for model in (RawArticle, Problem):
                schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas.update(schema.pop("$defs", {}))
                schemas[model.__name__] = schema
            for operation in (one for path in document["paths"].values() for one in path.values()):
                if "HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]  # nothing in this request can fail so
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        found: dict[str, Any] = app.openapi_schema or document
        return found

    app.openapi = openapi  # type: ignore[method-assign]
