"""DOCX: headers, body, tables, text boxes, notes and footers in order; hidden runs are named and left out.

The XML is walked by lxml, since libraries on top of it skip text boxes and content controls and stop at files that Word opens.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from core.document import Document, Hidden, Line
from documents.word_looks import PAINTED, Look, Looks, W
from documents.words import tidy
from documents.zipped import DAMAGED, DEEPEST, checked, tree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHOICE, FALLBACK = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{one}" for one in ("Choice", "Fallback")
)
SILENT = {f"{W}{one}" for one in ("del", "moveFrom", "instrText", "rt", "delText", "rPr", "pPr", "sdtPr", "fldData")}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


def read_docx(data: bytes, name: str) -> Document:
    """A Word file's lines."""
    with checked(data) as parts:
        source = _Source(parts)
        found = _Found(Looks(source.tree(f"{source.folder}/styles.xml")), source.links())
        for part in source.ordered():
            found.walk(part, found.looks.plain, 0, 0)
    lines = tuple(
        Line(n=n, text=text, size=look.size, bold=look.bold, column=column, table=table)
        for n, (text, look, column, table) in enumerate(found.lines)
    )
    return Document(kind="docx", name=name, lines=lines, hidden=tuple(found.hidden), engine="docx")


class _Source:
    """The parts of the package that hold text. A part that is damaged is left out, unless it is the body."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts, self._names = parts, set(parts.namelist())
        self.main = self._main()
        self.folder = posixpath.dirname(self.main) or "word"
        self._body = tree(self._bytes(self.main))
        self._rels = self._relations()

    def tree(self, name: str) -> Any:
        """A part's XML; None where there is none or it is damaged."""
        try:
            return tree(self._bytes(name)) if name in self._names else None
        except type(DAMAGED):
            return None

    def links(self) -> dict[str, str]:
        """Id of a relation -> address outside the file."""
        return {one: where for one, (outside, where) in self._rels.items() if outside}

    def ordered(self) -> Iterator[Any]:
        """Headers, body, notes, footers."""
        yield from self._around("header")
        yield self._body
        for name in ("footnotes", "endnotes"):
            if (part := self.tree(f"{self.folder}/{name}.xml")) is not None:
                yield part
        yield from self._around("footer")

    def _around(self, kind: str) -> Iterator[Any]:
        told = dict.fromkeys(one.get(f"{R}id") for one in self._body.iter(f"{W}{kind}Reference"))
        seen = set()
        for name in told:
            outside, where = self._rels.get(name, (True, ""))
            part = None if outside else self.tree(posixpath.normpath(posixpath.join(self.folder, where)).lstrip("/"))
            if part is not None and (text := "".join(part.itertext()).strip()) not in seen:
                seen.add(text)
                yield part

    def _main(self) -> str:
        rels = self.tree("_rels/.rels")
        for one in rels if rels is not None else ():
            if (
                str(one.get("Type", "")).endswith("/officeDocument")
                and (name := one.get("Target", "").lstrip("/")) in self._names
            ):
                return str(name)
        if "word/document.xml" not in self._names:
            raise DAMAGED
        return "word/document.xml"

    def _relations(self) -> dict[str, tuple[bool, str]]:
        rels = self.tree(f"{self.folder}/_rels/{posixpath.basename(self.main)}.rels")
        every = rels if rels is not None else ()
        return {one.get("Id"): (one.get("TargetMode") == "External", one.get("Target", "")) for one in every}

    def _bytes(self, name: str) -> bytes:
        try:
            return self._parts.read(name)
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            KeyError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise DAMAGED from error
        except Exception as error:
            if type(error).__name__ != "error":  # zlib.error
                raise
            raise DAMAGED from error


class _Found:
    """Lines with their look, column and whether they stand in a table, as the tree is walked."""

    def __init__(self, looks: Looks, links: dict[str, str]) -> None:
        self.looks, self._links = looks, links
        self.lines: list[tuple[str, Look, int, bool]] = []
        self.hidden: list[Hidden] = []
        self._boxes: list[tuple[Any, Look]] = []

    def walk(self, node: Any, look: Look, depth: int, column: int, table: bool = False) -> None:
        """All paragraphs and tables below a node."""
        for child in node if depth < DEEPEST else ():
            if child.tag == f"{W}p":
                self._paragraph(child, look, depth, column, table)
            elif child.tag == f"{W}tbl":
                below = self.looks.of_cell(child.find(f"{W}tblPr"), look)
                for row in child.iter(f"{W}tr"):
                    if next(row.iterancestors(f"{W}tbl")) is child:
                        self._row(row, below, depth, column)
            elif child.tag not in SILENT and isinstance(child.tag, str):
                self.walk(child, look, depth + 1, column, table)

    def _row(self, row: Any, look: Look, depth: int, column: int) -> None:
        """Cells of one line each are one line; longer cells are read one after the other."""
        kept, cells = self.lines, []
        for n, cell in enumerate(one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row):
            self.lines = []
            self.walk(cell, self.looks.of_cell(cell.find(f"{W}tcPr"), look), depth + 3, column + n, True)
            cells.append(self.lines)
        self.lines = kept
        filled = [cell for cell in cells if cell]
        if filled and all(len(cell) == 1 for cell in filled):
            self.lines.append(("  ".join(cell[0][0] for cell in filled), filled[0][0][1], column, True))
        else:
            self.lines += [line for cell in filled for line in cell]

    def _paragraph(self, node: Any, above: Look, depth: int, column: int, table: bool) -> None:
        look = self.looks.of_paragraph(node, above)
        told = list(self._runs(node, look, depth))
        bullet = "• " if self.looks.listed(node) else ""
        shown = [one for text, one in told if text.strip()]
        style = shown[0] if shown else look
        style = Look(
            max((one.size for one in shown), default=0),
            bool(shown) and all(one.bold for one in shown),
            painted=style.painted,
        )
        for text in "".join(text for text, _ in told).split("\n"):
            if clean := "  ".join(filter(None, (tidy(one) for one in text.split("\t")))):
                self.lines.append((bullet + clean, style, column, table))
                bullet = ""
        boxes, self._boxes = self._boxes, []
        for box, behind in boxes:
            self.walk(box, behind, depth + 1, column)

    def _runs(self, node: Any, look: Look, depth: int) -> Iterator[tuple[str, Look]]:
        for child in node if depth < DEEPEST else ():
            if child.tag == f"{W}t":
                yield self._seen(child.text or "", look)
            elif child.tag in SIGNS:
                yield SIGNS[child.tag], look
            elif child.tag == f"{W}txbxContent":
                self._boxes.append((child, self._behind(child)))
            elif child.tag == f"{W}r":
                yield from self._runs(child, self.looks.of_run(child, look), depth + 1)
            elif child.tag == f"{W}hyperlink":
                yield from self._link(child, look, depth)
            elif child.tag in SILENT or not isinstance(child.tag, str):
                continue
            elif child.tag != FALLBACK or child.getparent().find(CHOICE) is None:
                yield from self._runs(child, look, depth + 1)

    def _link(self, node: Any, look: Look, depth: int) -> Iterator[tuple[str, Look]]:
        """A link's words, and its address where the words do not show it."""
        told = list(self._runs(node, look, depth + 1))
        yield from told
        said = "".join(text for text, _ in told)
        where = re.sub(r"^(?:https?://(?:www\.)?|mailto:)|/$", "", self._links.get(node.get(f"{R}id"), ""))
        if said.strip() and where and len(where) < 200 and not re.search(r"\.\w", said):
            yield f" ({where})", look

    def _behind(self, box: Any) -> Look:
        """The look of text in a text box that is filled with a colour."""
        shape = next(
            (one for one in box.iterancestors() if one.tag.endswith(("}wsp", "}shape", "}rect", "}roundrect"))), None
        )
        filled = shape is not None and (next(shape.iter(PAINTED), None) is not None or bool(shape.get("fillcolor")))
        plain = self.looks.plain
        return Look(plain.size, plain.bold, plain.white, plain.vanish, filled)

    def _seen(self, text: str, look: Look) -> tuple[str, Look]:
        if not look.why:
            return text.replace("\n", " "), look
        if text.strip():
            self.hidden.append(Hidden(text=tidy(text), why=look.why))
        return " ", look
