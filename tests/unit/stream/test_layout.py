from __future__ import annotations

import pytest

from stream.boilerplate import furniture_rule, tail_start
from stream.byline import authors_of, is_byline
from stream.captions import read_caption
from stream.layout import Layout, Notes, first_sentence, read_breadcrumb, split_page


def page(*lines: str, **given: str) -> Layout:
    return split_page(list(lines), Layout(**given), Notes())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("News / Norland / Fishing", ("News", "Norland", "Fishing")),
        ("Home > World > Asia", ("World", "Asia")),
        ("Accueil » Monde", ("Monde",)),
        ("Anasayfa / Dünya", ("Dünya",)),
        ("首页 > 生活", ("生活",)),
        ("Politics", ("Politics",)),
        ("Rain / wind / snow", ()),
        ("Opposition | What next for Norland?", ()),
        ("A bridge opens", ()),
    ],
)
def test_breadcrumb_is_read(line: str, steps: tuple[str, ...]) -> None:
    assert read_breadcrumb(line) == steps


@pytest.mark.parametrize(
    ("line", "text", "credit", "date"),
    [
        ("A quay on May 2, 2026. (Via Example Pictures)", "A quay on May 2, 2026.", "Example Pictures", "2026-05-02"),
        ("A quay in the rain (Photo by Ada Sample)", "A quay in the rain", "Ada Sample", None),
        ("Ein Kai am 2. Mai 2026. (Foto: Beispiel)", "Ein Kai am 2. Mai 2026.", "Beispiel", "2026-05-02"),
        ("A quay in the rain. Ada Sample / AFP", "A quay in the rain.", "Ada Sample / AFP", None),
        ("A quay in the rain. Photo: Ada Sample", "A quay in the rain.", "Ada Sample", None),
        ("FILE PHOTO: A quay in the rain, 2 May 2026", "A quay in the rain, 2 May 2026", None, "2026-05-02"),
    ],
)
def test_caption_is_told_by_its_credit(line: str, text: str, credit: str | None, date: str | None) -> None:
    caption = read_caption(line)
    assert caption is not None
    assert (caption.text, caption.credit, caption.date) == (text, credit, date)


@pytest.mark.parametrize(
    "line", ["Ministers (L) and (R) meet.", "A quay in Nordhavn, on May 2, 2026.", "2026年5月2日，码头。（示例图片社）"]
)
def test_weaker_signs_count_only_between_headline_and_first_paragraph(line: str) -> None:
    assert read_caption(line) is None
    assert read_caption(line, in_front=True) is not None
    found = page("A bridge opens", line, "The bridge was opened by two ministers.", line)
    assert len(found.captions) == 1
    assert found.body == ("The bridge was opened by two ministers.", line)


def test_paragraph_that_ends_in_brackets_is_no_caption() -> None:
    assert read_caption("The ministry said it would pay (about 3 million crowns).", in_front=True) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe and John Roe in Paris", ("Jane Doe", "John Roe")),
        ("Par Aminata Exemple", ("Aminata Exemple",)),
        ("Von Katharina Beispiel, Korrespondentin", ("Katharina Beispiel",)),
        ("Автор: Иван Пример", ("Иван Пример",)),
        ("Haber: Zeynep Örnek", ("Zeynep Örnek",)),
        ("记者 张三", ("张三",)),
        ("By Staff Reporter", ()),
    ],
)
def test_authors_are_named(line: str, names: tuple[str, ...]) -> None:
    assert authors_of(line) == names
    assert is_byline(line) == bool(names)


def test_sentence_that_begins_with_a_byline_word_is_none() -> None:
    assert not is_byline("By Monday the water had gone down.")
    assert not is_byline("By law the fee is paid twice")


@pytest.mark.parametrize(
    "line",
    [
        "SHARE THIS ARTICLE", "Follow us on Example Social", "Download our app", "Teilen", "Suivez-nous sur Exemple",
        "Síguenos en Ejemplo", "Condividi questo articolo", "Подписывайтесь на нас",
        "BU HABERİ PAYLAŞ", "شارك هذا المقال",
        "分享本文", "アプリをダウンロード", "www.example.org", "Norland News Roku", "All rights reserved", "3 min read",
        "(Reporting by Ada Sample; Editing by Ole Example)",
    ],
)  # fmt: skip
def test_page_furniture_is_known(line: str) -> None:
    assert furniture_rule(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "He shared the article with friends.",
        "Follow-up talks are due in May.",
        "More than 40 people came.",
        "Read aloud, the letter took an hour.",
    ],
)
def test_last_sentence_of_an_article_is_not_furniture(line: str) -> None:
    assert furniture_rule(line) is None
    assert page("A bridge opens", "It is long.", line).body[-1] == line


def test_short_lines_below_a_share_line_go_with_it_and_others_stay() -> None:
    assert tail_start(["It rained.", "Share this article", "Norland Post", "Nordhavn"]) == 1
    assert tail_start(["It rained.", "Share this article", "Then the sun came out."]) == 3
    assert tail_start(["It rained.", "Norland Post"]) == 2


def test_headline_repeated_in_the_body_is_dropped_with_short_lines_above_it() -> None:
    found = page("Norland Post", "A bridge opens", "It is long.", headline="A Bridge Opens")
    assert (found.headline, found.body) == ("A Bridge Opens", ("It is long.",))
    assert page("A bridge opens", headline="A bridge opens").body == ("A bridge opens",)


def test_headline_that_speaks_of_an_update_is_no_date_line() -> None:
    assert page("Updated forecast: 12 more storms", "It will rain.").headline == "Updated forecast: 12 more storms"


def test_decisions_have_a_ceiling() -> None:
    notes = Notes()
    split_page(["Head", "Text of it."] + ["Advertisement"] * 500, Layout(), notes)
    assert len(notes.all()) == 51
    assert notes.all()[-1].what == "451 more"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The dam was closed. Nobody was hurt.", "The dam was closed"),
        ("Was the dam closed for long? No.", "Was the dam closed for long?"),
        ("大坝在星期一上午被关闭，没有人受伤。工程六月开始。", "大坝在星期一上午被关闭，没有人受伤"),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
