from __future__ import annotations

import pytest

from stream.language import base_language, detect_language

# About a hundred characters each: a first paragraph is often no longer.
TEXTS = [
    ("en", "The harbour was opened to foreign boats on Sunday, and the first of them came in before noon."),
    ("fr", "Le port a été ouvert dimanche aux bateaux étrangers et les premiers sont arrivés avant midi."),
    ("de", "Der Hafen wurde am Sonntag für fremde Boote geöffnet, und die ersten kamen noch vor Mittag."),
    ("es", "El puerto se abrió el domingo a los barcos extranjeros y los primeros llegaron antes del mediodía."),
    ("pt", "O porto foi aberto no domingo aos barcos estrangeiros e os primeiros chegaram antes do meio-dia."),
    ("ca", "El port es va obrir diumenge als vaixells estrangers i els primers van arribar abans del migdia."),
    ("it", "Il porto è stato aperto domenica alle barche straniere e le prime sono arrivate prima di pranzo."),
    ("nl", "De haven werd zondag voor vreemde boten geopend en de eerste kwamen nog voor de middag binnen."),
    ("sv", "Hamnen öppnades på söndagen för utländska båtar, och de första kom in redan före klockan tolv."),
    ("da", "Havnen blev åbnet for udenlandske både i søndags, og de første af dem kom ind før middag."),
    ("no", "Havnen ble åpnet for utenlandske båter på søndag, og de første av dem kom inn før klokken tolv."),
    ("fi", "Satama avattiin sunnuntaina ulkomaisille veneille, ja ensimmäiset niistä saapuivat ennen puoltapäivää."),
    ("pl", "Port został otwarty w niedzielę dla obcych łodzi, a pierwsze z nich wpłynęły jeszcze przed południem."),
    ("cs", "Přístav byl v neděli otevřen cizím lodím a první z nich připluly ještě před polednem."),
    ("sk", "Prístav bol v nedeľu otvorený cudzím lodiam a prvé z nich priplávali ešte pred poludním."),
    ("hu", "A kikötőt vasárnap megnyitották a külföldi hajók előtt, és az elsők még dél előtt befutottak."),
    ("ro", "Portul a fost deschis duminică pentru bărcile străine, iar primele dintre ele au sosit înainte de prânz."),
    ("tr", "Liman pazar günü yabancı teknelere açıldı ve bunların ilki öğleden önce içeri girdi."),
    ("id", "Pelabuhan itu dibuka untuk kapal asing pada hari Minggu karena musim ikan sudah bisa dimulai."),
    ("ms", "Pelabuhan itu dibuka kepada bot asing pada hari Ahad kerana musim ikan boleh dimulakan."),
    ("vi", "Cảng đã được mở cho tàu nước ngoài vào chủ nhật và những chiếc đầu tiên đã đến trước buổi trưa."),
    ("sw", "Bandari ilifunguliwa kwa boti za kigeni siku ya Jumapili na za kwanza ziliingia kabla ya mchana."),
    ("zu", "Itheku livulelwe izikebhe zangaphandle ngeSonto, futhi ezokuqala zingene ngaphambi kwasemini."),
    ("xh", "Izibuko livulelwe iinqanawa zangaphandle ngeCawa, kwaye ezokuqala zingene phambi kwemini enkulu."),
    ("ru", "Порт открыли для иностранных лодок в воскресенье, и первые из них пришли ещё до полудня."),
    ("uk", "Порт відкрили для іноземних човнів у неділю, і перші з них прийшли ще до полудня."),
    ("bg", "Пристанището беше отворено за чужди лодки в неделя и първите от тях дойдоха преди обяд."),
    ("sr", "Лука је у недељу отворена за стране бродове, а први од њих су стигли пре подне."),
    ("mk", "Пристаништето беше отворено за странски бродови во недела и првите од нив дојдоа пред пладне."),
    ("el", "Το λιμάνι άνοιξε την Κυριακή για ξένα σκάφη και τα πρώτα έφτασαν πριν από το μεσημέρι."),
    ("ar", "فُتح الميناء يوم الأحد أمام القوارب الأجنبية ودخل أولها قبل الظهر بعد أن انتظر الصيادون هذا القرار."),
    ("fa", "بندر روز یکشنبه به روی قایق‌های خارجی باز شد و نخستین آن‌ها پیش از ظهر وارد شدند."),
    ("ur", "بندرگاہ اتوار کے روز غیر ملکی کشتیوں کے لیے کھول دی گئی اور ان میں سے پہلی دوپہر سے پہلے پہنچی۔"),
    ("he", "הנמל נפתח ביום ראשון לסירות זרות והראשונות שבהן נכנסו לפני הצהריים."),
    ("hi", "बंदरगाह को रविवार को विदेशी नावों के लिए खोल दिया गया और पहली नावें दोपहर से पहले आ गईं।"),
    ("mr", "बंदर रविवारी परदेशी बोटींसाठी खुले करण्यात आले आणि त्यातील पहिल्या बोटी दुपारपूर्वी आल्या आहेत."),
    ("bn", "রবিবার বন্দরটি বিদেশি নৌকার জন্য খুলে দেওয়া হয় এবং প্রথম নৌকাগুলি দুপুরের আগেই আসে।"),
    ("ta", "துறைமுகம் ஞாயிற்றுக்கிழமை வெளிநாட்டுப் படகுகளுக்குத் திறக்கப்பட்டது."),
    ("th", "ท่าเรือเปิดให้เรือต่างชาติเข้าเมื่อวันอาทิตย์ และลำแรกเข้ามาก่อนเที่ยง"),
    ("ko", "항구는 일요일에 외국 선박에 개방되었고 첫 배들은 정오 전에 들어왔다."),
    ("ja", "港は日曜日に外国船に開放され、最初の船は正午前に入港した。"),
    ("zh", "港口星期日向外国船只开放，第一批船只在中午之前就驶入了港口。"),
    ("zh", "港口星期日向外國船隻開放，第一批船隻在中午之前就駛入了港口。"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_short_text_is_told(language: str, text: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize(("language", "text"), [t for t in TEXTS if t[0] not in ("zu", "xh")])
def test_wrong_hint_does_not_turn_a_text_that_is_clear(language: str, text: str) -> None:
    found, rule = detect_language(text * 3, "en" if language != "en" else "fr")
    assert found == language
    assert "against stated" in rule


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("OK", "pt", "pt"),
        ("2026 12 31", None, None),
        ("2026 12 31", "fr", "fr"),
        ("🙂🙂🙂", None, None),
        ("xqzt vrrk plmb gnnt zzkw hjjk", None, None),
        ("xqzt vrrk plmb gnnt zzkw hjjk", "en", "en"),
        ("", None, None),
    ],
)
def test_text_that_tells_nothing_is_unknown_or_as_stated(text: str, prior: str | None, language: str | None) -> None:
    found, rule = detect_language(text, prior)
    assert found == language
    assert rule.startswith("stated" if prior else "unknown")


def test_mixed_text_says_so() -> None:
    english, french, chinese = TEXTS[0][1], TEXTS[1][1], TEXTS[-2][1]
    assert detect_language(f"{english * 4}\n\n{french * 4}") == ("en", "mixed: en, fr at the end")
    assert detect_language(f"{french * 4}\n\n{english * 4}")[0] == "fr"
    language, rule = detect_language(f"{english} {chinese * 2}")
    assert language in ("en", "zh")
    assert rule.startswith("mixed: ")
    assert not detect_language(f"{chinese}（{english[:20]}）")[1].startswith("mixed")


def test_capitals_are_read_as_any_text() -> None:
    assert detect_language(TEXTS[1][1].upper())[0] == "fr"
    assert detect_language(TEXTS[0][1].upper())[0] == "en"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("iw", "he"), ("nb-NO", "no"), ("mul", None), ("und", None),
        ("x", None), ("", None), (None, None), ("english", None),
    ],
)  # fmt: skip
def test_base_language(tag: str | None, code: str | None) -> None:
    assert base_language(tag) == code
