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


TAILS = [
    "(Reporting by Ada Sample; Editing by Ole Example)",
    "(Reporting by Ada Sample in Nordhavn and Ole Example in Oslo; Writing by Eva Test; Editing by Jo Doe)",
    "Reporting by Ada Sample; Editing by Ole Example",
    "Reporting by Ada Sample, additional reporting by Ole Example, editing by Jo Doe",
    "Additional reporting by Ada Sample",
    "Editing by Ole Example",
    "— Ada Sample contributed to this report.",
    "Associated Press writer Ada Sample contributed to this report.",
    "___",
    "* * *",
    "###",
    "-- END --",
    "ENDS",
    "(END)",
    "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
    "With inputs from agencies",
    "(With agency inputs)",
    "(AFP)",
    "AFP",
    "Source: AFP",
    "Reuters",
    "© 2026 AFP",
    "Copyright 2026 The Norland Press. All rights reserved. No part of it may be published again in any form.",
    "Our Standards: The Norland Trust Principles.",
    "Sign up for our newsletter",
    "Subscribe to our newsletter",
    "Follow Ada Sample on X",
    "Follow him on Twitter @adasample",
    "Listen to this article",
    "Read the full story here",
    "Watch: How the harbour opened",
    "READ MORE: The harbour opens",
    "Also read: The harbour opens",
    "Editor's note: a version of this story ran earlier.",
    "Get the latest news delivered to your inbox",
    "Join the conversation",
    "Have a story? Email us",
    "Send us a news tip",
    "To comment on this story, email us",
    "Have something to say? Let us know in the comments.",
    "This article was originally published on Norland Post.",
    "First published in Norland Post",
    "(Avec AFP)",
    "avec AFP",
    "(Reportage d'Ada Exemple; édité par Ole Exemple)",
    "À lire aussi : Le port ouvre",
    "Lire aussi : Le port ouvre",
    "Inscrivez-vous à notre newsletter",
    "Recevez nos alertes",
    "(dpa)",
    "Mit Material von dpa",
    "Quelle: dpa",
    "(Redaktion: Ada Beispiel)",
    "Lesen Sie auch: Der Hafen",
    "Zum Newsletter anmelden",
    "Folgen Sie uns auf",
    "Mehr zum Thema",
    "(Con información de EFE)",
    "Con información de EFE",
    "(Reporte de Ada Ejemplo; editado por Ole Ejemplo)",
    "Lea también: El puerto",
    "Te puede interesar: El puerto",
    "Síguenos en nuestro canal de WhatsApp",
    "Suscríbete a nuestro boletín",
    "(Com informações da Lusa)",
    "Leia também: O porto",
    "Siga o nosso canal",
    "Reportagem de Ada Exemplo; edição de Ole Exemplo",
    "(Reportagem de Ada Exemplo)",
    "Fonte: Lusa",
    "Leggi anche: Il porto",
    "Fonte: ANSA",
    "Iscriviti alla newsletter",
    "Источник: ТАСС",
    "Читайте также: Порт",
    "Подписывайтесь на наш канал",
    "(Репортаж Ивана Примерова)",
    "Підписуйтесь на наш канал",
    "Читайте також: Порт",
    "Джерело: УНІАН",
    "Czytaj także: Port",
    "Źródło: PAP",
    "Lees ook: De haven",
    "Bron: ANP",
    "Läs också: Hamnen",
    "Les også: Havnen",
    "Læs også: Havnen",
    "Kaynak: AA",
    "İlgili haber: Liman",
    "Baca juga: Pelabuhan",
    "Sumber: Antara",
    "Đọc thêm: Cảng",
    "Theo TTXVN",
    "اقرأ أيضا: الميناء",
    "المصدر: وكالات",
    "المصدر: رويترز",
    "(إعداد أحمد مثال للنشرة العربية - تحرير سارة مثال)",
    "بیشتر بخوانید: بندر",
    "منبع: ایرنا",
    "קראו גם: הנמל",
    "责任编辑：张三",
    "（完）",
    "来源：新华社",
    "編輯：李四",
    "(责任编辑:张三)",
    "原标题：港口开放",
    "(記者 例田太郎)",
    "関連記事：港",
    "기사제보",
    "저작권자 ⓒ 예시신문, 무단 전재 및 재배포 금지",
    "무단전재-재배포 금지",
    "อ่านข่าวเพิ่มเติม",
    "ที่มา: เอเอฟพี",
    "ติดตามข่าวได้ที่",
]
NO_TAILS = [
    "Reporting by the commission showed a loss of three boats.",
    "Editing by hand takes an hour.",
    "AFP said the boats had come.",
    "Source of the water is the river.",
    "He also read the letter.",
    "The end is near.",
    "Follow the river to the sea and you will find the harbour.",
    "Listen to the sea.",
    "Quelle que soit la fee, il faut payer.",
    "Watch the water, he said.",
    "Reuters reported the fee.",
    "Theo was glad of it.",
    "Get the boats out, he said.",
    "Copyright law is to be changed.",
    "来源不明的船只进港。",
    "Sources close to the minister said so.",
    "ENDS of the rope were tied.",
]
BYLINES: list[tuple[str, tuple[str, ...]]] = [
    ("By Jane Doe", ("Jane Doe",)),
    ("BY JANE DOE", ("JANE DOE",)),
    ("By JANE DOE, Associated Press", ("JANE DOE",)),
    ("By Jane Doe, Staff Writer", ("Jane Doe",)),
    ("By Jane Doe | Norland Post", ("Jane Doe",)),
    ("By Jane Doe for Norland Post", ("Jane Doe",)),
    ("By Dr. Jane Doe", ("Dr. Jane Doe",)),
    ("By Jane Doe Jr.", ("Jane Doe Jr.",)),
    ("By Jane Doe, John Roe and Eva Test", ("Jane Doe", "John Roe", "Eva Test")),
    ("By Jane Doe in Paris and John Roe in Oslo", ("Jane Doe", "John Roe")),
    ("By Reuters Staff", ()),
    ("By Our Correspondent", ()),
    ("By Norland News Desk", ()),
    ("Par Aminata Exemple avec AFP", ("Aminata Exemple",)),
    ("Par Jean Exemple (à Paris)", ("Jean Exemple",)),
    ("Von Hans Beispiel und Eva Probe", ("Hans Beispiel", "Eva Probe")),
    ("Von Hans Beispiel, dpa", ("Hans Beispiel",)),
    ("Por Juan Ejemplo", ("Juan Ejemplo",)),
    ("Por: Juan Ejemplo", ("Juan Ejemplo",)),
    ("Texto: Juan Ejemplo", ("Juan Ejemplo",)),
    ("Por Redação", ()),
    ("di Mario Esempio", ("Mario Esempio",)),
    ("Di Mario Esempio e Anna Prova", ("Mario Esempio", "Anna Prova")),
    ("Автор: Иван Пример", ("Иван Пример",)),
    ("Текст: Иван Пример", ("Иван Пример",)),
    ("Автори: Іван Приклад", ("Іван Приклад",)),
    ("Door Jan Voorbeeld", ("Jan Voorbeeld",)),
    ("Av Kari Eksempel", ("Kari Eksempel",)),
    ("Af Mette Eksempel", ("Mette Eksempel",)),
    ("Autor: Jan Przykład", ("Jan Przykład",)),
    ("Autor: Juan Ejemplo", ("Juan Ejemplo",)),
    ("Oleh Budi Contoh", ("Budi Contoh",)),
    ("Penulis: Budi Contoh", ("Budi Contoh",)),
    ("بقلم: أحمد مثال", ("أحمد مثال",)),
    ("كتب أحمد مثال", ("أحمد مثال",)),
    ("記者 張三", ("張三",)),
    ("文／張三", ("張三",)),
    ("本报记者 张三", ("张三",)),
    ("取材・文／例田太郎", ("例田太郎",)),
    ("홍길동 기자", ("홍길동",)),
    ("홍길동 기자 hong@example.kr", ("홍길동",)),
    ("Written by Jane Doe", ("Jane Doe",)),
    ("Words by Jane Doe", ("Jane Doe",)),
    ("By Jane Doe jane@example.org", ("Jane Doe",)),
    ("By Jane Doe @janedoe", ("Jane Doe",)),
    ("By Ludwig van Beispiel", ("Ludwig van Beispiel",)),
    ("By Mary O'Sample", ("Mary O'Sample",)),
    ("By Jean-Luc Exemple", ("Jean-Luc Exemple",)),
]
NO_BYLINES = [
    "By Monday the water had gone down.",
    "By law the fee is paid twice",
    "By far the largest boat",
    "Av alle båter",
    "Door to Door",
    "Di solito piove",
    "Por supuesto",
    "Von wegen",
    "Autor unbekannt",
    "Par exemple",
]
CREDITS = [
    "A quay in the rain. Photograph: Ada Sample/The Norland Post",
    "A quay in the rain. (AP Photo/Ada Sample)",
    "A quay in the rain. | Photo Credit: Ada Sample",
    "A quay in the rain (Ada Sample/Reuters)",
    "A quay. REUTERS/Ada Sample",
    "Photo: Ada Sample",
    "Image: AFP",
    "Foto: dpa",
    "Crédit photo : AFP",
    "Un quai sous la pluie. © Ada Exemple / AFP",
    "Ein Kai im Regen. © dpa",
    "Ein Kai im Regen. Foto: Ada Beispiel/dpa",
    "Un muelle. EFE/Ada Ejemplo",
    "Фото: ТАСС",
    "Набережная. Фото: Иван Пример / ТАСС",
    "صورة: أ ف ب",
    "图：新华社",
    "摄影：张三",
    "写真：共同",
    "사진=연합뉴스",
    "/연합뉴스 제공",
    "[사진=연합뉴스]",
    "Getty Images",
    "Photo by Ada Sample on Unsplash",
    "Ada Sample/AP",
    "IMAGE SOURCE, GETTY IMAGES",
    "Image caption, A quay in the rain",
    "Photo courtesy of Ada Sample",
    "Pictured: A quay in the rain",
]


@pytest.mark.parametrize("line", TAILS)
def test_tail_of_wires_and_scraped_pages_is_known(line: str) -> None:
    assert furniture_rule(line) is not None
    assert page("A bridge opens", "It is long.", line).body == ("It is long.",)


@pytest.mark.parametrize("line", NO_TAILS)
def test_sentence_that_begins_like_a_tail_stays(line: str) -> None:
    assert page("A bridge opens", "It is long.", line).body[-1] == line


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_bylines_of_many_languages(line: str, names: tuple[str, ...]) -> None:
    assert authors_of(line) == names
    assert is_byline(line) == bool(names)


@pytest.mark.parametrize("line", NO_BYLINES)
def test_line_that_begins_like_a_byline_is_none(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize("line", CREDITS)
def test_photo_credit_is_no_text(line: str) -> None:
    assert page("A bridge opens", "It is long.", line).body == ("It is long.",)


@pytest.mark.parametrize(
    ("desk", "byline", "names"),
    [
        ("(Reporting by Ada Sample; Editing by Ole Example)", "Reporting by Ada Sample", ("Ada Sample",)),
        (
            "(Reporting by Ada Sample in Oslo and Eva Test; Writing by Jo Doe)",
            "Reporting by Ada Sample in Oslo and Eva Test",
            ("Ada Sample", "Eva Test"),
        ),
        ("Reporting by Ada Sample, editing by Jo Doe", "Reporting by Ada Sample", ("Ada Sample",)),
        ("(Editing by Ole Example)", None, ()),
    ],
)
def test_desk_line_names_who_reported(desk: str, byline: str | None, names: tuple[str, ...]) -> None:
    found = page("A bridge opens", "It is long.", desk)
    assert (found.byline, found.body) == (byline, ("It is long.",))
    assert authors_of(found.byline) == names
    assert page("A bridge opens", "By Eva Test", "It is long.", desk).byline == "By Eva Test"


def test_desk_line_is_cut_off_the_last_paragraph() -> None:
    found = page("A bridge opens", "It is long. (Reporting by Ada Sample; Editing by Ole Example)")
    assert (found.byline, found.body) == ("Reporting by Ada Sample", ("It is long.",))
    assert page("A bridge opens", "It is long (about a mile).").body == ("It is long (about a mile).",)
