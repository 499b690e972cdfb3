"""How the interviewer behaved in one interview, read off what was stored of it: each rule gives the lines that broke it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agents.clock import active_minutes
from agents.memory import told_by
from agents.phrase import content
from agents.tracks import style
from agents.wishes import hostile, wish_of
from core.bank import KeyPoint
from core.schema import Session, Turn
from core.text import sentences, squeeze, words

SHORT = 3
"""Words up to which a sentence may come again: "Thank you." is no repetition."""
GIVEN = 0.6
"""Share of a key point's own words in one sentence of the interviewer's that gives the point away."""
TERM = 4
"""Letters above which a word can be half of a term, as in "dynamic programming"."""
OVERRUN = 0.5
"""Share of a question's time by which the interviewer may ask on beyond what fits before the agreed end."""
_PRAISE = re.compile(
    r"\b(?:good|great|excellent|perfect|wonderful|fantastic|brilliant|well done|impressive|exactly|correct|that helps|nice|love|"
    r"clear to me|makes sense|interesting)\b",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(?:thank you|thanks|welcome|pleasure)\b", re.IGNORECASE)
_HARSH = re.compile(r"\b(?:fail\w*|bad|poor\w*|stupid|disappoint\w*|wrong|useless|unacceptable)\b", re.IGNORECASE)


def repeats(session: Session) -> Iterator[str]:
    """Questions and sentences that came twice, though nobody had asked for them again."""
    heard: set[str] = set()
    for turn in session.turns:
        # What is asked once more may be the very same; what leads to it may not.
        told = sentences(turn.lead) if turn.again else told_by(turn)
        for sentence in told:
            told_now = squeeze(sentence)
            if len(told_now.split()) > SHORT and told_now in heard:
                yield f"turn {turn.n}: {sentence}"
            heard.add(told_now)


def given_away(session: Session) -> Iterator[str]:
    """Sentences that hold a key point's own words before the candidate said them; hints have their own bounds."""
    for turn in session.turns:
        question = turn.question
        if question is None:
            continue
        known = set(content(f"{question.question} {question.rephrased} {question.exhibit} {question.title}"))
        for past in session.turns[: turn.n]:
            known |= set(content(past.heard.text)) if past.heard else set()
        for point in question.key_points:
            if point.check != "claim":
                continue  # it names a part of a story, so that asking for the part says it
            for text in (turn.lead, turn.said, turn.context):
                for sentence in sentences(text):
                    free = text is not turn.said
                    if sentence not in question.hints and _gives(sentence, point, known, terms=free):
                        yield f"turn {turn.n}, point {point.id}: {sentence}"


def unprobed(session: Session) -> Iterator[str]:
    """Questions left although a probe was due, and probes after something that was not missed."""
    most = style(session.brief.track).probes[session.brief.persona]
    for turn, after in pairwise(session.turns):
        question = turn.question
        if question is None or turn.judgement is None or turn.skipped:
            continue
        open_points = {one.point for one in turn.judgement.decisions if one.status != "covered"}
        if after.phase == "follow_up" and after.point and not after.again:
            if after.point not in open_points:
                yield f"turn {after.n}: probed {after.point}, which was covered"
            continue
        if after.phase not in ("core", "questions") or turn.judgement.state not in ("scored", "too_little"):
            continue
        mine = [one for one in session.turns[: after.n] if one.question and one.question.id == question.id]
        probed = [one for one in mine if one.phase == "follow_up" and not one.again]
        weights = {one.id: one.weight for one in question.key_points}
        could = open_points & {one.point for one in question.follow_ups} - {one.point for one in probed}
        angry = turn.heard is not None and hostile(turn.heard.text)
        if len(probed) < most and any(weights[point] > 1 for point in could) and not angry and not _late(session, after):
            yield f"turn {turn.n}: left with {', '.join(sorted(could))} open"


def over_time(session: Session) -> Iterator[str]:
    """What was asked of the plan when the agreed time was as good as over."""
    for turn in session.turns[1:]:
        if turn.phase in ("core", "follow_up") and not turn.again and _late(session, turn):
            yield f"turn {turn.n}: asked after {_minutes(session, turn):.1f} of {session.brief.minutes} minutes"


def unkind_ends(session: Session) -> Iterator[str]:
    """Closings without thanks, or with blame, or without a word on what comes now."""
    last = session.turns[-1]
    if last.phase != "closing":
        return
    said = f"{last.lead} {last.said}"
    if not _KIND.search(said) or _HARSH.search(said) or "report" not in said:
        yield said.strip()


def praised(session: Session) -> Iterator[str]:
    """Praise for what was no answer: noise, silence, something else, or nothing of what was asked."""
    for turn, after in pairwise(session.turns):
        empty = turn.judgement is not None and (turn.judgement.score or 0.0) < 1.3
        quoted = re.sub(r"“[^”]*”", "", after.lead)
        if empty and _PRAISE.search(quoted):
            yield f"turn {after.n}: {after.lead}"


def unheard(session: Session) -> Iterator[str]:
    """Wishes that were not granted, and tempers that were not met calmly."""
    for turn, after in pairwise(session.turns):
        said = turn.heard.text if turn.heard else ""
        wish = wish_of(said) if said and not turn.skipped else None
        granted = after.again or (wish == "silence" and turn.again) or (wish == "end" and after.phase == "closing")
        if wish and not granted:
            yield f"turn {turn.n}: {wish} was not granted"
        low = turn.judgement is None or (turn.judgement.score or 0.0) < 1.3
        if said and hostile(said) and low and (squeeze(said) in squeeze(after.lead) or _HARSH.search(after.lead)):
            yield f"turn {after.n}: {after.lead}"


RULES = {
    "repeats": repeats,
    "given_away": given_away,
    "unprobed": unprobed,
    "over_time": over_time,
    "unkind_ends": unkind_ends,
    "praised": praised,
    "unheard": unheard,
}
"""Name → the lines of an interview that break it."""


def transcript(session: Session) -> str:
    """The interview as a person would read it."""
    told = []
    for turn in session.turns:
        mark = f"[{turn.phase}{' again' if turn.again else ''}{f' {turn.point}' if turn.point else ''}]"
        told.append(f"{mark} I: {' '.join(filter(None, (turn.lead, turn.said)))}" + (f"\n    ({turn.context})" if turn.context else ""))
        if turn.heard is not None:
            verdict = turn.judgement and f"   <{turn.judgement.state} {turn.judgement.score}>"
            told.append(f"    C: {turn.heard.text}{' [code]' if turn.heard.code else ''}{verdict or ''}")
    return "\n".join(told)


def _gives(sentence: str, point: KeyPoint, known: set[str], *, terms: bool) -> bool:
    """True when most of a wording's own words are in the sentence, or, of `terms`, two of them stand there together.

    What the bank asks may name the thing that it asks after; what the interviewer adds on its own may not.
    """
    said = set(content(sentence))
    for wording in (point.text, *point.aliases):
        own = set(content(wording)) - known
        if len(own & said) >= max(3, GIVEN * len(own)):
            return True
        if terms and _terms(sentence, own) & _terms(wording, own):
            return True
    return False


def _terms(text: str, own: set[str]) -> set[tuple[str, str]]:
    """Pairs of neighbouring words, both of them telling and neither a short everyday one."""
    found = words(text)
    return {pair for pair in pairwise(found) if own.issuperset(pair) and min(map(len, pair)) > TERM}


def _minutes(session: Session, turn: Turn) -> float:
    return active_minutes(session.model_copy(update={"turns": session.turns[: turn.n]}), turn.asked_at)


def _late(session: Session, turn: Turn) -> bool:
    limit = session.brief.minutes
    return limit is not None and _minutes(session, turn) + OVERRUN * style(session.brief.track).minutes_each > limit
