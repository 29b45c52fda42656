"""Say which countries an article is about, which it names in passing and where it comes from, with evidence."""

from stream.countries.tag import COUNTRY_TAGGER, tag_countries

__all__ = ["COUNTRY_TAGGER", "tag_countries"]
