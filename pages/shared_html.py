"""HTML of a shared transcript: what its link opens, and nothing else. Escapes everything that was said."""

from collections.abc import Sequence
from html import escape

from agents.sharing import Opened
from core.text import clock, day
from core.transcript import Exchange, Passage, Speaker, Transcript
from pages import alone
from pages.report_html import pill, points


def page(opened: Opened, place: str) -> str:
    """The whole page; `place` is its address, under which its sound lies."""
    made, scope = opened.transcript, opened.share.scope
    who = escape(made.candidate or "The candidate")
    bits = [f"held on {day(made.held_at)}", escape(made.role) if made.role not in ("", "any") else "",
            f"{round(made.seconds / 60)} min of sound" if "audio" in scope and made.seconds >= 60 else ""]  # fmt: skip
    parts = [
        f'<div class="eyebrow">Shared with you until {day(opened.share.expires_at)} · opens {escape(", ".join(scope))}</div>'
        f'<h1>{who}: {escape(made.title)}</h1><p class="soft">{" · ".join(filter(None, bits))}</p>'
    ]
    if "scores" in scope:
        parts.append(_scores(made.exchanges))
    if "transcript" in scope:
        parts.append(_words(made, place))
    elif made.takes:
        parts.append(_sounds(made, place))
    parts.append(
        '<p class="small">The interview belongs to its candidate, who sees that it was shared and can end this at any time. '
        "Grades are proposals of a program with quotes to check them by; a person decides.</p>"
    )
    return alone.page(made.title, "".join(parts), looks=("invite",), back="Viva Voce")


def _sounds(made: Transcript, place: str) -> str:
    """The recordings alone, where the link opens no words."""
    rows = "".join(f'<p class="soft">{clock(one.start)}</p>{_audio(place, n)}' for n, one in enumerate(made.takes))
    return f'<div class="card"><h2>What was recorded</h2>{rows}</div>'


def _audio(place: str, n: int, part: str = "") -> str:
    return f'<audio controls preload="none" src="{escape(place, quote=True)}/take/{n}.flac{part}"></audio>'


def _heard(made: Transcript, one: Passage, place: str) -> str:
    """The sound of a passage, where the link opens it: from its own second of the take it lies in."""
    if one.start is None:
        return ""
    found = [n for n, take in enumerate(made.takes) if take.start <= one.start < take.start + take.seconds]
    if not found:
        return ""
    begins = one.start - made.takes[found[-1]].start
    until = f",{one.end - made.takes[found[-1]].start:.2f}" if one.end is not None else ""
    return _audio(place, found[-1], f"#t={begins:.2f}{until}")


def _scores(exchanges: Sequence[Exchange]) -> str:
    graded = [one for one in exchanges if one.judgement is not None]
    if not graded:
        return '<div class="card"><h2>Grades</h2><p>Nothing in this interview was graded.</p></div>'
    rows = "".join(
        f'<h3>{escape(one.title)} {pill(one.judgement)}</h3><p class="soft">{escape(one.question)}</p>{points(one.judgement)}'
        for one in graded
        if one.judgement is not None
    )
    return f'<div class="card"><h2>Grades</h2>{rows}</div>'


def _words(made: Transcript, place: str) -> str:
    speakers = {one.n: one for one in made.speakers}
    rows = "".join(_passage(one, speakers.get(one.speaker), _heard(made, one, place)) for one in made.passages)
    return f'<div class="card"><h2>What was said</h2>{rows}</div>'


def _passage(one: Passage, speaker: Speaker | None, heard: str) -> str:
    at = f"{clock(one.start)} · " if one.start is not None else ""
    code = f'<pre class="exhibit">{escape(one.code)}</pre>' if one.code else ""
    name = escape(speaker.name) if speaker else "Unknown"
    return f'<p class="said-by"><span class="soft">{at}{name}</span><br>{escape(one.text)}</p>{code}{heard}'
