"""Datelines: place, and date where printed, before the first sentence. Accepted forms: docs/decisions/0006."""

from __future__ import annotations

import re

from stream.dates import MONTH, month_number

REACH = 160  # characters in which a dateline must end
WORDS_LIMIT = 16  # words that places, date and agency together may have

_SEPARATOR = re.compile(
    r"\s?[.]?\s?(?:—|–|--|\s-)\s?|[.)]\s?-\s|:\s|\s?/\s?(?P<agency>[^/\s\d(][^/\d(]{1,20})/\.?\s?[-–—]?\s?"
)
_SIGN = re.compile(r"[—–/]|[-\s.)]-|:\s")  # no separator without one of these
AGENCIES = (
    "AFP|AP|Reuters|dpa|DPA|APA|EFE|ANSA|Adnkronos|AGI|Lusa|LUSA|TASS|ТАСС|РИА Новости|Интерфакс|"
    "INTERFAX(?:\\.RU)?|УНИАН|Укринформ|AA|DHA|İHA|ANKA|"
    "Anadolu(?: Agency)?|Xinhua|Kyodo|Jiji|UPI|PA(?: Media)?|PTI|IANS|ANI|SDA|ATS|Belga|ANP|PAP|NTB|TT|Yonhap|"
    "Bernama|Antara|WAM|SPA|QNA|KUNA|MENA|IRNA|"
    "PRNewswire|PR NEWSWIRE|BUSINESS WIRE|Business Wire|GLOBE NEWSWIRE|ACCESSWIRE|ČTK|MTI|TASR|SITA|Agerpres|AGERPRES|"
    "УНІАН|Укрінформ|БТА|БЕЛТА|AZƏRTAC|ANTARA|Notimex|TTXVN|PNA|NAN|"
    "رويترز|أ ف ب|أ\\.ف\\.ب|ا ف ب|د ب أ|واس|وام|بترا|قنا|كونا|سانا|وفا|سبوتنيك|الأناضول|ایرنا|ایسنا|مهر|فارس|تسنیم|"
    "भाषा|वार्ता|आईएएनएस|एएनआई|"
    "CP|CNN|BBC|DW|RFE/RL|Bloomberg|Europa Press|EUROPA PRESS|Agência Brasil|ABr|UNIS|IPS"
)
_AGENCY_BARE = re.compile(rf"(?:{AGENCIES})")
_AGENCY_START = re.compile(rf"\(?(?:{AGENCIES})\)?(?:[.:]\s|\s[-–—]\s|\s?--\s?)")
# Indian agencies print no dash: "NEW DELHI, May 3 (PTI) Rain fell".
_AGENCY_ALONE = re.compile(rf"(?:\((?:{AGENCIES})\)[।.:]?|(?<=\w[.]\s)(?:{AGENCIES})\.)\s(?=\w)")
_MEDIA_WORD = re.compile(
    r"\b(?:news|press|post|times|agenc\w+|media|daily|herald|wire|tribune|journal|presse|agentur|online|today|network|ticker|service|radio|tv)\b",
    re.I,
)
_INITIALS = re.compile(r"\b[^\W\d_]\.[^\W\d_]$")
_DATE_END = re.compile(
    rf"[\s,،.]+(?:(?:den|le|em|a|في|am)\s)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:\.|er|º|st|nd|rd|th)?\s(?:de\s)?(?P<m1>{MONTH})\.?(?:\s{MONTH})?(?:,?\s(?:de\s)?\d{{4}})?"
    rf"|(?:\d{{4}}\.\s)?(?P<m2>{MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s\d{{4}})?)[\s.,]*$"
)
_DIGIT = re.compile(r"\d")
_SHORT_DATE = re.compile(r",?\s\d{1,2}[/.]\d{1,2}\.?(?:[/.]?\d{4})?$")  # only beside an agency
_TOKEN = r"[^\W\d_](?:[^\W\d_.'’ʼ-]|[\u0900-\u0903\u093a-\u094f])*(?:[.'’ʼ-][^\W\d_]*)*"
_PLACE = re.compile(rf"{_TOKEN}(?:(?:\s?/\s?|[,،]\s|\s|\s&\s){_TOKEN}){{0,7}}(?:\s\([^()\d]{{2,30}}\))?")
_SMALL = frozenset(
    "and und et y e и ve de del della da do dos das di la le les los el al of the sur am an der im van den".split()
)
_NO_PLACE = frozenset(
    """breaking update updated exclusive watch video photos photo gallery analysis opinion editorial explainer factbox
    live correction review interview
    nato eu un uk usa us who imf opec nasa g7 g20 fifa uefa nba nfl fbi cia ceo gdp ai tv covid covid-19
    warning note alert
    eilmeldung update kommentar exklusiv urgent exclusif vidéo direct opinión análisis exclusivo urgente última
    hora esclusiva diretta ultim'ora
    срочно видео фото обновлено молния son dakika özel عاجل خاص فيديو بالفيديو تحديث""".split()
)

_HAN = "\\u3400-\\u9fff"
_DESK = f"(?:[{_HAN}]{{1,8}}?[社网網報报台])?"
# Taiwan's agency prints the reporter before the place and nothing between: only a known place parts them.
_SEATS = "[台臺][北中南東东灣湾]|高雄|新竹|桃園|香港|北京|上海|東京|首爾|華盛頓|紐約|倫敦|巴黎|柏林"
_REPORTER = f"(?:[记記]者[{_HAN}]{{2,4}}?(?={_SEATS}))?"
_CHINESE = re.compile(
    rf"[（(]?{_DESK}{_REPORTER}(?P<place>[{_HAN}·、/]{{2,16}}?)(?P<date>(?:\d{{1,2}}月)?\d{{1,2}}日)"
    rf"(?:(?:综合|綜合)?[电電讯訊]|(?:综合|綜合)?外[电電](?:报道|報導|報道))"
    rf"(?:\s?[（(](?:[^（）()]{{0,6}}?[记記]者)?\s?(?P<by>[^（）()]{{2,40}})[）)])?[）)]?[\s:：,，]*"
)
_CHINESE_BRACKET = re.compile(
    rf"[【（(\[]{_DESK}(?P<place>[{_HAN}·、]{{2,12}}?)(?:综合|綜合)?[讯訊电電][】）)\]][\s:：]*"
)
_KOREAN = re.compile(
    r"[(\[](?P<place>[가-힣]{2,8}(?:[·/,\s]{1,2}[가-힣]{2,8}){0,2})\s?=\s?[가-힣A-Za-z0-9]{2,12}[)\]]\s*"
    r"(?:[가-힣]{2,4}(?:[·,\s]{1,2}[가-힣]{2,4}){0,3}\s(?:기자|특파원|통신원)\s*)?(?:=\s*)?"
)
_JAPANESE = re.compile(r"[【［\[](?P<inner>[^【】［］\[\]]{2,40})[】］\]]\s?[-－–]?\s?")
_JAPANESE_AGENCY = re.compile(
    r"[\s・]*(?:共同|時事|ロイター|AFP(?:時事)?|AP|CNN|毎日|朝日|読売|産経|[^\s・＝=]{1,8}(?:通信|新聞|社))$"
)
_JAPANESE_DATE = re.compile(r"(?:\d{1,2}月)?\d{1,2}日")


def split_dateline(body: str) -> tuple[str | None, str]:
    """Separate a leading dateline from the body.

    ``body`` is NFC text. Without a dateline the first item is None and the body comes back as given; never raises.
    >>> split_dateline("PARIS, 3 May (AFP) - Rain fell on Paris.")
    ('PARIS, 3 May', 'Rain fell on Paris.')
    """
    found = find_dateline(body)
    return (None, body) if found is None else (found[0], body[found[1] :])


def find_dateline(text: str) -> tuple[str, int] | None:
    """Give the dateline that opens ``text`` and the offset at which the sentence begins, else None."""
    head = text[:REACH]
    if not head:
        return None
    first = head[0]
    if first in "【［[（(" or "\u3400" <= first <= "\u9fff":
        found = _east_asian(head)
        if found is not None:
            return found if found[1] < len(text) else None
    start = 0
    agency = False
    if not _SIGN.search(head):
        return _before_agency(text, head)
    if first == "(":
        lead = re.match(rf"\((?:{AGENCIES})\)\s?[-–—]\s?", head)
        if lead is None:
            return None
        start, agency = lead.end(), True
    elif not first.isalpha() or first.islower():
        return None
    for count, mark in enumerate(_SEPARATOR.finditer(head, start)):
        if count == 3:
            break
        left = head[start : mark.start() + (1 if head[mark.start()] == ")" else 0)]
        end = mark.end()
        if follows := _AGENCY_START.match(head, end):
            end = follows.end()
        known = agency or mark["agency"] is not None or follows is not None
        place = _place_and_date(left, known, mark[0], begins=text[end : end + 1])
        if place is None:
            continue
        return _ended(text, place, end)
    return None if start else _before_agency(text, head)


def _before_agency(text: str, head: str) -> tuple[str, int] | None:
    if head.isascii() and "(" not in head:
        return None
    lone = _AGENCY_ALONE.search(head)
    place = _place_and_date(head[: lone.end()].rstrip(" .:।"), False, "", dated_only=True) if lone else None
    return _ended(text, place, lone.end()) if lone and place else None


def _ended(text: str, place: str, end: int) -> tuple[str, int] | None:
    while end < len(text) and text[end] in " -–—":
        end += 1
    return (place, end) if end < len(text) else None


def _place_and_date(
    left: str, agency: bool, separator: str, *, begins: str = "", dated_only: bool = False
) -> str | None:
    """Read what stands before the separator; None where it is no place, or nothing marks it as a dateline.

    ``begins`` is the first character of the sentence: after a bare place it is no small letter.
    """
    left = left.strip()
    if left.count(" ") > WORDS_LIMIT or _is_sentence(left):
        return None
    name = ""
    if (cut := _without_agency(left.rstrip(" .,"))) is not None:
        left, name = cut
        agency = True
    place, dated = left, False
    date = _DATE_END.search(left, max(left.rfind(" ", 0, max(len(left) - 40, 0)), 0)) if _DIGIT.search(left) else None
    if date and (month_number(date["m1"] or date["m2"])) and date.start() > 0:
        place, dated = left[: date.start()], True
    elif agency and (short := _SHORT_DATE.search(left)):
        place, dated = left[: short.start()], True
    place, left = _bare(place), _bare(left)
    if not 2 <= len(place) <= 70 or not _PLACE.fullmatch(place) or _words(place) & _NO_PLACE:
        return None
    cased = place.upper() != place.lower()
    if cased and not all(w[0].isupper() or w in _SMALL for w in re.findall(_TOKEN, place)):
        return None
    if dated:
        return left if place.count(" ") <= 6 and month_number(place) is None else None
    if dated_only or month_number(place) is not None:
        return None
    sure = not (name and cased) or "," in place or place.split(" ")[0].isupper() or _is_agency(name, left)
    if agency and sure:
        return left if place.count(" ") <= 6 else None
    if cased:
        marked = place.isupper() and len(place) >= 4 and (separator.strip() != ":" or place.count(" ") == 0)
        marked = marked and not begins.islower()
    else:
        marked = place.count(" ") <= 1 and len(place) <= 20 and separator.strip() in ("-", "–", "—")
    return place if marked else None


def _bare(place: str) -> str:
    """Take the punctuation off both ends but the full stop of initials ("D.C.")."""
    bare = place.strip(" .,،")
    return bare + "." if _INITIALS.search(bare) and place.strip().startswith(bare + ".") else bare


def _is_agency(name: str, place: str) -> bool:
    """Tell who may stand in brackets behind a place in small letters: no name of it, nor its initials."""
    if _AGENCY_BARE.fullmatch(name) or _MEDIA_WORD.search(name):
        return True
    initials = "".join(word[0] for word in place.split() if word[0].isupper())
    return (name.isupper() or name.islower() or "/" in name) and name.upper() != initials and place[:4] != "The "


def _is_sentence(left: str) -> bool:
    """Tell by a word in small letters that no place, month or agency is written with."""
    return any(
        word[0].islower() and word not in _SMALL and word != "dpa" and month_number(word.strip(",.")) is None
        for word in left.partition("(")[0].split()
    )


def _without_agency(left: str) -> tuple[str, str] | None:
    """Cut the agency off the end, in brackets or by a known name; None where there is none."""
    if left.endswith((")", "]")):
        at = max(left.rfind("("), left.rfind("["))
        return (left[:at].rstrip(" ,"), left[at + 1 : -1]) if at >= 0 and 2 <= len(left) - at - 2 <= 60 else None
    for words in (1, 2):
        parts = left.rsplit(" ", words)
        if _AGENCY_BARE.fullmatch(name := " ".join(parts[1:])):
            return parts[0].rstrip(" ,"), name
    return ("", left) if _AGENCY_BARE.fullmatch(left) else None


def _words(place: str) -> set[str]:
    return {word.casefold().strip(".,") for word in re.split(r"[\s/]+", place)}


def _east_asian(head: str) -> tuple[str, int] | None:
    for pattern in (_CHINESE, _CHINESE_BRACKET, _KOREAN):
        if match := pattern.match(head):
            parts = match.groupdict()
            return parts["place"] + (parts.get("date") or ""), match.end()
    match = _JAPANESE.match(head)
    if match is None:
        return None
    inner, by, _ = match["inner"].partition("＝")
    if not by:
        inner, by, _ = inner.partition("=")
    place = _JAPANESE_AGENCY.sub("", inner).strip(" 、・")
    if not place or (place == inner and not by and not _JAPANESE_DATE.search(inner)):
        return None
    return (place, match.end()) if len(place) <= 24 else None
