"""The user's own names, terms and blocklists: what they change, what is recorded, which errors are told and where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.contracts import Article
from newswire.errors import ConfigError
from stream.process import article_of
from stream.tuning import Tuning, parse_tuning, read_tuning, use_tuning
from tests.builders import raw_article, record

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HARBOUR = {
    "headline": "Kestrel Bay opens its ferry pier",
    "body": "Kestrel Bay opened a pier on Monday, the harbour says.",
}


@pytest.fixture(autouse=True)
def untuned() -> Iterator[None]:
    yield
    use_tuning(Tuning())


def tagged(tuning: str, **fields: str) -> Article:
    use_tuning(parse_tuning(tuning, "tuning.toml"))
    return article_of(raw_article(**fields), record(), NOW)


def test_an_own_name_tags_its_country_with_evidence() -> None:
    entry = '[[country]]\nname = "Kestrel Bay"\ncode = "NZ"\nlanguage = "en"\n'
    assert tagged("", **HARBOUR).countries == ()
    article = tagged(entry, **HARBOUR)
    assert article.countries == ("NZ",)
    assert [(e.field, e.text) for e in article.country_tags[0].evidence[:2]] == [
        ("headline", "Kestrel Bay"), ("body", "Kestrel Bay"),
    ]  # fmt: skip
    assert tagged(entry.replace('"en"', '"fr"'), **HARBOUR).countries == ()


def test_a_stem_stands_for_its_endings() -> None:
    words = {"headline": "Kestrelites vote", "body": "The Kestrelites vote on Monday, says a Kestrelian notice."}
    assert tagged('[[country]]\nname = "Kestrel*"\ncode = "NZ"', **words).countries == ("NZ",)


def test_a_blocked_name_counts_no_more_and_others_do() -> None:
    words = {"headline": "Georgia beats Armenia", "body": "Georgia beat Armenia by two goals, and GEORGIA sang."}
    assert set(tagged("", **words).countries) == {"GE", "AM"}
    assert tagged('[blocked]\ncountries = ["Georgia"]', **words).countries == ("AM",)


def test_an_own_term_tags_its_topic_with_evidence() -> None:
    words = {"headline": "Zorbing is back", "body": "Fans of zorbing met on the slope. Zorbing fills the valley."}
    article = tagged('[[topic]]\nterm = "zorbing"\ncode = "medtop:15000000"\nweight = 5.0', **words)
    assert article.topics[0] == "medtop:15000000"
    assert "Zorbing" in [evidence.text for evidence in article.topic_tags[0].evidence]


def test_a_blocked_term_counts_no_more_stem_or_word() -> None:
    words = {
        "headline": "Earthquake, the earthquakes",
        "body": "Earthquake is the name of the boat; an earthquake it is.",
    }
    assert "medtop:03000000" in tagged("", **words).topic_paths
    assert "medtop:03000000" not in tagged('[blocked]\ntopics = ["earthquake", "earthquakes"]', **words).topic_paths


@pytest.mark.parametrize(("term", "language"), [("地震警報", "ja"), ("زلزال قوي", "ar"), ("зорбинг*", "ru")])
def test_terms_work_in_every_script(term: str, language: str) -> None:
    name = term.removesuffix("*")
    article = tagged(
        f'[[topic]]\nterm = "{term}"\ncode = "medtop:20000822"\nweight = 5', headline=name, body=name, language=language
    )
    assert "medtop:20000822" in article.topic_paths


def test_the_tuning_is_part_of_the_taggers_versions() -> None:
    untuned = tagged("", **HARBOUR).pipeline
    names = tagged('[[country]]\nname = "Kestrel Bay"\ncode = "NZ"', **HARBOUR).pipeline
    same = tagged('# ours\n[[country]]\ncode="NZ"\nname="Kestrel Bay"', **HARBOUR).pipeline
    other = tagged('[[country]]\nname = "Kestrel Bay"\ncode = "AU"', **HARBOUR).pipeline
    version, _, stamp = names.country_tagger.partition("+")
    assert version == untuned.country_tagger
    assert len(stamp) == 8
    assert same == names != other
    assert names.topic_tagger == untuned.topic_tagger
    assert tagged('[blocked]\ntopics = ["goal"]', **HARBOUR).pipeline.topic_tagger.startswith(
        f"{untuned.topic_tagger}+"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[country]]\nname = "A"\ncode = "FR"\n\n[[country]]\nname = "B"\ncode = "XX"', "2 (line 5) code: 'XX'"),
        ('[[country]]\nname = " "\ncode = "FR"', "[[country]] 1 (line 1) name: holds no letter or digit"),
        ('[[country]]\nname = "A"\ncode = "FR"\nlanguage = "qq"', "language: 'qq' is no language"),
        ('[[country]]\nname = "A"', "[[country]] 1 (line 1) code: Field required"),
        ('[[topic]]\nterm = "a"\ncode = "medtop:99000000"\nweight = 1.0', "1 (line 1) code: 'medtop:99"),
        ('[[topic]]\nterm = "a"\ncode = "medtop:15000000"\nweight = 9.5', "weight: Input should be less"),
        ('[[topic]]\nterm = "a"\ncode = "medtop:15000000"\nweight = 0', "greater than 0, not 0"),
        ('[blocked]\ntopics = ["a", "*"]', "blocked.topics entry 2: holds no letter"),
        ('[[countries]]\nname = "A"', "countries: Extra inputs are not permitted"),
        ('[[topic]]\nterm = a', "line 2"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_naming_the_entry(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_tuning(text, "tuning.toml")
    assert told in str(error.value)
    assert str(error.value).startswith("tuning.toml is ")


def test_the_example_of_the_docs_is_right() -> None:
    text = (Path(__file__).parents[3] / "docs/tuning.md").read_text(encoding="utf-8")
    tuning = parse_tuning(text.split("```toml\n")[1].split("```")[0], "docs/tuning.md")
    assert (len(tuning.countries), len(tuning.topics)) == (1, 2)
    assert (tuning.blocked_countries, tuning.blocked_topics) == (("Chad Sample",), ("penalty area",))
    use_tuning(tuning)
    body = "Zorbing comes to Chad Sample's farm, he said in a note on Monday, and the pond is ready for it."
    article = article_of(raw_article(headline="Sample's farm ready", body=body), record(), NOW)
    assert article.countries == ()
    assert "medtop:15000000" in article.topic_paths


def test_a_file_that_is_not_there_is_told_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="NEWSWIRE_TUNING_FILE"):
        read_tuning(tmp_path / "none.toml")
    (tmp_path / "own.toml").write_text('[blocked]\ncountries = ["Chad Sample"]', encoding="utf-8")
    assert read_tuning(tmp_path / "own.toml").blocked_countries == ("Chad Sample",)
