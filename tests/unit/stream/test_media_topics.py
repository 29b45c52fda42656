from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.contracts import Article
from stream.media_topics import TOPIC_TAGGER, tag_media_topics
from stream.media_topics.fold import encode_folded, fold, fold_term
from stream.media_topics.lexicon import BLOCKER, LANGUAGES, MAX_WEIGHT, SHARED, read_terms
from stream.media_topics.select import MAX_TOPICS, choose
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
    (1, 20000005, "Director finishes her second film", "The movie opens in cinemas in May, and the screenplay is her own."),
    (1, 20000018, "Band returns with a new album", "The singer and the guitarist recorded the songs in a barn. A concert follows."),
    (1, 20000031, "Painter shows forty canvases", "The paintings hang in a small gallery beside sculptures by her sister."),
    (1, 20000013, "Novelist wins readers with slim book", "The novel sold out, and its author is writing a second one of poetry."),
    (2, 20000107, "Jury finds accountant guilty", "The court will hear the sentencing in June. The judge thanked the jurors."),
    (2, 20000082, "Two held after jewel robbery", "Police arrested the suspects. The thieves had stolen rings and a burglary is alleged."),
    (2, 20000099, "Man charged with murder of neighbour", "Detectives say the victim was stabbed to death. A homicide team works on the case."),
    (2, 20000093, "Mayor's aide accused of taking bribes", "Prosecutors speak of corruption and bribery over nine years."),
    (3, 20000153, "Earthquake shakes island", "The quake of magnitude 6.1 toppled walls. Aftershocks went on all night."),
    (3, 20000154, "Flood cuts off three villages", "Floodwaters rose in an hour. Rescuers in boats reached the flooded houses."),
    (3, 20000150, "Wildfire jumps the ridge", "Firefighters fought the blaze all night, and homes were evacuated."),
    (3, 20000143, "Bus and truck collide on mountain road", "The bus crash killed four. Rescue teams cut survivors from the wreckage."),
    (4, 20000350, "Central bank holds its key rate", "Inflation slowed, and the central bank sees room for lower interest rates."),
    (4, 20000370, "Inflation hits a ten-year high", "Consumer prices rose by eight percent; economists expect inflation to slow."),
    (4, 20001243, "Oil prices climb as output falls", "Crude oil gained two dollars a barrel. OPEC meets on Friday; oil companies cheered."),
    (4, 20001365, "Retailer posts record quarterly profit", "Revenue grew, and the company raised its forecast for full-year earnings."),
    (4, 20000396, "Shares slide on Wall Street", "The stock market fell for a third day as investors sold bank stocks."),
    (5, 20000400, "School opens in shipping containers", "Pupils and teachers moved into the classrooms on Monday."),
    (5, 20000405, "University drops its entrance fee", "Undergraduates had occupied the campus. The vice chancellor gave way; tuition stays."),
    (5, 20000416, "Teachers ask for smaller classes", "Schoolteachers say classrooms are too full and that pupils suffer. Teachers met today."),
    (5, 20000413, "Pupils sit exams under new rules", "The final exams were shortened, and the exam results come in July. Schools are ready."),
    (6, 20000418, "Nations fall behind on climate change goals", "Greenhouse gas emissions rose again, and global warming is faster."),
    (6, 20000424, "River turns black from pollution", "The environmental agency blames sewage and toxic waste for the water pollution."),
    (6, 20000441, "Wetland comes back to life", "Biodiversity is richer, and wildlife returned to the ecosystem, ecologists say."),
    (6, 20000443, "Rhinos cross into a new reserve", "The endangered species had been hunted by poachers. Conservationists are glad."),
    (7, 20000448, "Cholera outbreak spreads along river", "Infections doubled in a week, and the epidemic reached the capital's hospitals."),
    (7, 20000477, "Vaccination of infants begins", "Nurses give the vaccine in village clinics. Vaccines had been short."),
    (7, 20000458, "Clinic for mental health opens", "Psychiatrists treat depression and anxiety there, and therapy is free for patients."),
    (7, 20000447, "New drug slows breast cancer", "Oncologists followed patients with tumours who had chemotherapy before."),
    (8, 20000499, "Grandmother holds record for longest knitted scarf", "Guinness World Records came to measure the scarf."),
    (8, 20000506, "Crown prince visits flower show", "The royal family and the queen were there; the palace spoke of a fine day."),
    (8, 20000498, "Baker is given award for bravery", "The award ceremony was in the town hall; he said the medal belongs to all."),
    (8, 20001237, "Bridge marks centenary", "The centenary was celebrated with a parade for the 100th anniversary of the bridge."),
    (9, 20000529, "Dockers walk out over shifts", "The strike shut the port. Union leaders called the walkout a success; strikers picket."),
    (9, 20000536, "Trade unions ask for talks", "The trade union says members want collective bargaining. Unions will ballot."),
    (9, 20000533, "Mine closure brings layoffs", "Unemployment in the valley doubled and jobless miners queue for work."),
    (9, 20000518, "Minimum wage goes up", "The pay rise reaches cleaners first, and wages follow prices."),
    (10, 20000563, "Tourists come back to the coast", "Hotels are full, travel agents say. Tourism earns more than before."),
    (10, 20000568, "Chef cooks with weeds", "The recipe needs nettles. Diners at the bistro like the dish; the menu changes daily."),
    (10, 20000538, "Theme park opens its gates", "The amusement park has a roller coaster, and holidaymakers queued."),
    (10, 20000565, "Houseplants make a comeback", "Houseplant shops are trendy, and interior design follows; tattoos do too."),
    (11, 20000574, "Voters choose a new parliament", "The election was calm. Polling stations closed at eight and ballots are counted."),
    (11, 20000639, "Ambassador summoned over remarks", "Diplomats met in the embassy. Diplomatic ties between the two countries are strained."),
    (11, 20000651, "Opposition party picks leader", "The party leaders and members of the ruling party argued over coalition plans."),
    (11, 20000593, "Cabinet reshuffled after rows", "The prime minister named a new finance minister, and parliament will debate."),
    (12, 20000703, "Bishop retires after thirty years", "Priests and monks came to the cathedral to thank the bishop."),
    (12, 20000697, "Old mosque gets a new roof", "Worshippers prayed outside the mosque. The imam led prayers beside a church."),
    (12, 20000690, "Pilgrims gather for the feast", "The pilgrimage ends with a religious festival; pilgrims fasted for Ramadan before."),
    (12, 20000657, "Monks teach Buddhism in prison", "Buddhists and Christians take part; faith is a private matter, a Hindu guest said."),
    (13, 20000763, "Start-up writes software for old phones", "The app runs on any smartphone. Programmers share the source code."),
    (13, 20000757, "Probe enters orbit of asteroid", "The spacecraft sent images to the space agency. Astronauts watched."),
    (13, 20000735, "Researchers teach crows to count", "The new study, published in the journal of a university, used a simple experiment."),
    (13, 20000731, "Physicists weigh the neutrino", "The physics experiment used a particle accelerator; quantum effects were small."),
    (14, 20000771, "Migrants settle in empty village", "Refugees and asylum seekers live beside old residents; immigration keeps the shop open."),
    (14, 20000780, "Couples marry later", "Marriage and divorce are rarer, and families have fewer children; parenting starts later."),
    (14, 20000799, "Shelter for the homeless is full", "Homelessness grew with poverty. Social workers hand out blankets."),
    (14, 20000775, "Study finds discrimination in renting", "Racism and sexism are common; ethnic minorities told of prejudice."),
    (15, 20001065, "Late goal decides the cup final", "The striker scored in stoppage time. The goalkeeper and the midfielders wept."),
    (15, 20001085, "Top seed out in second round", "She lost in straight sets on grass at Wimbledon; her tennis coach blamed her serve."),
    (15, 20000851, "Guard scores forty points", "The basketball team leads the NBA playoffs after three rebounds in the last minute."),
    (15, 20000856, "Champion keeps his heavyweight belt", "The boxer won the boxing bout by knockout in the ninth round."),
    (15, 20000822, "Sprinter runs the fastest 100 metres", "The athlete won the gold medal at the Olympics; athletics fans cheered."),
    (16, 20000056, "Troops cross the river under fire", "Soldiers and tanks took the bridge. Artillery shelled the frontline, the army said."),
    (16, 20000053, "Suicide bomber attacks market", "Militants of a terrorist group claimed the bombing. Terrorism had been rare here."),
    (16, 20000073, "Rebels sign ceasefire", "The peace talks ended with a truce, and peacekeepers will watch the peace agreement."),
    (16, 20000065, "Crowds fill square in protest", "Demonstrators threw stones. The protests and clashes began after the riots in May."),
    (17, 20001129, "Thunderstorms end a dry spring", "Rainfall was heavy, and hail broke windows. The storm brought gusts and snow."),
    (17, 20001128, "Forecasters expect a mild week", "The weather forecast speaks of sunshine. Meteorologists see fog in the mornings."),
    (17, 20001130, "Coldest night in forty years", "Temperatures fell to minus 31 degrees Celsius, the lowest temperature on record."),
    (17, 20001131, "Weather warning for the Alps", "Meteorologists issued a severe weather warning; a blizzard with heavy snow is on its way."),
]


@pytest.mark.parametrize(("area", "code", "headline", "body"), ENGLISH, ids=[row[2] for row in ENGLISH])
def test_each_topic_is_found_with_the_narrower_code(area: int, code: int, headline: str, body: str) -> None:
    result = tagged(headline, body)
    assert media_topics()[result.topics[0]].area == medtop(area * 1_000_000)
    assert medtop(code) in result.topic_paths


def test_english_cases_cover_all_seventeen_topics() -> None:
    assert Counter(area for area, *_ in ENGLISH).keys() == set(range(1, 18))
