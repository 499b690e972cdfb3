"""HTML of the room: the question, the clock, the plan. Everything a person or a model wrote is escaped here."""

from datetime import datetime
from html import escape

from agents.tracks import style
from agents.view import View, topic_words
from core.text import minute
from store.listing import SessionSummary

LEVELS = {1: "first job", 2: "junior", 3: "mid", 4: "senior", 5: "staff and above"}
PERSONA = {"friendly": "Friendly", "neutral": "Neutral", "challenging": "Challenging"}


def stage(view: View, *, state: str = "", working: bool = False, streamed: str = "") -> str:
    """The question, large, and the one state of the room in words."""
    if working:
        state = state or "Reading your answer"
    elif view.status == "paused":
        state = "On hold until you press Resume."
    elif not state:
        state = "Your turn. Take the time you need."
    mood = "working" if working else "paused" if view.status == "paused" else ""
    lead = streamed or view.lead
    told = "".join(f'<p class="said">{escape(text)}</p>' for text in view.acts if not streamed)
    body = [
        f'<div class="viva" data-session="{view.session_id}" data-turn="{view.turn}">',
        f'<div class="eyebrow">{escape(_eyebrow(view))}</div>',
        f'<p class="lead" aria-live="polite">{escape(lead)}</p>' if lead else "",
    ]
    if not streamed:
        size = " long" if len(view.said) > 200 else ""
        body.append(f'<h1 class="q{size}" id="question" tabindex="-1">{escape(view.said)}</h1>')
        body.append(f'<p class="context">{escape(view.context)}</p>' if view.context else "")
        body.append(f'<pre class="exhibit" tabindex="0">{escape(view.exhibit)}</pre>' if view.exhibit else "")
    body.append(told)
    body.append(f'<div class="state {mood}" role="status"><span class="ring"></span><b>{escape(state)}</b></div></div>')
    return "".join(body)


def side(view: View) -> str:
    """Time, plan, and who is interviewing."""
    limit = (view.minutes_of or 0) * 60
    spent = view.minutes * 60
    shown = max(0.0, limit - spent) if limit else spent
    running = "yes" if view.status == "open" else "no"
    bar = (
        f'<div class="track"><i id="clock-bar" style="width:{min(100, spent / limit * 100):.0f}%"></i></div>'
        if limit
        else ""
    )
    lines = "".join(f'<li class="{line.state}">{escape(line.text)}</li>' for line in view.plan)
    return (
        '<div class="viva"><div class="card"><div class="side-label">Time</div>'
        f'<div class="clock" id="clock" data-running="{running}" data-seconds="{spent:.0f}" data-limit="{limit}">'
        f"{int(shown // 60)}:{int(shown % 60):02d} <small>{'left' if limit else 'so far'}</small></div>{bar}</div>"
        f'<div class="card"><div class="side-label">Your interview</div><ul class="plan">{lines}</ul></div>'
        f'<div class="card"><div class="side-label">Interviewer</div><h3>{PERSONA[view.persona]}</h3>'
        f'<div class="small">{escape(view.persona_about)}</div></div>'
        f'{_brief(view)}<p class="small">{_mode_words(view)} {_kept_words(view)}</p></div>'
    )


def _brief(view: View) -> str:
    """Where the interview brief can be read again."""
    if not view.briefing:
        return ""
    return (
        '<div class="card"><div class="side-label">Interview brief</div>'
        f'<a href="/files/briefing/{view.briefing}.html" target="_blank" rel="noopener">Read it again</a></div>'
    )


def retry_side(view: View) -> str:
    """The side of a second try."""
    return (
        '<div class="viva"><div class="card"><div class="side-label">Second try</div>'
        f'<h3>{escape(view.title)}</h3><div class="small">One question, then both answers side by side.</div></div></div>'
    )


def waiting(paused: SessionSummary) -> str:
    """A word on the interview that waits."""
    return (
        f'<div class="viva card"><h3>An interview is waiting</h3><p class="soft">{track_words(paused.track)}, paused '
        f"{moment(paused.updated_at)}. It goes on exactly where you stopped.</p></div>"
    )


def moment(when: datetime) -> str:
    """A moment in UTC that the page turns into the reader's own time."""
    return f'<time datetime="{when:%Y-%m-%dT%H:%MZ}">{minute(when)}</time>'


def track_words(track: str) -> str:
    """A track's own name."""
    return style(track).label


def _eyebrow(view: View) -> str:
    bits = []
    if view.number:
        bits.append(f"Question {view.number} of {view.of}" if not view.retry_of else "Second try")
    else:
        bits.append({"opening": "Opening", "questions": "Your questions", "closing": "Closing"}.get(view.phase, ""))
    role = view.role if view.role not in ("", "any") else track_words(view.track)
    bits.append(f"{role[0].upper() + role[1:]}, {LEVELS[view.level]}")
    if view.topic:
        bits.append(topic_words(view.topic))
    if view.phase == "follow_up":
        bits.append("following up")
    return "  ·  ".join(bit for bit in bits if bit)


def _kept_words(view: View) -> str:
    if view.recording:
        return "Both voices are recorded when you talk, and kept where this app runs, for you alone."
    return "Your answers are kept where this app runs, for you alone."


def _mode_words(view: View) -> str:
    if view.mode == "practice":
        return "Practice: hints, and feedback after each answer."
    return "Real: no hints, and no feedback until the end."
