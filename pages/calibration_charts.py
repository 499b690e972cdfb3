"""The charts of the calibration page: strips of SVG in percent, so that type keeps its size on a narrow page. Each says "
"itself in words."""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise

from agents.calibration.known import HUMAN_R, Attempt
from agents.calibration.plain import SHOWN, bound, share
from agents.grading.arithmetic import CUTS
from core.calibration import Agreement, Standing
from core.report import BANDS

FULL = 5.0
_SHAPES = {
    "strong": '<circle r="6.5"/>',
    "average": '<rect x="-5.5" y="-5.5" width="11" height="11"/>',
    "weak": '<circle r="5.5" class="hollow"/>',
    "non_native": '<path d="M0-7.5 7.5 0 0 7.5-7.5 0z"/>',
}
_WORDS = {"strong": "strong", "average": "average", "weak": "weak", "non_native": "non-native"}


def agreed(one: Agreement, label: str, about: str) -> str:
    """One file of graded answers: among the answers to one question, and over all of them, with the line of two people."""
    told = f"{label}: {share(one.within_r)} among the answers to one question, {share(one.r)} over all; two people {share(HUMAN_R)}."
    bars = _bar(one.within_r, 1, 5, 14) + _bar(one.r, 1, 25, 8, "faint")
    return _row(
        f"<b>{escape(label)}</b><small>{escape(about)}; {one.answers:,} answers to {one.questions} questions</small>",
        _svg(38, told, f"{_ground(38)}{bars}{_line(HUMAN_R, 1, 38)}"),
        f"<b>{share(one.within_r)}</b> <small>over all {share(one.r)}</small>",
    )


def people(about: str) -> str:
    """What one person's grades say about another's."""
    told = f"One person against another: {share(HUMAN_R)}."
    strip = _svg(30, told, f"{_ground(30)}{_bar(HUMAN_R, 1, 8, 14, 'human')}{_line(HUMAN_R, 1, 30)}")
    return _row(f"<b>One person against another</b><small>{escape(about)}</small>", strip, f"<b>{share(HUMAN_R)}</b>")


def tried(one: Attempt, score: float, kept: bool) -> str:
    """What an attempt earns, and how far it may get."""
    limit = bound(one)
    told = f"{one.label}: {score:.2f} of 5{f', {limit}' if limit else ''}."
    line = _line(one.limit, FULL, 26) if one.limit is not None else ""
    strip = _svg(26, told, f"{_ground(26)}{_bar(score, FULL, 7, 12)}{line}")
    sign = f'<span class="{"ok" if kept else "no"}">{"✓ kept" if kept else "✕ not kept"}</span>' if limit else ""
    words = f"<b>{score:.2f}</b> <small>{limit}</small> {sign}"
    return _row(f"<b>{escape(one.label)}</b><small>{escape(one.example)}</small>", strip, words)


def track(label: str, found: Mapping[str, Standing]) -> str:
    """Where the candidates stand on one track: strong, average and weak on one line, non-native English under it."""
    words = " · ".join(f"{_WORDS[kind]}\u00a0{found[kind].score:.1f}" for kind in SHOWN)
    zones = "".join(
        f'<rect x="{low / FULL:.0%}" width="{(high - low) / FULL:.0%}" height="46" class="zone{at % 2}"/>'
        for at, (low, high) in enumerate(_zones())
    )
    low, high = (f"{100 * found[kind].score / FULL:.1f}%" for kind in ("weak", "strong"))
    line = f'<line x1="{low}" x2="{high}" y1="16" y2="16" class="span"/>'
    marks = "".join(mark(kind, found[kind].score, 34 if kind == "non_native" else 16) for kind in SHOWN)
    return _row(
        f"<b>{escape(label)}</b>",
        _svg(46, f"{label}: {words}.", f"{zones}{line}{marks}"),
        f'<small class="many">{words}</small>',
    )


def bands() -> str:
    """The names of the bands over their part of the strip."""
    names = "".join(
        f'<span style="left:{(low + high) / 2 / FULL:.0%}">{BANDS[at]}</span>'
        for at, (low, high) in enumerate(_zones(), start=1)
    )
    return (
        f'<div class="c-row c-axis" aria-hidden="true"><div></div><div class="c-bands">{names}</div><div></div></div>'
    )


def ends(low: str, high: str) -> str:
    """What the two ends of the strips mean."""
    return (
        '<div class="c-row c-axis" aria-hidden="true"><div></div>'
        f'<div class="c-ends"><span>{low}</span><span>{high}</span></div><div></div></div>'
    )


def legend() -> str:
    """The shapes of the candidates."""
    each = "".join(
        f'<span><svg width="18" height="18" aria-hidden="true">{mark(kind, None, 9)}</svg>{_WORDS[kind]}</span>'
        for kind in SHOWN
    )
    return f'<p class="c-legend">{each}</p>'


def mark(kind: str, score: float | None, y: int) -> str:
    """One candidate's shape at a score, or in the middle of its box."""
    x = "50%" if score is None else f"{100 * score / FULL:.1f}%"
    return f'<svg x="{x}" y="{y}" overflow="visible" class="mark">{_SHAPES[kind]}</svg>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], caption: str) -> str:
    """The same figures as a table, folded away."""
    cells = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in rows)
    return (
        f"<details><summary>{escape(caption)}</summary><div class='c-scroll' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f'<table class="rows"><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div></details>'
    )


def _zones() -> list[tuple[float, float]]:
    edges = (0.0, *CUTS, FULL)
    return list(pairwise(edges))


def _row(name: str, strip: str, value: str) -> str:
    return (
        f'<div class="c-row"><div class="c-name">{name}</div><div class="c-strip">{strip}</div>'
        f'<div class="c-value">{value}</div></div>'
    )


def _svg(height: int, told: str, inner: str) -> str:
    return (
        f'<svg width="100%" height="{height}" role="img" aria-label="{escape(told)}" overflow="visible">{inner}</svg>'
    )


def _ground(height: int) -> str:
    return f'<line x1="0" x2="100%" y1="{height - 1}" y2="{height - 1}" class="ground"/>'


def _bar(value: float, full: float, y: int, height: int, kind: str = "bar") -> str:
    part = max(0.0, min(1.0, value / full))
    return f'<rect y="{y}" width="{100 * part:.1f}%" height="{height}" rx="2" class="{kind}"/>'


def _line(value: float, full: float, height: int) -> str:
    at = f"{100 * value / full:.1f}%"
    return f'<line x1="{at}" x2="{at}" y1="0" y2="{height}" class="limit"/>'
