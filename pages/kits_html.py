"""HTML of interview kits: what is in one, and what became of its links. Escapes everything that people wrote."""

from collections.abc import Sequence
from html import escape

from agents.kits.making import State
from agents.kits.results import Arrived, Line
from core.kit import Kit
from core.text import counted, day
from pages.show import track_words

EMPTY = (
    '<div class="viva card"><h3>The same questions for everyone</h3><p>A kit is a fixed plan of questions: made from a job '
    "description, or picked by you. Each candidate gets a link of their own, reads what happens with the interview, agrees, and is "
    "asked the same in the same order. What they say arrives here.</p><p class='soft'>Give it a title, choose what it is about, and "
    "press “Make the kit”.</p></div>"
)
_STATES: dict[State, tuple[str, str]] = {
    "open": ("", "invited"),
    "expired": ("unsure", "ended unused"),
    "revoked": ("unsure", "taken back"),
    "begun": ("", "has begun"),
    "finished": ("good", "finished"),
    "withdrawn": ("bad", "consent withdrawn"),
}


def kit(made: Kit) -> str:
    """One kit with its questions in order."""
    rows = "".join(f"<li><b>{escape(one.title)}</b><br>{escape(one.question)}</li>" for one in made.questions)
    asks = f" · {escape(made.organisation)}" if made.organisation else ""
    wanted = "".join(f"<li>{escape(one)}</li>" for one in made.requirements)
    needs = f'<details><summary>What the job asks for</summary><ul class="body">{wanted}</ul></details>' if wanted else ""
    return (
        f'<div class="viva card" data-kit="{made.id}"><div class="eyebrow">{escape(track_words(made.track))} · made on '
        f'{day(made.made_at)}{asks}</div><h3>{escape(made.title)}</h3><ol class="brief-list">{rows}</ol>{needs}</div>'
    )


def results(found: Arrived, kit_id: str) -> str:
    """The links of a kit, and the way from there to what was said."""
    if not found.lines:
        return '<p class="viva soft">Nobody is invited yet. Make a link for your first candidate.</p>'
    lines = found.lines if found.blind else tuple(reversed(found.lines))
    ready = sum(one.readable for one in lines)
    rows = "".join(_row(one, kit_id, "Name hidden" if found.blind else "Without a name", ticks=ready > 1) for one in lines)
    note = f'<p class="soft">{BLIND}</p>' if found.blind else ""
    return (
        f'<div class="viva kit-results" data-kit-results><p class="soft">{_counted(lines)}</p>{note}{_ways(kit_id, ready)}'
        "<table class='rows'><tr><th>Candidate</th><th>State</th><th>Link ends</th><th><span class='sr'>Read</span></th></tr>"
        f"{rows}</table></div>"
    )


BLIND = "You review these blind, so no link says here whose it is. Names come back when your verdicts are in."


def _counted(lines: Sequence[Line]) -> str:
    states = [one.state for one in lines]
    told = [f"{states.count(state)} {words}" for state, (_, words) in _STATES.items() if state in states]
    return f"{counted(len(lines), 'link')}: {', '.join(told)}."


def _ways(kit_id: str, ready: int) -> str:
    """To the Transcripts page: all of this kit, or some of its candidates side by side."""
    if not ready:
        return ""
    key = escape(kit_id)
    compare = (
        f'<button type="button" class="act" data-kit-go="{key}" data-kit-compare disabled>Tick two to four to compare</button>'
        if ready > 1
        else ""
    )
    return f'<p class="kit-ways"><button type="button" class="act go" data-kit-go="{key}">Open in Transcripts</button>{compare}</p>'


def _row(one: Line, kit_id: str, nobody: str, *, ticks: bool) -> str:
    mood, words = _STATES[one.state]
    name, key = escape(one.called or nobody), escape(one.transcript_id)
    if ticks and one.readable:
        name = f'<label class="kit-tick"><input type="checkbox" name="kit-pick" value="{key}"> {name}</label>'
    read = ""
    if one.readable:
        read = (
            f'<button type="button" class="tr-plain" data-kit-go="{escape(kit_id)}" data-kit-read="{key}" '
            f'aria-label="Read {escape(one.called or "it")}">Read</button>'
        )
    elif one.state == "finished":
        read = '<span class="small">being graded</span>'
    ends = f"{one.expires_at:%d %b}".lstrip("0") if one.expires_at and one.state in ("open", "expired") else ""
    return f'<tr><td>{name}</td><td><span class="pill {mood}">{words}</span></td><td>{ends}</td><td>{read}</td></tr>'
