"""Speculative replies, kept until their answer is committed or changed: a bounded shelf, one draft a session."""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from agents.brains import Move
from core.noun import Noun
from core.schema import Judgement, Utterance
from core.text import squeeze

MOST = 500


class Draft(Noun):
    """What would be said if the utterance stood as it is."""

    turn: int
    heard: str
    judgement: Judgement | None
    move: Move
    level: int
    text: str
    notices: tuple[str, ...] = ()


class Drafts:
    """Session id → its latest draft. Losing one costs time, never truth."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shelf: OrderedDict[str, Draft] = OrderedDict()

    def put(self, session_id: str, draft: Draft) -> None:
        """Keeps the draft; the oldest of too many goes."""
        with self._lock:
            self._shelf[session_id] = draft
            self._shelf.move_to_end(session_id)
            while len(self._shelf) > MOST:
                self._shelf.popitem(last=False)

    def take(self, session_id: str, turn: int, utterance: Utterance) -> Draft | None:
        """The draft for exactly these words in this turn, once; any other draft of the session is dropped."""
        with self._lock:
            draft = self._shelf.pop(session_id, None)
        return draft if draft and draft.turn == turn and draft.heard == normal(utterance) else None

    def drop(self, session_ids: Iterable[str]) -> None:
        """Forgets the drafts of these sessions."""
        with self._lock:
            for session_id in session_ids:
                self._shelf.pop(session_id, None)


def normal(utterance: Utterance) -> str:
    """What must be unchanged for a draft to be used again; no white space at its ends, which a Noun would strip."""
    return f"{squeeze(utterance.text)}|{utterance.code.strip()}"
