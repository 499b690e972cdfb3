"""The nouns of a file that was read: its lines in reading order, each with its place on a page, and what was hidden in it."""

from typing import Literal

from pydantic import Field

from core.noun import Noun

DocumentKind = Literal["pdf", "docx", "odt", "rtf", "html", "markdown", "text", "image"]


class Box(Noun):
    """A place on a page, in shares of its width and height (0-1), the origin at the top left."""

    page: int = Field(ge=0)
    x0: float
    y0: float
    x1: float
    y1: float


class Line(Noun):
    """One line of text as a reader sees it. `n` counts the lines of the document in reading order, from 0."""

    n: int
    text: str
    box: Box | None = None
    """None where the format has no pages (DOCX, text)."""
    size: float = 0.0
    """Height of its letters in points; 0 where it is not known."""
    bold: bool = False
    column: int = 0
    """Which column of its page it stands in, from the left."""
    table: bool = False


class Hidden(Noun):
    """Text that a program reads and a person does not see; it counts for nothing."""

    text: str
    why: Literal["white", "tiny", "off_page", "covered", "invisible"]
    page: int = 0


class Page(Noun):
    """One page: its size in points, and what of it was read how."""

    width: float
    height: float
    columns: int = 1
    ocr: bool = False
    turn: Literal[0, 90, 180, 270] = 0
    """Degrees, clockwise, by which a picture is turned before it stands upright; sizes and boxes are those of the upright page."""


class Document(Noun):
    """A file as text. `quality` is the share of its letters that look like readable words (0-1)."""

    kind: DocumentKind
    name: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    notices: tuple[str, ...] = ()
    """What a person should know of the reading, in sentences."""
    engine: str = ""
    quality: float = Field(default=1.0, ge=0, le=1)
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)
