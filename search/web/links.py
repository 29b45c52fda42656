"""The page's state lives in its address: these functions read it and write the addresses of the links (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search.request import FACETS

SINGLE = ("q", "country_role", "from", "to", "sort")
NAMES = (*SINGLE, *FACETS)
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PageState:
    """What the address says: ``pairs`` of search parameters as given, and which page of the hits."""

    pairs: tuple[tuple[str, str], ...] = ()
    cursor: str = ""
    page: int = 1

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> PageState:
        """Read an address' parameters; empty and unknown ones are left out, of a single one the last counts."""
        kept: dict[tuple[str, str], None] = {}
        single: dict[str, str] = {}
        for name, value in pairs:
            if name in FACETS and value:
                kept[name, value] = None
            elif name in (*SINGLE, "cursor", "page"):
                single[name] = value
        named = [(name, single[name]) for name in SINGLE if single.get(name, "").strip()]
        page = single.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        cursor = single.get("cursor", "")
        return cls((*named, *kept), cursor, max(number, 1) if cursor else 1)

    def values(self, name: str) -> list[str]:
        """Give the values of one parameter."""
        return [value for key, value in self.pairs if key == name]

    def value(self, name: str) -> str:
        """Give the value of one parameter, "" where it is absent."""
        return next(iter(self.values(name)), "")

    def with_value(self, name: str, value: str) -> PageState:
        """Add a facet's value, or set a single parameter ("" removes it); back on the first page."""
        others = self.pairs if name in FACETS else tuple(pair for pair in self.pairs if pair[0] != name)
        added = ((name, value),) if value and (name, value) not in others else ()
        return PageState((*others, *added))

    def without(self, name: str, value: str | None = None) -> PageState:
        """Remove one value, or all values, of a parameter; back on the first page."""
        return PageState(tuple(pair for pair in self.pairs if pair[0] != name or value not in (None, pair[1])))

    def next_page(self, cursor: str) -> PageState:
        """Go on behind ``cursor``."""
        return replace(self, cursor=cursor, page=self.page + 1)

    def only(self, *names: str) -> PageState:
        """Keep these parameters."""
        return PageState(tuple(pair for pair in self.pairs if pair[0] in names))

    def hidden(self, *but: str) -> list[tuple[str, str]]:
        """Give what a form has to carry along, besides the parameters it has fields for."""
        return [pair for pair in self.pairs if pair[0] not in but]

    @property
    def url(self) -> str:
        """The address of this state."""
        pairs = [*self.pairs]
        if self.cursor:
            pairs += [("cursor", self.cursor), ("page", str(self.page))]
        return "/?" + urlencode(pairs) if pairs else "/"

    def parameters(self) -> dict[str, object]:
        """Give the input of a SearchRequest."""
        found: dict[str, object] = {name: self.value(name) for name in SINGLE if self.value(name)}
        found |= {facet: self.values(facet) for facet in FACETS if self.values(facet)}
        return found | {"cursor": self.cursor or None, "size": PAGE_SIZE, "facets": FACETS}
