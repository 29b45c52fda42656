"""The messages on Kafka: RawArticle on ``news.raw``, Article on ``news.articles``.

Both are frozen; their JSON Schema is generated into ``docs/schemas`` and is the public contract. Names follow
ninjs 3.x, schema.org NewsArticle and ECS where these have one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

SCHEMA_VERSION = 1

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._-]{1,64}$")]
SourceKind = Literal["feed", "page", "message"]
BodyType = Literal["text/plain", "text/html"]
PubStatus = Literal["usable", "withheld", "canceled"]
CountryRole = Literal["focus", "mention", "origin"]
EvidenceField = Literal["headline", "summary", "body", "dateline", "section"]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
MediaTopicCode = Annotated[str, StringConstraints(pattern=r"^medtop:[0-9]{8}$")]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


def _web_address(value: str) -> str:
    """Refuse what cannot be a page's address: only http and https with a host, at most 2,048 characters."""
    scheme, separator, rest = value.partition("://")
    host = rest.split("/", 1)[0].split("?", 1)[0].rsplit("@", 1)[-1]
    if not separator or scheme.lower() not in ("http", "https") or not host or any(c.isspace() for c in host):
        raise ValueError("not an http or https address")
    return value


WebAddress = Annotated[str, StringConstraints(max_length=2048), AfterValidator(_web_address)]


class Message(BaseModel):
    """Base of everything on the wire: frozen, strict about types, tolerant of unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Media(Message):
    """A picture, video or sound that belongs to the article."""

    url: str
    type: str | None = Field(None, description="IANA media type, for example image/jpeg")
    caption: str | None = None


class SourceFields(Message):
    """What a source says of its article; RawArticle carries it as found, Article cleaned."""

    schema_version: int = Field(SCHEMA_VERSION, ge=1)
    source_id: SourceId = Field(description="configured name of the source")
    source_name: str | None = None
    source_kind: SourceKind = Field("message", description="how it came; a feed entry never overwrites a page")
    url: WebAddress | None = Field(None, description="where it is read; the final address after redirects")
    guid: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = Field(
        None, description="the source's own identifier (RSS guid, Atom id, file path)"
    )
    headline: str | None = None
    summary: str | None = Field(None, description="standfirst or feed summary")
    body: str | None = None
    byline: str | None = Field(None, description="as printed")
    dateline: str | None = Field(None, description="place, and date if printed, as printed")
    section: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = Field(None, description="BCP 47; a hint in RawArticle, resolved in Article")
    source_country: CountryCode | None = Field(None, description="ISO 3166-1 alpha-2 of the source's seat")
    published_at: AwareDatetime | None = Field(None, description="first publication as the source states it")
    updated_at: AwareDatetime | None = Field(None, description="this revision's time as the source states it")
    fetched_at: AwareDatetime | None = Field(None, description="when the producer saw this revision")
    pub_status: PubStatus = Field("usable", description="canceled is a kill: it blanks the article for good")
    embargoed_until: AwareDatetime | None = Field(None, description="not shown before")
    urgency: int | None = Field(None, ge=1, le=9)
    copyright_notice: str | None = None
    usage_terms: str | None = None
    media: tuple[Media, ...] = ()
    operator: bool = Field(False, description="sent with an operator key; outranks every source")


def _has(*fields: str) -> JsonDict:
    alternatives: list[JsonDict] = [{"required": [f], "properties": {f: {"type": "string"}}} for f in fields]
    return {"anyOf": list(alternatives)}


# The validator below, in the words of JSON Schema, for producers in other languages.
_IDENTIFIABLE_SCHEMA: JsonDict = {
    **_has("url", "guid", "body"),
    "if": {"properties": {"pub_status": {"enum": ["withheld", "canceled"]}}, "required": ["pub_status"]},
    "then": _has("url", "guid"),
}


class RawArticle(SourceFields):
    """One article, or one revision of it, as the source says it; nothing inferred."""

    model_config = ConfigDict(title="RawArticle", json_schema_extra=_IDENTIFIABLE_SCHEMA)

    body_type: BodyType = "text/plain"

    @model_validator(mode="after")
    def _identifiable(self) -> RawArticle:
        if self.url is None and self.guid is None and (self.pub_status != "usable" or not self.body):
            needed = "url, guid or body" if self.pub_status == "usable" else "url or guid"
            raise ValueError(f"one of {needed} is required")
        return self


class Evidence(Message):
    """The words that decided: ``text`` is ``field[start:end]`` of the Article, in Unicode code points."""

    text: str
    field: EvidenceField
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class CountryTag(Message):
    """One country an article is about (focus), names in passing (mention) or comes from (origin)."""

    code: CountryCode
    role: CountryRole
    confidence: Confidence
    evidence: tuple[Evidence, ...] = Field((), max_length=5)
    method: str = Field(description="rule or table that decided, for example gazetteer")


class MediaTopicTag(Message):
    """One IPTC Media Topic with the words that decided."""

    code: MediaTopicCode
    name: str
    confidence: Confidence
    evidence: tuple[Evidence, ...] = Field((), max_length=5)
    method: str


class Caption(Message):
    """A picture caption, kept apart from the body."""

    text: str
    credit: str | None = None
    date: str | None = Field(None, description="ISO 8601 date named in the caption")


class Decision(Message):
    """One thing normalize removed or chose."""

    step: str
    what: str
    rule: str


class Origin(Message):
    """Where the raw record lay on Kafka."""

    producer: str | None = Field(None, description="ce_source header of the raw record")
    topic: str
    partition: int
    offset: int
    received_at: AwareDatetime = Field(description="the raw record's Kafka timestamp")


class Pipeline(Message):
    """What software made this Article, so that re-tagging can be told from a change."""

    version: str
    normalizer: str = ""
    country_tagger: str = ""
    topic_tagger: str = ""


class Article(SourceFields):
    """A normalized, tagged article; ``id`` is its Kafka key and Elasticsearch ``_id``."""

    model_config = ConfigDict(title="Article")

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    alias_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = Field(
        None, description="the guid form of the id, where the article has both url and guid"
    )
    version: int = Field(ge=0, description="the higher one wins, whatever the order of arrival")
    canonical_url: str | None = None
    domain: str | None = Field(None, description="registrable domain of canonical_url")
    headline: str = ""
    body: str = Field("", description="plain text in NFC, paragraphs parted by one blank line")
    body_type: Literal["text/plain"] = "text/plain"
    fetched_at: AwareDatetime
    authors: tuple[str, ...] = ()
    lead: str = Field("", description="first paragraph of the body")
    captions: tuple[Caption, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    countries: tuple[CountryCode, ...] = Field((), description="exactly the codes with role focus, surest first")
    country_tags: tuple[CountryTag, ...] = ()
    topics: tuple[MediaTopicCode, ...] = Field((), description="surest first")
    topic_tags: tuple[MediaTopicTag, ...] = ()
    topic_paths: tuple[MediaTopicCode, ...] = Field((), description="topics and all their ancestors")
    word_count: int = Field(0, ge=0)
    content_hash: str = Field(description="SHA-256 of headline, summary and body, hex")
    cluster_id: str | None = Field(None, description="reserved for near-duplicates")
    origin: Origin
    decisions: tuple[Decision, ...] = ()
    pipeline: Pipeline
    trace_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    processed_at: AwareDatetime

    @model_validator(mode="after")
    def _headed(self) -> Article:
        if self.pub_status == "usable" and not self.headline:
            raise ValueError("a usable article has a headline")
        return self
