"""What the API and the page both do: a request in, a page of hits or one article out."""

from __future__ import annotations

import re

from newswire.clock import Clock
from search.cursor import decode_cursor, encode_cursor
from search.engine import Engine, is_visible
from search.hits import FacetPage, FoundArticle, SearchPage, last_sort_values, to_article, to_facet_page, to_page
from search.query import facets_body, search_body
from search.query_language import parse
from search.query_tree import describe
from search.request import FACETS, SearchRequest

_ID = re.compile(r"[0-9a-f]{32}")


class SearchService:
    """Search over one engine; ``cursor_key`` seals the cursors."""

    def __init__(self, engine: Engine, clock: Clock, cursor_key: bytes) -> None:
        self._engine = engine
        self._clock = clock
        self._cursor_key = cursor_key

    async def search(self, request: SearchRequest) -> SearchPage:
        """Find one page; raises QueryError, CursorError, or what ``Engine.search`` raises."""
        query = parse(request.q)
        body = search_body(request, query, decode_cursor(request, self._cursor_key))
        response = await self._engine.search(body)
        after = last_sort_values(request, response)
        cursor = None if after is None else encode_cursor(request, after, self._cursor_key)
        return to_page(request, response, None if query is None else describe(query), cursor)

    async def facets(self, request: SearchRequest) -> FacetPage:
        """Count the facets asked for, or all."""
        query = parse(request.q)
        wanted = request if request.facets else request.model_copy(update={"facets": FACETS})
        response = await self._engine.search(facets_body(wanted, query))
        return to_facet_page(response, None if query is None else describe(query))

    async def article(self, article_id: str) -> FoundArticle | None:
        """Give one article, None where there is none to be seen."""
        if not _ID.fullmatch(article_id):
            return None
        source = await self._engine.document(article_id)
        if source is None or not is_visible(source, self._clock.now()):
            return None
        return to_article(source)
