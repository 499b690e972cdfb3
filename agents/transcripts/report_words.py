"""The words of a transcript's report: who, when, how long, bands by answer and competency, and where each quote is heard."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents import grading
from agents.export import state_words
from agents.reporting import FEWEST
from agents.tracks import style
from agents.transcripts.timing import second_of
from core.bank import TRACKS
from core.report import BANDS
from core.schema import Decision, DecisionStatus, Part, Quote
from core.text import clock, counted, lasting
from core.text import day as day_of
from core.transcript import Exchange, Passage, Transcript

TONES: dict[DecisionStatus, str] = {"covered": "2b6e46", "partly": "9a4f10", "missing": "a8322a", "contradicted": "a8322a"}
GAP = "\u00a0\u00a0"
"""Between a time and a name."""
NEEDS = {"shown": "shown", "asked": "asked, not shown", "claimed": "claimed in the resume only", "never_asked": "never asked"}
NEED_TONES = {"shown": "2b6e46", "asked": "9a4f10", "claimed": "9a4f10", "never_asked": "5f646b"}


_TOLD = (
    ("You said that you do not know", "The candidate said that they do not know"),
    ("You skipped", "The candidate skipped"),
    ("before you answered", "before this was answered"),
    ("heard; say at least", "heard; a grade takes at least"),
    ("in words of yours", "in words of the candidate"),
    ("your answer", "the answer"),
)
"""What is said to the candidate, and the same said to whoever reads about them."""
LONGEST_LABEL = 84
"""Letters beside a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart; `band` None says why in `words`. `about` is what the band looks like."""

    label: str
    band: int | None
    words: str
    about: str = ""


def heading(made: Transcript) -> str:
    """What the report is called: the candidate where there is a name, else the title."""
    return made.candidate or made.title


def about(made: Transcript) -> str:
    """One line: what it is of, and who is graded."""
    name = made.title if made.candidate else ""
    role = "" if made.role in ("", "any") or made.role.lower() in made.title.lower() else made.role
    level = f"level {made.level}" if made.level and (made.track or made.role) else ""
    return " · ".join(part for part in (name, role, level) if part)


def facts(made: Transcript) -> list[tuple[str, str]]:
    """(what, how much) for the top of the page; only what is known."""
    judged = [one for one in made.exchanges if one.judgement]
    shown = sum(one.state == "shown" for one in made.coverage)
    scored = f"{sum(one.band is not None for one in judged)} of {len(made.exchanges)}" if judged else ""
    told = (
        ("Held on", day(made)),
        ("Length", length(made) or "typed"),
        ("Answers scored" if scored else "Questions", scored or str(len(made.exchanges) or "")),
        ("Needs shown", f"{shown} of {len(made.coverage)}" if made.coverage and judged else ""),
    )
    return [one for one in told if one[1]]


def day(made: Transcript) -> str:
    """21 November 2026."""
    return day_of(made.held_at)


def length(made: Transcript) -> str:
    """41 minutes; nothing where nothing was recorded."""
    return lasting(made.seconds) if made.seconds else ""


def band(value: int | None) -> str:
    """4 · solid."""
    return f"{value} · {BANDS[value]}" if value else "no band"


def verdict(one: Exchange) -> str:
    """The band of an answer, or why it has none."""
    if one.band:
        return band(one.band)
    return state_words(one.judgement.state) if one.judgement else "not graded"


def basis(made: Transcript) -> str:
    """How the grades came about; what the report does not hold."""
    if not any(one.judgement for one in made.exchanges):
        return "Nothing here was graded. This report holds what was asked and what was said."
    by = f"Graded by {made.graded_by}, rubric {made.rubric}" if made.rubric else f"Graded by {made.graded_by}"
    return f"{by}. What was said counts, not how it was spoken. The report recommends nothing: the decision is its readers’."


def notices(made: Transcript) -> list[str]:
    """What a reader must know, as it is said to somebody else than the candidate."""
    return [_of_them(one) for one in made.notices]


SCALE = "Bands: " + ", ".join(f"{number} {name}" for number, name in BANDS.items())
UNSCORED = "A dashed frame holds no band: there was too little to grade, which is not a low one."


def scale(bars: Sequence[Bar]) -> str:
    """How a chart of bands is read."""
    return f"{SCALE}. {UNSCORED}" if any(one.band is None for one in bars) else f"{SCALE}."


def answers(made: Transcript) -> list[Bar]:
    """One bar an exchange; none where nothing was graded."""
    if not any(one.judgement for one in made.exchanges):
        return []
    return [Bar(short(one.title or one.question), one.band, verdict(one)) for one in made.exchanges]


def competencies(made: Transcript) -> list[Bar]:
    """One bar a competency of the track; empty for a recording of no known track, or when nothing was graded."""
    if made.track not in TRACKS or not any(one.judgement for one in made.exchanges):
        return []
    scored = [one for one in made.exchanges if one.judgement and one.judgement.state == "scored"]
    found = []
    for one in style(made.track).competencies:
        decisions = [each for exchange in scored for each in _decided(made, exchange, one.name)]
        value = grading.band(grading.score(decisions)) if len(decisions) >= FEWEST else None
        looks = one.anchors[value - 1] if value else ""
        found.append(Bar(one.label, value, band(value) if value else "too little heard", looks))
    return found


def needs(made: Transcript) -> str:
    """How many of the job's needs are in which state."""
    counts = [(sum(one.state == state for one in made.coverage), words) for state, words in NEEDS.items()]
    told = "; ".join(f"{count} {words}" for count, words in counts if count)
    return f"{counted(len(made.coverage), 'need')}: {told}."


def told(made: Exchange) -> str:
    """What the grader noted, as it is said to somebody else than the candidate; what it quotes stays as it was said."""
    return _of_them(made.judgement.note) if made.judgement else ""


def _of_them(note: str) -> str:
    pieces = re.split("(“[^”]*”)", note)
    for to_them, of_them in _TOLD:
        pieces[::2] = [one.replace(to_them, of_them) for one in pieces[::2]]
    return "".join(pieces)


def tally(made: Exchange) -> str:
    """How many points of an answer were decided how: 3 covered, 1 missing."""
    decided = [one.status for one in made.judgement.decisions] if made.judgement else []
    return ", ".join(f"{decided.count(status)} {status}" for status in TONES if status in decided)


def short(text: str) -> str:
    """A label of at most two lines."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_LABEL:
        return text
    cut = text[: LONGEST_LABEL - 1]
    blank = cut.rfind(" ")
    return f"{cut[:blank] if blank > LONGEST_LABEL // 2 else cut}…"


def _decided(made: Transcript, one: Exchange, name: str) -> tuple[Decision, ...]:
    if name != "communication":
        return tuple(each for each in one.judgement.decisions if each.competency == name) if one.judgement else ()
    here = [each for each in made.passages if each.n in one.answered]
    return grading.communication([Part(turn=each.turn, text=each.text, code=each.code) for each in here])


def place(made: Transcript, one: Exchange, quote: Quote) -> tuple[Passage | None, str]:
    """The passage that a quote stands in, and its second as 14:20."""
    for passage in made.passages:
        if passage.n in one.answered and passage.turn == quote.turn and quote.text in f"{passage.text}\n{passage.code}":
            return passage, clock(second_of(passage, quote.text))
    return None, ""


def quoted(made: Transcript) -> dict[int, list[tuple[int, int]]]:
    """Passage → the stretches of its text that grades quote, in order, none upon another."""
    found: dict[int, list[tuple[int, int]]] = {}
    for passage, text in _quotes(made):
        at = passage.text.find(text)
        if at >= 0:
            found.setdefault(passage.n, []).append((at, at + len(text)))
    texts = {one.n: one.text for one in made.passages}
    return {n: list(_merged(texts[n], sorted(spans))) for n, spans in found.items()}


def cut(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """(piece, whether it is quoted)."""
    at = 0
    for start, end in spans:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def every(made: Transcript) -> Iterator[str]:
    """What people wrote and said that the report prints."""
    yield from (made.candidate, made.title, *(one.name for one in made.speakers), *(one.text for one in made.coverage))
    for passage in made.passages:
        yield from (passage.text, passage.code)
    for one in made.exchanges:
        yield from (one.title, one.question, *(point.text for point in (one.judgement.decisions if one.judgement else ())))


def speaker(made: Transcript, passage: Passage) -> str:
    """Time and name, as it stands over a passage."""
    name = next((one.name for one in made.speakers if one.n == passage.speaker), "")
    edited = "corrected by hand" if passage.edited else ""
    return GAP.join(part for part in (clock(passage.start), name, edited) if part)


def _quotes(made: Transcript) -> Iterator[tuple[Passage, str]]:
    for one in made.exchanges:
        for decision in one.judgement.decisions if one.judgement else ():
            if decision.quote:
                passage, _ = place(made, one, decision.quote)
                if passage is not None:
                    yield passage, decision.quote.text


def _merged(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches that touch, or between which nothing is said, as one."""
    start, end = spans[0]
    for first, last in spans[1:]:
        if text[end:first].strip():
            yield start, end
            start = first
        end = max(end, last)
    yield start, end
