"""Which messages are the same article, and which revision of it wins: pure functions, alike on every replay."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import idna
import tldextract
from w3lib.url import canonicalize_url

from newswire.clock import to_ms
from newswire.contracts import RawArticle

AUTHORITY_SHIFT = 2**51
RANK = {"usable": 0, "withheld": 1, "canceled": 2}

# Parameters that say how a reader came to a page, never which page it is.
TRACKING_PREFIXES = ("utm_", "at_", "mc_", "mtm_", "pk_", "hsa_", "oly_")
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mkt_tok _hsenc _hsmi vero_id wickedid "
    "ref_src ref_url s_cid cmpid cmp icid ns_source ns_mchannel ns_campaign ns_linkname ns_fee ocid xtor wt_mc "
    "smid sr_share ftag trk trkcampaign spm share_token guccounter guce_referrer guce_referrer_sig".split()
)

_registrable = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list in the package: no download


# Most addresses: nothing but the scheme has a second spelling, the long way would give them back as they are.
_PLAIN = re.compile(r"https?://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(/[A-Za-z0-9._~/-]*)?")


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """Bring an http(s) address to the one form under which the article is known.

    w3lib's canonical form, http as https, no default port, no fragment, no tracking parameters, host in lower-case
    A-labels. Raises ValueError where there is no host.
    >>> canonical_url("HTTP://Example.ORG:80/a?utm_source=x&b=2&a=1#top")
    'https://example.org/a?a=1&b=2'
    """
    page, _, query = url.partition("?")
    plain = _PLAIN.fullmatch(page)
    if plain is None or (query and not all(_is_tracking(pair.partition("=")[0]) for pair in query.split("&"))):
        return _canonicalize(url)
    return f"https://{plain[1]}{plain[2] or '/'}"


def _canonicalize(url: str) -> str:
    parts = urlsplit(url.strip())
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = parts.hostname.rstrip(".").lower()
    if not host.isascii():
        with suppress(idna.IDNAError):  # not a valid name: kept as it is, still the same on every replay
            host = idna.encode(host, uts46=True).decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _is_tracking(name)]
        query = urlencode(kept) if len(kept) != len(pairs) else query
    return str(canonicalize_url(urlunsplit(("https", host, parts.path, query, ""))))


def _is_tracking(name: str) -> bool:
    lower = name.lower()
    return lower in TRACKING or lower.startswith(TRACKING_PREFIXES)


@lru_cache(maxsize=4096)
def domain_of(host_or_url: str) -> str | None:
    """Give the registrable domain (public suffix + 1), or the host where there is none.

    >>> domain_of("https://news.example.co.uk/a")
    'example.co.uk'
    """
    found = _registrable(host_or_url)
    return found.top_domain_under_public_suffix or found.fqdn or found.ipv4 or found.ipv6 or found.domain or None


def article_url(raw: RawArticle, page_canonical: str | None = None) -> str | None:
    """Give the article's canonical address: the page's own where it lies on the same registrable domain."""
    if raw.url is None:
        return None
    own = canonical_url(raw.url)
    if page_canonical:
        try:
            stated = canonical_url(page_canonical)
        except ValueError:
            return own
        if domain_of(stated) == domain_of(own):
            return stated
    return own


def _digest(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def guid_id(source_id: str, guid: str) -> str:
    """Give the guid form of the id: 32 hex digits."""
    return _digest("guid", source_id, guid)


def article_id(raw: RawArticle, page_canonical: str | None = None) -> str:
    """Give the article's id, 32 hex digits: by address, else by guid, else by the text exactly as received."""
    url = article_url(raw, page_canonical)
    if url is not None:
        return _digest("url", url)
    if raw.guid is not None:
        return guid_id(raw.source_id, raw.guid)
    return _digest("text", raw.source_id, raw.headline or "", raw.body or "")


def alias_id(raw: RawArticle) -> str | None:
    """Give the guid form of an article that has both url and guid, else None."""
    return guid_id(raw.source_id, raw.guid) if raw.url is not None and raw.guid is not None else None


def seen_at(raw: RawArticle, record_at: datetime) -> datetime:
    """Give the time the producer saw this revision, never later than the record's own timestamp."""
    return record_at if raw.fetched_at is None else min(raw.fetched_at, record_at)


def authority(raw: RawArticle) -> int:
    """Rank the sender: 0 feed entry, 1 page or undated message, 2 dated message or withheld, 3 operator or kill."""
    if raw.operator or raw.pub_status == "canceled":
        return 3
    if raw.pub_status == "withheld":
        return 2
    if raw.source_kind == "message":
        return 2 if (raw.updated_at or raw.published_at) is not None else 1
    return 1 if raw.source_kind == "page" else 0


def revised_at(raw: RawArticle, fetched_at: datetime) -> datetime:
    """Give the time of this revision; never later than ``fetched_at`` (see ``seen_at``)."""
    if raw.operator:
        stated = None
    elif raw.pub_status == "usable":
        stated = raw.updated_at or raw.published_at
    else:
        stated = raw.updated_at
    return fetched_at if stated is None else min(stated, fetched_at)


def version(raw: RawArticle, fetched_at: datetime) -> int:
    """Give the revision's number: ``authority·2^51 + revised_at_ms·4 + rank``; the highest wins in any order.

    ``fetched_at`` is the value of ``seen_at``. Fits in 53 bits, so JSON readers keep it exact.
    """
    moment = max(to_ms(revised_at(raw, fetched_at)), 0)
    return authority(raw) * AUTHORITY_SHIFT + moment * 4 + RANK[raw.pub_status]


def content_hash(headline: str, summary: str | None, body: str) -> str:
    """Give the SHA-256, hex, of the words a reader sees."""
    return hashlib.sha256("\n".join((headline, summary or "", body)).encode()).hexdigest()
