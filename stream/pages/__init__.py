"""Web pages to the article they hold: fields from what the page states, text without the page around it."""

from stream.pages.page import Page, page_of
from stream.pages.read import canonical_of, read_html, read_page

__all__ = ["Page", "canonical_of", "page_of", "read_html", "read_page"]
