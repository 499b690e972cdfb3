"""An interview held here as a transcript: its turns on one time line, its recordings one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from agents.tracks import style
from core.report import QuestionReport, Report
from core.schema import Session, Turn
from core.transcript import Exchange, Passage, Speaker, Take, Transcript
from store.recordings import Track

INTERVIEWER, CANDIDATE = 0, 1
SPEAKERS = (
    Speaker(n=INTERVIEWER, name="Interviewer", role="interviewer"),
    Speaker(n=CANDIDATE, name="Candidate", role="candidate"),
)


def of_interview(session: Session, report: Report | None, tracks: Sequence[Track], made_at: datetime) -> Transcript:
    """The transcript of a finished interview, graded as its latest report says; the same input gives the same transcript."""
    takes = _takes(session, tracks)
    passages = tuple(_numbered(_passages(session, takes)))
    return Transcript(
        id=session.id,
        owner=session.owner,
        source="interview",
        source_id=session.id,
        title=_title(session),
        candidate=session.brief.name,
        track=session.brief.track,
        role=session.brief.role,
        level=session.brief.level,
        language=session.brief.language,
        engine=next((turn.heard.engine for turn in session.turns if turn.heard and turn.heard.engine), ""),
        held_at=session.created_at,
        made_at=made_at,
        seconds=max((one.start + one.seconds for one in takes.values()), default=0.0),
        speakers=SPEAKERS,
        passages=passages,
        exchanges=_exchanges(report, passages),
        takes=tuple(takes.values()),
        graded_by=report.engine if report else "",
        rubric=report.rubric if report else "",
        band=report.band if report else None,
        score=report.score if report else None,
        coverage=report.coverage.requirements if report else (),
        notices=report.notices if report else (),
    )


def _title(session: Session) -> str:
    role = "" if session.brief.role == "any" else f", {session.brief.role}"
    return f"{style(session.brief.track).label} interview{role}"


def _takes(session: Session, tracks: Sequence[Track]) -> dict[tuple[int, str], Take]:
    """By turn and side, one after the other: the question as it was spoken, then its answer."""
    found = {(one.turn, str(one.side)): one for one in tracks}
    made: dict[tuple[int, str], Take] = {}
    at = 0.0
    for turn in session.turns:
        for side, speaker in (("interviewer", INTERVIEWER), ("you", CANDIDATE)):
            track = found.get((turn.n, side))
            if track is None:
                continue
            path = f"/files/audio/{session.id}/{turn.n}/{side}.flac"
            peaks = track.sound.peaks
            made[turn.n, side] = Take(
                start=at, seconds=track.seconds, path=path, key=track.key, speaker=speaker, peaks=peaks
            )
            at += track.seconds
    return made


def _passages(session: Session, takes: Mapping[tuple[int, str], Take]) -> Iterator[Passage]:
    for turn in session.turns:
        yield _asked(turn, takes.get((turn.n, "interviewer")))
        if turn.heard is not None and (turn.heard.text or turn.heard.code):
            yield _answered(turn, takes.get((turn.n, "you")))


def _asked(turn: Turn, take: Take | None) -> Passage:
    text = " ".join(filter(None, (turn.lead, turn.said)))
    return Passage(n=0, speaker=INTERVIEWER, text=text, turn=turn.n, **_times(take))


def _answered(turn: Turn, take: Take | None) -> Passage:
    heard = turn.heard
    assert heard is not None
    spoken = take is not None and heard.source != "typed"
    words = tuple(word.later(take.start) for word in heard.words) if spoken and take else ()
    times = _times(take) if spoken else {}
    if words:
        times = {"start": words[0].start, "end": max(words[-1].end, words[0].start)}
    return Passage(n=0, speaker=CANDIDATE, text=heard.text, code=heard.code, words=words, turn=turn.n, **times)


def _times(take: Take | None) -> dict[str, float]:
    return {"start": take.start, "end": take.start + take.seconds} if take else {}


def _numbered(passages: Iterator[Passage]) -> Iterator[Passage]:
    for n, passage in enumerate(passages):
        yield passage.model_copy(update={"n": n})


def _exchanges(report: Report | None, passages: Sequence[Passage]) -> tuple[Exchange, ...]:
    return tuple(_exchange(n, one, passages) for n, one in enumerate(report.questions)) if report else ()


def _exchange(n: int, one: QuestionReport, passages: Sequence[Passage]) -> Exchange:
    here = [passage for passage in passages if passage.turn in one.turns]
    return Exchange(
        n=n,
        title=one.title,
        question=one.question,
        asked=tuple(passage.n for passage in here if passage.speaker == INTERVIEWER),
        answered=tuple(passage.n for passage in here if passage.speaker == CANDIDATE),
        question_id=one.question_id,
        topic=one.topic,
        judgement=one.judgement,
        band=one.band,
    )
