"""What kind of page it is: why one is no article, and what an article's page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from stream.pages.head import Head, line_of
from stream.pages.structured import Node, by_type, text_of, types_of

_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|(?:page|article|content|story)\s(?:was\s|is\s|could\s)?(?:not|"
    r"no\slonger)\s(?:be\s)?(?:found|available|exist)|"
    r"not found|access denied|forbidden|bad gateway|service unavailable|internal server error|something went wrong|"
    r"seite (?:wurde )?nicht gefunden|seite existiert nicht|nicht verfügbar|page (?:introuvable|"
    r"non trouvée)|página no encontrada|"
    r"página não encontrada|pagina non trovata|pagina niet gevonden|siden (?:finnes|findes) ikke|"
    r"страница не найдена|sayfa bulunamadı|"
    r"الصفحة غير موجودة|页面不存在|ページが見つかりません|페이지를 찾을 수 없습니다",
    re.I,
)
_CHECK = re.compile(
    r"(?:please )?(?:enable|turn on|activate) (?:javascript|cookies|js)|javascript is (?:disabled|"
    r"required)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"are you a robot|checking your browser|unusual traffic|captcha|just a moment|attention required|"
    r"request (?:unsuccessful|blocked)|"
    r"bitte aktivieren sie javascript|activez javascript|включите javascript",
    re.I,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent\w*|gdpr|dsgvo|tcf|personali[sz]ed ads|privacy (?:policy|settings|centre|"
    r"center)|partners?|vendors?|tracking|tracker|"
    r"einwillig\w*|zustimm\w*|datenschutz\w*|werbung|consentement|confidentialité|partenaires|"
    r"accepter|consentimiento|privacidad|consentimento|"
    r"accetta|rifiuta|consenso|toestemming|samtykke|cookie-\w+)\b",
    re.I,
)
_FRONT_PATH = re.compile(r"/?(?:index\.\w{3,5}|home|start|startseite|accueil|portada|[a-z]{2}(?:-[a-z]{2})?)?/?", re.I)
_LIVE = re.compile(
    r"\blive\s?-?\s?blog\b|\blive\s?-?\s?ticker\b|\bnews\s?-?\s?blog\b|\bnews-?ticker\b|"
    r"\blive updates?\b|\ben direct\b|\bminuto a minuto\b|"
    r"\bem direto\b|\bin diretta\b|онлайн-трансляция|\bcanlı blog\b|تغطية مباشرة|مباشر:|文字直播|速報中",
    re.I,
)
_SPONSORED = frozenset(
    """sponsored|sponsored content|sponsored post|sponsored article|paid content|paid post|paid partnership
partner content
branded content|brand content|advertorial|advertisement feature|presented by|in partnership with
content from our partner
sponsored feature|promoted content|anzeige|advertorial – anzeige|bezahlter inhalt|sponsored by
contenu sponsorisé|contenu partenaire
publi-rédactionnel|publicité|communiqué|contenido patrocinado|patrocinado|publirreportaje|conteúdo patrocinado
publieditorial
contenuto sponsorizzato|informazione pubblicitaria|на правах рекламы|реклама|партнёрский материал
sponsorlu içerik|advertorial içerik|annonsørinnhold
annonse|betald annons|advertentie|محتوى مدعوم|إعلان|赞助内容|推广|広告|提供|pr記事""".replace("\n", "|").split("|")
)
SHORT = 1500
LONG_LINE = 120


def why_no_article(
    head: Head, nodes: list[Node], article: Node, address: str, headline: str, lines: Sequence[str]
) -> str | None:
    """Say why a page holds no article, None where it holds one.

    A page that states an article in its data is believed, unless it has no text to show.
    """
    text = " ".join(lines)
    stated = bool(article.get("headline") or article.get("articleBody")) or head.first("og:type").lower() == "article"
    stated = stated or bool(head.first("article:published_time"))
    long_lines = sum(len(line) >= LONG_LINE for line in lines)
    if len(text) < SHORT:
        if _CHECK.search(f"{head.title} {text[:600]}") and not (stated and long_lines > 1):
            return "the page is a browser check"
        if not stated and (_ERROR.search(head.title) or _ERROR.search(" ".join(head.headings)[:300])):
            return "the page is an error page"
    if not stated and lines and _is_consent(text, head.title):
        return "the page is a consent wall"
    if len(text) < 400 and long_lines < 2 and _is_video(head, nodes, article):
        return "the page holds a video only"
    path = urlsplit(address).path
    if not stated and address and _FRONT_PATH.fullmatch(path) and (head.first("og:type") != "article"):
        return "the page is a front page"
    lists = any(True for _ in by_type(nodes, "CollectionPage", "ItemList", "SearchResultsPage"))
    if not stated and _is_list(lines) and (lists or not long_lines):
        return "the page is a list of articles"
    if not lines:
        return "the page holds no article text"
    if not headline and len(text) < 200:
        return "the page holds no headline and hardly a text"
    return None


def _is_consent(text: str, title: str) -> bool:
    found = len(_CONSENT.findall(text[:6000]))
    words = len(text[:6000].split()) or 1
    return (found >= 5 and found / words > 0.025) or (found >= 3 and bool(_CONSENT.search(title)))


def _is_video(head: Head, nodes: list[Node], article: Node) -> bool:
    if head.first("og:type").lower().startswith("video"):
        return True
    return not article and any(True for _ in by_type(nodes, "VideoObject", "BroadcastEvent", "Clip"))


def _is_list(lines: Sequence[str]) -> bool:
    """Tell teasers: many lines, none long, few that end a sentence."""
    ended = sum(line.rstrip("\"'”»").endswith((".", "!", "?", "。", "؟")) for line in lines)
    return len(lines) >= 12 and all(len(line) < 250 for line in lines) and ended < 0.5 * len(lines)


def marks_of(article: Node, head: Head, tree: HtmlElement, headline: str, address: str) -> tuple[str, ...]:
    """Give what an article's page says of itself: paid for by an advertiser, for subscribers, a live blog."""
    marks = []
    kinds = types_of(article)
    labels = {text_of(article.get("articleSection")).casefold(), head.first("article:section").casefold()}
    if (
        "AdvertiserContentArticle" in kinds
        or labels & _SPONSORED
        or not _SPONSORED.isdisjoint(_labels_above(tree, headline))
    ):
        marks.append("sponsored")
    if str(article.get("isAccessibleForFree")).lower() in ("false", "http://schema.org/false", "no"):
        marks.append("for subscribers")
    if "LiveBlogPosting" in kinds or _LIVE.search(headline) or _LIVE.search(urlsplit(address).path.replace("_", "-")):
        marks.append("live blog")
    return tuple(marks)


def _labels_above(tree: HtmlElement, headline: str) -> Iterable[str]:
    """Give the short texts that stand beside the heading, where a page prints that it was paid for."""
    heading = next((h for h in tree.iter("h1") if line_of(h) == headline), None)
    if heading is None:
        return
    around = heading.getparent()
    for _ in range(2):
        if around is None or around.tag in ("body", "main", "html"):
            return
        for element in list(around)[:12]:
            if element is not heading and isinstance(element.tag, str):
                line = line_of(element)
                if 1 < len(line) <= 60:
                    yield line.casefold().strip(" :.*-–—|[]()")
        around = around.getparent()
