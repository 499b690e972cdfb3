"""HTML as a reader sees it: scripts out, hidden elements named and left out. The standard library's parser fetches nothing."""

import re
from html.parser import HTMLParser

from core.document import Document, Hidden
from documents.plain import decoded
from documents.words import lines_of, tidy

SILENT = {"script", "style", "template", "noscript", "svg", "iframe", "object", "select", "textarea", "title", "head"}
BREAKS = set(
    "address article aside blockquote br dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre"
    " section table tbody thead tr ul".split()
)
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?<!-)color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b(?!.*background)", re.I)  # fmt: skip
TINY = re.compile(r"font-size\s*:\s*(?:0(?:\.\d+)?|[12](?:\.\d+)?px|[12](?:\.\d+)?pt)\b", re.I)
AWAY = re.compile(r"(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}px", re.I)
DEEPEST = 2_000


def read_html(data: bytes, name: str) -> Document:
    """The page's text, a line for each block."""
    source = decoded(data)
    page = _Page(_unseen_names(source))
    page.feed(source)
    page.close()
    hidden = tuple(Hidden(text=text, why=why) for text, why in page.hidden if text)
    return Document(kind="html", name=name, lines=lines_of(["".join(page.text)]), hidden=hidden, engine="html.parser")


class _Page(HTMLParser):
    """Collects text; `_open` holds for each open element whether and why it is not seen."""

    def __init__(self, unseen: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = unseen
        self._mark = ""
        self.text: list[str] = []
        self.hidden: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.text.append("\n")
            self._mark = "• " if tag == "li" else self._mark
        elif tag in ("td", "th"):
            self.text.append("  ")
        above = self._open[-1][1] if self._open else ""
        if tag == "body":  # an unclosed head must not swallow the page
            self._open, above = [], ""
        if tag not in EMPTY and len(self._open) < DEEPEST:
            self._open.append((tag, above or _why(tag, dict(attrs), self._unseen)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.text.append("\n")
            self._mark = "" if tag == "li" else self._mark
        if any(name == tag for name, _ in self._open[-50:]):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        why = self._open[-1][1] if self._open else ""
        if not why:
            if data.strip():
                self.text.append(self._mark)
                self._mark = ""
            self.text.append(data if self._kept_spaces() else re.sub(r"\s+", " ", data))
        elif why != "silent":
            self.hidden.append((tidy(data.replace("\n", " ")), why))

    def _kept_spaces(self) -> bool:
        return any(tag == "pre" for tag, _ in self._open[-10:])


def _unseen_names(source: str) -> dict[str, str]:
    """`.class` and `#id` -> its style, where a style sheet in the page hides what bears it."""
    found: dict[str, str] = {}
    for sheet in re.findall(r"(?is)<style[^>]*>(.{0,200000}?)</style>", source)[:20]:
        for names, style in re.findall(r"([^{}]{1,300})\{([^{}]{0,2000})\}", sheet):
            found |= {name: style for name in re.findall(r"[.#][\w-]+(?=\s*(?:,|$))", names) if UNSEEN.search(style)}
    return found


def _why(tag: str, attrs: dict[str, str | None], unseen: dict[str, str]) -> str:
    named = [f".{one}" for one in (attrs.get("class") or "").split()] + [f"#{attrs.get('id')}"]
    style = ";".join([attrs.get("style") or "", *(unseen[one] for one in named if one in unseen)])
    if tag in SILENT:
        return "silent"
    if "hidden" in attrs or UNSEEN.search(style):
        return "white" if "color" in style else "invisible"
    if TINY.search(style):
        return "tiny"
    return "off_page" if AWAY.search(style) else ""
