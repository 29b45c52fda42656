from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.contracts import Article
from stream.media_topics import TOPIC_TAGGER, tag_media_topics
from stream.media_topics.fold import fold, fold_term
from stream.media_topics.lexicon import BLOCKER, LANGUAGES, MAX_WEIGHT, SHARED, read_terms
from stream.media_topics.model import MODEL_MOST, likelihoods, move, parse_model, strongest_words, topic_model
from stream.media_topics.select import MAX_TOPICS, TELLING, Vote, choose
from stream.media_topics.taxonomy import media_topics
from tests.builders import article


def tagged(headline: str, body: str = "", language: str | None = "en", **changes: object) -> Article:
    fields: dict[str, object] = {
        "headline": headline,
        "body": body,
        "lead": body.partition("\n\n")[0],
        "language": language,
        "section": None,
        "summary": None,
        "topics": (),
        "topic_tags": (),
        "topic_paths": (),
    }
    return tag_media_topics(article(**fields | changes))


def medtop(number: int) -> str:
    return f"medtop:{number:08d}"


# Area, a code that must be found in it (the area itself where no narrower one is clear), headline, body.
ENGLISH = [
    (
        1,
        20000005,
        "Director finishes her second film",
        "The movie opens in cinemas in May, and the screenplay is her own.",
    ),
    (
        1,
        20000018,
        "Band returns with a new album",
        "The singer and the guitarist recorded the songs in a barn. A concert follows.",
    ),
    (
        1,
        20000031,
        "Painter shows forty canvases",
        "The paintings hang in a small gallery beside sculptures by her sister.",
    ),
    (
        1,
        20000013,
        "Novelist wins readers with slim book",
        "The novel sold out, and its author is writing a second one of poetry.",
    ),
    (
        2,
        20000107,
        "Jury finds accountant guilty",
        "The court will hear the sentencing in June. The judge thanked the jurors.",
    ),
    (
        2,
        20000082,
        "Two held after jewel robbery",
        "Police arrested the suspects. The thieves had stolen rings and a burglary is alleged.",
    ),
    (
        2,
        20000099,
        "Man charged with murder of neighbour",
        "Detectives say the victim was stabbed to death. A homicide team works on the case.",
    ),
    (
        2,
        20000093,
        "Mayor's aide accused of taking bribes",
        "Prosecutors speak of corruption and bribery over nine years.",
    ),
    (
        3,
        20000153,
        "Earthquake shakes island",
        "The quake of magnitude 6.1 toppled walls. Aftershocks went on all night.",
    ),
    (
        3,
        20000154,
        "Flood cuts off three villages",
        "Floodwaters rose in an hour. Rescuers in boats reached the flooded houses.",
    ),
    (3, 20000150, "Wildfire jumps the ridge", "Firefighters fought the blaze all night, and homes were evacuated."),
    (
        3,
        20000143,
        "Bus and truck collide on mountain road",
        "The bus crash killed four. Rescue teams cut survivors from the wreckage.",
    ),
    (
        4,
        20000350,
        "Central bank holds its key rate",
        "Inflation slowed, and the central bank sees room for lower interest rates.",
    ),
    (
        4,
        20000370,
        "Inflation hits a ten-year high",
        "Consumer prices rose by eight percent; economists expect inflation to slow.",
    ),
    (
        4,
        20001243,
        "Oil prices climb as output falls",
        "Crude oil gained two dollars a barrel. OPEC meets on Friday; oil companies cheered.",
    ),
    (
        4,
        20001365,
        "Retailer posts record quarterly profit",
        "Revenue grew, and the company raised its forecast for full-year earnings.",
    ),
    (
        4,
        20000396,
        "Shares slide on Wall Street",
        "The stock market fell for a third day as investors sold bank stocks.",
    ),
    (5, 20000400, "School opens in shipping containers", "Pupils and teachers moved into the classrooms on Monday."),
    (
        5,
        20000405,
        "University drops its entrance fee",
        "Undergraduates had occupied the campus. The vice chancellor gave way; tuition stays.",
    ),
    (
        5,
        20000416,
        "Teachers ask for smaller classes",
        "Schoolteachers say classrooms are too full and that pupils suffer. Teachers met today.",
    ),
    (
        5,
        20000413,
        "Pupils sit exams under new rules",
        "The final exams were shortened, and the exam results come in July. Schools are ready.",
    ),
    (
        6,
        20000418,
        "Nations fall behind on climate change goals",
        "Greenhouse gas emissions rose again, and global warming is faster.",
    ),
    (
        6,
        20000424,
        "River turns black from pollution",
        "The environmental agency blames sewage and toxic waste for the water pollution.",
    ),
    (
        6,
        20000441,
        "Wetland comes back to life",
        "Biodiversity is richer, and wildlife returned to the ecosystem, ecologists say.",
    ),
    (
        6,
        20000443,
        "Rhinos cross into a new reserve",
        "The endangered species had been hunted by poachers. Conservationists are glad.",
    ),
    (
        7,
        20000448,
        "Cholera outbreak spreads along river",
        "Infections doubled in a week, and the epidemic reached the capital's hospitals.",
    ),
    (
        7,
        20000477,
        "Vaccination of infants begins",
        "Nurses give the vaccine in village clinics. Vaccines had been short.",
    ),
    (
        7,
        20000458,
        "Clinic for mental health opens",
        "Psychiatrists treat depression and anxiety there, and therapy is free for patients.",
    ),
    (
        7,
        20000447,
        "New drug slows breast cancer",
        "Oncologists followed patients with tumours who had chemotherapy before.",
    ),
    (
        8,
        20000499,
        "Grandmother holds record for longest knitted scarf",
        "Guinness World Records came to measure the scarf.",
    ),
    (
        8,
        20000506,
        "Crown prince visits flower show",
        "The royal family and the queen were there; the palace spoke of a fine day.",
    ),
    (
        8,
        20000498,
        "Baker is given award for bravery",
        "The award ceremony was in the town hall; he said the medal belongs to all.",
    ),
    (
        8,
        20001237,
        "Bridge marks centenary",
        "The centenary was celebrated with a parade for the 100th anniversary of the bridge.",
    ),
    (
        9,
        20000529,
        "Dockers walk out over shifts",
        "The strike shut the port. Union leaders called the walkout a success; strikers picket.",
    ),
    (
        9,
        20000536,
        "Trade unions ask for talks",
        "The trade union says members want collective bargaining. Unions will ballot.",
    ),
    (
        9,
        20000533,
        "Mine closure brings layoffs",
        "Unemployment in the valley doubled and jobless miners queue for work.",
    ),
    (9, 20000518, "Minimum wage goes up", "The pay rise reaches cleaners first, and wages follow prices."),
    (
        10,
        20000563,
        "Tourists come back to the coast",
        "Hotels are full, travel agents say. Tourism earns more than before.",
    ),
    (
        10,
        20000568,
        "Chef cooks with weeds",
        "The recipe needs nettles. Diners at the bistro like the dish; the menu changes daily.",
    ),
    (10, 20000538, "Theme park opens its gates", "The amusement park has a roller coaster, and holidaymakers queued."),
    (
        10,
        20000565,
        "Houseplants make a comeback",
        "Houseplant shops are trendy, and interior design follows; tattoos do too.",
    ),
    (
        11,
        20000574,
        "Voters choose a new parliament",
        "The election was calm. Polling stations closed at eight and ballots are counted.",
    ),
    (
        11,
        20000639,
        "Ambassador summoned over remarks",
        "Diplomats met in the embassy. Diplomatic ties between the two countries are strained.",
    ),
    (
        11,
        20000651,
        "Opposition party picks leader",
        "The party leaders and members of the ruling party argued over coalition plans.",
    ),
    (
        11,
        20000593,
        "Cabinet reshuffled after rows",
        "The prime minister named a new finance minister, and parliament will debate.",
    ),
    (12, 20000703, "Bishop retires after thirty years", "Priests and monks came to the cathedral to thank the bishop."),
    (
        12,
        20000697,
        "Old mosque gets a new roof",
        "Worshippers prayed outside the mosque. The imam led prayers beside a church.",
    ),
    (
        12,
        20000690,
        "Pilgrims gather for the feast",
        "The pilgrimage ends with a religious festival; pilgrims fasted for Ramadan before.",
    ),
    (
        12,
        20000657,
        "Monks teach Buddhism in prison",
        "Buddhists and Christians take part; faith is a private matter, a Hindu guest said.",
    ),
    (
        13,
        20000763,
        "Start-up writes software for old phones",
        "The app runs on any smartphone. Programmers share the source code.",
    ),
    (
        13,
        20000757,
        "Probe enters orbit of asteroid",
        "The spacecraft sent images to the space agency. Astronauts watched.",
    ),
    (
        13,
        20000735,
        "Researchers teach crows to count",
        "The new study, published in the journal of a university, used a simple experiment.",
    ),
    (
        13,
        20000731,
        "Physicists weigh the neutrino",
        "The physics experiment used a particle accelerator; quantum effects were small.",
    ),
    (
        14,
        20000771,
        "Migrants settle in empty village",
        "Refugees and asylum seekers live beside old residents; immigration keeps the shop open.",
    ),
    (
        14,
        20000780,
        "Couples marry later",
        "Marriage and divorce are rarer, and families have fewer children; parenting starts later.",
    ),
    (
        14,
        20000799,
        "Shelter for the homeless is full",
        "Homelessness grew with poverty. Social workers hand out blankets.",
    ),
    (
        14,
        20000775,
        "Study finds discrimination in renting",
        "Racism and sexism are common; ethnic minorities told of prejudice.",
    ),
    (
        15,
        20001065,
        "Late goal decides the cup final",
        "The striker scored in stoppage time. The goalkeeper and the midfielders wept.",
    ),
    (
        15,
        20001085,
        "Top seed out in second round",
        "She lost in straight sets on grass at Wimbledon; her tennis coach blamed her serve.",
    ),
    (
        15,
        20000851,
        "Guard scores forty points",
        "The basketball team leads the NBA playoffs after three rebounds in the last minute.",
    ),
    (
        15,
        20000856,
        "Champion keeps his heavyweight belt",
        "The boxer won the boxing bout by knockout in the ninth round.",
    ),
    (
        15,
        20000822,
        "Sprinter runs the fastest 100 metres",
        "The athlete won the gold medal at the Olympics; athletics fans cheered.",
    ),
    (
        16,
        20000056,
        "Troops cross the river under fire",
        "Soldiers and tanks took the bridge. Artillery shelled the frontline, the army said.",
    ),
    (
        16,
        20000053,
        "Suicide bomber attacks market",
        "Militants of a terrorist group claimed the bombing. Terrorism had been rare here.",
    ),
    (
        16,
        20000073,
        "Rebels sign ceasefire",
        "The peace talks ended with a truce, and peacekeepers will watch the peace agreement.",
    ),
    (
        16,
        20000065,
        "Crowds fill square in protest",
        "Demonstrators threw stones. The protests and clashes began after the riots in May.",
    ),
    (
        17,
        20001129,
        "Thunderstorms end a dry spring",
        "Rainfall was heavy, and hail broke windows. The storm brought gusts and snow.",
    ),
    (
        17,
        20001128,
        "Forecasters expect a mild week",
        "The weather forecast speaks of sunshine. Meteorologists see fog in the mornings.",
    ),
    (
        17,
        20001130,
        "Coldest night in forty years",
        "Temperatures fell to minus 31 degrees Celsius, the lowest temperature on record.",
    ),
    (
        17,
        20001131,
        "Weather warning for the Alps",
        "Meteorologists issued a severe weather warning; a blizzard with heavy snow is on its way.",
    ),
]


@pytest.mark.parametrize(("area", "code", "headline", "body"), ENGLISH, ids=[row[2] for row in ENGLISH])
def test_each_topic_is_found_with_the_narrower_code(area: int, code: int, headline: str, body: str) -> None:
    result = tagged(headline, body)
    assert media_topics()[result.topics[0]].area == medtop(area * 1_000_000)
    assert medtop(code) in result.topic_paths


def test_english_cases_cover_all_seventeen_topics() -> None:
    assert Counter(area for area, *_ in ENGLISH).keys() == set(range(1, 18))


# Language, area, headline and body in that language.
OTHER_LANGUAGES = [
    (
        "fr",
        15,
        "Le gardien sauve les siens",
        "Le match de football s'est joué aux tirs au but; le championnat reprend samedi.",
    ),
    ("fr", 7, "La vaccination commence dans les écoles", "Le vaccin protège de la maladie, disent les médecins."),
    (
        "fr",
        11,
        "Les électeurs votent dimanche",
        "L'élection présidentielle oppose deux ministres; les partis font campagne.",
    ),
    ("de", 17, "Schnee bis ins Tal", "Der Wetterdienst warnt vor Sturm und Schneefall bei Temperaturen unter null."),
    (
        "de",
        2,
        "Gericht verurteilt Einbrecher",
        "Der Richter sprach den Angeklagten schuldig, die Polizei fand die Beute.",
    ),
    (
        "de",
        4,
        "Zentralbank senkt den Leitzins",
        "Die Inflation ging zurück, die Wirtschaft wächst kaum, die Börse legt zu.",
    ),
    (
        "es",
        3,
        "Un terremoto sacude la costa",
        "El sismo dejó heridos y los bomberos buscan supervivientes entre los escombros.",
    ),
    (
        "es",
        9,
        "Huelga en los astilleros",
        "Los sindicatos convocan otra huelga y los trabajadores piden mejores salarios.",
    ),
    (
        "es",
        12,
        "El obispo bendice la nueva iglesia",
        "Los fieles rezaron en la misa y los sacerdotes leyeron el evangelio.",
    ),
    (
        "pt",
        2,
        "Polícia apreende cocaína no porto",
        "Os suspeitos foram detidos por tráfico de drogas e ficam em prisão preventiva.",
    ),
    ("pt", 15, "Seleção vence nos penáltis", "O guarda-redes defendeu dois penáltis e o futebol parou o país."),
    (
        "it",
        1,
        "Riapre il museo della città",
        "La mostra raccoglie dipinti e sculture; il concerto inaugura la galleria d'arte.",
    ),
    (
        "it",
        7,
        "Ospedali pieni per l'influenza",
        "I medici consigliano il vaccino contro il virus; i pazienti sono anziani.",
    ),
    ("ru", 13, "Учёные построили телескоп", "Исследователи изучают галактики, астрономы ведут наблюдения за звёздами."),
    (
        "ru",
        16,
        "Армия ведёт бои за город",
        "Солдаты обстреляли позиции, военные сообщили об атаке, война продолжается.",
    ),
    (
        "ar",
        5,
        "المدارس تفتح أبوابها للعام الدراسي",
        "عاد التلاميذ والمعلمون إلى المدارس، وقالت وزارة التربية إن الجامعات تبدأ لاحقا.",
    ),
    ("ar", 15, "المنتخب يفوز في المباراة", "سجل اللاعب هدفين في مباراة كرة القدم وفرح المدرب."),
    ("zh", 10, "游客重返海岛", "酒店客满，旅行社表示旅游业正在复苏，游客增加。"),
    ("zh", 4, "央行下调利率", "通货膨胀放缓，经济增长乏力，股市上涨。"),
    ("ja", 15, "代表が決勝で勝利", "サッカーの試合で選手がゴールを決め、監督は優勝を喜んだ。"),
    ("ja", 3, "沿岸で地震", "地震のあと津波警報が出て、住民が避難した。"),
    (
        "tr",
        17,
        "Kar yağışı yolları kapattı",
        "Meteoroloji fırtına ve soğuk hava için uyardı; sıcaklık sıfırın altında.",
    ),
    (
        "tr",
        11,
        "Seçim pazar günü yapılacak",
        "Muhalefet partisi ve cumhurbaşkanı seçim için oy istiyor; meclis toplandı.",
    ),
]


@pytest.mark.parametrize(
    ("language", "area", "headline", "body"), OTHER_LANGUAGES, ids=[f"{row[0]}-{row[2]}" for row in OTHER_LANGUAGES]
)
def test_other_languages_find_the_topic(language: str, area: int, headline: str, body: str) -> None:
    assert media_topics()[tagged(headline, body, language).topics[0]].area == medtop(area * 1_000_000)


def test_an_unknown_language_is_read_with_all_lexicons() -> None:
    for language, area, headline, body in OTHER_LANGUAGES[::4]:
        found = tagged(headline, body, None)
        assert media_topics()[found.topics[0]].area == medtop(area * 1_000_000), language


def assert_evidence_exact(result: Article) -> None:
    for tag in result.topic_tags:
        for evidence in tag.evidence:
            field: str = getattr(result, evidence.field)
            assert evidence.text
            assert field[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    ("language", "headline", "body", "expected"),
    [
        ("en", "Vaccine arrives", "“Straße” – the vaccine came from İzmir, the vaccines were kept cold.", "Vaccine"),
        ("de", "Große Straßen", "Großer Streik: Die Gewerkschaft ruft den Streik auf Straßen aus.", "Streik"),
        ("tr", "İSTANBUL", "İİİ İstanbul'da seçim var; SEÇİM pazar günü, seçim sandıkları hazır.", "seçim"),
        ("en", "Café\u0301 news", "Zu\u0308rich e\u0301: the central bank kept its interest rates.", "central bank"),
        ("zh", "央行", "😀 央行下调利率，通货膨胀放缓。", "利率"),
        ("ar", "أخبار", "قالت وزارة الصحة إن اللقاح وصل إلى المستشفيات والمرضى ينتظرون اللقاح.", "اللقاح"),
    ],
)
def test_evidence_is_the_text_at_its_offsets(language: str, headline: str, body: str, expected: str) -> None:
    result = tagged(headline, body, language)
    assert_evidence_exact(result)
    assert expected in {evidence.text for tag in result.topic_tags for evidence in tag.evidence}


def test_evidence_of_a_stem_is_the_whole_word() -> None:
    result = tagged("Коротко", "Землетрясения магнитудой шесть разрушили дома, землетрясение ощущали в городе.", "ru")
    assert_evidence_exact(result)
    words = {evidence.text for tag in result.topic_tags for evidence in tag.evidence}
    assert words & {"Землетрясения", "землетрясение"}


def test_evidence_comes_from_the_summary_too() -> None:
    result = tagged("Short news", "No more was known.", summary="The earthquake had a magnitude of 6.")
    assert_evidence_exact(result)
    assert {evidence.field for evidence in result.topic_tags[0].evidence} == {"summary"}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["ß", "İ", "e\u0301", "😀", "央行", "اللقاح", "vaccine", "strike", "\n\n", "’", "\ud800", "."])
    )
)
def test_any_mixture_of_scripts_keeps_the_evidence_exact(pieces: list[str]) -> None:
    # A lone surrogate cannot come from Kafka's UTF-8, so a model refuses it; the folding must bear it all the same.
    text = " ".join(pieces)
    assert len(fold(text).decode()) == len(text)
    body = text.replace("\ud800", "")
    for language in ("en", None):
        assert_evidence_exact(tagged("Cholera vaccine", body, language))


def test_several_topics_come_surest_first_with_all_their_ancestors() -> None:
    result = tagged(
        "Cholera vaccination begins",
        "The cholera outbreak worries doctors, and nurses bring the vaccine to infected patients in hospital.",
    )
    confidences = [tag.confidence for tag in result.topic_tags]
    assert confidences == sorted(confidences, reverse=True)
    assert result.topics == tuple(tag.code for tag in result.topic_tags)
    assert {medtop(7_000_000), medtop(20000446), medtop(20000448), medtop(20000477)} <= set(result.topic_paths)
    ancestors = {code for topic in result.topics for code in media_topics()[topic].path}
    assert set(result.topic_paths) == ancestors
    assert result.pipeline.topic_tagger == TOPIC_TAGGER


def test_a_topic_in_passing_with_telling_words_is_given_below_the_top_with_less_confidence() -> None:
    body = (
        "The foreign ministers spoke of bilateral ties. Diplomats will meet in the embassy, the ambassador said.\n\n"
        "The two countries renew diplomatic relations, a treaty is ready; the foreign ministry praised diplomacy.\n\n"
        "Oil companies from abroad invest in the oil industry, and an oil refinery is planned."
    )
    result = tagged("Foreign ministers renew diplomatic relations", body)
    first, *others = result.topic_tags
    assert media_topics()[first.code].area == medtop(11_000_000)
    oil = [tag for tag in others if tag.code == medtop(20001243)]
    assert len(oil) == 1
    assert oil[0].confidence < min(0.5, first.confidence)
    assert medtop(4_000_000) not in result.topics


def test_one_word_in_passing_gives_no_topic() -> None:
    body = (
        "The foreign ministers spoke of bilateral ties. Diplomats will meet in the embassy, the ambassador said.\n\n"
        "They had lunch near a stadium."
    )
    result = tagged("Foreign ministers renew diplomatic relations", body)
    assert {media_topics()[code].area for code in result.topics} == {medtop(11_000_000)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "aaaa " * 500,
        "😀" * 300,
        "1.5 2.4 3.1 0-0",
        "xyzzy plugh",
    ],
)
@pytest.mark.parametrize("language", ["en", None])
def test_nonsense_has_no_topic(text: str, language: str | None) -> None:
    result = tagged("-", text, language)
    assert (result.topics, result.topic_tags, result.topic_paths) == ((), (), ())


@pytest.mark.parametrize(
    "phrase",
    ["The firm held a fire sale.", "The film ran in prime time.", "He is a star witness.", "It was a war of words."],
)
def test_a_blocking_phrase_hides_the_words_inside_it(phrase: str) -> None:
    codes = tagged("-", phrase).topic_paths
    assert not {medtop(20000150), medtop(20000056), medtop(3_000_000), medtop(16_000_000)} & set(codes)


def test_words_inside_other_words_do_not_count() -> None:
    assert tagged("-", "Courtesy, warfarina and schoolingly are voteless marketings.").topics == ()


def test_the_section_of_the_source_weighs_in() -> None:
    body = "The coach spoke of a long and hard year for everyone in the house."
    assert tagged("A long year", body, section="Football").topics[0].startswith("medtop:")
    assert media_topics()[tagged("A long year", body, section="Football").topics[0]].area == medtop(15_000_000)


def test_a_summary_that_repeats_the_lead_counts_once() -> None:
    lead = "The earthquake damaged a bridge."
    once = tagged("Short news", lead)
    assert tagged("Short news", lead, summary=lead).topic_tags == once.topic_tags


def test_tagging_is_deterministic_and_ignores_tags_given_before() -> None:
    _, _, headline, body = ENGLISH[0]
    first = tagged(headline, body)
    assert tag_media_topics(first) == first
    assert tagged(headline, body) == first


def chosen(scores: dict[str, float], telling: int) -> list[str]:
    """Choose from points by code, each given by ``telling`` words that leave no doubt."""
    points_of: dict[str, float] = {}
    votes: dict[str, list[Vote]] = {}
    for code, points in scores.items():
        topic = media_topics()[code]
        points_of[topic.area] = points_of.get(topic.area, 0.0) + points
        votes.setdefault(topic.area, []).extend((-points / telling, n, TELLING, topic.below) for n in range(telling))
    return [code for code, _, _ in choose(points_of, votes)]


def test_choose_gives_an_area_where_no_narrower_code_is_clear() -> None:
    scores = {medtop(20000344): 3.0, medtop(20000209): 3.0, medtop(4_000_000): 3.0}
    assert chosen(scores, 1) == [medtop(4_000_000)]


def test_choose_gives_several_codes_below_one_area_heaviest_first() -> None:
    scores = {medtop(20000350): 100.0, medtop(20000370): 50.0, medtop(20000355): 6.0}
    assert chosen(scores, 3) == [medtop(20000350), medtop(20000370)]


def test_choose_keeps_to_the_most_topics_allowed() -> None:
    below = [topic for topic in media_topics().values() if len(topic.path) == 2]
    scores = {topic.code: 20.0 for topic in below}
    assert len(chosen(scores, 3)) == MAX_TOPICS


def test_choose_gives_nothing_on_faint_or_no_evidence() -> None:
    assert choose({}, {}) == []
    assert chosen({medtop(20000350): 1.9}, 1) == []


SHORT = "A suicide bomber kills eleven people at a mosque in the capital, and rebels claim the attack on the troops."


def test_the_model_knows_its_areas_and_gives_likelihoods_that_sum_to_one() -> None:
    model = topic_model()
    assert set(model.areas) <= {medtop(n * 1_000_000) for n in range(1, 18)}
    assert len(model.areas) == len(model.bias) == len(model.neutral)
    likely = likelihoods(model, set(fold(SHORT).split()))
    assert set(likely) == set(model.areas)
    assert math.fsum(map(math.exp, likely.values())) == pytest.approx(1.0)
    assert max(likely, key=lambda area: likely[area]) == medtop(16_000_000)


def test_the_model_gives_an_area_that_no_word_of_the_lexicon_speaks_for_with_its_words_as_evidence() -> None:
    body = "At least nine people are trapped and twelve are injured as a half-built hall collapses near a coal pit."
    result = tagged("-", body)
    assert [(tag.code, tag.method) for tag in result.topic_tags] == [(medtop(3_000_000), "linear model")]
    words = {evidence.text for evidence in result.topic_tags[0].evidence}
    assert words
    assert words <= {"least", "people", "trapped", "injured", "collapses", "near", "coal", "hall"}
    assert_evidence_exact(result)
    assert strongest_words(topic_model(), medtop(3_000_000), {b"at", b"xyzzy"}) == []


def test_the_model_is_silent_in_long_texts_and_in_other_languages() -> None:
    long = SHORT + "\n\n" + "Nothing else was known. " * (MODEL_MOST // 24 + 1)
    assert {tag.method for tag in tagged("-", long).topic_tags} == {"lexicon"}
    assert {tag.method for tag in tagged("-", SHORT, "de").topic_tags} <= {"lexicon"}
    assert {tag.method for tag in tagged("-", SHORT).topic_tags} == {"lexicon and linear model"}


def test_the_model_is_silent_where_the_lexicon_finds_an_area_that_it_does_not_know() -> None:
    points = {medtop(5_000_000): 9.0, medtop(16_000_000): 4.0}
    assert move(topic_model(), points, set(fold(SHORT).split())) == points
    faint = {medtop(5_000_000): 2.0, medtop(16_000_000): 1.5}
    moved = move(topic_model(), faint, set(fold(SHORT).split()))
    assert moved[medtop(16_000_000)] > moved[medtop(5_000_000)] == 2.0


def test_the_model_is_silent_where_it_knows_few_words() -> None:
    assert likelihoods(topic_model(), {b"xyzzy", b"plugh", b"troops"}) == {}
    assert move(topic_model(), {}, {b"xyzzy"}) == {}


def test_a_packed_model_is_read_back() -> None:
    facts = {
        "areas": [medtop(4_000_000), medtop(15_000_000)],
        "bias": [0.0, 0.0],
        "frequency": [0.5, 0.5],
        "weight_unit": 0.1,
        "rarity_unit": 1.0,
        "words": len(b"goal\nkick\nshares\nstocks"),
    }
    rows = bytes([4, 108, 148]) * 2 + bytes([4, 168, 118]) * 2
    packed = gzip.compress(json.dumps(facts).encode() + b"\n" + b"goal\nkick\nshares\nstocks" + rows)
    likely = likelihoods(parse_model(packed), {b"goal", b"kick", b"shares", b"stocks"})
    # Two words of -20 and 20, two of 40 and -10, in units of 0.1, divided by the length of the text, 4.
    first, second = 0.1 * 40 / 4, 0.1 * 20 / 4
    assert likely[medtop(4_000_000)] - likely[medtop(15_000_000)] == pytest.approx(first - second)


def test_every_code_has_a_path_from_one_of_the_seventeen_topics() -> None:
    topics = media_topics()
    assert {topic.path[0] for topic in topics.values()} == {medtop(n * 1_000_000) for n in range(1, 18)}
    for code, topic in topics.items():
        assert topic.path[-1] == code
        assert topic.name
        assert len(set(topic.path)) == len(topic.path)
        for depth, ancestor in enumerate(topic.path, 1):
            assert topics[ancestor].path == topic.path[:depth]


@pytest.mark.parametrize("language", [*LANGUAGES, SHARED])
def test_lexicons_are_valid(language: str) -> None:
    terms = list(read_terms(language))  # raises on a code that is not in the table and on a weight out of range
    assert len(terms) > 50
    written = Counter((term.text, term.code) for term in terms)
    assert [line for line, count in written.items() if count > 1] == []
    for term in terms:
        assert 0 <= term.weight <= MAX_WEIGHT
        assert fold_term(term.text.removesuffix("*")), term
        assert term.text == term.text.strip(), term


def test_english_reaches_every_topic_and_most_of_the_second_level() -> None:
    topics = media_topics()
    reached = {code for term in read_terms("en") if term.code != BLOCKER for code in topics[term.code].path}
    second = {code for code, topic in topics.items() if len(topic.path) == 2}
    assert {topic.area for topic in topics.values()} <= reached
    assert len(second & reached) / len(second) > 0.85


def test_lexicon_files_are_sorted_so_that_changes_read_well() -> None:
    for language in ("en", SHARED):
        text = (files("stream") / "data" / "topic_lexicon" / f"{language}.tsv").read_text(encoding="utf-8")
        rows = [tuple(line.split("\t")[:2]) for line in text.splitlines()[1:]]
        assert rows == sorted(rows, key=lambda row: (row[1], row[0]))
