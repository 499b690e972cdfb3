"""The figures in plain words: sentences for the page, and the README's section."""

from collections.abc import Iterable, Sequence

from agents.calibration.known import (
    ATTEMPTS,
    HUMAN_ANSWERS,
    HUMAN_QUESTIONS,
    HUMAN_R,
    HUMAN_RMSE,
    Attempt,
    Limit,
    graded_set,
    limits_told,
)
from agents.tracks import style
from core.calibration import Calibration

BEGIN = "<!-- calibration: python -m bench.calibration writes what follows -->"
END = "<!-- end of calibration -->"
SHOWN = ("strong", "average", "weak", "non_native")
"""The candidates whose answers were written by hand, one for each question."""
SURE = 1.0
"""Bands between strong and average, and average and weak, from which a track is told apart surely."""


def share(value: float) -> str:
    """A correlation as it is written: `.45`."""
    return f"{value:.2f}".replace("0.", ".", 1)


def between(values: Sequence[float]) -> str:
    """`.37 to .47`, or one number where they are the same."""
    low, high = share(min(values)), share(max(values))
    return low if low == high else f"{low} to {high}"


def agreement(figures: Calibration) -> str:
    """How near the rules come to people's grades."""
    every = figures.agreement
    answers = sum(one.answers for one in every)
    return (
        f"Two people who grade the same answers agree by {share(HUMAN_R)} with each other; 1 is perfect, 0 is chance. Our built-in rules "
        f"agree with people by {between([one.r for one in every])} over {answers:,} answers on which nothing was fitted, and by "
        f"{between([one.within_r for one in every])} among the answers to one question."
    )


def single(figures: Calibration) -> str:
    """What that means for one answer."""
    errors = [one.rmse for one in figures.agreement if one.rmse is not None and graded_set(one.name).steps]
    size = "On a single answer the band can be wrong by one, sometimes by more."
    if errors:
        bands = max(1, round(max(errors)))
        size = (
            f"On a single answer our score is {max(errors):.1f} of 5 points away from a person's (root mean square), about "
            f"{'one band' if bands == 1 else f'{bands} bands'}; two people are {HUMAN_RMSE:.1f} apart."
        )
    told = " to ".join(dict.fromkeys(f"{one:.0%}" for one in sorted(one.r**2 for one in figures.agreement)))
    return (
        f"{size} People's grades differ from answer to answer; our number accounts for {told} of these differences, a second "
        f"person for {HUMAN_R**2:.0%}."
    )


def cheated(figures: Calibration) -> str:
    """What saying nothing earns."""
    worst = max(
        (one for one in promised(figures) if one.side == "at most" and not one.gain),
        key=lambda one: figures.tried[one.name],
        default=None,
    )
    if worst is None:
        return "Nothing was tried."
    return (
        f"We graded {figures.tried_answers:,} answers that were none, or a known one in disguise. Of all that should earn nothing, "
        f"“{worst.label.strip('“”').lower()}” came furthest, with {figures.tried[worst.name]:.1f} of 5."
    )


def told_apart(figures: Calibration) -> str:
    """Where strong, average and weak stand apart, and where less so."""
    held = figures.interviews
    unsure = sorted((apart, track) for track, apart in held.apart.items() if apart < SURE)
    said = (
        f"In {held.interviews} whole interviews by simulated candidates, strong answers stand at least a band above average ones, and "
        "average ones above weak ones"
    )
    if not unsure:
        return f"{said}, on every kind of interview."
    where = " and ".join(f"{style(track).label} ({apart:.1f} of a band)" for apart, track in unsure)
    return f"{said}; less than that only on {where}."


def marked(figures: Calibration) -> str:
    """How the single decisions compare with a person's."""
    held = figures.interviews
    return (
        f"A person marked these answers key point by key point: the rules decided {held.points_same:.0%} of the points alike, and "
        f"{held.points_near:.0%} within half a point."
    )


def promised(figures: Calibration) -> list[Attempt]:
    """The attempts that were measured and have a bound."""
    return [one for one in measured(figures) if one.limit is not None]


def measured(figures: Calibration) -> list[Attempt]:
    """The attempts that were measured, in their order."""
    return [one for one in ATTEMPTS if one.name in figures.tried]


def bound(attempt: Attempt) -> str:
    """`at most 1.5`; empty where nothing is promised."""
    return f"{attempt.side} {attempt.limit:g}" if attempt.limit is not None else ""


def changed(attempt: Attempt, value: float) -> str:
    """What an attempt changes in a score; a cost is a loss by its name."""
    moved = -value if attempt.cost else value
    return "nothing" if abs(moved) < 0.005 else f"{abs(moved):.2f} of 5 {'more' if moved > 0 else 'less'}"


def limits(figures: Calibration) -> list[Limit]:
    """What the grades are not good for."""
    found = figures.interviews.tracks
    order = sorted(found, key=lambda track: found[track]["strong"].score)
    strong = ", ".join(f"{style(track).label} {found[track]['strong'].score:.1f}" for track in order)
    return [Limit(name=one.name, text=one.text.format(strong=strong)) for one in limits_told()]


def section(figures: Calibration) -> str:
    """The README's section, with the marks around it."""
    people = [
        (graded_set(one.name).label, f"{one.answers:,} to {one.questions} questions", share(one.r), share(one.within_r))
        for one in figures.agreement
    ]
    people.append(
        (
            "one person against another, on computer science",
            f"{HUMAN_ANSWERS:,} to {HUMAN_QUESTIONS} questions",
            share(HUMAN_R),
            "",
        )
    )
    tried = [(one.label, f"{round(figures.tried[one.name], 2) + 0.0:.2f}", bound(one)) for one in measured(figures)]
    tracks = [
        (style(track).label, *(f"{found[kind].score:.1f}" for kind in SHOWN))
        for track, found in figures.interviews.tracks.items()
    ]
    head = f"Rubric {figures.rubric}, engine {figures.engine}, measured on {figures.measured_on.isoformat()} ({figures.machine})."
    return "\n".join(
        (
            BEGIN,
            "",
            *(f"- {said(figures)}" for said in (agreement, single, cheated, told_apart, marked)),
            "",
            head,
            "",
            *_table(("agreement with people's grades", "answers", "r", "within a question"), people),
            "",
            *_table(("what was tried", "mean of 5, or what it changes", "bound"), tried),
            "",
            *_table(("mean score of 5", *(kind.replace("_", "-") for kind in SHOWN)), tracks),
            "",
            END,
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
