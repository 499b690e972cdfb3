"""Advice in a language model's words, under the rules' own terms: what names anything that the resume does not say is dropped."""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from agents.grading.stem import stem
from agents.phrase import content
from agents.prompts import as_data, fill
from agents.resume.letter import letter, strongest
from core.advice import Advice, BulletAdvice
from core.resume import JobDescription, Match, ParsedResume, RequirementRow
from core.text import words
from rag.skills import find

LONGEST_LINE, LONGEST_PARAGRAPH = 40, 90
"""Words."""
NEW_IN_LINE, NEW_IN_PARAGRAPH = 0.4, 0.55
"""Share of the words with a meaning that may be new; verbs change when a sentence is turned."""
_BRACKETS = re.compile(r"\[[^\]]*\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(
    r"\b(?:twice|twofold|doubled?|doubling|tripled?|tripling|quadrupled?|half|halved|halving|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|percent|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|www\.|@", re.IGNORECASE)


class LineReply(BaseModel):
    """One line of the resume, said better."""

    line: int
    after: str


class AdviceReply(BaseModel):
    """What the model may say: words, no verdict and no number of its own."""

    rewrites: list[LineReply]
    paragraphs: list[str]


def prompt(match: Match) -> str:
    """What the model is asked: the weak lines, the proofs and the job, all of it as data."""
    proofs = "\n".join(f"{row.evidence[0].role}: {row.evidence[0].text}" for row in strongest(match.rows))
    return fill(
        "resume",
        data=as_data(
            lines="\n".join(f"{at}: {one.text}" for at, one in enumerate(match.advice.bullets, start=1)),
            proofs=proofs,
            job="\n".join([match.job.title, *(one.requirement.text for one in match.rows)]),
        ),
    )


def reworded(match: Match, reply: AdviceReply, name: str) -> Advice:
    """The advice with every sentence of the model's that holds; the rules' words stay wherever one does not."""
    told = {one.line: " ".join(one.after.split()) for one in reply.rewrites}
    bullets = tuple(_bullet(one, told.get(at, "")) for at, one in enumerate(match.advice.bullets, start=1))
    proven = _proven(match.resume, match.job, match.rows)
    paragraphs = [" ".join(one.split()) for one in reply.paragraphs[:3]]
    kept = [one for one in paragraphs if holds(one, proven, LONGEST_PARAGRAPH, NEW_IN_PARAGRAPH)]
    if bullets == match.advice.bullets and not kept:
        return match.advice
    said = letter(match.resume, match.job, match.rows, kept) if kept else match.advice.letter
    return match.advice.model_copy(update={"bullets": bullets, "letter": said, "worded_by": name})


def _bullet(one: BulletAdvice, after: str) -> BulletAdvice:
    if not after or not holds(after, [one.text], LONGEST_LINE, NEW_IN_LINE):
        return one
    return one.model_copy(update={"rewrite": after})


def _proven(resume: ParsedResume, job: JobDescription, rows: Sequence[RequirementRow]) -> list[str]:
    """What a letter may speak of: the proofs, the roles they stand in, and what the job asks for."""
    shown = [one for row in rows if row.state == "shown" for one in row.evidence]
    asked = [row.requirement.text for row in rows if row.state == "shown"]
    return [resume.headline, job.title, job.employer, *asked, *(f"{one.role} {one.text}" for one in shown)]


def holds(text: str, sources: Iterable[str], longest: int, new: float) -> bool:
    """True for words that say nothing which the sources do not: no number, name or skill of their own, and little else."""
    said, source = _BRACKETS.sub(" ", text), " ".join(sources)
    if not 4 <= len(words(said)) <= longest or _LINK.search(said):
        return False
    for pattern in (_NUMBER, _AMOUNT):
        if not {one.lower() for one in pattern.findall(said)} <= {one.lower() for one in pattern.findall(source)}:
            return False
    if not {one.skill.id for one in find(said)} <= {one.skill.id for one in find(source)}:
        return False
    known = {stem(word) for word in words(source)}
    if any(stem(name.lower()) not in known for name in _names(said)):
        return False
    meant = [stem(word) for word in content(said)]
    return sum(word not in known for word in meant) <= new * len(meant)


def _names(text: str) -> list[str]:
    """Capitalised words that do not begin a sentence, but for "I"."""
    return [one for one in re.findall(r"(?<=[a-z,;:] )[A-Z][\w+#.-]*", text) if one not in ("I", "I'm", "I've")]
