"""PDF: PDFium's characters become lines with boxes; hidden words are told apart; pypdf reads what PDFium cannot open. In the child."""

import json
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from core.child import progress
from core.document import Box, Document, Hidden, Line, Page
from core.errors import AppError
from documents.words import lines_of, quality, tidy

PASSWORD, SECURITY = 4, 5
"""FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY."""
LOCKED = AppError("encrypted", "This file is locked with a password; save it without one and upload it again.")
BROKEN = AppError(
    "unreadable", "This PDF is damaged or was cut off on its way; save it anew from the program it came from."
)
ENOUGH_S = 7.0
"""After this no further page is begun; what was read is given."""
FEW = 12
"""Letters on a page with a picture below which it is taken for a scan."""
GARBLED = 0.5


@dataclass
class Reading:
    """What has been read so far."""

    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    """Pages that hold a picture and no text that makes sense."""
    notices: list[str] = field(default_factory=list)


def read(ask: dict[str, Any], data: bytes) -> bytes:
    """JSON: `document`, and `scans`, the pages that need to be read as pictures. Asks: `name`, `pages`, `letters`."""
    try:
        found, engine = _by_pdfium(ask, data), "pdfium"
    except AppError as error:
        if error.code != BROKEN.code:
            raise
        found, engine = _by_pypdf(ask, data), "pypdf"
    text = "\n".join(line.text for line in found.lines)
    document = Document(
        kind="pdf", name=ask["name"], lines=tuple(found.lines), pages=tuple(found.pages), hidden=tuple(found.hidden),
        notices=tuple(found.notices), engine=engine, quality=quality(text),
    )  # fmt: skip
    return json.dumps({"document": document.model_dump(mode="json"), "scans": found.scans}).encode()


def opened(data: bytes) -> Any:
    """PDFium's document. Raises AppError `encrypted` or `unreadable`."""
    import pypdfium2

    mark = data.find(b"%PDF-")
    try:
        return pypdfium2.PdfDocument(data[mark:] if mark > 1000 else data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) in (PASSWORD, SECURITY):
            raise LOCKED from error
        raise BROKEN from error


def _by_pdfium(ask: dict[str, Any], data: bytes) -> Reading:
    import pypdfium2

    document, found, begun = opened(data), Reading(), time.monotonic()
    count, left = len(document), ask["letters"]
    if not count:
        raise BROKEN
    for n in range(min(count, ask["pages"])):
        if n and (time.monotonic() - begun > ENOUGH_S or left <= 0):
            why = "the time was up" if left > 0 else "it holds more text than is read"
            found.notices.append(f"Only the first {n} of {count} pages were read, since {why}.")
            break
        try:
            left -= _page(document[n], n, found, left)
        except (pypdfium2.PdfiumError, ValueError):
            # Its hidden text could not be looked for either, so that nothing of it counts.
            found.pages.append(Page(width=0, height=0))
            found.notices.append(f"Page {n + 1} is damaged and was left out.")
        progress((n + 1) / min(count, ask["pages"]), f"Page {n + 1} of {count}")
    else:
        if count > ask["pages"]:
            found.notices.append(f"Only the first {ask['pages']} of {count} pages were read.")
    return found


def _page(page: Any, n: int, found: Reading, left: int) -> int:
    """Reads one page; returns how many letters it has."""
    from documents.glyphs import fragments_of, words_of
    from documents.loose import gathered
    from documents.marks import bulleted
    from documents.visible import unseen

    width, height = page.get_size()
    words = words_of(page, left)
    hidden = unseen(page, [word for word, _ in words])
    found.hidden += _named(words, hidden, n)
    pieces = bulleted(page, fragments_of(gathered([one for i, one in enumerate(words) if i not in hidden])))
    placed = _with_side_labels(pieces)
    columns = max((column for _, column in placed), default=0) + 1
    found.pages.append(Page(width=width, height=height, columns=columns))
    text = " ".join(piece.text for piece in pieces)
    if sum(map(str.isalnum, text)) < FEW:
        found.scans += [n] if _pictured(page) else []
    elif quality(text) < GARBLED:  # letters without a meaning in the file; what is seen is read
        found.scans.append(n)
    found.lines += _lines(placed, Page(width=max(width, 1), height=max(height, 1)), n, len(found.lines))
    return sum(len(word.text) + 1 for word, _ in words)


def _with_side_labels(pieces: list[Any]) -> list[tuple[Any, int]]:
    """The pieces in reading order; headings that run up the page's side come before what stands beside them."""
    from documents.order import arranged

    level = [piece for piece in pieces if piece.upright]
    if 2 * len(level) < len(pieces):
        return [(piece, 0) for piece in pieces]  # a page that is set sideways: only its own order tells
    placed = arranged(level, drawn=True)
    for label in (piece for piece in pieces if not piece.upright):
        at = _beside(label, [one for one, _ in placed])
        placed.insert(at, (label, placed[min(at, len(placed) - 1)][1] if placed else 0))
    return placed


def _beside(label: Any, placed: list[Any]) -> int:
    """Where a heading at the side of a block goes: before the block's first line, which has the widest gap above it since the
    heading before."""
    first = next((at for at, one in enumerate(placed) if one.upright and (one.y0 + one.y1) / 2 > label.y0 - 2), len(placed))
    begin = max((at for at in range(first) if not placed[at].upright), default=-1) + 1
    gaps = {at: placed[at].y0 - placed[at - 1].y1 for at in range(max(1, begin), min(first + 1, len(placed))) if placed[at - 1].upright}
    return max((at for at in gaps if gaps[at] > 0.8 * max(gaps.values())), default=first)


def _lines(placed: list[tuple[Any, int]], page: Page, n: int, begin: int) -> list[Line]:
    """Fragments that follow each other on one line and in one column are one line."""
    groups: list[tuple[list[Any], int]] = []
    for piece, column in placed:
        if groups and groups[-1][1] == column and _same_line(groups[-1][0][-1], piece):
            groups[-1][0].append(piece)
        else:
            groups.append(([piece], column))
    made: list[Line] = []
    for pieces, column in groups:
        text = _joined(pieces)
        words = [word for piece in pieces for word in piece.words]
        if text:
            box = Box(
                page=n, x0=_share(min(w.x0 for w in words), page.width), y0=_share(min(w.y0 for w in words), page.height),
                x1=_share(max(w.x1 for w in words), page.width), y1=_share(max(w.y1 for w in words), page.height),
            )  # fmt: skip
            bold = 2 * sum(len(w.text) for w in words if w.bold) > sum(len(w.text) for w in words)
            size = round(max(w.size for w in words), 1)
            made.append(Line(n=begin + len(made), text=text, box=box, size=size, bold=bold, column=column))
    return made


def _joined(pieces: list[Any]) -> str:
    """Two spaces where fragments stand apart."""
    text = ""
    for n, piece in enumerate(pieces):
        if clean := tidy(piece.text):
            near = n and piece.x0 - pieces[n - 1].x1 < 0.6 * piece.size
            text += (" " if near else "  ") + clean if text else clean
    return text


def _share(value: float, whole: float) -> float:
    return round(min(1.0, max(0.0, value / whole)), 4)


def _same_line(before: Any, piece: Any) -> bool:
    height = min(before.y1 - before.y0, piece.y1 - piece.y0)
    level = abs((before.y0 + before.y1) - (piece.y0 + piece.y1)) / 2 < 0.5 * max(height, 1.0)
    return bool(before.upright and piece.upright and level and piece.x0 >= before.x1 - 1)


def _named(words: list[tuple[Any, bool]], hidden: dict[int, Any], page: int) -> list[Hidden]:
    """Hidden words that follow each other for one reason are one."""
    made: list[Hidden] = []
    last = -2
    for n, why in sorted(hidden.items()):
        text = tidy(words[n][0].text)
        if made and n == last + 1 and made[-1].why == why:
            made[-1] = Hidden(text=f"{made[-1].text} {text}".strip(), why=why, page=page)
        elif text:
            made.append(Hidden(text=text, why=why, page=page))
        last = n
    return [one for one in made if any(letter.isalnum() for letter in one.text)]


def _pictured(page: Any) -> bool:
    """Whether anything but text is drawn on a page: a picture, or letters as outlines."""
    import pypdfium2.raw as pdfium

    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING]
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _by_pypdf(ask: dict[str, Any], data: bytes) -> Reading:
    from pypdf import PdfReader

    found = Reading()
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LOCKED
        for page in reader.pages[: ask["pages"]]:
            number = len(found.pages)
            box = page.mediabox
            found.pages.append(Page(width=float(box.width), height=float(box.height)))
            for line in lines_of([page.extract_text()]):
                found.lines.append(
                    line.model_copy(update={"n": len(found.lines), "box": Box(page=number, x0=0, y0=0, x1=1, y1=1)})
                )
    except (AppError, MemoryError):
        raise
    except Exception as error:  # what pypdf raises at a damaged file is not listed anywhere
        raise BROKEN from error
    found.notices.append("This PDF is damaged; its text was read, and hidden text in it could not be looked for.")
    return found
