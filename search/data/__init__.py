"""Tables of names for search: countries (Unicode CLDR) and media topics (IPTC)."""
