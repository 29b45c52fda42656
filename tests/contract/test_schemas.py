"""The published contract is the one in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest

from newswire.contracts import Article, RawArticle
from newswire.schemas import contract_files, message_schema
from tests.builders import article, raw_article

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(contract_files()))
def test_committed_files_are_current(name: str) -> None:
    assert (DOCS / name).read_text() == contract_files()[name], "regenerate them: make schemas"


@pytest.mark.parametrize("message", [raw_article(), article(), article(pub_status="canceled", headline="", body="")])
def test_messages_are_valid_against_their_schema(message: RawArticle | Article) -> None:
    jsonschema.validate(
        orjson.loads(message.model_dump_json()),
        message_schema(type(message)),
        cls=jsonschema.Draft202012Validator,
        format_checker=jsonschema.FormatChecker(),
    )


@pytest.mark.parametrize(
    "value",
    [
        {"source_id": "a"},
        {"source_id": "a", "body": "x", "pub_status": "canceled"},
        {"source_id": "A B", "body": "x"},
        {"source_id": "a", "body": 7},
        {"source_id": "a", "url": None},
        {"body": "x"},
    ],
)
def test_the_schema_refuses_what_the_model_refuses(value: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, message_schema(RawArticle), cls=jsonschema.Draft202012Validator)
    with pytest.raises(ValueError):
        RawArticle.model_validate_json(orjson.dumps(value))


def test_asyncapi_names_every_topic_and_its_schemas_exist() -> None:
    document = orjson.loads((DOCS / "asyncapi.json").read_text())
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert addresses == {"news.raw", "news.articles", "news.deadletter", "news.control"}
    for message in document["components"]["messages"].values():
        if "$ref" in message["payload"]:
            assert (DOCS / message["payload"]["$ref"]).is_file()
