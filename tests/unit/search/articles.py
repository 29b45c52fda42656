"""Thirty articles as the stream would send them: what the search's tests look for. All of it is made up."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from newswire.contracts import Article, Caption, CountryTag, Evidence, MediaTopicTag, Origin, Pipeline
from search.names import topic_name, topic_parent

FIRST_DAY = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
POLITICS, ECONOMY, SPORT, ENVIRONMENT, CONFLICT, HEALTH, SCIENCE, ARTS, WEATHER = (
    *("medtop:11000000", "medtop:04000000", "medtop:15000000", "medtop:06000000", "medtop:16000000"),
    *("medtop:07000000", "medtop:13000000", "medtop:01000000", "medtop:17000000"),
)
ELECTION, OIL = "medtop:20000574", "medtop:20001243"


def article_id(number: int) -> str:
    return hashlib.sha256(f"article {number}".encode()).hexdigest()[:32]


def paths(codes: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in codes:
        step: str | None = code
        while step is not None:
            found[step] = None
            step = topic_parent(step)
    return tuple(found)


def made(
    number: int,
    headline: str,
    body: str,
    *,
    language: str = "en",
    source: str = "harbour-post",
    section: str | None = None,
    about: tuple[tuple[str, str], ...] = (),
    mentions: tuple[tuple[str, str], ...] = (),
    topics: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Article:
    """Make article ``number``; a tag is given as (code, the words in the body that decided)."""

    def evidence(words: str) -> tuple[Evidence, ...]:
        for field, text in (("body", body), ("headline", headline)):
            start = text.find(words)
            if start >= 0:
                return (Evidence(text=words, field=field, start=start, end=start + len(words)),)  # type: ignore[arg-type]
        raise AssertionError(f"{words!r} is not in article {number}")

    published = FIRST_DAY + timedelta(days=number, minutes=7 * number)
    codes = tuple(code for code, _ in topics)
    roles = [("focus", tag) for tag in about] + [("mention", tag) for tag in mentions]
    values: dict[str, Any] = {
        "id": article_id(number),
        "version": 1,
        "source_id": source,
        "source_name": source.replace("-", " ").title(),
        "headline": headline,
        "body": body,
        "lead": body.split("\n\n")[0],
        "language": language,
        "section": section,
        "published_at": published,
        "fetched_at": published + timedelta(minutes=3),
        "processed_at": published + timedelta(minutes=4),
        "countries": tuple(code for code, _ in about),
        "country_tags": tuple(
            CountryTag(code=code, role=role, confidence=0.95 - 0.1 * i, evidence=evidence(words), method="gazetteer")  # type: ignore[arg-type]
            for i, (role, (code, words)) in enumerate(roles[:8])
        ),
        "topics": codes,
        "topic_paths": paths(codes),
        "topic_tags": tuple(
            MediaTopicTag(
                code=code, name=topic_name(code), confidence=0.9 - 0.1 * i, evidence=evidence(words), method="lexicon"
            )
            for i, (code, words) in enumerate(topics)
        ),
        "word_count": len(body.split()),
        "content_hash": hashlib.sha256(body.encode()).hexdigest(),
        "origin": Origin(topic="news.articles", partition=0, offset=number, received_at=published),
        "pipeline": Pipeline(version="0"),
        "trace_id": "0" * 31 + "1",
    }
    return Article(**(values | more))


ARTICLES: tuple[Article, ...] = (
    made(
        0,
        "Ferry workers in Marseille end their strike",
        "MARSEILLE - Ferry workers in southern France went back to work on Thursday after eleven days.\n\n"
        "The union said the owners had agreed to hire sixty sailors before summer. Ministers in Paris welcomed it.",
        section="Business",
        about=(("FR", "France"),),
        topics=((ECONOMY, "owners"),),
        summary="Eleven days without a crossing are over.",
        byline="By Ada Quill",
        dateline="MARSEILLE",
        url="https://harbour-post.example/2026/ferry",
        canonical_url="https://harbour-post.example/2026/ferry",
        domain="harbour-post.example",
        captions=(Caption(text="A ferry leaves the old port.", credit="Port archive", date="2026-09-30"),),
    ),
    made(
        1,
        "Voters in Germany choose a new parliament",
        "Polling stations in Germany opened early. The foreign minister voted in Hamburg, near the border she "
        "grew up at with Denmark.",
        section="Politics",
        about=(("DE", "Germany"),),
        mentions=(("DK", "Denmark"),),
        topics=((ELECTION, "Polling stations"), (POLITICS, "parliament")),
    ),
    made(
        2,
        "Die Häuser am Fluss bleiben stehen",
        "Die Stadt Passau in Deutschland will die alten Häuser am Fluss nach dem Hochwasser erhalten. Die "
        "Bürgermeisterin sprach von einem guten Tag.",
        language="de",
        source="flussbote",
        section="Lokales",
        about=(("DE", "Deutschland"),),
        topics=((WEATHER, "Hochwasser"),),
    ),
    made(
        3,
        "Les élections municipales reportées à Lyon",
        "Le préfet a annoncé en France le report des élections municipales. Les candidats attendent une décision.",
        language="fr",
        source="gazette-du-rhone",
        section="Politique",
        about=(("FR", "France"),),
        topics=((ELECTION, "élections"),),
    ),
    made(
        4,
        "Переговоры о мосте продолжаются",
        "Министры России и Казахстана обсудили строительство моста. Переговоры продлятся до конца недели.",
        language="ru",
        source="severny-listok",
        about=(("RU", "России"), ("KZ", "Казахстана")),
        topics=((POLITICS, "Министры"),),
    ),
    made(
        5,
        "وزراء الزراعة يجتمعون في بغداد",
        "اجتمع وزراء الزراعة في العراق لبحث أزمة المياه في المنطقة.\n\nوقال الوزير إن الاجتماع كان مفيدا.",
        language="ar",
        source="sahifat-al-nahr",
        about=(("IQ", "العراق"),),
        topics=((ENVIRONMENT, "المياه"),),
    ),
    made(
        6,
        "Iraq and Syria reopen a river crossing",
        "Foreign ministers of Iraq and of Syria met on a bridge. They opened the crossing that war had closed for "
        "nine years, and spoke about oil.",
        section="World",
        about=(("IQ", "Iraq"), ("SY", "Syria")),
        mentions=(),
        topics=((CONFLICT, "war"), (OIL, "oil")),
    ),
    made(
        7,
        "Minister of fisheries resigns",
        "The minister of fisheries of Norway resigned after a quarrel about cod. Her foreign colleague praised her.",
        section="Politics",
        about=(("NO", "Norway"),),
        topics=((POLITICS, "minister"),),
    ),
    made(
        8,
        "北京大学研究人员发现新方法",
        "北京大学的研究人员在中国发现了一种新的方法，可以更快地检测水中的金属。",
        language="zh",
        source="dongfang-daily",
        about=(("CN", "中国"),),
        topics=((SCIENCE, "研究人员"),),
    ),
    made(
        9,
        "F-16 jets delivered to Portugal",
        "Two overhauled F-16 jets landed in Portugal. The squadron's commander said that they fly like new.",
        about=(("PT", "Portugal"),),
        topics=((CONFLICT, "squadron"),),
    ),
    made(
        10,
        'Website of <b>bakery</b> breaks & mends "itself"',
        "A bakery in Ghent, Belgium, found <script>alert('crumbs')</script> in its order form. The baker & his son "
        'removed the <img src=x onerror="alert(1)"> within the hour.',
        about=(("BE", "Belgium"),),
        topics=((SCIENCE, "order form"),),
    ),
    made(
        11,
        "Withheld: the secret of the quarry",
        "The secret of the quarry must not be told yet.",
        pub_status="withheld",
    ),
    made(
        12,
        "Embargoed: the secret of the budget",
        "The secret of the budget is for later.",
        embargoed_until=datetime(2090, 1, 1, tzinfo=UTC),
    ),
    made(
        13,
        "The secret garden of Tallinn opens",
        "A garden in Estonia that nobody knew opens its gate. Its secret was a wall.",
        about=(("EE", "Estonia"),),
        topics=((ARTS, "garden"),),
        embargoed_until=datetime(2026, 10, 14, tzinfo=UTC),
    ),
    made(14, "Killed article", "", pub_status="canceled"),
    *(
        made(
            number,
            f"{team} win round {number} of the league",
            f"{team} beat their neighbours in {place} by {number} points. The coach thanked the crowd and the weather.",
            source="sport-wire",
            section="Sport",
            about=((code, place),),
            topics=((SPORT, "coach"),),
        )
        for number, (team, place, code) in enumerate(
            (
                *(("Otters", "Ireland", "IE"), ("Herons", "Kenya", "KE"), ("Badgers", "Japan", "JP")),
                *(("Foxes", "Brazil", "BR"), ("Owls", "India", "IN"), ("Larks", "Canada", "CA")),
                *(("Swifts", "Mexico", "MX"), ("Bisons", "Ghana", "GH"), ("Seals", "Chile", "CL")),
                *(("Cranes", "Italy", "IT"), ("Storks", "Spain", "ES"), ("Wolves", "Poland", "PL")),
                *(("Bears", "France", "FR"), ("Hares", "Germany", "DE"), ("Moles", "Iraq", "IQ")),
            ),
            start=15,
        )
    ),
)
HIDDEN = frozenset(article_id(n) for n in (11, 12, 14))
VISIBLE = tuple(article for article in ARTICLES if article.id not in HIDDEN)
