"""RTF: control words followed for text, paragraphs, tables and hidden text; everything else is passed over.

After the RTF 1.9.1 specification, "Conventions of an RTF Reader".
"""

import codecs
import re
from dataclasses import dataclass, replace
from typing import Literal

from core.document import Document, Hidden
from documents.words import lines_of, tidy

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "cell": "  ",
    "nestcell": "  ",
    "tab": "  ",
    "emdash": "—",
}
SIGNS |= {
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
}
SILENT = set(
    "fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable listoverridetable"
    " rsidtbl generator fldinst xmlnstbl wgrffmtfilter filetbl revtbl annotation atnid atnauthor atrfstart atrfend comment"
    " bkmkstart bkmkend pgdsctbl nonshppict objdata blipuid mmathPr pnseclvl pntxtb pntxta listpicture template operator sn sv".split()
)
SHOWN = {"shptxt", "shpinst", "fldrslt"}
"""Starred groups whose text is seen all the same."""
FOOTERS = {"footer", "footerl", "footerr", "footerf"}
PAGES = {1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874, 932, 936, 949, 950, 437, 850, 852, 866}
DEEPEST = 500


@dataclass(frozen=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    vanish: bool = False
    colour: int = 0
    size: int = 24
    ground: int = 0
    """The colour behind the letters; `under` that of the paragraph."""
    under: int = 0
    table: bool = False
    deleted: bool = False
    last: bool = False
    """Footers stand before the text that they are below."""
    skip: int = 1

    def why(self, white: set[int], cell: int) -> Literal["white", "tiny", "invisible"] | None:
        if self.vanish:
            return "invisible"
        if self.size < 6:
            return "tiny"
        behind = self.ground or self.under or (cell if self.table else 0)
        return "white" if self.colour in white and (not behind or behind in white) else None


def read_rtf(data: bytes, name: str) -> Document:
    """An RTF file's lines; hidden, white and tiny text is named and left out."""
    reader = _Reader(_whites(data))
    reader.read(data)
    return Document(
        kind="rtf", name=name, lines=lines_of(["".join(reader.text)]), hidden=tuple(reader.hidden), engine="rtf"
    )


def _whites(data: bytes) -> set[int]:
    """Numbers in the colour table that are white."""
    table = re.search(rb"\\colortbl([^{}]{0,20000})", data)
    every = table[1].split(b";") if table else []
    return {
        n for n, one in enumerate(every)
        if len(told := re.findall(rb"\\(?:red|green|blue)(\d{1,3})", one)) == 3 and min(map(int, told)) >= 238
    }  # fmt: skip


class _Reader:
    """Text as tokens come."""

    def __init__(self, white: set[int]) -> None:
        self.text: list[str] = []
        self.hidden: list[Hidden] = []
        self._white, self._state, self._page = white, _State(), "cp1252"
        self._above: list[_State] = []
        self._left = 0
        self._bytes = bytearray()
        self._below: list[str] = []
        self._cells: list[int] = []
        self._cell, self._at = 0, 0

    def read(self, data: bytes) -> None:
        """All of it; binary parts are jumped over."""
        at, starred = 0, False
        while (token := TOKEN.match(data, at)) is not None and at < len(data):
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if word == b"bin":
                at += min(len(data), int(number or 0)) if int(number or 0) > 0 else 0
            elif word:
                self._word(word.decode(), None if number is None else int(number), starred)
            elif code:
                self._byte(int(code, 16))
            elif brace:
                self._group(brace == b"{")
            elif plain:
                self._say(plain.decode("latin-1") if plain.isascii() else plain.decode(self._page, "replace"))
            elif sign in (b"~", b"_", b"{", b"}", b"\\"):
                self._say({b"~": " ", b"_": "-"}.get(sign, sign.decode()))
            elif sign in (b"\n", b"\r"):
                self._say("\n")
            starred = sign == b"*"
        self._flush()
        self.text += ["\n", *self._below]

    def _group(self, opens: bool) -> None:
        self._flush()
        if opens and len(self._above) < DEEPEST:
            self._above.append(self._state)
        elif not opens and self._above:
            self._state = self._above.pop()

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        state = self._state
        if word in SILENT or (starred and word not in SHOWN):
            self._state = replace(state, silent=True)
        elif word in FOOTERS:
            self._state = replace(state, last=True)
        elif word in SIGNS:
            self._say(SIGNS[word])
            self._at = 0 if word == "row" else self._at + (word == "cell")
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._left = state.skip
        elif word == "ansicpg" and number in PAGES:
            self._page = f"cp{number}"
        elif word == "uc":
            self._state = replace(state, skip=min(number or 0, 8))
        elif word in ("v", "cf", "fs", "chcbpat", "cbpat", "highlight", "cb", "plain", "pard", "intbl", "deleted"):
            self._flush()
            self._state = _looked(state, word, number)
        elif word in ("trowd", "clcbpat", "cellx"):
            self._row(word, number or 0)

    def _row(self, word: str, number: int) -> None:
        """The colours of a row's cells, which are told before their text."""
        if word == "trowd":
            self._cells, self._cell, self._at = [], 0, 0
        elif word == "clcbpat":
            self._cell = number
        else:
            self._cells.append(self._cell)
            self._cell = 0

    def _byte(self, value: int) -> None:
        if self._left:
            self._left -= 1
        else:
            self._bytes.append(value)

    def _flush(self) -> None:
        if self._bytes:
            told, self._bytes = bytes(self._bytes), bytearray()
            self._add(codecs.decode(told, self._page, "replace"))

    def _say(self, text: str) -> None:
        self._flush()
        gone, self._left = min(self._left, len(text)), 0
        self._add(text[gone:])

    def _add(self, text: str) -> None:
        if self._state.silent or self._state.deleted:
            return
        why = self._state.why(self._white, self._cells[self._at] if self._at < len(self._cells) else 0)
        if not why or not text.strip():
            (self._below if self._state.last else self.text).append(text)
        elif clean := tidy(text.replace("\n", " ")):
            self.hidden.append(Hidden(text=clean, why=why))


def _looked(state: _State, word: str, number: int | None) -> _State:
    if word == "plain":
        return replace(state, vanish=False, colour=0, size=24, ground=0, deleted=False)
    if word == "pard":
        return replace(state, under=0, table=False)
    if word == "intbl":
        return replace(state, table=True)
    if word == "deleted":
        return replace(state, deleted=number != 0)
    if word == "cbpat":
        return replace(state, under=number or 0)
    if word == "v":
        return replace(state, vanish=number != 0)
    if word == "cf":
        return replace(state, colour=number or 0)
    if word == "fs":
        return replace(state, size=number if number is not None else 24)
    return replace(state, ground=number or 0)
