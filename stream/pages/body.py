"""The paragraphs of a page's article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement

from stream.pages.head import line_of
from stream.pages.headline import folded

_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "div")
_TAG = re.compile(r"<[^<>]{0,500}>")
_SPACE = re.compile(r"\s+")
COMPLETE = 0.92
LEAST = 350


def squeezed(text: str) -> str:
    """Give a text without whitespace, for looking one text up in another."""
    return _SPACE.sub("", text)


def aligned(tree: HtmlElement, stated: str, summary: str) -> list[str] | None:
    """Give the page's paragraphs that make up the article text its data state; None where they do not cover it.

    Headings between them and the standfirst (the summary as printed) go along.
    """
    whole = squeezed(_TAG.sub(" ", html.unescape(html.unescape(stated)) if "&" in stated else stated))
    if len(whole) < LEAST:
        return None
    standfirst = squeezed(summary)
    found: list[str] = []
    pending: list[str] = []
    covered = 0
    seen: set[str] = set()
    for element in tree.iter(*_BLOCKS):
        if element.tag == "div" and (len(element) > 12 or any(child.tag in _BLOCKS for child in element)):
            continue
        line = line_of(element)
        bare = squeezed(line)
        if len(bare) < 2 or bare in seen:
            continue
        if element.tag in ("h2", "h3", "h4"):
            pending.append(line)
            continue
        if len(bare) >= 12 and bare in whole:
            if any(child.tag in _BLOCKS for child in element.iter("p", "li", "blockquote") if child is not element):
                continue
            if found and pending:
                found.extend(pending[-2:])
            elif pending and squeezed(pending[-1]) in whole:
                found.append(pending[-1])
            pending = []
            found.append(line)
            seen.add(bare)
            covered += len(bare)
        elif not found and len(bare) >= 40 and standfirst and bare == standfirst:
            found.append(line)
            seen.add(bare)
    return found if covered >= COMPLETE * len(whole) else None


def extracted(tree: HtmlElement) -> list[str]:
    """Give the paragraphs trafilatura finds; [] for none."""
    found = trafilatura.bare_extraction(tree, include_comments=False)
    if found is None or isinstance(found, dict):
        return []
    return [line for line in (" ".join(line.split()) for line in (found.text or "").split("\n")) if line]


_CUT_LINE = re.compile(
    r"""^\W*(?:
      (?:advertisement|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|реклама|reklam|annonse|
        advertentie|広告|إعلان)\W*$
    | (?:auch\sinteressant|das\skönnte\ssie\sauch\sinteressieren|mehr\szum\sthema|lesen\ssie\sauch|
        weitere\sartikel|auf\sdieser\sseite|quellen?)\b.{0,40}:?$
    | (?:quelle|source|fuente|fonte|kaynak|источник|foto|photo|bild|image|picture|credit|fotos?|video)\s?:\s?.{2,60}$
    | (?:etiketler|tags?|topics?|themen|keywords|schlagw[oö]rt\w+|mots-clés|etiquetas|temas|теги|
        ilgili\shaberler|haberler)\s?[:-]?\s?.{0,80}$
    | (?:\w+\s)?(?:ein\sklick\sfür\sden\sdatenschutz|dieser\sartikel\swurde|externer\sinhalt|
        empfohlener\sexterner\sinhalt)\b.{0,200}$
    | (?:to\sread|continue\sreading|read\sthe|click\shere)\b.{0,60}(?:story|article|here|more|app|analysis|\w+)\.?$
    | (?:mit|by|with|von)\s(?:material\svon\s|files\sfrom\s)?(?:dpa|afp|reuters|sda|apa|ap|kna|epd|
        sid)(?:[\s,/]+(?:und\s|and\s)?(?:dpa|afp|reuters|sda|apa|ap|kna|epd|sid))*\W*$
    | (?:pictured|in\sthis\s(?:photo|picture)|file\sphoto|im\sbild|archivbild|photo\sby)\b.{0,300}$
    | (?:dieses\sthema\sim\sprogramm|über\sdieses\sthema\sberichte\w+|sendung|das\serste)\b.{0,160}$
    | (?:follow|folgen\ssie|suivez|sigue|síguenos|segui|следите|подпис\w+|bizi)\b.{0,160}(?:twitter|facebook|
        google\snews|instagram|whatsapp|telegram|youtube|newsletter|threads|linkedin|channel|kanal)\b.{0,160}$
    | (?:sign\sup|subscribe|newsletter|get\sour|abonnieren|jetzt\sanmelden|inscrivez|suscr[ií]b|iscriviti)\b.{0,200}$
    | (?:have\syou\sgot|do\syou\s(?:have|know)|got\sa\s(?:story|tip)|email\s\S+|e-?mail:|contact\s(?:us|
        the))\b.{0,200}(?:@|email|\btips?\b|story).{0,100}$
    | (?:all\srights\sreserved|copyright\b|©|alle\srechte\b).{0,160}$
    | (?:updated|published|aktualisiert|veröffentlicht|stand|erschienen|erstellt|posted|created|publicado|
        actualizado|mis\sà\sjour|publié|опубликовано|обновлено|güncelleme|yayınlanma)\b.{0,30}\d.{0,40}$
    | (?:share|teilen|partager|compartir|condividi|поделиться|paylaş|drucken|print|listen|save)\b.{0,30}$
    )""",
    re.I | re.X,
)
_READ_ALSO = re.compile(
    r"^\W*(?:read\s(?:more|also|next|our|the\sfull)|see\salso|also\sread|related|more\son|watch|"
    r"listen|don.t\smiss|recommended|lesen\ssie|lies\sauch|mehr\sdazu|hier\s(?:lesen|finden)|"
    r"lire\s(?:aussi|également)|à\slire|voir\saussi|lea\stambién|lee\stambién|leia\s(?:também|mais)|"
    r"veja\stambém|leggi\s(?:anche|qui)|читайте\sтакже|смотрите\sтакже|les\s(?:også|mer)|läs\s(?:också|mer)|"
    r"lees\sook|ayrıca|اقرأ\sأيض|اقرأ\sالمزيد|延伸閱讀|相关阅读|関連記事|あわせて読みたい|관련기사)\s*[:：|-].{0,200}$",
    re.I,
)


def trimmed(lines: Sequence[str], titles: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Drop what is no body text: titles and byline above, repeats, lines that point elsewhere, the writer below."""
    heads = {key for key in map(folded, titles) if len(key) >= 8}
    names = [key for key in map(folded, authors) if len(key) >= 5]
    seen: set[str] = set()
    kept: list[str] = []
    recent: list[str] = []
    for at, line in enumerate(map(_without_placeholders, lines)):
        key = folded(line)
        if not key or (key in seen and len(key) > 20 and (len(kept) < 6 or key in recent)):
            continue
        if len(kept) < 4 and at < 6 and _is_title(key, heads):
            continue
        if len(line) <= 320 and (_CUT_LINE.match(line) or _READ_ALSO.match(line)):
            continue
        if len(line) <= 120 and len(kept) < 5 and names and _is_byline(key, names):
            continue
        seen.add(key)
        recent = [*recent[-2:], key]
        kept.append(line)
    end = [line for line in kept[-4:] if not _is_biography(line, names)]
    while end and len(end[-1]) < 160 and end[-1].endswith((":", "：")):
        end.pop()  # it led to links that are gone
    return kept[:-4] + end


def _without_placeholders(line: str) -> str:
    """Drop the marks by which a system says where an advertisement goes: ``$$AD$$``, ``{{ad}}``."""
    return " ".join(_PLACEHOLDER.sub(" ", line).split()) if "$$" in line or "{{" in line or "[[" in line else line


_PLACEHOLDER = re.compile(r"\$\$\w{2,40}\$\$|\{\{[^{}]{0,80}\}\}|\[\[[^\[\]]{0,80}\]\]")


def _is_title(key: str, heads: set[str]) -> bool:
    return key in heads or any(
        (key in head and len(key) >= 12 and len(key) > 0.5 * len(head)) or (head in key and len(key) <= len(head) + 40)
        for head in heads
    )


def _is_byline(key: str, names: Sequence[str]) -> bool:
    rest = key
    for name in names:
        rest = rest.replace(name, "")
    return rest != key and len(rest) <= 24


def _is_biography(line: str, names: Sequence[str]) -> bool:
    """Tell a last paragraph about the writer: it begins with the name and goes on in the third person."""
    key = folded(line)
    return len(line) <= 500 and any(key.startswith(name) for name in names) and _BIO.search(line[:160]) is not None


_BIO = re.compile(
    r"\b(?:is|was|are|has|covers|writes|reports|joined|works|ist|war|schreibt|arbeitet|berichtet|est|"
    r"écrit|couvre|es|escribe|cubre|é|escreve|è|scrive|является|пишет|er|skriver)\b",
    re.I,
)


_LEAD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|sub-?head(?:line|ing)?|sub-?title|dek|deck|excerpt|lead|lede|"
    r"intro(?:duction|text)?|ingress|summary|abstract|teaser(?:-?text)?|"
    r"chapo|chapeau|description|sottotitolo|sommario|entradilla|bajada|spot)(?:$|[\s_-])|(?:article|"
    r"post|story|headline)_*-?(?:lead|intro|teaser|summary|standfirst|sub)",
    re.I,
)
_LEAD_TAGS = ("p", "h2", "h3", "div", "span", "strong", "section", "storefront-html")
REACH = 250


def standfirst_of(tree: HtmlElement, headline: str, summaries: Sequence[str]) -> str:
    """Give the standfirst a page prints below its headline, "" where there is none.

    It is a short block that is the page's own summary, or whose class calls it so, before the first long paragraph.
    """
    wanted = [key for key in (squeezed(text).rstrip(".…") for text in summaries) if len(key) >= 30]
    start = next((h for h in tree.iter("h1") if folded(line_of(h)) == folded(headline)), None)
    reached, steps = start is None, 0
    for element in tree.iter():
        if not reached:
            reached = element is start
            continue
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "a", "figcaption", "svg", "path"):
            continue
        steps += start is not None
        if steps > REACH:
            break
        if element.tag not in _LEAD_TAGS or len(element) > 8:
            continue
        line = line_of(element) if len(element) else " ".join((element.text or "").split())
        if not 30 <= len(line) <= 700 or any(
            child.tag in ("p", "div", "h2", "ul", "section") for child in element.iter() if child is not element
        ):
            continue
        bare = squeezed(line)
        if any(
            (bare.startswith(key) and len(bare) <= 1.6 * len(key) + 20) or (key.startswith(bare) and len(bare) >= 60)
            for key in wanted
        ):
            return line
        marks = element.get("class") or ""
        near = element.getparent().get("class") or "" if element.getparent() is not None else ""
        if start is not None and len(line) >= 40 and (_LEAD_CLASS.search(marks) or _LEAD_CLASS.search(near)):
            return line
        if element.tag == "p" and len(line) > 250 and start is not None:
            break
    return ""


_STRING = re.compile(r'"((?:[^"\\]|\\.){400,}?)"')
_PARAGRAPHS = re.compile(r"</(?:p|h[1-6]|li|div|blockquote)>|<br\s*/?>(?:\s*<br\s*/?>)+|\n\s*\n", re.I)
_ASIDES = re.compile(
    r"<(figure|figcaption|script|style|aside)\b.*?</\1>|<(div|p|span)[^>]*class=[^>]*caption[^>]*>.*?</\2>", re.I | re.S
)
STATE_LIMIT = 3_000_000


def in_state(scripts: Sequence[str]) -> list[str]:
    """Give the paragraphs of an article that stands only in the state a script carries; [] for none.

    The longest string with paragraphs in it is taken, also out of JSON that is itself a string.
    """
    best: list[str] = []
    for script in scripts:
        for text in _strings(script[:STATE_LIMIT], 0):
            lines = [line for line in _state_lines(text) if line]
            if sum(len(line) for line in lines if len(line) >= 60) > sum(map(len, best)) and len(lines) >= 2:
                best = lines
    return best


def _strings(text: str, depth: int) -> list[str]:
    found = []
    for match in _STRING.finditer(text):
        try:
            value = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        inner = _strings(value, depth + 1) if depth < 2 and '"' in value and "{" in value else []
        found.extend(inner or [value])
    return found


def _state_lines(text: str) -> list[str]:
    if "<p" not in text and "<br" not in text and "\n\n" not in text:
        return []
    if text.count("{") > 20 or "function(" in text:
        return []
    pieces = _PARAGRAPHS.split(_ASIDES.sub(" ", text))
    return [" ".join(html.unescape(_TAG.sub(" ", piece)).split()) for piece in pieces if piece]
