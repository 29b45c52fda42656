"""Datelines: place, and date where printed, before the first sentence. Accepted forms: docs/decisions/0006."""

from __future__ import annotations

import re

from stream.dates import month_number

REACH = 160  # characters in which a dateline must end
WORDS_LIMIT = 16  # words that places, date and agency together may have

_SEPARATOR = re.compile(
    r"\s?[.]?\s?(?:—|–|--|\s-)\s?|[.)]\s?-\s|:\s|\s?/(?P<agency>[^/\s\d][^/\d]{1,20})/\.?\s?[-–—]?\s?"
)
_SIGN = re.compile(r"[—–/]|[-\s.)]-|:\s")  # no separator without one of these
_AGENCY_NAMES = (
    "AFP|AP|Reuters|dpa|DPA|APA|EFE|ANSA|Adnkronos|AGI|Lusa|LUSA|TASS|ТАСС|РИА Новости|Интерфакс|"
    "INTERFAX(?:\\.RU)?|УНИАН|Укринформ|AA|DHA|İHA|ANKA|"
    "Anadolu(?: Agency)?|Xinhua|Kyodo|Jiji|UPI|PA(?: Media)?|PTI|IANS|ANI|SDA|ATS|Belga|ANP|PAP|NTB|TT|Yonhap|"
    "Bernama|Antara|WAM|SPA|QNA|KUNA|MENA|IRNA|"
    "CP|CNN|BBC|DW|RFE/RL|Bloomberg|Europa Press|EUROPA PRESS|Agência Brasil|ABr|UNIS|IPS"
)
_AGENCY_BARE = re.compile(rf"(?:{_AGENCY_NAMES})")
_AGENCY_START = re.compile(rf"\(?(?:{_AGENCY_NAMES})\)?[.:]\s|\(?(?:{_AGENCY_NAMES})\)?\s[-–—]\s")
_DATE_END = re.compile(
    r"[\s,،.]+(?:(?P<d1>\d{1,2})(?:\.|er|º|st|nd|rd|th)?\s(?:de\s)?(?P<m1>[^\W\d_]{3,10})\.?(?:,?\s(?:de\s)?\d{4})?"
    r"|(?P<m2>[^\W\d_]{3,10})\.?\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?:,\s\d{4})?)[\s.,]*$"
)
_TOKEN = r"[^\W\d_][^\W\d_.'’ʼ-]*(?:[.'’ʼ-][^\W\d_]*)*"
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
_CHINESE = re.compile(
    rf"[（(]?(?:[{_HAN}]{{2,8}}?[社网報报台])?(?P<place>[{_HAN}·、/]{{2,16}}?)(?P<date>(?:\d{{1,2}}月)?\d{{1,2}}日)(?:综合|綜合)?[电電讯訊]"
    rf"(?:\s?[（(](?:[^（）()]{{0,6}}?[记記]者)?\s?(?P<by>[^（）()]{{2,40}})[）)])?[）)]?[\s:：,，]*"
)
_CHINESE_BRACKET = re.compile(
    rf"[【（(\[](?:[{_HAN}]{{2,8}}?[社网報报台])?(?P<place>[{_HAN}·、]{{2,12}}?)(?:综合|綜合)?[讯訊电電][】）)\]][\s:：]*"
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
        return None
    if first == "(":
        lead = re.match(rf"\((?:{_AGENCY_NAMES})\)\s?[-–—]\s?", head)
        if lead is None:
            return None
        start, agency = lead.end(), True
    elif not first.isalpha() or first.islower():
        return None
    for count, mark in enumerate(_SEPARATOR.finditer(head, start)):
        if count == 3:
            break
        left = head[start : mark.start() + (1 if head[mark.start()] == ")" else 0)]
        place = _place_and_date(left, agency or mark["agency"] is not None, mark[0])
        if place is None:
            continue
        end = mark.end()
        if follows := _AGENCY_START.match(head, end):
            end = follows.end()
        while end < len(text) and text[end] in " -–—":
            end += 1
        return (place, end) if end < len(text) else None
    return None


def _place_and_date(left: str, agency: bool, separator: str) -> str | None:
    """Read what stands before the separator; None where it is no place, or nothing marks it as a dateline."""
    left = left.strip()
    if left.count(" ") > WORDS_LIMIT or _is_sentence(left):
        return None
    without = _without_agency(left.rstrip(" .,"))
    if without is not None:
        left, agency = without, True
    place, dated = left, False
    date = _DATE_END.search(left)
    if date and (month_number(date["m1"] or date["m2"])) and date.start() > 0:
        place, dated = left[: date.start()], True
    place, left = place.strip(" .,،"), left.strip(" .,،")
    if not 2 <= len(place) <= 70 or not _PLACE.fullmatch(place) or _words(place) & _NO_PLACE:
        return None
    cased = place.upper() != place.lower()
    if cased and not all(w[0].isupper() or w in _SMALL for w in re.findall(_TOKEN, place)):
        return None
    if agency or dated:
        return left if place.count(" ") <= 6 else None
    if cased:
        marked = place.isupper() and len(place) >= 4 and (separator.strip() != ":" or place.count(" ") == 0)
    else:
        marked = place.count(" ") <= 1 and len(place) <= 20 and separator.strip() in ("-", "–", "—")
    return place if marked else None


def _is_sentence(left: str) -> bool:
    """Tell by a word in small letters that no place, month or agency is written with."""
    return any(
        word[0].islower() and word not in _SMALL and word != "dpa" and month_number(word.strip(",.")) is None
        for word in left.partition("(")[0].split()
    )


def _without_agency(left: str) -> str | None:
    """Cut the agency off the end, in brackets or by a known name; None where there is none."""
    if left.endswith((")", "]")):
        at = max(left.rfind("("), left.rfind("["))
        return left[:at].rstrip(" .,") if at >= 0 and 2 <= len(left) - at - 2 <= 60 else None
    for words in (1, 2):
        parts = left.rsplit(" ", words)
        if _AGENCY_BARE.fullmatch(" ".join(parts[1:])):
            return parts[0].rstrip(" .,")
    return "" if _AGENCY_BARE.fullmatch(left) else None


def _words(place: str) -> set[str]:
    return {word.casefold().strip(".,") for word in re.split(r"[\s/]+", place)}


def _east_asian(head: str) -> tuple[str, int] | None:
    for pattern in (_CHINESE, _CHINESE_BRACKET):
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
