"""What flows back while a verb runs: small typed events, the same for the page, the API and the socket."""

from dataclasses import asdict, dataclass
from typing import Any

from core.briefing import Briefing
from core.schema import Judgement, Phase


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer has arrived and is being read; it is not stored yet."""

    turn: int
    words: int


@dataclass(frozen=True, slots=True)
class Partial:
    """The next piece of the interviewer's words while they are being formed; `Said` replaces all of them."""

    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Feedback on the question so far; only in practice mode.

    While the question is still open the missed points are taken out of the decisions; `withheld` counts them.
    """

    turn: int
    judgement: Judgement
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """The interviewer's words, complete and stored. `turn` is the turn that now waits for an answer."""

    turn: int
    phase: Phase
    text: str
    lead: str = ""
    context: str = ""
    number: int = 0
    """Which core question this belongs to, from 1; 0 outside the core."""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know: which part failed and what goes on instead."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The interview is over; `job_id` is the report being made, empty when there is nothing to report on."""

    session_id: str
    job_id: str


@dataclass(frozen=True, slots=True)
class Looking:
    """What a research is doing now, in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An interview brief is made and kept."""

    briefing: Briefing


Event = Heard | Partial | Judged | Said | Notice | Finished
ResearchEvent = Looking | Prepared


def as_dict(event: Event | ResearchEvent) -> dict[str, Any]:
    """The event as JSON-ready data with its name under `event`."""
    data = {"event": type(event).__name__.lower(), **asdict(event)}
    if isinstance(event, Judged):
        data["judgement"] = event.judgement.model_dump(mode="json")
    if isinstance(event, Prepared):
        data["briefing"] = event.briefing.model_dump(mode="json")
    return data
