"""How the answers of an interview were said, for its candidate alone: measures, sound, and where each quote is heard.

No score reads anything of this.
"""

import contextlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from agents import recording
from agents.aligning import spans_of
from agents.deps import Deps
from agents.transcribing import State, missing, state_of, was_later
from audio import delivery
from core.caller import Caller
from core.delivery import Delivery, Spoken
from core.errors import AppError
from core.noun import Noun
from core.report import Report
from core.schema import Session, Turn
from store import reports, sessions
from store.recordings import Track

FEWEST_VOICED_S = 0.5
"""A recording beside a typed answer with less voice than this is room noise, and is not shown."""


class Aloud(Noun):
    """The spoken side of an interview, as its report shows it."""

    session_id: str
    turns: tuple[Spoken, ...] = ()
    overall: Delivery | None = None
    """None where no answer has word times."""
    seconds: float = 0.0
    """Of everything that is recorded, both sides."""
    bytes: int = 0
    unheard: int = 0
    """Turns with speech that is not transcribed yet."""
    transcribing: State = "none"
    failed: str = ""
    """Why the transcript could not be filled in."""

    def of(self, turns: Sequence[int]) -> tuple[Spoken, ...]:
        """The spoken ones of these turns."""
        return tuple(one for one in self.turns if one.turn in turns)


def spoken(deps: Deps, caller: Caller, session_id: str) -> tuple[Spoken, ...]:
    """Every turn that was spoken or recorded, in order; AppError `unknown_session` for anybody but its candidate."""
    return aloud(deps, caller, session_id).turns


def aloud(deps: Deps, caller: Caller, session_id: str) -> Aloud:
    """The same with what is said over all answers, and how far a later transcript is."""
    session = sessions.load(deps.store, caller, session_id)
    tracks = _tracks(deps, caller, session)
    mine = {one.turn: one for one in tracks if one.side == "you"}
    theirs = {one.turn: one for one in tracks if one.side == "interviewer"}
    quotes = _quotes(reports.latest(deps.store, caller, session_id))
    turns = [turn for turn in session.turns if _counts(turn, mine.get(turn.n))]
    state, failed = state_of(deps, caller, session_id)
    return Aloud(
        session_id=session_id,
        turns=tuple(
            _spoken(session, turn, mine.get(turn.n), theirs.get(turn.n), quotes.get(turn.n, ())) for turn in turns
        ),
        overall=_overall(session, mine),
        seconds=sum(one.seconds for one in tracks),
        bytes=sum(one.bytes for one in tracks),
        unheard=len(missing(session)) if mine else 0,
        transcribing=state,
        failed=failed,
    )


def _tracks(deps: Deps, caller: Caller, session: Session) -> list[Track]:
    """The files of the interview; what still lies in chunks is put together once it is over."""
    if session.status == "finished":
        with contextlib.suppress(AppError):  # a full disk: what is a file already is shown
            return recording.assemble_all(deps, caller, session.id)
    return recording.listing(deps, caller, session.id)


def _counts(turn: Turn, track: Track | None) -> bool:
    heard = turn.heard
    if heard is not None and (heard.source != "typed" or heard.words or heard.unheard):
        return True
    return track is not None and track.sound.voiced_s >= FEWEST_VOICED_S


def _spoken(session: Session, turn: Turn, mine: Track | None, theirs: Track | None, quotes: Sequence[str]) -> Spoken:
    heard = turn.heard
    sound = mine.sound if mine else None
    language = session.brief.language
    measured = None
    if heard is not None and heard.words:
        measured = delivery.measure(heard.words, sound, heard.waited_s, language=language, engine=heard.engine)
    typed = heard is not None and heard.source == "typed"
    return Spoken(
        turn=turn.n,
        delivery=measured,
        sound=sound,
        question=theirs.seconds if theirs else None,
        # The quotes of a typed answer were typed: nothing of the recording is them.
        spans=spans_of(quotes, heard.text, heard.words) if heard is not None and not typed else (),
        answered=heard is not None,
        typed=typed,
        said=heard.spoken_text if heard is not None else "",
        unheard=heard.unheard if heard is not None else 0,
        later=heard is not None and was_later(heard),
    )


def _overall(session: Session, mine: Mapping[int, Track]) -> Delivery | None:
    facts = [
        delivery.facts_of(
            turn.heard.words,
            mine[turn.n].sound if turn.n in mine else None,
            turn.heard.waited_s,
            language=session.brief.language,
            engine=turn.heard.engine,
        )[0]
        for turn in session.turns
        if turn.heard is not None and turn.heard.words
    ]
    return delivery.together(facts) if facts else None


def _quotes(report: Report | None) -> dict[int, list[str]]:
    """Every quote that a report rests on, by its turn."""
    found: dict[int, list[str]] = defaultdict(list)
    if report is None:
        return found
    decided = [one.quote for question in report.questions for one in question.judgement.decisions if one.quote]
    shown = [quote for competency in report.competencies for quote in competency.evidence]
    for quote in (*decided, *shown):
        found[quote.turn].append(quote.text)
    for question in report.questions:
        if question.better:
            found[question.better.turn].append(question.better.before)
    return found
