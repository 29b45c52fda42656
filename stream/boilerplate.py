"""Lines of a scraped page that are not the article: sharing, apps, newsletters, advertisement marks, addresses."""

from __future__ import annotations

import re

# A line of one of these, and nothing else, is no news wherever it stands in the text.
_MARKS = frozenset(
    """advertisement|advertisements|advert|ad|sponsored|sponsored content|promoted|scroll to continue
story continues below
story continues below advertisement|article continues below|article continues after advertisement
continue reading|skip to content
skip to main content|publicité|anzeige|werbung|publicidad|publicidade|anúncio|pubblicità|реклама|reklam|إعلان
اعلان|广告|廣告|広告|آگهی
share|share this|share this article|share article|share this story|print|print this page|e-mail|email|copy link
copied|save|listen
facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|vk|partager
partager cet article|imprimer
teilen|diesen artikel teilen|artikel teilen|drucken|compartir|comparte este artículo|comparte|imprimir
partilhar|partilhe este artigo
compartilhar|compartilhe|compartilhe este artigo|condividi|condividi questo articolo|stampa|поделиться
поделиться статьей|поделиться статьёй
paylaş|bu haberi paylaş|haberi paylaş|yazdır|شارك|شارك المقال|شارك هذا المقال|مشاركة|分享|分享本文|分享到
分享文章|シェア
シェアする|この記事をシェアする|この記事をシェア|اشتراک‌گذاری|comments|comment|leave a comment|commentaires
kommentare|comentarios|comentários
commenti|комментарии|yorumlar|تعليقات|评论|コメント""".replace("\n", "|").split("|")
)

# How a line of the page's furniture begins; only lines at either end of the text are tried.
_STARTS = re.compile(
    r"""(?:please\s)?(?:
      share\sthis\s(?:article|story|page|post|on)\b | follow\s(?:us|our|@) | (?:find|join|like)\sus\son\b
    | join\sour\s(?:channel|whatsapp|telegram)
    | (?:download|get|install|try)\s(?:our|the)\s(?:free\s|new\s|mobile\s|\w{2,12}\s)?apps?\b
    | (?:sign\sup|subscribe|register)\s(?:now\s)?(?:for|to)\b
    | (?:read|see|watch)\s(?:more|also|next|full|the\sfull|this)\b | also\sread\b
    | more\s(?:from|on\sthis|stories|news|about\sthis)\b
    | related\s(?:articles?|stories|news|topics|content|:)
    | (?:most|recommended|editor.?s)\s(?:read|viewed|popular|picks?|for\syou|stories)\b
    | (?:you\smay|you\smight)\salso\slike | click\shere\b | tags?\s?: | topics?\s?: | all\srights\sreserved
    | copyright\s(?:©|\(c\)|\d{4}) | ©
    | support\s(?:our|independent)\s\w+ | donate\b | suivez-nous | téléchargez\s(?:notre|l['’]) | abonnez-vous
    | inscrivez-vous | (?:à\slire|lire)\s(?:aussi|également|la\ssuite)
    | partage[rz]\scet\sarticle | tous\sdroits\sréservés | folgen\ssie\suns | laden\ssie\s(?:unsere|die)\s
    | abonnieren\ssie | jetzt\s(?:abonnieren|herunterladen)
    | (?:lesen\ssie\sauch|mehr\szum\sthema|auch\sinteressant|weiterlesen|mehr\slesen)\b
    | alle\srechte\svorbehalten | s[íi]guenos | siga-nos | sigue\sa\b
    | descarg(?:a|ue)\s(?:nuestra|la)\s | descarregue\s(?:a|o)\s | baixe\s(?:o|nosso) | suscr[íi]b(?:ete|ase)
    | (?:lea|lee|leia|leer|ver)\s(?:también|tambien|también:|mais|más|também)\b
    | (?:inscreva-se|assine)\s(?:a|o|na|nossa|nosso)\b | todos\slos\sderechos\sreservados
    | todos\sos\sdireitos\sreservados
    | seguici\s(?:su|anche) | scarica\s(?:la|l['’]) | iscriviti\s(?:alla|al)\b | leggi\sanche
    | tutti\si\sdiritti\sriservati | riproduzione\sriservata
    | подпис(?:ывайтесь|аться|ывайся)\s | скачайте\s | читайте\s(?:также|нас|ещё|еще) | следите\sза\s
    | все\sправа\sзащищены
    | bizi\s.{0,60}takip\sedin | uygulamamızı\s | (?:e-)?bültenimize | (?:ayrıca\s)?oku(?:yun|:)
    | ilgili\shaberler | tüm\shakları\ssaklıdır
    | تابعونا | تابعنا | حم[ّ]?لوا?\s(?:تطبيق|ال) | اشترك(?:وا)?\sفي | اقرأ\s(?:أيض|المزيد) | إقرأ\s | للمزيد\s
    | جميع\sالحقوق\sمحفوظة
    | 关注我们 | 關注我們 | 扫码|扫一扫 | 下载(?:我们|.{0,10}(?:应用|客户端|App)) | 下載 | 订阅 |
    相关(?:阅读|新闻|报道) | 延伸阅读 | 更多(?:新闻|阅读) | 版权所有 | 责任编辑
    | 公式.{0,12}フォロー | .{0,16}アプリ(?:を|の)?ダウンロード | 関連(?:記事|ニュース|リンク) |
    あわせて読みたい | 続きを読む | メルマガ | 無断(?:転載|複製)
    | ما\sرا\sدنبال | بیشتر\sبخوانید
    )""",
    re.I | re.X,
)
_ANYWHERE_IN_LINE = (
    "alternate address",
    "alternative address",
    "app store",
    "google play",
    " roku",
    "roku ",
    "smart tv app",
)
_ADDRESS = re.compile(
    r"(?:https?://\S+|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?|[\w.+-]+@[\w-]+\.[\w.-]+|[@#]\w+)"
    r"(?:(?:\s|\s?[,|]\s?)(?:www\.[\w.-]+|https?://\S+|[@#]\w+))*",
    re.I,
)
_DESK = re.compile(
    r"\((?:reporting|writing|editing|additional reporting|compiled|with inputs|avec|con información)\b[^()]{3,400}\)",
    re.I,
)
_READING_TIME = re.compile(
    r"\d{1,2}[\s-]?(?:min(?:ute)?s?(?: de lecture| read)?|分钟阅读|мин\. чтения)|(?:reading time|lesezeit)\b.{0,20}",
    re.I,
)

# A line with one of these begins the page's tail: what follows it in short lines goes with it.
_TAIL_OPENERS = re.compile(
    r"share this (?:article|story)|alternate addresses|related (?:articles|stories|news)|(?:most|"
    r"recommended) (?:read|viewed|stories)|more from\b|"
    r"partager cet article|diesen artikel teilen|compart[ae] este artículo|partilhe este artigo|"
    r"compartilhe este artigo|condividi questo articolo|"
    r"поделиться стат|bu haberi paylaş|شارك هذا المقال|分享本文|この記事をシェア",
    re.I,
)
_SENTENCE_END = (".", "!", "?", "。", "！", "？", "…", "”", '"', "»", "」", "؟", ":", "：")
LINE_LIMIT = 220
LOOSE_LIMIT = 80
LOOSE_REACH = 12


def is_mark(line: str) -> bool:
    """Tell a line that is page furniture wherever it stands ("Advertisement")."""
    return len(line) <= 60 and line.casefold().replace("i̇", "i").strip(" .:-–—|•·*[]()<>«»") in _MARKS


def furniture_rule(line: str) -> str | None:
    """Name the rule by which a line at either end of the text is page furniture, else None."""
    if len(line) > 450:
        return None
    if line.startswith("(") and _DESK.fullmatch(line):
        return "agency desk line"
    if len(line) > LINE_LIMIT:
        return None
    if is_mark(line):
        return "share or advertisement mark"
    bare = line.lstrip(" .:-–—|•·*>»▶►👉📲")
    if _STARTS.match(bare) and (len(bare) <= 100 or not bare.endswith(".")):
        return "promotion line"
    if _ADDRESS.fullmatch(line):
        return "address line"
    if not bare:
        return "ornament"
    if len(line) <= 160 and not line.endswith(".") and any(map(line.lower().__contains__, _ANYWHERE_IN_LINE)):
        return "alternate address or app line"
    return "reading time" if len(line) <= 40 and _READING_TIME.fullmatch(line) else None


def tail_start(lines: list[str], first: int = 0) -> int:
    """Give the index from which ``lines`` are page tail; ``len(lines)`` where there is none.

    Walks from the end over furniture; a few short lines that end no sentence go along where a tail opener
    ("Share this article") stands above them.
    """
    cut = len(lines)
    for at in range(len(lines) - 1, first - 1, -1):
        line = lines[at]
        if furniture_rule(line) and (at == cut - 1 or _TAIL_OPENERS.search(line)):
            cut = at
        elif len(line) > LOOSE_LIMIT or line.endswith(_SENTENCE_END) or cut - at > LOOSE_REACH:
            break
    return cut
