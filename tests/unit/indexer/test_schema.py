from __future__ import annotations

import copy
from typing import Any

import pytest

from indexer.document import to_document
from indexer.schema import analysis_conflicts, mapping_conflicts, read_schema
from newswire.contracts import Article
from newswire.settings import Settings
from tests.builders import MOMENT, article

SCHEMA = read_schema(Settings())


def changed(path: str, **params: Any) -> dict[str, Any]:
    mappings: dict[str, Any] = copy.deepcopy(dict(SCHEMA.mappings))
    field = mappings
    for name in path.split("."):
        field = field["properties"].setdefault(name, {})
    field.update(params)
    return mappings


def test_names_carry_the_prefix() -> None:
    schema = read_schema(Settings(index_prefix="desk-"))
    assert (schema.first_index, schema.write_alias, schema.read_alias) == (
        "desk-news-articles-v1-000001",
        "desk-news-write",
        "desk-news-read",
    )
    assert list(schema.component_templates) == ["desk-news-settings", "desk-news-mappings"]
    assert schema.index_template["index_patterns"] == ["desk-news-articles-v*"]


def test_numbers_come_from_the_settings() -> None:
    schema = read_schema(Settings(index_shards=3, index_replicas=2, refresh_interval="5s"))
    index = schema.component_templates["news-settings"]["settings"]["index"]
    assert (index["number_of_shards"], index["number_of_replicas"], index["refresh_interval"]) == (3, 2, "5s")


def test_strict_and_signed() -> None:
    mappings = SCHEMA.component_templates["news-mappings"]["mappings"]
    assert mappings["dynamic"] == "strict"
    assert mappings["_meta"] == SCHEMA.meta == {"schema_version": 1, "schema_hash": SCHEMA.hash}


def test_every_field_of_an_article_and_its_document_is_mapped() -> None:
    properties = SCHEMA.mappings["properties"]
    document = to_document(article(section="s" * 9000), MOMENT)
    assert not (set(Article.model_fields) | document.keys()) - properties.keys()


def test_the_same_mapping_has_no_conflict() -> None:
    assert mapping_conflicts(SCHEMA.mappings, SCHEMA.mappings) == []


def test_new_and_dropped_fields_are_no_conflict() -> None:
    more = changed("country_tags.rank", type="integer")
    assert mapping_conflicts(SCHEMA.mappings, more) == []
    assert mapping_conflicts(more, SCHEMA.mappings) == []


def test_what_may_change_in_place_is_no_conflict() -> None:
    assert mapping_conflicts(SCHEMA.mappings, changed("section", ignore_above=100)) == []


@pytest.mark.parametrize(
    ("path", "params", "told"),
    [
        ("version", {"type": "keyword"}, "version is type long, wanted type keyword"),
        ("body", {"analyzer": "english"}, "body is analyzer news_text, wanted analyzer english"),
        ("text.en.body", {"analyzer": "german"}, "text.en.body is analyzer english, wanted analyzer german"),
        ("country_tags.code", {"type": "text"}, "country_tags.code is type keyword, wanted type text"),
        ("lead", {"index": True}, "lead is index False, wanted index True"),
        ("origin", {"enabled": True}, "origin is enabled False, wanted enabled True"),
    ],
)
def test_what_is_fixed_is_a_conflict(path: str, params: dict[str, Any], told: str) -> None:
    assert mapping_conflicts(SCHEMA.mappings, changed(path, **params)) == [told]


def test_analysis_is_compared_as_elasticsearch_gives_it_back() -> None:
    wanted = {"filter": {"cut": {"type": "truncate", "length": 10, "flag": True, "words": ["a"]}}}
    live = {"filter": {"cut": {"type": "truncate", "length": "10", "flag": "true", "words": ["a"]}}}
    assert analysis_conflicts(live, wanted) == []


def test_other_or_missing_analyzers_are_conflicts() -> None:
    live = {"analyzer": {"one": {"type": "custom"}}}
    wanted = {"analyzer": {"one": {"type": "standard"}, "two": {"type": "simple"}}}
    assert analysis_conflicts(live, wanted) == ["analyzer one differs", "analyzer two is missing"]
