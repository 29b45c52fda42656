"""Lines of a scraped page that are not the article: sharing, apps, newsletters, advertisement marks, addresses."""

from __future__ import annotations

import re

from stream.dateline import AGENCIES

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
    | listen\sto\sthis\s(?:article|story) | watch\s?: | join\sthe\s(?:conversation|discussion)
    | follow\s(?:him|her|them|\S+\s\S+)\son\s(?:x|twitter|facebook|instagram|threads|bluesky|mastodon|linkedin)\b
    | get\s(?:the\slatest|our|more|breaking)\s.{0,60}(?:inbox|newsletter|alerts?|email)
    | (?:have|got)\sa\s(?:story|news\stip|tip)\b
    | send\sus\s | to\scomment\son\sthis | have\s(?:something\sto\ssay|your\ssay) | our\sstandards\s?:
    | (?:this\s(?:article|story|post)\s(?:was|is|first)\s)?(?:originally|first)\s(?:published|appeared)\s(?:on|in|at)\b
    | this\s(?:story|article|report)\shas\s(?:not\s)?been\s(?:edited|updated|corrected|published|generated)
    | editor.?s\snote\s?:
    | recevez\s(?:nos|notre|toute) | zum\snewsletter | te\s(?:puede|podría)\sinteresar | siga\so\snosso | siga-nos
    | підписуйтесь\s | читайте\sтакож | czytaj\s(?:także|też|więcej) | lees\s(?:ook|meer) | läs\s(?:också|mer|även)
    | les\s(?:også|mer)
    | læs\s(?:også|mere) | lue\s(?:myös|lisää) | ilgili\shaber | baca\s(?:juga|selengkapnya) | đọc\sthêm | xem\sthêm
    | קראו\s(?:גם|עוד)
    | 原标题\s?[:：] | 기사\s?제보 | 저작권자 | 무단\s?전재 | อ่าน(?:ข่าว)?(?:เพิ่มเติม|ต่อ) | ติดตาม(?:ข่าว|เรา)
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
_REPORTING = r"(?:additional\s)?(?:reporting|writing|editing|compiled|written|edited)\sby\s"
_DESK = re.compile(
    rf"[(（](?i:{_REPORTING}|(?:with|avec|mit|con|com)\s(?:\w+\s){{0,2}}"
    r"(?:inputs?|files|agenc\w+|material|información|informações)\b|avec\s"
    r"|(?:reportage|reporte|reporteo|reportagem|rédaction|redaktion|redacción|edição|редактор|репортаж|подготовил\w*)\b"
    r"|إعداد\s|تغطية\s|تحرير\s|[记記]者|责任编辑|責任編輯|[编編][辑輯])[^()（）]{1,400}[)）]\.?"
    rf"|(?i:{_REPORTING})(?=[A-ZÀ-Þ])[^.()]{{3,300}}(?:;[^()]{{3,200}})?"
    r"|(?i:reportage de|reporte de|reportagem de|con información de|com informações d[aeo]|mit material (?:von|der)"
    r"|with inputs? from|with files from|avec)\s(?:[A-ZÀ-Þ]|agenc|dpa)[^.()]{0,120}(?:;[^()]{3,200})?"
    r"|[—–-]{0,2}\s?[^.]{3,120}\scontributed\sto\sthis\s(?:report|story|article)\.?"
)
_DESK_STARTS = ("(", "（", "addi", "repo", "writ", "edit", "comp", "mit ", "con ", "com ", "with", "avec")
_DESK_END = re.compile(rf"\s(?P<desk>\((?i:{_REPORTING})[^()]{{3,400}}\))$")
_REPORTED = re.compile(rf"(?i:reporting by)\s.*?(?=\s?(?:[;)]|\.?$|[,.]?\s(?i:{_REPORTING})))")
_AGENCY_LINE = re.compile(
    rf"\(?(?:(?i:avec|with|mit|con|com|theo|par|by)\s)?(?:{AGENCIES})"
    rf"(?:(?:\s?[/,]\s?|\s(?:and|et|und|y|e)\s)(?:{AGENCIES})){{0,3}}\)?\.?"
)
_SOURCE_LINE = re.compile(
    r"\(?(?:source|quelle|fuente|fonte|источник|джерело|źródło|kaynak|bron|källa|kilde|sumber|nguồn|المصدر|منبع|来源|來源"
    r"|ที่มา|출처|[编編][辑輯]|责任编辑|責任編輯)\s?[:：]\s?[^.。]{1,60}\)?",
    re.I,
)
_END_MARK = re.compile(
    r"[(（\[—–-]+\s?(?i:ends?|fin|fim|ende|fine|完|了|終|끝|конец)\s?[)）\]—–-]+|END|ENDS|FIN|انتهى|-30-|[_*#=~—–•·\s-]{1,40}"
)
_PHOTO_WORDS = (
    "photo picture image foto crédit фото fotoğraf صورة تصوير 图 圖 摄影 攝影 写真 撮影 사진 getty /".split()
)  # how a line begins that is a photo credit and nothing else
_PHOTO_STARTS = tuple(bracket + word for word in _PHOTO_WORDS for bracket in ("", "[", "(", "（"))
_PHOTO = (
    r"photo|photograph|picture|image|foto|fotografía|crédit photo|фото|fotoğraf|"
    r"صورة|تصوير|图|圖|图片|摄影|攝影|写真|撮影|사진"
)
_PHOTO_CREDIT = re.compile(
    rf"[\[(（]?(?:(?:{_PHOTO})(?:\s(?:credit|source|crédit))?\s?[:：=／/,]\s?[^.。]{{2,60}}"
    r"|(?:photo|picture|image)\s(?:by|courtesy of|via)\s[^.]{2,60}"
    r"|(?:image|photo) source,?\s.{2,60}|/\s?.{2,12}\s제공|getty images)[\])）]?",
    re.I,
)
_RIGHTS = re.compile(r"all rights reserved|may not be (?:published|reproduced)|(?:syndicated|auto-generated)", re.I)
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
    lower = line[:8].lower()
    if (lower.startswith(_DESK_STARTS) or "contributed to this" in line) and _DESK.fullmatch(line):
        return "agency desk line"
    if len(line) > LINE_LIMIT:
        return None
    if is_mark(line):
        return "share or advertisement mark"
    bare = line.lstrip(" .:-–—|•·*>»▶►👉📲(")
    if _STARTS.match(bare) and (len(bare) <= 100 or not bare.endswith(".") or _RIGHTS.search(bare)):
        return "promotion line"
    if _ADDRESS.fullmatch(line):
        return "address line"
    if not bare or ((len(line) <= 8 or not line[0].isalnum()) and _END_MARK.fullmatch(line)):
        return "ornament or end mark"
    if len(line) <= 80 and (
        _AGENCY_LINE.fullmatch(line) or ((":" in line or "：" in line) and _SOURCE_LINE.fullmatch(line))
    ):
        return "agency or source line"
    if len(line) <= 80 and lower.startswith(_PHOTO_STARTS) and _PHOTO_CREDIT.fullmatch(line):
        return "photo credit"
    if len(line) <= 160 and not line.endswith(".") and any(map(line.lower().__contains__, _ANYWHERE_IN_LINE)):
        return "alternate address or app line"
    return "reading time" if len(line) <= 40 and _READING_TIME.fullmatch(line) else None


def split_desk(line: str) -> tuple[str, str]:
    """Cut "(Reporting by …; Editing by …)" off the end of a paragraph; the second item is "" where there is none."""
    found = _DESK_END.search(line, max(len(line) - 420, 1)) if line.endswith(")") else None
    return (line[: found.start()].rstrip(), found["desk"]) if found else (line, "")


def reporters(desk: str) -> str | None:
    """Give the part of an agency's desk line that names who reported, as printed.

    >>> reporters("(Reporting by Ada Sample in Oslo; Editing by Ole Example)")
    'Reporting by Ada Sample in Oslo'
    """
    found = _REPORTED.search(desk[:450])
    return found[0] if found else None


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
