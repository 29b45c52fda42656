"""An article goes in and a search finds it, through real processes on both pairs of engines."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from newswire.records import DEAD_LETTER_PREFIX
from tests.end_to_end.stages import Stages, until

SCRAPE = """News   /   Ghana   /   Economy

Ghana and Togo open a joint border market

Traders at the new market hall on the border near Aflao on June 2, 2026. (Photo by Example Pictures)

AFLAO, June 3 (Example News) - Ghana and Togo opened a joint market on their border on Tuesday, a step meant to cut the
price of food in both countries.

The trade ministers of Ghana and Togo said that duties on maize would fall.

SHARE THIS ARTICLE
Follow us on Example Social
"""


def raw(source: str, **fields: Any) -> bytes:
    plain = {"source_id": source, "url": f"https://{source}.example/a", "headline": "Rain in Lima"}
    return orjson.dumps(plain | fields)


def test_a_scraped_page_is_found_with_its_tags(stages: Stages, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(SCRAPE)
    assert stages.run("push", str(page), "--source-id", "scraped").returncode == 0
    stages.until_settled()
    found = stages.search("market")
    assert found["total"] == 1
    hit = found["hits"][0]
    assert hit["headline"] == "Ghana and Togo open a joint border market"
    assert (hit["section"], hit["dateline"], hit["published_at"]) == ("News", "AFLAO, June 3", None)
    assert set(hit["countries"]) == {"GH", "TG"}
    assert any(code.startswith("medtop:04") or "medtop:04000000" in hit["topic_paths"] for code in hit["topics"])
    assert [caption["date"] for caption in hit["captions"]] == ["2026-06-02"]
    assert "SHARE" not in hit["body"]
    for tag in hit["country_tags"] + hit["topic_tags"]:
        for evidence in tag["evidence"]:
            assert hit[evidence["field"]][evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_bare_record_of_a_foreign_client_is_found(stages: Stages) -> None:
    stages.produce([orjson.dumps({"source_id": "foreign", "body": "Turnips fetched record prices in Riga."})])
    stages.until_settled()
    assert [hit["source_id"] for hit in stages.search("turnips")["hits"]] == ["foreign"]


def test_foreign_headers_and_keys_do_no_harm(stages: Stages) -> None:
    headers = [("ce_id", b"\xff\xfe"), ("traceparent", b"nonsense"), ("x", None), ("x", b"twice")]
    before = len(stages.records(stages.settings.dead_letter_topic))
    stages.produce([raw("headers", body="Parsnips are back in Oslo.")], key=b"\xff\x00", headers=headers)
    stages.until_settled()
    assert stages.search("parsnips")["total"] == 1
    assert len(stages.records(stages.settings.dead_letter_topic)) == before


def test_pushing_again_changes_nothing_and_an_edited_file_replaces(stages: Stages, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.txt", "two.txt")]
    for file in files:
        file.write_text(f"Quince harvest begins, {file.stem}\n\nQuinces are picked in Serbia.")
        os.utime(file, (1_770_000_000, 1_770_000_000))
    stages.run("push", str(tmp_path), "--source-id", "quinces")
    stages.until_settled()
    first = {key: document["_version"] for key, document in stages.documents("quinces").items()}
    assert len(first) == 2
    for _ in range(2):
        stages.run("push", str(tmp_path), "--source-id", "quinces")
    stages.until_settled()
    assert {key: document["_version"] for key, document in stages.documents("quinces").items()} == first
    files[0].write_text("Quince harvest is over\n\nThe last quinces were picked in Serbia.")
    stages.run("push", str(tmp_path), "--source-id", "quinces")
    stages.until_settled()
    assert len(stages.documents("quinces")) == 2
    assert stages.search('"harvest is over"')["total"] == 1


def test_the_newest_revision_wins_in_any_order(stages: Stages) -> None:
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    newer = raw("revised", body="Second version.", updated_at=(noon + timedelta(hours=1)).isoformat())
    older = raw("revised", body="First version.", updated_at=noon.isoformat())
    stages.produce([newer])
    stages.until_settled()
    stages.produce([older])
    stages.until_settled()
    assert [document["body"] for document in stages.documents("revised").values()] == ["Second version."]


def test_a_kill_hides_the_article_before_and_after_it(stages: Stages) -> None:
    def kill(url: str) -> bytes:
        return orjson.dumps({"source_id": "killed", "url": url, "pub_status": "canceled"})

    stages.produce(
        [
            raw("killed", url="https://killed.example/after", body="Kumquats after."),
            kill("https://killed.example/before"),
        ]
    )
    stages.until_settled()
    stages.produce(
        [
            kill("https://killed.example/after"),
            raw("killed", url="https://killed.example/before", body="Kumquats before."),
        ]
    )
    stages.until_settled()
    assert stages.search("kumquats")["total"] == 0
    assert {document["pub_status"] for document in stages.documents("killed").values()} == {"canceled"}
    assert {document["body"] for document in stages.documents("killed").values()} == {""}


BROKEN: list[bytes | None] = [
    b"{",
    b"\xff\xfe\x00broken",
    b"[]",
    b"null",
    b"7",
    None,
    b"{}",
    b'{"source_id": 7, "body": "x"}',
    b'{"source_id": "a"}',
    b'{"source_id": "a", "body": "x", "published_at": "yesterday"}',
    b'{"source_id": "a", "body": "\\ud800"}',
    b'{"a":' * 20_000,
]


def test_broken_records_become_dead_letters_and_the_rest_is_indexed(stages: Stages) -> None:
    good: list[bytes | None] = [
        raw("good", url=f"https://good.example/{n}", body=f"Salsify number {n}.") for n in range(100)
    ]
    mixed = list(good)
    for number, value in enumerate(BROKEN):
        mixed.insert(number * 8 + 3, value)
    before = {(r.partition(), r.offset()) for r in stages.records(stages.settings.dead_letter_topic)}
    stages.produce(mixed)
    stages.until_settled()
    assert len(stages.documents("good")) == 100
    letters = [
        letter
        for letter in stages.records(stages.settings.dead_letter_topic)
        if (letter.partition(), letter.offset()) not in before
    ]
    assert len(letters) == 12
    assert sorted(letter.value() or b"" for letter in letters) == sorted(value or b"" for value in BROKEN)
    for letter in letters:
        cause = {name.removeprefix(DEAD_LETTER_PREFIX): value for name, value in letter.headers()}
        assert cause["topic"] == stages.settings.raw_topic.encode()
        assert cause["stage"] == b"stream"
        assert cause["exception.class.name"] == b"newswire.errors.InvalidRecord"
        assert cause["exception.message"]
        assert int(cause["offset"]) >= 0
        assert int(cause["partition"]) >= 0


def test_a_record_of_a_later_contract_pauses_the_stage(real_stages: Stages) -> None:
    stages = real_stages
    stages.start("stream")
    stages.produce([raw("later", schema_version=2, headline=["changed"], body="Celeriac.")])
    status = {}

    def paused() -> bool:
        status.update(orjson.loads(stages.run("status", "--json").stdout))
        return "schema_version 2" in status["stages"][0]["reason"]

    until(paused, 30, lambda: str(status))
    assert status["stages"][0]["lag"] == 1
    assert not stages.records(stages.settings.dead_letter_topic)
    assert stages.stop("stream") == 0
    assert stages.lag(stages.settings.stream_group, stages.settings.raw_topic) == 1
