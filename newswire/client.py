"""A small client of the search API, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import urllib3

from newswire.errors import ConfigError, NewswireError


class Client:
    """Talks to one search API at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2.0, read=10.0), retries=False)

    def search(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Give one SearchPage; None values are left out, lists are repeated parameters."""
        return self._get("/v1/search", parameters)

    def article(self, article_id: str) -> dict[str, Any]:
        """Give one article."""
        return self._get(f"/v1/articles/{article_id}", {})

    def _get(self, path: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GET a JSON object; ConfigError where nothing answers, NewswireError with the API's own words otherwise."""
        fields = [
            (name, str(one))
            for name, value in parameters.items()
            if value is not None and value != ""
            for one in (value if isinstance(value, list) else [value])
        ]
        try:
            response = self._pool.request("GET", self.url + path, fields=fields)
        except urllib3.exceptions.HTTPError as error:
            raise ConfigError(
                f"the search API does not answer at {self.url} ({type(error).__name__})",
                "Start it with `newswire up` or `newswire api`, or set NEWSWIRE_API_HOST and NEWSWIRE_API_PORT",
            ) from error
        try:
            answer = orjson.loads(response.data)
        except orjson.JSONDecodeError:
            answer = {}
        if response.status != 200 or not isinstance(answer, dict):
            problem = answer if isinstance(answer, dict) else {}
            detail = problem.get("detail") or f"{self.url}{path} answered with status {response.status}"
            raise NewswireError(str(detail), str(problem.get("hint") or ""))
        return answer
