from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from elasticsearch import Elasticsearch

from indexer.admin import apply_schema, schema_state
from indexer.client import connect
from indexer.document import from_document, to_document
from indexer.schema import SCHEMA_VERSION, read_schema
from newswire.contracts import Article
from newswire.errors import ConfigError
from newswire.settings import Settings
from tests.builders import article, article_id
from tests.engines import Engines


@pytest.fixture
def settings(engines: Engines, prefix: str) -> Settings:
    return Settings(elasticsearch_url=engines.elasticsearch_url, index_prefix=prefix)


@pytest.fixture
def client(settings: Settings) -> Iterator[Elasticsearch]:
    with connect(settings) as client:
        yield client


def put(client: Elasticsearch, settings: Settings, *articles: Article, **more: Any) -> None:
    for one in articles:
        client.index(
            index=settings.index_alias_write,
            id=one.id,
            document=to_document(one, datetime.now(UTC)) | more,
            refresh=True,
        )


def shown(client: Elasticsearch, settings: Settings, **query: Any) -> set[str]:
    found = client.search(index=settings.index_alias_read, source=False, size=100, **query)
    return {hit["_id"] for hit in found["hits"]["hits"]}


def test_applying_makes_everything_and_again_changes_nothing(client: Elasticsearch, settings: Settings) -> None:
    assert schema_state(client, settings).condition == "missing"
    done = apply_schema(client, settings)
    index = f"{settings.index_prefix}news-articles-v1-000001"
    assert f"index {index}" in done
    assert schema_state(client, settings).condition == "current"
    before = client.indices.get(index=index).body
    assert {step.split(" ", 1)[0] for step in apply_schema(client, settings)} == {"component", "index"}
    assert f"index {index}" not in apply_schema(client, settings)
    assert client.indices.get(index=index).body == before
    assert before[index]["mappings"]["_meta"] == read_schema(settings).meta


def test_a_whole_article_is_taken_and_comes_back(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    original = article(summary="Pilots wait.", section="s" * 9000, keywords=("é" * 9000,))
    put(client, settings, original)
    source = client.get(index=settings.index_alias_write, id=original.id)["_source"]
    assert from_document(orjson.loads(orjson.dumps(source))) == original


def test_only_what_may_be_seen_is_read(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    tomorrow, yesterday = (datetime.now(UTC) + timedelta(days=days) for days in (1, -1))
    put(
        client,
        settings,
        article(id=article_id(1)),
        article(id=article_id(2), embargoed_until=tomorrow),
        article(id=article_id(3), embargoed_until=yesterday),
        article(id=article_id(4), pub_status="withheld"),
        article(id=article_id(5), pub_status="canceled", headline="", body="", lead="", captions=()),
    )
    put(client, settings, article(id=article_id(6)), alias_of=article_id(1))
    assert shown(client, settings) == {article_id(1), article_id(3)}
    assert client.count(index=settings.index_alias_write)["count"] == 6


def test_an_embargo_lifts_by_itself(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    put(client, settings, article(embargoed_until=datetime.now(UTC) + timedelta(seconds=3)))
    seen = [shown(client, settings)]
    deadline = time.monotonic() + 30
    while not seen[-1] and time.monotonic() < deadline:
        time.sleep(0.2)
        seen.append(shown(client, settings))
    assert (seen[0], seen[-1]) == (set(), {article_id(1)})


@pytest.mark.parametrize(
    ("language", "body", "query", "field"),
    [
        ("en", "The ministers were negotiating", "negotiation", "text.en.body"),
        ("de", "Die Häuser am Hafen", "haus", "text.de.body"),
        ("fr", "Les élections régionales", "élection", "text.fr.body"),
        ("es", "Las elecciones regionales", "elección", "text.es.body"),
        ("ru", "Переговоры министров", "переговорами", "text.ru.body"),
        ("tr", "Bakanlar toplandı", "bakanları", "text.tr.body"),
        ("zh", "葡萄牙港口关闭", "港口", "text.zh.body"),
        ("ja", "リスボンの港が閉鎖", "閉鎖", "text.ja.body"),
        ("ko", "리스본 항구 폐쇄", "항구", "text.ko.body"),
        ("fr", "Les élections régionales", "ELECTIONS regionales", "body"),
        ("el", "Οι εκλογές στην Αθήνα", "εκλογες αθηνα", "body"),
        ("ar", "الاِنْتِخابات في لبنان", "الانتخابات", "body"),
        ("ru", "Ёлка в Москве", "елка", "body"),
        ("pl", "Wybory w Łodzi", "lodzi", "body"),
    ],
)
def test_found_by_stem_and_without_accents(
    client: Elasticsearch, settings: Settings, language: str, body: str, query: str, field: str
) -> None:
    apply_schema(client, settings)
    put(client, settings, article(language=language, headline="x", body=body))
    match = {"match": {field: {"query": query, "operator": "and"}}}
    assert shown(client, settings, query=match) == {article_id(1)}
    assert shown(client, settings, query={"match": {field: "zzzz"}}) == set()


def test_additive_changes_go_onto_the_live_index(client: Elasticsearch, settings: Settings) -> None:
    """A live index made before ``visible_at`` and the English text were in the templates."""
    apply_schema(client, settings)
    schema = read_schema(settings)
    older = orjson.loads(orjson.dumps(schema.mappings))
    del older["properties"]["visible_at"], older["properties"]["text"]["properties"]["en"]
    client.indices.delete(index=schema.first_index)
    client.indices.delete_index_template(name=schema.index_template_name)
    client.indices.create(
        index=schema.first_index,
        mappings=older | {"_meta": {"schema_version": SCHEMA_VERSION, "schema_hash": "before"}},
        settings={"analysis": schema.analysis, "number_of_replicas": 0, "refresh_interval": "9s"},
        aliases={schema.write_alias: {"is_write_index": True}},
    )
    assert schema_state(client, settings).condition == "outdated"
    apply_schema(client, settings)
    assert schema_state(client, settings).condition == "current"
    put(client, settings, article())
    assert shown(client, settings, query={"match": {"text.en.body": "harbours"}}) == {article_id(1)}


def test_other_changes_are_refused_and_nothing_is_touched(client: Elasticsearch, settings: Settings) -> None:
    schema = read_schema(settings)
    client.indices.create(
        index=schema.first_index,
        mappings={"properties": {"section": {"type": "integer"}}},
        settings={"analysis": schema.analysis, "number_of_replicas": 0},
        aliases={schema.write_alias: {"is_write_index": True}},
    )
    before = client.indices.get(index=schema.first_index).body
    state = schema_state(client, settings)
    assert (state.condition, state.detail) == ("conflict", "section is type integer, wanted type keyword")
    with pytest.raises(ConfigError, match=r"section is type integer, wanted type keyword.*newswire reindex"):
        apply_schema(client, settings)
    assert client.indices.get(index=schema.first_index).body == before
    assert not client.indices.exists_index_template(name=schema.index_template_name)


def test_an_index_of_a_later_release_is_left_alone(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    client.indices.put_mapping(
        index=settings.index_alias_write, meta={"schema_version": SCHEMA_VERSION + 1, "schema_hash": "later"}
    )
    assert schema_state(client, settings).condition == "newer"
    with pytest.raises(ConfigError, match="Upgrade newswire"):
        apply_schema(client, settings)


def test_an_index_under_the_name_of_the_alias_is_named(client: Elasticsearch, settings: Settings) -> None:
    client.index(index=settings.index_alias_write, id="1", document={"a": 1})
    with pytest.raises(ConfigError, match="news-write is an index, not an alias"):
        apply_schema(client, settings)


def test_settings_that_may_change_are_changed(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    slower = settings.model_copy(update={"refresh_interval": "7s"})
    assert any(step.startswith("refresh_interval of ") for step in apply_schema(client, slower))
    live = client.indices.get_settings(index=settings.index_alias_write).body
    assert next(iter(live.values()))["settings"]["index"]["refresh_interval"] == "7s"


def test_a_lost_read_alias_comes_back(client: Elasticsearch, settings: Settings) -> None:
    apply_schema(client, settings)
    client.indices.delete_alias(index=read_schema(settings).first_index, name=settings.index_alias_read)
    assert schema_state(client, settings).condition == "outdated"
    apply_schema(client, settings)
    put(client, settings, article(), article(id=article_id(2), pub_status="withheld"))
    assert shown(client, settings) == {article_id(1)}


def test_no_elasticsearch_is_told_with_the_next_step() -> None:
    settings = Settings(elasticsearch_url="http://127.0.0.1:9")
    with connect(settings) as client, pytest.raises(ConfigError, match="NEWSWIRE_ELASTICSEARCH_URL"):
        apply_schema(client, settings)
