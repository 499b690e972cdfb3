"""OpenDocument text: `content.xml` and the headers and footers of `styles.xml`, in order."""

import itertools
from collections.abc import Iterator
from typing import Any

from core.document import Document, Hidden, Line
from core.errors import AppError
from documents.words import tidy
from documents.zipped import DAMAGED, DEEPEST, checked, tree

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE, STYLE = (f"{{{NAMES}{one}:1.0}}" for one in ("text", "table", "office", "style"))
DRAW = f"{{{NAMES}drawing:1.0}}"
FO = f"{{{NAMES}xsl-fo-compatible:1.0}}"
SILENT = {
    f"{TEXT}tracked-changes",
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}sequence-decls",
    f"{OFFICE}forms",
}
BLOCKS = {f"{TEXT}p", f"{TEXT}h"}


def read_odt(data: bytes, name: str) -> Document:
    """Headers, body, footers; cells of a row side by side."""
    with checked(data) as parts:
        listed = set(parts.namelist())
        if b"encryption-data" in (parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in listed else b""):
            raise AppError("encrypted", "This file is locked with a password; save it without one and upload it again.")
        if "content.xml" not in listed:
            raise DAMAGED
        content = tree(parts.read("content.xml"))
        styles = tree(parts.read("styles.xml")) if "styles.xml" in listed else None
    found = _Found(_unseen_styles(content, styles), _painted_styles(content, styles))
    for part in _ordered(content, styles):
        found.walk(part, 0, False)
    lines = tuple(Line(n=n, text=text, table=table) for n, (text, table) in enumerate(found.lines))
    return Document(kind="odt", name=name, lines=lines, hidden=tuple(found.hidden), engine="odt")


def _ordered(content: Any, styles: Any) -> Iterator[Any]:
    if styles is not None:
        yield from styles.iter(f"{STYLE}header")
    yield from content.iter(f"{OFFICE}text")
    if styles is not None:
        yield from styles.iter(f"{STYLE}footer")


def _unseen_styles(*sources: Any) -> dict[str, str]:
    """Name of a text style -> why a person does not see it."""
    found = {}
    for source in sources:
        for style in source.iter(f"{STYLE}style") if source is not None else ():
            for given in style.iter(f"{STYLE}text-properties"):
                size = given.get(f"{FO}font-size", "")
                if given.get(f"{TEXT}display") == "none":
                    found[style.get(f"{STYLE}name")] = "invisible"
                elif given.get(f"{FO}color", "").lower() == "#ffffff" and not given.get(f"{FO}background-color"):
                    found[style.get(f"{STYLE}name")] = "white"
                elif size.endswith("pt") and size[:-2].replace(".", "").isdigit() and float(size[:-2]) < 3:
                    found[style.get(f"{STYLE}name")] = "tiny"
    return found


def _painted_styles(*sources: Any) -> set[str]:
    """Names of the styles of cells, rows, tables, paragraphs and frames that have a ground of their own: white letters show on it."""
    found = set()
    for source in sources:
        for style in source.iter(f"{STYLE}style") if source is not None else ():
            for given in style:
                ground = given.get(f"{FO}background-color") or given.get(f"{DRAW}fill-color") or ""
                if given.tag != f"{STYLE}text-properties" and ground.lower() not in ("", "transparent", "#ffffff"):
                    found.add(style.get(f"{STYLE}name"))
    return found


def _headed(item: Any) -> bool:
    """Headings are items of lists too, where they are numbered."""
    return next(iter(item.iterchildren(f"{TEXT}h")), None) is not None


class _Found:
    """Lines (and whether they stand in a table) and what is hidden, as the tree is walked."""

    def __init__(self, unseen: dict[str, str], painted: set[str]) -> None:
        self.lines: list[tuple[str, bool]] = []
        self.hidden: list[Hidden] = []
        self._unseen, self._painted = unseen, painted

    def walk(self, node: Any, depth: int, table: bool, mark: str = "") -> None:
        """Everything below a node that is no paragraph itself; `mark` goes before the first line of a list's item."""
        if depth > DEEPEST:
            return
        for child in node:
            if child.tag in BLOCKS:
                said = self._said(child, 0, "")
                self._add(mark + said if said.strip() else said, table)
                mark = "" if said.strip() else mark
            elif child.tag == f"{TABLE}table-row":
                self._row(child, depth)
            elif child.tag not in SILENT and isinstance(child.tag, str):
                self.walk(child, depth + 1, table, "• " if child.tag == f"{TEXT}list-item" and not _headed(child) else "")

    def _row(self, row: Any, depth: int) -> None:
        """Cells of one line each are one row; longer cells are read one after the other."""
        kept, self.lines = self.lines, []
        cells = []
        for cell in row:
            self.lines = []
            if cell.tag == f"{TABLE}table-cell":
                self.walk(cell, depth + 1, True)
                cells.append([text for text, _ in self.lines])
        self.lines = kept
        filled = [cell for cell in cells if cell]
        if all(len(cell) == 1 for cell in filled):
            self._add("  ".join(cell[0] for cell in filled), True)
        else:
            self.lines += [(text, True) for cell in filled for text in cell]

    def _add(self, text: str, table: bool) -> None:
        for one in text.split("\n"):
            if clean := (one.strip() if table and "  " in one else tidy(one)):
                self.lines.append((clean, table))

    def _said(self, node: Any, depth: int, why: str) -> str:
        """A paragraph's words; hidden ones go to `hidden`."""
        why = why or self._unseen.get(node.get(f"{TEXT}style-name", ""), "")
        why = "" if why == "white" and self._on_ground(node) else why
        told = [self._kept(node.text, why)]
        for child in node if depth < DEEPEST else ():
            if child.tag in SILENT or not isinstance(child.tag, str):
                pass
            elif child.tag in (f"{TEXT}s", f"{TEXT}tab"):
                told.append("  " if child.tag.endswith("tab") else " ")
            elif child.tag == f"{TEXT}line-break":
                told.append("\n")
            else:
                told.append(("\n" if child.tag in BLOCKS else "") + self._said(child, depth + 1, why))
            told.append(self._kept(child.tail, why))
        return "".join(told)

    def _on_ground(self, node: Any) -> bool:
        """Whether a style of a node or of what is around it paints a ground."""
        around = itertools.chain((node,), node.iterancestors()) if self._painted else ()
        return any(value in self._painted for one in around for name, value in one.attrib.items() if name.endswith("}style-name"))

    def _kept(self, text: str | None, why: str) -> str:
        if not text or not why:
            return (text or "").replace("\n", " ")
        if text.strip():
            self.hidden.append(Hidden(text=tidy(text), why=why))
        return " "
