"""What the templates show, ready to print: hits, tags with their evidence, facets, chips (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup, escape

from newswire.contracts import CountryTag, Evidence, MediaTopicTag
from search.hits import FacetValue, FoundArticle, Hit
from search.names import country_name, topic_name, topic_parent
from search.request import FACETS, Facet
from search.web.links import PageState

RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi".split())
LANGUAGE_NAMES = dict(
    pair.split("=")
    for pair in (
        "ar=Arabic | bg=Bulgarian | bn=Bengali | cs=Czech | da=Danish | de=German | el=Greek | en=English | "
        "es=Spanish | "
        "fa=Persian | fi=Finnish | fr=French | he=Hebrew | hi=Hindi | hu=Hungarian | id=Indonesian | it=Italian | "
        "ja=Japanese | ko=Korean | nl=Dutch | no=Norwegian | nb=Norwegian Bokmål | pl=Polish | pt=Portuguese | "
        "ro=Romanian | ru=Russian | sr=Serbian | sv=Swedish | sw=Swahili | th=Thai | tr=Turkish | uk=Ukrainian | "
        "ur=Urdu | vi=Vietnamese | zh=Chinese"
    ).split(" | ")
)
FACET_TITLES: dict[Facet, str] = {
    "country": "Country",
    "topic": "Topic",
    "source": "Source",
    "language": "Language",
    "section": "Section",
}
CONTEXT_CHARACTERS = 48
SNIPPET_CHARACTERS = 260
SHOWN_TAGS = 5
SHOWN_VALUES = 8
ROLE_TITLES = {"focus": "about", "mention": "mentioned", "origin": "origin"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words that decided for a tag, with a little of the text around them."""

    before: str
    words: str
    after: str
    field: str


@dataclass(frozen=True, slots=True)
class TagView:
    """A country or topic on an article; ``url`` finds more of it."""

    kind: str
    code: str
    name: str
    role: str
    percent: int
    method: str
    excerpts: tuple[Excerpt, ...]
    url: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit as it is listed."""

    id: str
    headline: Markup
    snippet: Markup
    source: str
    source_url: str
    moment: datetime
    moment_is: str
    language: str
    language_name: str
    direction: str
    countries: tuple[TagView, ...]
    mentions: int
    topics: tuple[TagView, ...]


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet: choosing it adds the filter, or takes it away where it is set."""

    label: str
    code: str
    count: int
    url: str
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet: the first values are shown, the rest on demand."""

    name: str
    title: str
    shown: tuple[FacetLink, ...]
    more: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set; ``url`` is the search without it."""

    title: str
    label: str
    url: str


def hit_view(hit: Hit, state: PageState) -> HitView:
    """Prepare one hit."""
    focus = [tag for tag in hit.country_tags if tag.role == "focus"]
    return HitView(
        id=hit.id,
        headline=Markup(hit.highlights["headline"][0]) if hit.highlights.get("headline") else escape(hit.headline),
        snippet=_snippet(hit),
        source=hit.source_name or hit.source_id,
        source_url=PageState().with_value("source", hit.source_id).url,
        moment=(hit.published_at or hit.fetched_at).astimezone(UTC),
        moment_is="published" if hit.published_at else "seen",
        language=hit.language or "",
        language_name=language_name(hit.language),
        direction=direction(hit.language),
        countries=tuple(country_tag(hit, tag, state) for tag in focus[:SHOWN_TAGS]),
        mentions=len({tag.code for tag in hit.country_tags if tag.role == "mention"}),
        topics=tuple(topic_tag(hit, tag, state) for tag in hit.topic_tags[:SHOWN_TAGS]),
    )


def country_tag(article: FoundArticle, tag: CountryTag, state: PageState) -> TagView:
    """Prepare a country with its evidence."""
    return TagView(
        kind="country",
        code=tag.code,
        name=country_name(tag.code),
        role=ROLE_TITLES[tag.role],
        percent=round(tag.confidence * 100),
        method=tag.method,
        excerpts=_excerpts(article, tag.evidence),
        url=state.with_value("country", tag.code).url,
    )


def topic_tag(article: FoundArticle, tag: MediaTopicTag, state: PageState) -> TagView:
    """Prepare a media topic with its evidence."""
    return TagView(
        kind="topic",
        code=tag.code,
        name=sentence(tag.name),
        role="",
        percent=round(tag.confidence * 100),
        method=tag.method,
        excerpts=_excerpts(article, tag.evidence),
        url=state.with_value("topic", tag.code).url,
    )


def facet_views(counts: dict[Facet, list[FacetValue]], state: PageState) -> list[FacetView]:
    """Prepare the facets; topics as a tree that opens along what is chosen."""
    views = []
    for facet in FACETS:
        values = counts.get(facet, [])
        links = _topic_links(values, state) if facet == "topic" else [_facet_link(facet, v, state) for v in values]
        shown = SHOWN_VALUES + 12 if facet == "topic" else SHOWN_VALUES
        first = [link for i, link in enumerate(links) if i < shown or link.chosen]
        rest = [link for i, link in enumerate(links) if i >= shown and not link.chosen]
        if links:
            views.append(FacetView(facet, FACET_TITLES[facet], tuple(first), tuple(rest)))
    return views


def chips(state: PageState) -> list[Chip]:
    """List the filters that are set, each with the way out of it."""
    found = [
        Chip(FACET_TITLES[facet], label(facet, value), state.without(facet, value).url)
        for facet in FACETS
        for value in state.values(facet)
    ]
    for name, title in (("from", "From"), ("to", "Until")):
        if state.value(name):
            found.append(Chip(title, state.value(name), state.without(name).url))
    if state.value("country_role") == "any":
        found.append(Chip("Country", "also mentioned", state.without("country_role").url))
    return found


def label(facet: Facet, value: str) -> str:
    """Give the name a person knows a facet's value by."""
    if facet == "country":
        return country_name(value.upper())
    if facet == "topic":
        return sentence(topic_name(value if value.startswith("medtop:") else f"medtop:{value}"))
    return language_name(value) if facet == "language" else value


def language_name(tag: str | None) -> str:
    """Give the English name of a BCP 47 tag's language, or the tag.

    >>> language_name("pt-BR"), language_name("tlh"), language_name(None)
    ('Portuguese (BR)', 'tlh', '')
    """
    primary, _, rest = (tag or "").partition("-")
    name = LANGUAGE_NAMES.get(primary)
    return (tag or "") if name is None else f"{name} ({rest})" if rest else name


def sentence(name: str) -> str:
    """Begin with a capital: media topics are named in lower case.

    >>> sentence("conflict, war and peace")
    'Conflict, war and peace'
    """
    return name[:1].upper() + name[1:]


def direction(tag: str | None) -> str:
    """Give the ``dir`` of a language."""
    return "rtl" if (tag or "").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def _snippet(hit: Hit) -> Markup:
    fragments = hit.highlights.get("body") or hit.highlights.get("summary")
    if fragments:
        return Markup(" … ").join(Markup(fragment.replace("\n\n", " ")) for fragment in fragments)
    text = " ".join((hit.summary or hit.lead or hit.body).split())
    if len(text) > SNIPPET_CHARACTERS:
        text = text[:SNIPPET_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return escape(text)


def _excerpts(article: FoundArticle, evidence: Sequence[Evidence]) -> tuple[Excerpt, ...]:
    return tuple(_excerpt(getattr(article, one.field) or "", one) for one in evidence)


def _excerpt(text: str, evidence: Evidence) -> Excerpt:
    if text[evidence.start : evidence.end] != evidence.text:
        return Excerpt("", evidence.text, "", evidence.field)
    before = text[max(0, evidence.start - CONTEXT_CHARACTERS) : evidence.start].rpartition("\n")[2]
    after = text[evidence.end : evidence.end + CONTEXT_CHARACTERS].partition("\n")[0]
    if evidence.start > CONTEXT_CHARACTERS and len(before) == CONTEXT_CHARACTERS:
        before = "…" + before.partition(" ")[2]
    if len(after) == CONTEXT_CHARACTERS and evidence.end + CONTEXT_CHARACTERS < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Excerpt(before, evidence.text, after, evidence.field)


def _facet_link(facet: Facet, value: FacetValue, state: PageState, depth: int = 0) -> FacetLink:
    given = {v.upper() if facet == "country" else v: v for v in state.values(facet)}
    plain = value.value.removeprefix("medtop:")
    chosen = given.get(value.value) or (given.get(plain) if facet == "topic" else None)
    url = (state.without(facet, chosen) if chosen else state.with_value(facet, value.value)).url
    code = value.value if facet in ("country", "language") else ""
    return FacetLink(label(facet, value.value), code, value.count, url, chosen is not None, depth)


def _topic_links(values: list[FacetValue], state: PageState) -> list[FacetLink]:
    """Show the top level, and below it what lies under a chosen topic."""
    chosen = {v if v.startswith("medtop:") else f"medtop:{v}" for v in state.values("topic")}
    opened = set(chosen)
    for code in chosen:
        parent = topic_parent(code)
        while parent is not None:
            opened.add(parent)
            parent = topic_parent(parent)
    below: dict[str | None, list[FacetValue]] = {}
    for value in values:
        below.setdefault(topic_parent(value.value), []).append(value)

    def walk(parent: str | None, depth: int) -> list[FacetLink]:
        links = []
        for value in below.get(parent, []):
            links.append(_facet_link("topic", value, state, min(depth, 3)))
            if value.value in opened:
                links += walk(value.value, depth + 1)
        return links

    return walk(None, 0)
