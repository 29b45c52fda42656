"""The published test vectors for id and version, for producers and readers in other languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from newswire.clock import from_ms
from newswire.contracts import RawArticle
from newswire.identity import alias_id, article_id, seen_at, version

VECTORS = Path(__file__).parents[2] / "docs/identity-vectors.json"


@pytest.mark.parametrize("vector", orjson.loads(VECTORS.read_bytes())["vectors"], ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    raw = RawArticle.model_validate_json(orjson.dumps(vector["raw"]))
    found = {
        "id": article_id(raw, vector.get("page_canonical")),
        "alias_id": alias_id(raw),
        "version": version(raw, seen_at(raw, from_ms(vector["record_timestamp_ms"]))),
    }
    assert found == vector["expected"]
