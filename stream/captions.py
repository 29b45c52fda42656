"""Picture captions in running text: told by their credit, by how they begin, or by where they stand."""

from __future__ import annotations

import re

from newswire.contracts import Caption
from stream.dates import named_date

LIMIT = 600
_AGENCIES = (
    "AFP|AP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|dpa|DPA|Getty(?: Images)?|ANSA|Xinhua|TASS|ТАСС|РИА Новости|"
    "Anadolu(?: Agency)?|AA|Bloomberg|Imago|IMAGO|Alamy|Shutterstock|Handout"
)
_PHOTO_WORD = (
    r"photos?|photograph(?:s|er)?|pictures?|images?|file(?: photo)?|foto(?:s|grafía|grafia)?|crédits?|"
    r"crédit photo|bild(?:er)?|imagen|imagem|immagini?|"
    r"фото|fotoğraf|صورة|الصورة|تصوير|图|图片|图源|图片来源|圖|写真|資料写真|撮影"
)
_WEAK_WORD = "via|courtesy|credit|source|handout|quelle|crédito|credito|fuente|fonte|источник|المصدر|kaynak"
_CREDIT_WORD = re.compile(
    rf"(?:{_PHOTO_WORD})(?:\s?(?:by|courtesy of|credit|via|von|de|di|par|d[’'])\s|\s?[:：/／]\s?|"
    rf"\s)(?P<who>\S.*)|(?P<weak>(?:{_WEAK_WORD})(?:\s?[:：]\s?|\s(?:of\s|via\s)?)(?P<who2>\S.*))",
    re.I,
)
_AGENCY_CREDIT = re.compile(
    rf"(?:©\s?)?(?:.{{2,60}}[/,]\s?)?(?:{_AGENCIES})(?:\s(?:Photo|Images|Pictures))?(?:\s?/.{{2,60}})?"
)
_SLASH_CREDIT = re.compile(
    rf"(?P<credit>(?:(?<=[.!?]\s)(?:{_AGENCIES})/[^.!?/]{{3,40}}|(?:©\s?|[^.!?/]{{3,40}}\s?/\s?)(?:{_AGENCIES})(?:\s?/[^.!?/]{{2,40}})?))\.?$"
)
_AGENCY_END = re.compile(rf"(?:{_AGENCIES})(?:\s?/[^.!?/]{{2,40}})?\.?$")
_TRAILING = re.compile(
    rf"(?:^|[.!?。”\"]\s?|\s[-–—|]\s?)(?P<credit>(?:(?:photo|image|picture)\s(?:credit|source)|{_PHOTO_WORD}|credit|©)\s?[:：©/]\s?(?P<who>[^:：.]{{2,60}}))\.?$",
    re.I,
)
_OPENING = re.compile(
    r"(?:file\s?(?:photo|picture|image)?\s?[:—–-]|\(files?\)|(?:photo|picture|image|caption|foto|bild|imagen|imagem|фото|fotoğraf|"
    r"صورة|图|图片|写真|資料写真)\s?[:：]"
    r"|pictured\s?:|image caption[,:]|archiv(?:bild|foto)\b|(?:imagen|foto|imagem) de archivo|"
    r"photo d['’]archives?|архивное фото)\s*",
    re.I,
)
_OPENING_WORDS = tuple(
    "file photo picture pictured image caption foto bild archiv imagen imagem фото архив fotoğraf صورة 图 写真 資 "
    "(file".split()
)
_DATED_END = re.compile(
    r"(?:\b(?:on|in|am|le|el|em|il|vom|dated|taken)\s|[,،]\s?)(?:\w{3,10},?\s)?(?:\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?\s(?:de\s)?\d{4}|[^\W\d_]{3,10}\.?\s\d{1,2},?\s\d{4})(?:\s?года)?\.?$"
)
_DIGIT = re.compile(r"\d")
_POINTING = re.compile(
    r"\((?:L|R|C|left|right|centre|center|file|undated|2nd [LR])\)|\bin this (?:file |undated |"
    r"handout )?(?:photo|picture|image)\b|\bpictured\b",
    re.I,
)
_BRACKETS = {")": "(", "）": "（", "]": "[", "］": "［"}
_ENDS = (".", "!", "?", "。", "！", "？", '"', "”", "»", "」", "，", ",", ";", "؟")


def read_caption(line: str, *, in_front: bool = False) -> Caption | None:
    """Give the caption that ``line`` is, None where it is none.

    With ``in_front`` (between headline and first paragraph) weaker signs do: a bare credit in brackets after a full
    stop, a single sentence that ends in a full date, "(L)", "pictured".
    """
    if not 8 <= len(line) <= LIMIT:
        return None
    opening = None
    if line[:8].casefold().startswith(_OPENING_WORDS):
        opening = _OPENING.match(line)
    if opening is not None and len(line) - opening.end() < 3:
        return None
    text, credit = _credit(line[opening.end() :] if opening else line, in_front or opening is not None)
    if credit is None and opening is None and not (in_front and _looks_like_caption(line)):
        return None
    date = named_date(text)
    return Caption(text=text, credit=credit, date=date.isoformat() if date else None)


def _credit(line: str, weak: bool) -> tuple[str, str | None]:
    """Cut a credit off the end of a line."""
    bare = line[:-1] if line[-1] == "." else line
    opener = _BRACKETS.get(bare[-1])
    if opener is not None:
        at = bare.rfind(opener)
        before, inner = bare[:at].rstrip(), bare[at + 1 : -1].strip()
        if at > 0 and 2 <= len(inner) <= 100 and before:
            closed = before.endswith(_ENDS)
            if (word := _CREDIT_WORD.fullmatch(inner)) and (word["weak"] is None or closed or weak):
                return before, (word["who"] or word["who2"]).strip()
            if _AGENCY_CREDIT.fullmatch(inner) and ("/" in inner or "Photo" in inner or "Getty" in inner or weak):
                return before, inner
            if weak and closed and len(inner) <= 50 and not inner.endswith(_ENDS) and not any(map(str.isdigit, inner)):
                return before, inner
        return line, None
    tail = line[-120:]
    found = None
    if ("/" in tail or "©" in tail) and _AGENCY_END.search(tail):
        found = _SLASH_CREDIT.search(tail)
    if found is None and (":" in tail or "/" in tail or "©" in tail or "：" in tail):
        found = _TRAILING.search(tail)
    if found is None:
        return line, None
    text = line[: len(line) - len(tail) + found.start("credit")].rstrip(" -–—|")
    who = found.groupdict().get("who") or found["credit"]
    return (text or line), who.strip(" .©") or None


def _looks_like_caption(line: str) -> bool:
    if len(line) > 350:
        return False
    if ("(" in line or "in this " in line or "pictured" in line) and _POINTING.search(line):
        return True
    return (
        _DIGIT.search(line, len(line) - 10) is not None
        and ". " not in line
        and _DATED_END.search(line[-60:]) is not None
    )
