"""The frame around every tab: the brand, what is at work, and the help on keys."""

from html import escape

from agents import vendors
from agents.deps import Deps

KEYS = (
    ("Space", "send the answer"),
    ("T", "let me think"),
    ("R", "repeat"),
    ("H", "hint"),
    ("Ctrl Enter", "send, from inside the field"),
    ("Space ← →", "in a transcript: play, go back or on"),
    ("M", "mute; in a transcript: note at this second"),
    ("Esc", "the interviewer falls silent"),
    ("/ J K", "search the transcripts, the next, the one before"),
    ("?", "this list"),
)


def head(deps: Deps) -> str:
    """The bar over the tabs: brand at the left, who listens, speaks and grades at the right."""
    brain = deps.brains()[0].name
    grader = "rules brain" if brain == "rules" else brain.removeprefix("llm:")
    hearing = vendors.hears(deps)
    parts = (f"listening with {hearing}" if hearing else "", f"speaking with {vendors.speaks(deps)}", grader)
    return (
        '<div class="bar"><div class="brand">Viva <em>Voce</em></div>'
        '<div class="at-work"><span class="dot" aria-hidden="true"></span>'
        f"{escape(' · '.join(part for part in parts if part))}</div></div>"
    )


def keys_help() -> str:
    """The card that `?` opens."""
    rows = "".join(f"<tr><td><kbd style='display:inline'>{key}</kbd></td><td>{what}</td></tr>" for key, what in KEYS)
    return (
        f'<div id="keys-help" class="card viva" role="dialog" aria-label="Keys" hidden><h3>Keys</h3><table class="rows">'
        f'{rows}</table><label class="small"><input type="checkbox" id="keys-on" checked> single keys are on</label></div>'
    )


def banner(deps: Deps) -> str:
    """What a visitor of a Space without durable storage must know before they begin."""
    if deps.settings.durable:
        return ""
    return (
        '<div class="viva banner" role="note">This Space has no lasting storage: interviews and reports are lost when it '
        "restarts. Take yours with you under Status.</div>"
    )
