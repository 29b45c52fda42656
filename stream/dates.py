"""Dates as they are printed: month names of the languages newswire reads, and times that carry their zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr mars avr mai juin juil août sept oct nov déc
januar februar märz april mai juni juli august september oktober november dezember
jänner feb mär apr mai jun jul aug sept okt nov dez
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago set oct nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев мар апр мая июн июл авг сен окт ноя дек
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
oca şub mar nis may haz tem ağu eyl eki kas ara
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ledna února března dubna května června července srpna září října listopadu prosince
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
január február március április május június július augusztus szeptember október november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
januari februari maret april mei juni juli agustus september oktober november desember
januari februari mac april mei jun julai ogos september oktober november disember
yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
януари февруари март април май юни юли август септември октомври ноември декември
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
"""
MONTHS = {name.replace("_", " "): number for line in _NAMES.split("\n") for number, name in enumerate(line.split(), 1)}

# A month's name: one word, two in Levantine Arabic; vowel signs of Devanagari are no word characters to Python.
MONTH = r"(?:(?:كانون|تشرين)\s(?:الأول|الثاني)|[^\W\d_](?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f]){1,14})"
_WORD = rf"(?<![^\W\d_]){MONTH}"
REACH = 40  # characters that day and month may stand before the year
_YEAR = re.compile(r"\d{4}")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|di\s|of\s)?({_WORD})\.?,?\s(?:de\s|del\s)?(\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{4})(?:[-/]|年)(\d{1,2})(?:[-/]|月)(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.h](\d{2}))(?::(\d{2}))?(?:\.\d{1,6})?\s?([ap]\.?m\.?)?\s?"
    r"\(?(?P<zone>Z\b|(?:[A-Z]{3,4}|МСК)(?![^\W\d_])(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})",
    re.I,
)
# Only names that mean one offset wherever they are printed: IST, BST, CST, AST and EST do not.
_ZONES_H = {
    "Z": 0, "GMT": 0, "UTC": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "JST": 9, "KST": 9,
    "EDT": -4, "PDT": -7,
}  # fmt: skip


def month_number(word: str) -> int | None:
    """Give 1 to 12 for a month's name or abbreviation in any language known here, else None."""
    word = word.rstrip(".")
    return MONTHS.get(word) or MONTHS.get(word.lower().replace("i̇", "i"))


def named_date(text: str) -> date | None:
    """Give the first full date (day, month, year) named in a text; a form that could be read two ways is none.

    >>> named_date("The square on November 25, 2020. (Handout)")
    datetime.date(2020, 11, 25)
    """
    found = _found_date(text)
    return found[0] if found else None


def _found_date(text: str) -> tuple[date, int] | None:
    year = _YEAR.search(text)
    if year is None:
        return None
    begin = max(year.start() - REACH, 0)
    for pattern, order in ((_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy"), (_NUMERIC, "ymd"), (_DOTTED, "dmy")):
        for match in pattern.finditer(text, begin):
            part = dict(zip(order, match.groups(), strict=True))
            month = int(part["m"]) if part["m"].isdecimal() else month_number(part["m"])
            if month is None:
                continue
            try:
                return date(int(part["y"]), month, int(part["d"])), match.end()
            except ValueError:
                continue
    return None


def zoned_time(text: str) -> datetime | None:
    """Give the UTC time a line states, only where date, time of day and an unambiguous zone are all printed.

    >>> zoned_time("Published: 3 May 2026 14:05 GMT").isoformat()
    '2026-05-03T14:05:00+00:00'
    """
    text = text[:200]
    day = _found_date(text)
    clock = _TIME.search(text)
    if day is None or clock is None:
        return None
    offset = _offset(clock["zone"].upper().replace(" ", ""))
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if offset is None:
        return None
    try:
        return utc(datetime(day[0].year, day[0].month, day[0].day, hour, minute, second, tzinfo=timezone(offset)))
    except ValueError:
        return None


def _offset(zone: str) -> timedelta | None:
    name = zone.rstrip("+-:0123456789")
    digits = zone[len(name) :].replace(":", "")
    if name not in ("", "GMT", "UTC") and digits:
        return None
    if name and name not in _ZONES_H:
        return None
    hours = _ZONES_H.get(name, 0)
    if digits:
        number = digits[1:]
        h, m = (int(number), 0) if len(number) <= 2 else (int(number[:-2]), int(number[-2:]))
        if h > 14 or m > 59:
            return None
        return timedelta(hours=h, minutes=m) * (-1 if digits[0] == "-" else 1)
    return timedelta(hours=hours)


def utc(moment: datetime) -> datetime | None:
    """Give the same moment in UTC, None where it lies outside the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
