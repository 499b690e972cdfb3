"""How long an interview has really taken: thinking counts, pauses and walking away do not."""

from datetime import datetime

from core.schema import Session, Turn

AWAY_S = 900.0
"""Seconds after which a turn without an answer is taken as nobody there; the rest is not counted."""


def active_minutes(session: Session, now: datetime) -> float:
    """Minutes of interview so far."""
    return sum(_active_seconds(turn, now) for turn in session.turns) / 60


def _active_seconds(turn: Turn, now: datetime) -> float:
    end = turn.answered_at or now
    paused, since = 0.0, None
    for act in turn.acts:
        if act.action == "pause":
            since = since or act.at
        elif act.action == "resume" and since:
            paused += (act.at - since).total_seconds()
            since = None
    if since:
        paused += (end - since).total_seconds()
    return min(max(0.0, (end - turn.asked_at).total_seconds() - paused), AWAY_S)
