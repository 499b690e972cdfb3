"""The sound of a transcript as one picture: all takes on one time line, and where nobody speaks."""

from collections.abc import Iterator, Sequence

from core.transcript import Take

BARS, FEW_BARS = 180, 80
"""On a wide and on a narrow page."""
LEAST_PEAK = 8
"""Percent of full scale; what is quieter than this is drawn as quiet as it is."""
QUIET = 0.05
"""Share of the loudest below which nobody speaks."""
SHORTEST_QUIET_S, AROUND_S = 1.2, 0.25
"""A silence is skipped from this length on, and a little of it is left at both ends."""


def bars(takes: Sequence[Take], seconds: float) -> str:
    """The bars twice: as they rest, and as they were played, which the page uncovers from the left."""
    drawn = "".join(_path(_folded(takes, seconds, count), kind) for count, kind in ((BARS, "many"), (FEW_BARS, "few")))
    return "".join(
        f'<svg class="{kind}" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
        for kind in ("rest", "played")
    )


def quiet(takes: Sequence[Take]) -> list[tuple[float, float]]:
    """Where nobody speaks, as far as the picture can tell; (start, end) in seconds of the time line."""
    loudest = _loudest(takes)
    found = []
    for start, end in _runs(takes, loudest * QUIET):
        if end - start >= SHORTEST_QUIET_S:
            found.append((round(start + AROUND_S, 2), round(end - AROUND_S, 2)))
    return found


def _runs(takes: Sequence[Take], threshold: float) -> Iterator[tuple[float, float]]:
    begun: float | None = None
    whole = takes[-1].start + takes[-1].seconds if takes else 0.0
    for start, _, height in (*_stretches(takes), (whole, whole, 100)):
        if height <= threshold:
            begun = start if begun is None else begun
        elif begun is not None:
            yield begun, start
            begun = None


def _stretches(takes: Sequence[Take]) -> Iterator[tuple[float, float, int]]:
    """(start, end, height) of every stretch that a peak stands for; a take without a picture is taken as loud."""
    for take in takes:
        heights = [max(abs(low), abs(high)) for low, high in take.peaks] or [100]
        step = take.seconds / len(heights)
        for at, height in enumerate(heights):
            yield take.start + at * step, take.start + (at + 1) * step, height


def _loudest(takes: Sequence[Take]) -> int:
    return max([LEAST_PEAK, *(max(abs(low), abs(high)) for take in takes for low, high in take.peaks)])


def _folded(takes: Sequence[Take], seconds: float, count: int) -> list[float]:
    """Heights 0-1 of `count` equal stretches of the time line."""
    most, found = _loudest(takes), [0] * count
    for start, end, height in _stretches([one for one in takes if one.peaks]):
        first = min(count - 1, int(start / seconds * count))
        last = min(count - 1, max(first, int((end - 1e-6) / seconds * count)))
        for at in range(first, last + 1):
            found[at] = max(found[at], height)
    return [height / most for height in found]


def _path(heights: Sequence[float], kind: str) -> str:
    width = 1000 / len(heights)
    drawn = "".join(
        f"M{(at + 0.5) * width:.1f} {50 - max(1.5, 46 * height):.0f}v{2 * max(1.5, 46 * height):.0f}"
        for at, height in enumerate(heights)
    )
    return f'<path class="{kind}" d="{drawn}"/>'
