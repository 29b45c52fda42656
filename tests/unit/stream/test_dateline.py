from __future__ import annotations

import pytest

from stream.dateline import split_dateline

FORMS = [
    ("PARIS, 3 May (AFP) - Rain fell.", "PARIS, 3 May", "Rain fell."),
    ("WASHINGTON (Reuters) — The bill passed.", "WASHINGTON", "The bill passed."),
    ("MOSCOW/KYIV, May 3 (Reuters) - Talks began.", "MOSCOW/KYIV, May 3", "Talks began."),
    ("GENEVA and NEW YORK, May 3 (AP) — Talks began.", "GENEVA and NEW YORK, May 3", "Talks began."),
    ("SANTA FE, New Mexico, May 28 (AP) — It burned.", "SANTA FE, New Mexico, May 28", "It burned."),
    ("LONDON: The bank said so.", "LONDON", "The bank said so."),
    ("Berlin (dpa) - Es regnet.", "Berlin", "Es regnet."),
    ("MÜNCHEN, 3. Mai (dpa) – Es regnet.", "MÜNCHEN, 3. Mai", "Es regnet."),
    ("PARIS, 3 mai (AFP) - Il pleut.", "PARIS, 3 mai", "Il pleut."),
    ("Madrid, 3 may (EFE).- Llueve.", "Madrid, 3 may", "Llueve."),
    ("BRASÍLIA, 3 de maio (Lusa) — Chove.", "BRASÍLIA, 3 de maio", "Chove."),
    ("(ANSA) - ROMA, 3 MAG - Piove.", "ROMA, 3 MAG", "Piove."),
    ("МОСКВА, 3 мая — РИА Новости. Идёт дождь.", "МОСКВА, 3 мая", "Идёт дождь."),
    ("МОСКВА, 3 мая. /ТАСС/. Идёт дождь.", "МОСКВА, 3 мая", "Идёт дождь."),
    ("İSTANBUL, 3 Mayıs (DHA) - Yağmur yağıyor.", "İSTANBUL, 3 Mayıs", "Yağmur yağıyor."),
    ("القاهرة 3 مايو (رويترز) - سقط المطر.", "القاهرة 3 مايو", "سقط المطر."),
    ("باريس (أ ف ب) - سقط المطر.", "باريس", "سقط المطر."),
    ("新华社北京5月3日电（记者张三）雨下了一天。", "北京5月3日", "雨下了一天。"),
    ("（示例社曼谷2月19日电）雨下了一天。", "曼谷2月19日", "雨下了一天。"),
    ("【北京讯】雨下了一天。", "北京", "雨下了一天。"),
    ("【ロンドン＝例田太郎】雨が降った。", "ロンドン", "雨が降った。"),
    ("［パリ 3日 ロイター］ - 雨が降った。", "パリ 3日", "雨が降った。"),
]


@pytest.mark.parametrize(("text", "dateline", "rest"), FORMS)
def test_dateline_is_split_off(text: str, dateline: str, rest: str) -> None:
    assert split_dateline(text) == (dateline, rest)


@pytest.mark.parametrize(
    "text",
    [
        "The minister - a lawyer - said so.",
        "NATO - the alliance - said so.",
        "BREAKING: A bridge fell.",
        "Analysis — What comes next.",
        "“Paris” - a film.",
        "He said: no.",
        "【速報】雨が降った。",
        "عاجل - سقط المطر.",
        "PARIS (AFP) - ",
        "PARIS",
        "",
    ],
)
def test_other_beginnings_stay(text: str) -> None:
    assert split_dateline(text) == (None, text)
