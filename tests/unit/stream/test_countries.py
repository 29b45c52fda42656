"""Hard cases of the country tagger: names that are two countries, one or none, roles, evidence, cost."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from newswire.contracts import Article, CountryTag
from stream.countries import COUNTRY_TAGGER, tag_countries
from stream.countries.find import find_places
from stream.countries.gazetteer import known_language, vocabulary
from tests import builders


def tagged(headline: str, body: str = "", language: str | None = "en", **changes: object) -> Article:
    plain = builders.article(headline=headline, body=body, language=language, section=None, **changes)
    return tag_countries(plain.model_copy(update={"countries": (), "country_tags": ()}))


def codes(article: Article, role: str) -> set[str]:
    return {tag.code for tag in article.country_tags if tag.role == role}


# language, sentence, countries in focus
SENTENCES = [
    # names that other names contain, or that several countries bear
    ("en", "Niger closes its border with Nigeria after raids", "NE NG"),
    ("en", "Floods in the Niger Delta displace thousands", "NG"),
    ("en", "Guinea and Guinea-Bissau agree on fishing rights", "GN GW"),
    ("en", "Papua New Guinea votes for a new parliament", "PG"),
    ("en", "Equatorial Guinea opens a second oil terminal", "GQ"),
    ("en", "Democratic Republic of the Congo receives vaccines", "CD"),
    ("en", "Republic of the Congo receives vaccines", "CG"),
    ("en", "Brazzaville: ferry traffic on the Congo resumes", "CG"),
    ("en", "North Korea fires two missiles into the sea", "KP"),
    ("en", "South Korea raises its key rate", "KR"),
    ("en", "The two Koreas reopen a telephone line", "KP KR"),
    ("en", "Kim said in Pyongyang that the Korean army stood ready", "KP"),
    ("en", "Dominica rebuilds its airport", "DM"),
    ("en", "Dominican Republic rebuilds its airport", "DO"),
    ("en", "Dublin and Northern Ireland argue over the border", "GB IE"),
    ("en", "South Sudan moves its capital's market", "SS"),
    ("en", "Sudan and South Sudan reopen the pipeline", "SD SS"),
    ("en", "American Samoa bans single-use bags", "AS"),
    ("en", "Samoa bans single-use bags", "WS"),
    ("en", "US Virgin Islands elect a governor", "VI"),
    ("en", "British Virgin Islands elect a premier", "VG"),
    ("en", "French Guiana launches a rocket", "GF"),
    ("en", "French Polynesia counts its sharks", "PF"),
    ("en", "New Caledonia votes on independence", "NC"),
    ("en", "Republika Srpska holds a disputed referendum", "BA"),
    ("en", "Kosovo issues its own licence plates", "XK"),
    ("en", "Western Sahara talks resume", "EH"),
    ("en", "Taiwan buys new fighter aircraft", "TW"),
    ("en", "Palestinian farmers harvest olives", "PS"),
    ("en", "Hong Kong shortens quarantine", "HK"),
    ("en", "Greenland elects a new parliament", "GL"),
    ("en", "The Vatican opens its archives", "VA"),
    ("en", "Burma frees political prisoners", "MM"),
    ("en", "Czechoslovakia's former dissidents meet again", "CZ"),
    ("en", "Eswatini crowns a queen", "SZ"),
    ("en", "Türkiye and Turkey are one country", "TR"),
    # Georgia, Jordan, Chad and persons
    ("en", "Georgia's parliament in Tbilisi passes the budget", "GE"),
    ("en", "Russia keeps its troops in Georgia", "GE RU"),
    ("en", "Georgia voters queue for hours in Atlanta", "US"),
    ("en", "A storm hits Georgia, Alabama and Florida", "US"),
    ("en", "Jordan asks donors for help with refugees", "JO"),
    ("en", "Michael Jordan sells his share of the club", ""),
    ("en", "Striker Jordan Henderson signs for two years", ""),
    ("en", "King of Jordan opens a dam", "JO"),
    ("en", "Chad sends troops to the lake region", "TD"),
    ("en", "Drummer Chad Smith cancels the tour", ""),
    ("en", "Paris Hilton launches a perfume", "FR"),
    ("en", "Whitney Houston film breaks records", ""),
    ("en", "Denzel Washington wins an award", ""),
    ("en", "The singer, Anna Houston, gives back her prize", ""),
    ("en", "The witness, Maria Santiago, left the court", ""),
    ("en", "An earthquake wakes Santiago", "CL"),
    # towns and states
    ("en", "A tornado passes Paris, Texas", "US"),
    ("en", "Fire in Birmingham, Alabama, kills two", "US"),
    ("en", "Library opens in Vienna, Virginia", "US"),
    ("en", "New Mexico counts its wolves", "US"),
    ("en", "Mexico counts its wolves", "MX"),
    ("en", "Lebanon's army enters Tripoli", "LB"),
    ("en", "Militias fight over Tripoli airport", "LY"),
    ("en", "Venezuela: protests in Valencia", "VE"),
    ("en", "Valencia rebuilds after the flood", "ES"),
    ("en", "Chechnya and Dagestan report attacks", "RU"),
    ("en", "Separatists in Abkhazia hold a vote", "GE"),
    ("en", "Bavaria and Saxony ban fireworks", "DE"),
    ("en", "Scotland and Wales start a joint rail service", "GB"),
    ("en", "Quebec lifts its mask mandate", "CA"),
    ("en", "Rakhine villages burn", "MM"),
    # seats of power
    ("en", "The Kremlin denies the report", "RU"),
    ("en", "Downing Street denies the report", "GB"),
    ("en", "The White House and the Kremlin exchange notes", "RU US"),
    ("en", "Élysée Palace denies the report", "FR"),
    ("en", "Knesset dissolves itself", "IL"),
    ("en", "Bundestag votes for the pension law", "DE"),
    ("en", "Moscow and Baghdad sign an oil contract", "IQ RU"),
    # words that only look like a country
    ("en", "How to make French fries at home", ""),
    ("en", "Roast turkey for twelve guests", ""),
    ("en", "Guinea pigs need company", ""),
    ("en", "German shepherd finds lost child", ""),
    ("en", "The Spanish flu and its lessons", ""),
    ("en", "A Panama hat for the summer", ""),
    ("en", "How to learn the Turkish language", ""),
    ("en", "Swiss francs rise against the euro", ""),
    ("en", "Canadian dollar slips", ""),
    ("en", "South Korean won recovers", ""),
    ("en", "China marks a birthday and Italians won a cup", "CN IT"),
    ("en", "Russia pounds the port", "RU"),
    ("en", "Fund pays out US$20 million", ""),
    ("en", "Paris Agreement turns ten", ""),
    ("en", "Latin America and South America differ", ""),
    ("en", "Security Council and Arab League meet", ""),
    ("en", "European Union leaders meet", ""),
    ("en", "Storm over the Gulf of Mexico", ""),
    ("en", "Ships wait in the Indian Ocean", ""),
    ("en", "The ambassador left the embassy", ""),
    ("en", "Romanian woman wins chess title", "RO"),
    ("en", "Columbia University changes its rules", ""),
    ("en", "Albany gets a new bridge", ""),
    ("en", "Tell us what you think of it", ""),
    ("en", "The French press for a new deal on milk", "FR"),
    ("en", "French pressure on Italian banks grows", "FR IT"),
    # forms of a name
    ("en", "U.S. and U.K. sign a pact", "GB US"),
    ("en", "US-led forces leave", "US"),
    ("en", "Franco-German summit ends early", "FR DE"),
    ("en", "Sino-Indian border talks resume", "CN IN"),
    ("en", "Inter-Korean liaison office reopens", "KP KR"),
    ("en", "UAE's airline orders forty jets", "AE"),
    ("en", "(Iran) and “Iraq”: a reader's guide", "IQ IR"),
    ("en", "Iranians, Iraqis and Syrians at the fair", "IQ IR SY"),
    ("en", "Americans and Britons abroad", "GB US"),
    # capitals throughout
    ("en", "TURKEY AND GREECE AGREE ON FERRIES", "GR TR"),
    ("en", "U.S. COMPANY BUYS CANADIAN MINE", "CA US"),
    ("en", "TELL US WHAT YOU THINK", ""),
    ("de", "ÖSTERREICH SCHLIESST GRENZE ZU UNGARN", "AT HU"),
    ("fr", "LE SÉNÉGAL BAT LE MAROC", "MA SN"),
    # capitals on each word
    ("en", "Floods Hit Houston As Texas Waits For Help", "US"),
    ("en", "Protests Erupt Across Jordan After Bread Price Rise", "JO"),
    # other languages
    ("fr", "La Russie et l'Ukraine échangent des prisonniers", "RU UA"),
    ("fr", "Les agriculteurs français bloquent une autoroute", "FR"),
    ("fr", "Le président latino-américain le plus jeune", ""),
    ("fr", "L'Élysée dément", "FR"),
    ("de", "Polnische Bauern blockieren die Grenze zur Ukraine", "PL UA"),
    ("de", "Der Bundestag stimmt über die Rente ab", "DE"),
    ("de", "Die Türkei und Griechenland einigen sich", "GR TR"),
    ("es", "La porcelana china y el arroz", "CN"),
    ("es", "Brasil y EE.UU. firman un acuerdo", "BR US"),
    ("es", "Los argelinos votan", "DZ"),
    ("it", "Il Quirinale rinvia la legge alle Camere", "IT"),
    ("it", "I pescatori tunisini e quelli siciliani", "TN"),
    ("pt", "Governo angolano reduz impostos", "AO"),
    ("pt", "Polícia portuguesa prende dois suspeitos na Espanha", "ES PT"),
    ("ru", "Россия и Казахстан подписали соглашение", "KZ RU"),
    ("ru", "Переговоры с Украиной и Польшей", "PL UA"),
    ("ru", "Французские фермеры в Париже", "FR"),
    ("uk", "Україна отримала допомогу від Німеччини", "DE UA"),
    ("pl", "Prezydent Francji przyjechał do Polski", "FR PL"),
    ("ar", "وزير الخارجية العراقي يزور روسيا", "IQ RU"),
    ("ar", "مباحثات بين مصر والسودان وإثيوبيا", "EG ET SD"),
    ("ar", "الرياضيات في المدارس", ""),
    ("fa", "ایران و عراق توافق کردند", "IQ IR"),
    ("he", "ראש ממשלת יפן ביקר בגרמניה", "DE JP"),
    ("zh", "法国总统访问德国", "DE FR"),
    ("zh", "中美会谈在日内瓦举行", "CN US"),
    ("ja", "日本とドイツが協定に署名", "DE JP"),
    ("ja", "新しいタイトルとタイミング", ""),
    ("ko", "프랑스와 독일이 협정을 체결했다", "DE FR"),
    ("tr", "Türkiye'den Yunanistan'a feribot seferleri başladı", "GR TR"),
    ("hi", "भारत और नेपाल ने समझौता किया", "IN NP"),
    ("th", "ประเทศไทยและญี่ปุ่นลงนาม", "JP TH"),
    ("sv", "Norge och Finland bygger järnväg", "FI NO"),
    ("nl", "Frankrijk en Spanje leggen een kabel", "ES FR"),
    ("cs", "Prezident navštívil Německo a Rakousko", "AT DE"),
    ("id", "Indonesia dan Jepang menandatangani perjanjian", "ID JP"),
    (None, "Deutschland und Frankreich", "DE FR"),
    ("xx", "Россия и Франция", "FR RU"),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), SENTENCES)
def test_sentence_is_about(language: str | None, sentence: str, expected: str) -> None:
    article = tagged(sentence, language=language)
    assert set(article.countries) == set(expected.split())
    assert codes(article, "mention") == set()
    assert set(article.countries) == codes(article, "focus")


LONG = (
    "Kenya's parliament voted on Tuesday to lower the tax on fertiliser before the long rains begin.\n\n"
    "Members of both houses in Nairobi had argued about the measure for most of the past two months.\n\n"
    "The finance committee expects farmers in the western counties to save a fifth of what they paid last year. "
    "Kenyan millers welcomed the vote, and the association of tea growers called it overdue by a decade.\n\n"
    "The committee looked at what neighbours had done. A similar cut in Uganda was undone after one season, because "
    "traders carried the cheaper bags across the lake and sold them on.\n\n"
    "The new rate holds until the end of June next year, when the treasury has to report to both houses again. "
    "Until then importers must keep records of each lorry, and the revenue authority may look at them at any time."
)


def test_named_in_passing_is_a_mention() -> None:
    article = tagged("Kenya lowers tax on fertiliser", LONG)
    assert article.countries == ("KE",)
    assert codes(article, "mention") == {"UG"}


def test_focus_comes_surest_first() -> None:
    article = tagged("Kenya lowers tax on fertiliser", LONG.replace("of both houses", "of both houses from Tanzania"))
    confidences = [tag.confidence for tag in article.country_tags if tag.role == "focus"]
    assert confidences == sorted(confidences, reverse=True)
    assert article.countries[0] == "KE"


def test_origin_stands_beside_focus() -> None:
    article = tagged("Kenya lowers tax on fertiliser", LONG, dateline="NAIROBI, March 4")
    assert codes(article, "origin") == {"KE"}
    assert codes(article, "focus") == {"KE"}


def test_home_news_is_about_the_place_of_its_dateline() -> None:
    article = tagged("Minister resigns over bridge", "He spoke of a mistake.", dateline="TALLINN, 3 May")
    assert article.countries == ("EE",)
    assert article.country_tags[0].evidence[0].field == "dateline"


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("SANTA FE, New Mexico, May 28", {"US"}),
        ("STAMFORD, Conn., March 3", {"US"}),
        ("TAPACHULA, Mexico, August 25", {"MX"}),
        ("MOSCOW/KYIV", {"RU", "UA"}),
        ("PARIS, 3 May (AFP)", {"FR"}),
        ("KENT, Wash., March 18", {"US"}),
        ("March 3", set()),
    ],
)
def test_dateline_gives_the_origin(dateline: str, expected: set[str]) -> None:
    assert codes(tagged("A headline", "Text.", dateline=dateline), "origin") == expected


def test_source_country_is_the_origin_without_a_dateline() -> None:
    article = tagged("Kenya lowers tax on fertiliser", LONG, source_country="GB")
    assert codes(article, "origin") == {"GB"}
    assert codes(article, "focus") == {"KE"}


def test_breadcrumb_adds_to_what_the_text_names_only() -> None:
    without = tagged("Vote on fertiliser", LONG)
    beside = tagged("Vote on fertiliser", LONG, breadcrumb=("News", "Kenya", "Ghana"))
    assert codes(beside, "focus") == {"KE"}
    assert "GH" not in codes(beside, "mention")
    assert beside.country_tags[0].confidence > without.country_tags[0].confidence


def test_nothing_named_gives_no_tags() -> None:
    article = tagged("Bridge reopens", "It was closed for repairs.")
    assert article.countries == ()
    assert article.country_tags == ()


def test_only_tags_and_version_change() -> None:
    plain = builders.article(headline="Kenya lowers tax on fertiliser", body=LONG)
    after = tag_countries(plain)
    assert after.pipeline.country_tagger == COUNTRY_TAGGER
    changed = {"countries", "country_tags", "pipeline"}
    assert after.model_dump(exclude=changed) == plain.model_dump(exclude=changed)


def test_same_article_same_tags() -> None:
    assert tag_countries(builders.article(body=LONG)) == tag_countries(builders.article(body=LONG))


@pytest.mark.parametrize(("language", "sentence", "_"), SENTENCES)
def test_evidence_is_the_text_at_its_offsets(language: str | None, sentence: str, _: str) -> None:
    body = f"🙂 {sentence}.\n\n{sentence}"
    article = tagged(sentence, body, language, summary=sentence, dateline="ISTANBUL, 3 May")
    for tag in article.country_tags:
        assert 1 <= len(tag.evidence) <= 5
        for piece in tag.evidence:
            text = getattr(article, piece.field)
            assert text[piece.start : piece.end] == piece.text != ""


def test_a_code_is_focus_or_mention_once() -> None:
    article = tagged("Kenya and Uganda agree", LONG, dateline="KAMPALA, 3 May", source_country="UG")
    pairs = [(tag.code, tag.role) for tag in article.country_tags]
    assert len(pairs) == len(set(pairs))
    assert not codes(article, "focus") & codes(article, "mention")


ODD = {
    "empty": "",
    "newlines": "\n" * 1000,
    "emoji": "🙂" * 500,
    "one letter": "a" * 10_000,
    "right to left": "\u202eIran\u202c",
    "longer in capitals": "İİİ ISTANBUL ẞẞ straße",
    "nul": "x\u0000y",
    "dashes": "-" * 99,
    "no words": "US" * 999,
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_odd_text_is_tagged_without_error(body: str) -> None:
    article = tagged(body[:200].strip() or "-", body, dateline=body[:50] or None)
    for tag in article.country_tags:
        for piece in tag.evidence:
            assert getattr(article, piece.field)[piece.start : piece.end] == piece.text


def test_a_hundred_thousand_names_stay_a_handful_of_tags() -> None:
    article = tagged("A list", "Iran, Iraq and Syria met. " * 33_334)
    assert set(article.countries) == {"IQ", "IR", "SY"}
    assert all(len(tag.evidence) == 5 for tag in article.country_tags)


def test_work_grows_with_the_text_and_no_faster() -> None:
    """Each name is looked at once: as many hits a copy of the text in a long text as in a short one."""
    words = vocabulary("en")
    one = len(find_places(LONG + "\n\n", words))
    assert len(find_places((LONG + "\n\n") * 50, words)) == 50 * one


# A sentence in each language, neutral but for the name put into it.
NEUTRAL = {
    "en": "{} opens a museum.", "fr": "Un musée ouvre ({}).", "de": "Ein Museum öffnet ({}).",
    "es": "Abre un museo ({}).", "pt": "Abre um museu ({}).", "it": "Apre un museo ({}).", "ru": "Открылся музей ({}).",
    "ar": "افتتاح متحف ({}).", "zh": "{}开设博物馆。", "ja": "{}に博物館が開館した。", "tr": "Müze açıldı ({}).",
    "nl": "Museum opent ({}).", "pl": "Otwarto muzeum ({}).", "uk": "Відкрито музей ({}).",
    "cs": "Otevřelo se muzeum ({}).", "sv": "Museum öppnar ({}).", "fi": "Museo avataan ({}).",
    "hu": "Múzeum nyílik ({}).", "ko": "{}에 박물관이 문을 열었다.", "id": "Museum dibuka ({}).",
    "fa": "موزه ({}) باز شد", "he": "מוזיאון נפתח ({}).", "el": "Άνοιξε μουσείο ({}).", "hi": "संग्रहालय खुला ({}).",
    "ro": "Se deschide un muzeu ({}).", "vi": "Khai trương bảo tàng ({}).", "da": "Museum åbner ({}).",
    "nb": "Museum åpner ({}).", "bg": "Отваря музей ({}).", "sr": "Отворен музеј ({}).", "hr": "Otvoren muzej ({}).",
    "ca": "Obre un museu ({}).", "bn": "জাদুঘর ({})",
}  # fmt: skip
# CLDR's two-letter codes that are no country, and the one name that means its larger neighbour in the news.
NO_COUNTRIES = set("EU EZ UN ZZ XA XB QO AC CP CQ DG EA IC TA".split())
NAMES_OF_NEWS: dict[tuple[str, str], str] = {("es", "CG"): "República del Congo"}


@pytest.mark.parametrize("language", NEUTRAL)
def test_every_country_is_known_by_its_name_in(language: str) -> None:
    countries = {str(code) for code in Locale("en").territories} - NO_COUNTRIES
    countries = {code for code in countries if len(code) == 2 and code.isalpha()}
    assert len(countries) == 250  # ISO 3166-1 and Kosovo
    names = Locale.parse(language).territories
    wrong = {}
    for code in sorted(countries):
        name = NAMES_OF_NEWS.get((language, code), names[code])
        found = tagged("-", NEUTRAL[language].format(name), language).countries
        if found != (code,):
            wrong[code] = name, found
    assert not wrong


CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "evaluation" / "countries.jsonl").read_text("utf-8").splitlines()
]
EXACT = 0.95


def test_hard_cases_are_tagged_exactly() -> None:
    wrong = []
    for case in CASES:
        article = tagged(case["headline"], case["body"], case["language"])
        got = sorted(article.countries), sorted(codes(article, "mention"))
        if got != (case["countries"], case["mentions"]):
            wrong.append(f"{case['id']}: {got}")
    assert len(wrong) <= (1 - EXACT) * len(CASES), "\n".join(wrong)


def test_hard_cases_are_many_and_of_each_class() -> None:
    traps = [case["trap"] for case in CASES]
    assert len(CASES) >= 150
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert set(traps) >= set(
        "georgia jordan chad turkey niger guinea congo koreas us-town us-state person club company currency language"
        " food compound bloc substring two-letter historic dependent disputed metonym inflected role none".split()
    )
    assert len({case["language"] for case in CASES}) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_evidence_of_a_hard_case_is_the_text_at_its_offsets(case: dict[str, Any]) -> None:
    article = tagged(
        case["headline"], case["body"], case["language"], summary=case["body"][:80], dateline="OSLO, 3 May"
    )
    for tag in article.country_tags:
        assert tag.evidence
        for piece in tag.evidence:
            assert getattr(article, piece.field)[piece.start : piece.end] == piece.text != ""


def test_tags_are_what_the_contract_would_accept() -> None:
    """Tags are made without validation: they must be equal to validated ones, and behave as these do."""
    article = tagged("Kenya lowers tax on fertiliser", LONG, dateline="NAIROBI, March 4", source_country="GB")
    for tag in article.country_tags:
        validated = CountryTag.model_validate_json(tag.model_dump_json())
        assert tag == validated
        assert repr(tag) == repr(validated)
        assert tag.model_fields_set == validated.model_fields_set
        assert tag.model_copy(deep=True) == validated
        assert hash(tag) == hash(validated)
    assert Article.model_validate_json(article.model_dump_json()) == article


def test_a_politicians_bare_name_is_no_focus() -> None:
    assert tagged("Macron likes his coffee strong", "He drinks four cups a day.").countries == ()
    assert tagged("President Macron dissolves the assembly", "Voters go to the polls in June.").countries == ("FR",)
    assert tagged("Macron goes to the polls", "French voters choose in June.").countries == ("FR",)


def test_a_person_named_in_the_body_is_one_in_the_headline() -> None:
    assert tagged("Jordan scores forty", "Coaches had doubted that Michael Jordan would play.").countries == ()
    assert tagged("Jordan scores a point", "Envoys in Amman praised Michael Jordan.").countries == ("JO",)


def test_mentions_show_fewer_places() -> None:
    article = tagged("Kenya lowers tax on fertiliser", "\n\n".join([LONG] * 3))
    assert {tag.code: (tag.role, len(tag.evidence)) for tag in article.country_tags} == {
        "KE": ("focus", 5),
        "UG": ("mention", 2),
    }


def test_forms_are_in_nfc_as_articles_are() -> None:
    for language in ("en", "fr", "vi", "ko"):
        assert all(unicodedata.is_normalized("NFC", form) for form in vocabulary(language).indexes)


def test_language_tags_find_their_block() -> None:
    assert [known_language(tag) for tag in ("en-GB", "zh-Hant", "no", "xx", None)] == ["en", "zh", "nb", "any", "any"]


def test_english_names_open_with_a_capital() -> None:
    """The automaton is three times as fast while it can skip small letters (see ``_CAPITALIZED``)."""
    assert not [form for form in vocabulary("en").indexes if form[0].islower()]
