from __future__ import annotations

import pytest

from search.names import country_name, find_country, find_topic, fold, topic_name, topic_parent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "FR"),
        ("Frankreich", "FR"),
        ("россия", "RU"),
        ("العراق", "IQ"),
        ("cote d'ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("burma", "MM"),
        ("uk", "GB"),
        ("USA", "US"),
        ("zz", None),
        ("", None),
        ("atlantis", None),
    ],
)
def test_countries_by_code_and_by_name_in_six_languages(text: str, code: str | None) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("medtop:11000000", "medtop:11000000"),
        ("20001243", "medtop:20001243"),
        ("Oil and Gas", "medtop:20001243"),
        ("finance", "medtop:04000000"),
        ("1100000", None),
        ("", None),
    ],
)
def test_topics_by_code_and_by_name(text: str, code: str | None) -> None:
    assert find_topic(text) == code


def test_every_topic_reaches_a_top_level() -> None:
    steps, code = 0, find_topic("oil and gas")
    assert code is not None
    while (above := topic_parent(code)) is not None:
        code, steps = above, steps + 1
    assert (code, topic_name(code)) == ("medtop:04000000", "economy, business and finance")
    assert steps > 0


def test_unknown_codes_are_shown_as_they_are() -> None:
    assert country_name("QQ") == "QQ"
    assert topic_name("medtop:99999999") == "medtop:99999999"
    assert topic_parent("medtop:99999999") is None


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    assert fold("  SÃO-Tomé & Príncipe ") == "sao tome and principe"
