"""HTML of the calibration page: what the figures mean first, then charts, limits, versions and how to measure again."""

from collections.abc import Sequence
from html import escape

from agents.calibration import Trust, plain
from agents.calibration.known import HUMAN_ANSWERS, HUMAN_QUESTIONS, graded_set, kept
from agents.export import state_words
from agents.tracks import style
from core.calibration import Calibration
from pages import alone
from pages import calibration_charts as charts
from pages.compare_html import engine_words

HREF = "/calibration"
LINK = f'<a href="{HREF}" target="_blank" rel="noopener">How far can I trust this?</a>'
_COMMANDS = """python -m bench.trust > trust.out
python -m bench.simulate > simulate.out
python -m bench.grade answers.csv > grade.out
python -m bench.retrieve 0 > retrieve.out
python -m bench.calibration trust.out simulate.out grade.out retrieve.out"""


def page(trust: Trust) -> str:
    """The whole page, by itself: it needs no tab and can be printed."""
    parts = (
        _head(trust),
        _people(trust.figures),
        _tried(trust.figures),
        _tracks(trust.figures),
        _states(trust.figures),
    )
    body = f'{"".join(parts)}{_limits(trust.figures)}{_versions(trust)}'
    return alone.page("How far to trust the grades", body, looks=("calibration",))


def _head(trust: Trust) -> str:
    figures = trust.figures
    return (
        f'<div class="eyebrow">Measured on {figures.measured_on:%d %B %Y} · {escape(engine_words(figures.engine))} · rubric '
        f"{escape(figures.rubric)}</div><h1>How far to trust the grades</h1>{_banners(trust)}"
        f'<ul class="short"><li><b>Take the quotes more seriously than the number.</b> Each decision in a report stands '
        "beside the words it rests on. Read those; where they do not show what the report says, press “Disagree”, and your "
        "view is kept beside ours.</li>"
        f"<li><b>The number agrees with people, but less than they agree with each other.</b> {escape(plain.agreement(figures))}</li>"
        f"<li><b>One answer says little, several say more.</b> {escape(plain.single(figures))} Chance evens out over an "
        "interview; a habit of the grader does not.</li></ul>"
    )


def _banners(trust: Trust) -> str:
    told = []
    if not trust.current:
        told.append(
            f"These figures are of rubric {trust.figures.rubric}. Grades are now given by rubric {trust.rubric}, which has "
            "not been measured yet; the commands at the end of this page do it."
        )
    if trust.by_model:
        told.append(
            f"{engine_words(trust.engine)} grades here first, with the built-in rules beside it. The figures on this page "
            "are of the rules alone."
        )
    return "".join(f'<div class="banner" role="note">{escape(one)}</div>' for one in told)


def _people(figures: Calibration) -> str:
    human = (
        f"{HUMAN_ANSWERS:,} answers to {HUMAN_QUESTIONS} computer-science questions; our files give one grade an answer"
    )
    rows = charts.people(human) + "".join(
        charts.agreed(one, graded_set(one.name).label, graded_set(one.name).about) for one in figures.agreement
    )
    numbers = [
        (
            graded_set(one.name).label,
            f"{one.answers:,}",
            *map(_number, (one.r, one.within_r, one.fitted_r, one.fitted_within_r, one.rmse)),
        )
        for one in figures.agreement
    ]
    head = ("answers", "how many", "r, all", "r, one question", "fitted, all", "fitted, one question", "error of 5")
    return _section(
        "Held against people’s grades",
        "The rules graded answers that people had graded; no weight was fitted on one of them. The thick bar is the "
        "agreement among the answers to one question, the thin one over all questions; the line is what two people reach.",
        charts.ends("0 chance", "1 perfect")
        + rows
        + charts.table(head, numbers, "The numbers, and what fitting to such answers would give"),
    )


def _tried(figures: Calibration) -> str:
    every = [(one, figures.tried[one.name]) for one in plain.measured(figures)]
    scored = "".join(charts.tried(one, score, kept(one, score)) for one, score in every if not one.gain)
    changes = [(one, value, kept(one, value)) for one, value in every if one.gain]
    lines = "".join(
        f"<li><b>{escape(one.label)}</b> ({escape(one.example)}): {plain.changed(one, value)}"
        f"{f'; {plain.bound(one)} is promised' if one.limit is not None else ''}{'' if good else ', which is not kept'}.</li>"
        for one, value, good in changes
    )
    return _section(
        "What it cannot be talked into",
        escape(plain.cheated(figures)),
        charts.ends("0", "5")
        + scored
        + (f"<h3>What they change in a score</h3><ul>{lines}</ul>" if lines else "")
        + '<p class="small">A line in a strip is the bound that the project promises. A state without a number counts as 0 here.</p>',
    )


def _tracks(figures: Calibration) -> str:
    held = figures.interviews
    rows = "".join(charts.track(style(track).label, found) for track, found in held.tracks.items())
    kinds = list(next(iter(held.tracks.values())))
    numbers = [
        (style(track).label, *(f"{found[kind].score:.2f}" for kind in kinds)) for track, found in held.tracks.items()
    ]
    broken = sum(held.conduct.values())
    times = "never" if not broken else "once" if broken == 1 else f"{broken} times"
    return _section(
        "Strong, average and weak",
        f"{escape(plain.told_apart(figures))} {escape(plain.marked(figures))}",
        charts.legend()
        + charts.bands()
        + rows
        + charts.table(
            ("kind", *(kind.replace("_", "-") for kind in kinds)), numbers, "All ten candidates, mean score of 5"
        )
        + f'<p class="small">{held.answers:,} answers in all. The interviewer is held to {len(held.conduct)} rules of conduct, such as '
        f"no question twice, no point given away, an end in time. Broken: {times}.</p>",
    )


def _states(figures: Calibration) -> str:
    every = [one for one in figures.agreement if one.states]
    lines = "".join(
        f"<li><b>{escape(graded_set(one.name).label)}</b>: {escape(_unscored(one.states))}</li>" for one in every
    )
    told = f"<p>Of the answers that people had graded, these got none:</p><ul>{lines}</ul>" if lines else ""
    return _section(
        "When there is no number",
        "Nothing said, too little to judge, the question said back, terms without sentences, another subject: these are "
        "states, and no score is made up for them. Not asked is not failed.",
        told,
    )


def _unscored(states: dict[str, int]) -> str:
    total = sum(states.values())
    named = [
        f"{state_words(state)} {count / total:.1%}"
        for state, count in sorted(states.items(), key=lambda one: -one[1])
        if state != "scored"
    ]
    return "; ".join(named) + "." if named else "none; each got a number."


def _limits(figures: Calibration) -> str:
    rows = "".join(f"<dt>{escape(one.name)}</dt><dd>{escape(one.text)}</dd>" for one in plain.limits(figures))
    return _section("Limits", "", f'<dl class="limits">{rows}</dl>')


def _versions(trust: Trust) -> str:
    figures = trust.figures
    rows: list[Sequence[str]] = [
        (
            "Figures",
            f"{engine_words(figures.engine)}, rubric {figures.rubric}, {figures.measured_on:%d %B %Y}, on {figures.machine}",
        ),
        ("At work now", f"{engine_words(trust.engine)}, rubric {trust.rubric}"),
    ]
    if figures.finding:
        found = figures.finding
        rows.append(
            (
                "Finding questions",
                f"{found.recall_at_5:.0%} of the fitting questions are among the first five; NDCG {found.ndcg_at_10:.2f}",
            )
        )
    table = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return _section(
        "Versions, and how to measure again",
        "Each report names its engine and its rubric; a rubric with another date gives other numbers. In the project’s folder, with "
        "any file of graded answers (columns question, reference, answer, and grade of 5 or score_norm of 1):",
        f'<pre class="exhibit" tabindex="0" aria-label="Commands">{escape(_COMMANDS)}</pre><dl class="limits">{table}</dl>',
    )


def _section(title: str, lead: str, body: str) -> str:
    told = f'<p class="soft">{lead}</p>' if lead else ""
    return f'<section class="card"><h2>{title}</h2>{told}{body}</section>'


def _number(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.2f}"
