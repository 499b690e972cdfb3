"""HTML of one resume beside several jobs: how far each is, which could not be read, and all of them in one table."""
# ruff: noqa: E501 - markup, one element a line

from collections.abc import Sequence
from html import escape

from agents import resume_words as words
from core.portfolio import KeptMatch, Step
from core.resume import Match, Requirement, RequirementRow
from pages.progress import bar, turning
from pages.show import moment

SIGNS = {"shown": "✓", "claimed": "◐", "adjacent": "~", "missing": "✕"}
MOST_ROWS = 40
MOST_WORDED = 4
"""Jobs up to which a cell says its state in words beside the sign."""
_STATES = {"queued": "waiting", "done": "done", "failed": "could not be read"}


def working(steps: Sequence[Step]) -> str:
    """How far each job is, in the order in which they are worked out."""
    done = sum(one.state in ("done", "failed") for one in steps)
    rows = "".join(_step(one) for one in steps)
    told = turning(f"{done} of {len(steps)} jobs held against your resume")
    return f'<div class="viva card rz-working">{told}<ul class="rz-steps">{rows}</ul></div>'


def _step(one: Step) -> str:
    share = 1.0 if one.state in ("done", "failed") else one.share
    said = one.words if one.words and one.state != "done" else _STATES.get(one.state, "at work")
    name = words.match_name(one.match)
    return f'<li class="{one.state}"><b>{escape(name)}</b><span>{escape(said)}</span>{bar(share, name)}</li>'


def left_out(steps: Sequence[Step]) -> str:
    """The jobs of a batch that could not be worked out, each with the reason."""
    failed = [one for one in steps if one.state == "failed"]
    if not failed:
        return ""
    items = "".join(f"<li>{escape(one.words)}</li>" for one in failed)
    lead = f"{len(failed)} of {len(steps)} jobs could not be read; the others stand below."
    return f'<div class="viva rz-warn" role="alert"><b>{lead}</b><ul>{items}</ul></div>'


def side_by_side(kept: Sequence[KeptMatch], here: str, title: str, *, whole: bool = False) -> str:
    """Jobs in one table, the best first, and below it what each asks for, requirement by requirement; `whole`: opened."""
    ranked = sorted((one for one in kept if one.match), key=lambda one: -_total(one))
    where = "shown above" if whole else "shown below"
    rows = "".join(_job(at, one, where if one.id == here else "") for at, one in enumerate(ranked, start=1))
    return (
        f'<div class="viva card rz-compare"><h3>{escape(title)}</h3><table class="rows rz-jobs"><thead><tr><th>Job</th><th>Total</th>'
        f"<th>Must-haves</th><th>Nice to have</th><th>Missing must-haves</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{_matrix(ranked, whole) if len(ranked) > 1 else ''}</div>"
    )


def _total(one: KeptMatch) -> float:
    return one.match.score.exact if one.match and one.match.score else -1.0


def _of(shown: int, asked: int) -> str:
    return f"{shown} of {asked}" if asked else "none asked"


def _job(at: int, one: KeptMatch, here: str) -> str:
    """One job's row; `here` says where on the page it stands, if it is the one that is open."""
    assert one.match is not None
    score, total = one.match.score, one.match.score.total if one.match.score else 0
    missing = [row.requirement.text for row in one.match.rows if row.requirement.kind == "must" and row.state == "missing"]
    told = f"{', '.join(missing[:4])}{f' and {len(missing) - 4} more' if len(missing) > 4 else ''}" or "none"
    name = escape(words.match_name(one))
    current = ' aria-current="true"' if here else ""
    cells = (
        (f"<b>{total}</b><div class='track'><i style='width:{total}%'></i></div>", _of(score.must_shown, score.must_all),
         _of(score.nice_shown, score.nice_all), f"<span class='soft'>{escape(told)}</span>")
        if score else ("not scored", "", "", f"<span class='soft'>{escape(words.headline(one.match))}</span>")
    )  # fmt: skip
    heads = ("Total", "Must-haves", "Nice to have", "Missing must-haves")
    body = "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in zip(heads, cells, strict=True))
    return (
        f'<tr{" class=on" if here else ""}><td><span class="rz-no">{at}</span> <button type="button" class="rz-open" data-rz-open="{one.id}"{current}>{name}</button>'
        f'<span class="soft small rz-when">{here or moment(one.created_at)}</span></td>{body}</tr>'
    )


def _matrix(ranked: Sequence[KeptMatch], whole: bool) -> str:
    """Every must-have and nice-to-have of any job, those that most jobs ask for first, with its state for each job."""
    table: dict[object, tuple[str, dict[int, RequirementRow]]] = {}
    for at, one in enumerate(ranked):
        for row in _asked(one.match):
            key = _key(row.requirement)
            _, found = table.setdefault(key, (row.requirement.text, {}))
            found.setdefault(at, row)
    order = sorted(table.values(), key=lambda entry: (-len(entry[1]), -sum(row.requirement.kind == "must" for row in entry[1].values())))
    worded = len(ranked) <= MOST_WORDED
    rows = "".join(
        f'<tr><th scope="row">{escape(text)}</th>{"".join(_cell(at, found.get(at), worded) for at in range(len(ranked)))}</tr>'
        for text, found in order[:MOST_ROWS]
    )
    heads = "".join(f'<th scope="col" title="{escape(words.match_name(one))}">{at}</th>' for at, one in enumerate(ranked, start=1))
    legend = " · ".join(f"{SIGNS[state]} {said}" for state, said in words.TONES.items())
    return (
        f'<details class="rz-matrix"{" open" * whole}><summary>Requirement by requirement</summary><p class="small">{legend} · a blank is not asked for</p>'
        f'<table class="rows"><thead><tr><th>Asked for</th>{heads}</tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _asked(match: Match | None) -> list[RequirementRow]:
    return [row for row in match.rows if row.requirement.kind in ("must", "nice")] if match else []


def _key(requirement: Requirement) -> object:
    return (frozenset(requirement.skills), requirement.shape) if requirement.skills else requirement.text.lower()


def _cell(at: int, row: RequirementRow | None, worded: bool) -> str:
    if row is None:
        return f'<td class="none" data-no="{at + 1}"></td>'
    said = words.state(row)
    nice = ' <span class="soft small">nice</span>' if row.requirement.kind == "nice" else ""
    text = f"{SIGNS[row.state]} {said}{nice}" if worded else f'{SIGNS[row.state]}<span class="sr"> {said}</span>'
    return f'<td class="rz-state {words.tone(row)}" data-no="{at + 1}" title="{escape(row.rule)}">{text}</td>'
