"""Transcripts for the tests: a recording with word times, graded by the real rules on a question of our banks."""

from datetime import UTC, datetime, timedelta

from agents import grading, reporting
from agents.transcripts import shelf
from core.schema import Part, Word
from core.text import sentences
from core.transcript import Exchange, Passage, Speaker, Transcript

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SPEAKERS = (Speaker(n=0, name="Interviewer", role="interviewer"), Speaker(n=1, name="Ada Moreau", role="candidate"))


def spoken(n, speaker, text, start, turn=0):
    """A passage, two words and a half a second."""
    words = tuple(Word(text=word.strip(".,;:?!").lower(), start=start + at * 0.4, end=start + at * 0.4 + 0.35)
                  for at, word in enumerate(text.split()))  # fmt: skip
    return Passage(n=n, speaker=speaker, text=text, start=start, end=start + 0.4 * len(words), words=words, turn=turn)


def question_of(deps, track="technical"):
    return next(one for one in deps.knowledge.bank if one.track == track and len(one.key_points) >= 4)


def recording(deps, key="a" * 32, said=None, **changes):
    """One exchange: the question, and what was said, or half of the reference."""
    question = question_of(deps)
    told = sentences(question.reference)
    said = said if said is not None else " ".join(told[: len(told) // 2])
    first = spoken(0, 0, question.question, 0.0)
    second = spoken(1, 1, said, first.end + 1.0)
    judgement = grading.judge(question, [Part(turn=0, text=said)], deps.knowledge.embedder)
    band = grading.band(judgement.score) if judgement.score is not None else None
    exchange = Exchange(n=0, title=question.title, question=question.question, asked=(0,), answered=(1,),
                        question_id=question.id, topic=question.topic, judgement=judgement, band=band)  # fmt: skip
    made = {
        "id": key, "owner": "someone", "source": "recording", "source_id": key, "title": "Backend interview", "candidate": "Ada Moreau",
        "track": "technical", "role": "backend", "level": 3, "engine": "deepgram:nova-3", "held_at": NOW, "made_at": NOW,
        "seconds": second.end, "speakers": SPEAKERS, "passages": (first, second), "exchanges": (exchange,),
        "graded_by": "rules", "rubric": grading.RUBRIC, "score": reporting.overall([judgement]), "band": band, **changes,
    }  # fmt: skip
    return Transcript(**made)


def plain(key, text, *, days=0, **changes):
    """An ungraded recording in which one sentence is said."""
    made = {
        "id": key, "owner": "x", "source": "recording", "source_id": key, "title": f"Recording {key[:2]}", "held_at": NOW + timedelta(days=days),
        "made_at": NOW, "seconds": 60.0, "speakers": SPEAKERS, "passages": (spoken(0, 1, text, 3.0),), **changes,
    }  # fmt: skip
    return Transcript(**made)


def keep(deps, caller, *many):
    for made in many:
        shelf.keep(deps, caller, made)
    return many[0]


def everything(folder):
    """All bytes of all files below a folder, by file."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
