"""An index with the thirty articles in it, for the tests of the search API and its page."""

from __future__ import annotations

from datetime import UTC, datetime

from indexer.admin import apply_schema
from indexer.client import connect
from indexer.document import to_document
from newswire.kafka_topics import create_topics
from newswire.settings import Settings
from tests.engines import Engines
from tests.unit.search.articles import ARTICLES, article_id

INDEXED_AT = datetime(2026, 11, 24, tzinfo=UTC)
DOUBLE = article_id(99)  # what a guid-only message left of article 13


def settings_for(engines: Engines, prefix: str) -> Settings:
    return Settings(
        kafka_bootstrap_servers=engines.kafka_bootstrap_servers,
        elasticsearch_url=engines.elasticsearch_url,
        topic_prefix=prefix,
        index_prefix=prefix,
    )


def filled(engines: Engines, prefix: str) -> Settings:
    settings = settings_for(engines, prefix)
    create_topics(settings)
    with connect(settings) as client:
        apply_schema(client, settings)
        for article in ARTICLES:
            client.index(index=settings.index_alias_write, id=article.id, document=to_document(article, INDEXED_AT))
        double = to_document(ARTICLES[13], INDEXED_AT) | {"id": DOUBLE, "alias_of": article_id(13)}
        client.index(index=settings.index_alias_write, id=DOUBLE, document=double)
        client.indices.refresh(index=settings.index_alias_write)
    return settings
