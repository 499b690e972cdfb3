"""How DOCX text looks: size, bold, and why a person would not see it, from runs, styles and what is painted behind."""

from dataclasses import dataclass, replace
from typing import Any, Literal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAINTED = "{http://schemas.openxmlformats.org/drawingml/2006/main}solidFill"
TINY = 3.0
"""Points below which nobody reads."""
LIGHT = 238
"""Each channel of a colour from here on counts as white on white paper."""
STYLES_DEEP = 20

Why = Literal["white", "tiny", "invisible"]


@dataclass(frozen=True)
class Look:
    """What is known of some text's look; `painted`: it stands on a colour of its own."""

    size: float = 0.0
    bold: bool = False
    white: bool = False
    vanish: bool = False
    painted: bool = False

    @property
    def why(self) -> Why | None:
        """Why nobody sees it; None where it is seen."""
        if self.vanish:
            return "invisible"
        if self.size and self.size < TINY:
            return "tiny"
        return "white" if self.white and not self.painted else None


class Looks:
    """The styles of one file; `of` adds what a node itself says."""

    def __init__(self, styles: Any) -> None:
        self._styles = {}
        self._plain = Look()
        if styles is not None:
            self._styles = {one.get(f"{W}styleId"): one for one in styles.iter(f"{W}style")}
            for given in styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
                self._plain = _with(self._plain, given)
        self._normal = next(
            (n for n, s in self._styles.items() if s.get(f"{W}default") and s.get(f"{W}type") == "paragraph"), ""
        )

    @property
    def plain(self) -> Look:
        """The look of text that says nothing."""
        return self._plain

    def of_paragraph(self, node: Any, above: Look) -> Look:
        """A paragraph's text, when its runs say nothing."""
        own = node.find(f"{W}pPr")
        named = own.find(f"{W}pStyle") if own is not None else None
        look = self._styled(above, named.get(f"{W}val") if named is not None else self._normal, 0)
        return replace(look, painted=look.painted or _shaded(own))

    def of_run(self, node: Any, above: Look) -> Look:
        """A run's text."""
        own = node.find(f"{W}rPr")
        if own is None:
            return above
        named = own.find(f"{W}rStyle")
        return _with(self._styled(above, named.get(f"{W}val"), 0) if named is not None else above, own)

    def of_cell(self, properties: Any, above: Look) -> Look:
        """Text in a table or a cell that paints its ground, itself or by its style."""
        named = properties.find(f"{W}tblStyle") if properties is not None else None
        style = self._styles.get(named.get(f"{W}val")) if named is not None else None
        dark = style is not None and any(_dark(one) for one in style.iter(f"{W}shd"))
        return replace(above, painted=above.painted or _shaded(properties) or dark)

    def listed(self, node: Any) -> bool:
        """A paragraph that Word draws a bullet or a number before."""
        own = node.find(f"{W}pPr")
        if own is None:
            return False
        named = own.find(f"{W}pStyle")
        style = self._styles.get(named.get(f"{W}val")) if named is not None else None
        number = own.find(f".//{W}numPr/{W}numId")
        if number is None and style is not None:
            number = style.find(f".//{W}numPr/{W}numId")
        return number is not None and number.get(f"{W}val") != "0"

    def _styled(self, above: Look, name: str | None, deep: int) -> Look:
        style = self._styles.get(name or "")
        if style is None or deep > STYLES_DEEP:
            return above
        base = style.find(f"{W}basedOn")
        look = self._styled(above, base.get(f"{W}val"), deep + 1) if base is not None else above
        look = replace(look, painted=look.painted or _shaded(style.find(f"{W}pPr")))
        own = style.find(f"{W}rPr")
        return _with(look, own) if own is not None else look


def _with(look: Look, own: Any) -> Look:
    """`look` with what an rPr says."""
    size, colour, bold, vanish = (own.find(f"{W}{one}") for one in ("sz", "color", "b", "vanish"))
    mark = own.find(f"{W}highlight")
    return Look(
        size=_number(size) / 2 if size is not None else look.size,
        bold=_on(bold) if bold is not None else look.bold,
        white=_white(colour.get(f"{W}val", "")) if colour is not None else look.white,
        vanish=_on(vanish) if vanish is not None else look.vanish,
        painted=look.painted
        or _shaded(own)
        or (mark is not None and mark.get(f"{W}val") not in (None, "none", "white")),
    )


def _on(node: Any) -> bool:
    return node.get(f"{W}val") not in ("0", "false", "off", "none")


def _number(node: Any) -> float:
    try:
        return float(node.get(f"{W}val", "0"))
    except ValueError:
        return 0.0


def _white(colour: str) -> bool:
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= LIGHT
    except ValueError:
        return False


def _shaded(properties: Any) -> bool:
    return properties is not None and any(_dark(one) for one in properties.iterfind(f"{W}shd"))


def _dark(shade: Any) -> bool:
    fill = shade.get(f"{W}fill", "auto")
    return bool(shade.get(f"{W}themeFill")) or (fill not in ("auto", "") and not _white(fill))
