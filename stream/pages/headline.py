"""The headline a page prints, out of all the titles it states: without the site's name, kicker or search title."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_JOINT = re.compile(
    r"(?:\s+(?:[-–—|•·:»«>*/⎜│～]|::|\|\|)\s+|\s*[|｜│ㅣ]\s*|：(?=[^：]{2,20}$)|\s*-(?=[^\s-]{2,12}[ㅣ|]))"
)
_QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′´`‹›", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
)
_KICKER = re.compile(r"^(?:[^:：|–—]{2,60}(?::|：| \||\s[-–—])\s+)")

LONGEST = 600


def cleaned(title: str) -> str:
    """Give a title as one line, its entities decoded."""
    text = html.unescape(html.unescape(title)) if "&" in title else title
    return " ".join(text.replace("\u00ad", "").split())


def folded(title: str) -> str:
    """Give what two titles have in common when they are the same but for typography and case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title).translate(_QUOTES).casefold()))


def without_site(title: str, sites: Iterable[str], others: Iterable[str] = ()) -> str:
    """Cut the site's name, and what stands between headline and name, off the end or beginning of a title.

    ``others`` are the page's other titles: what is left must still be one of them where more than the name goes.

    >>> without_site("Harbour opens - World | Norland Post", ["Norland Post"], ["Harbour opens"])
    'Harbour opens'
    """
    names = {folded(site) for site in sites} - {""}
    known = {folded(other) for other in others}
    joints = list(_JOINT.finditer(title))
    for joint in joints:
        head, tail = title[: joint.start()].strip(), title[joint.end() :].strip()
        if head and folded(head) in known and (len(folded(head)) >= 8 or _names_site(tail, names)):
            return head
    for joint in reversed(joints):
        head, tail = title[: joint.start()].strip(), title[joint.end() :].strip()
        if head and _names_site(tail, names):
            return _without_section(title, joints, joint) or head
    for joint in joints[:1]:
        head, tail = title[: joint.start()].strip(), title[joint.end() :].strip()
        if tail and folded(head) in names:
            return tail
    return title


def _without_section(title: str, joints: list[re.Match[str]], cut: re.Match[str]) -> str:
    """Cut off a section's name between headline and site: one short word between two joints."""
    before = [joint for joint in joints if joint.end() <= cut.start()]
    if not before or not 0 < len(title[before[-1].end() : cut.start()].strip()) <= 12 or before[-1].start() < 20:
        return ""
    word = title[before[-1].end() : cut.start()].strip()
    return title[: before[-1].start()].strip() if " " not in word else ""


def _names_site(text: str, names: set[str]) -> bool:
    bare = folded(text)
    return bool(bare) and (
        bare in names
        or any(len(n) >= 4 and (bare.startswith(n) or bare.endswith(n)) and len(bare) <= len(n) + 10 for n in names)
    )


def choose_headline(
    data: str, social: str, printed: Iterable[str], title: str, sites: Iterable[str]
) -> tuple[str, str]:
    """Choose among the headline of the structured data, the social title, the page's h1 and its title.

    Gives the headline and the rule. What the page prints and what its data say counts; a data headline that is the
    browser's title again, where heading and social title agree on another, is the search title.
    """
    sites = tuple(sites)
    headings = [h for h in map(cleaned, printed) if h and folded(h) not in {folded(s) for s in sites}]
    data, social, title = (cleaned(text)[:LONGEST] for text in (data, social, title))
    rest = [t for t in (data, *headings) if t]
    social = without_site(social, sites, rest)
    title = without_site(title, sites, [*rest, social])
    data = without_site(data, sites, [*headings, social, title])
    heading = _own_heading(headings, (data, social, title))
    heading = without_site(heading, sites, [data, social])
    found, rule = _chosen(data, social, heading, title)
    shorter = _without_kicker(found, [data, social, heading, title])
    return (shorter, "kicker cut off") if shorter != found else (found, rule)


def _own_heading(headings: list[str], titles: tuple[str, ...]) -> str:
    """Choose the h1 that is the article's: the one most like the page's other titles, else the first."""
    wanted = [set(_words(t)) for t in titles if t]
    best, score = "", 0.0
    for heading in headings[:8]:
        words = set(_words(heading))
        share = max((len(words & other) / max(len(words | other), 1) for other in wanted), default=0.0)
        if share > score:
            best, score = heading, share
    return best or (headings[0] if len(headings) == 1 or not any(wanted) else "") if headings else ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _chosen(data: str, social: str, heading: str, title: str) -> tuple[str, str]:
    if data and heading and folded(data) == folded(heading):
        if social and folded(title) == folded(data) != folded(social) and _share_a_word(social, data):
            return social, "social title; the others are the browser's title, worded for search"
        return _fuller(heading, data), "heading and structured data agree"
    if data and social and folded(data) == folded(social):
        return social, "structured data and social title agree"
    if heading and social and folded(heading) == folded(social) and (not data or folded(data) == folded(title)):
        return heading, "heading and social title agree"
    if heading and social and folded(heading) == folded(social) and not _share_a_word(data, heading):
        return heading, "heading and social title agree"
    if data:
        return data, "structured data"
    if heading and (not social or folded(heading) in folded(social)):
        return heading, "heading"
    if social:
        return social, "social title"
    return (heading, "heading") if heading else (title, "title")


def _share_a_word(one: str, other: str) -> bool:
    words = {word for word in _words(one) if len(word) > 3}
    return not words or any(word in other.casefold() for word in words)


def _fuller(one: str, other: str) -> str:
    """Give the form with the typography of print where two are the same text."""
    return other if len(other) > len(one) and other.startswith(one) else one


def _without_kicker(found: str, titles: list[str]) -> str:
    """Cut a kicker off where another title of the page is the rest, or has it under another kicker."""
    kicker = _KICKER.match(found)
    if not kicker:
        return found
    rest, first = found[kicker.end() :].strip(), folded(kicker[0])
    if len(folded(rest)) < 12 or rest[:1].islower():
        return found
    for other in titles:
        if not other or folded(other) == folded(found):
            continue
        if folded(other) == folded(rest):
            return rest
        second = _KICKER.match(other)
        if second and folded(other[second.end() :]) == folded(rest):
            another = folded(second[0])
            if another not in first and first not in another:  # else it is one name, written twice
                return rest
    return found
