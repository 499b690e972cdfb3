"""Counts four signs of a clear answer; used for the competency communication, never in a question's score."""

import re
from collections.abc import Callable, Sequence

from agents.grading.lexicon import FILLER
from agents.grading.reading import Reading, Sentence, read
from core.schema import Decision, Part, Quote

_WARM_UP = re.compile(
    r"^\W*(?:so|well|okay|ok|um+|uh+|hmm+|let me (?:think|see)|that's a|good question|great question|interesting|"
    r"i (?:guess|think i|am not sure|'m not sure)|it depends\W*$|you know|basically)\b", re.I,
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g|such as|say,|imagine|suppose|take (?:a|the|our|my)|in one (?:project|case)|at my|in my (?:last|previous)|"
    r"once i|when i (?:was|worked|built|ran)|one time|to illustrate|picture|let's say|in practice)\b", re.I,
)
_REASON = re.compile(
    r"\b(?:because|since (?!then|19|20)|so that|therefore|which means|that means|that is why|that's why|the reason|due to|as a result|"
    r"otherwise|in order to|this way|hence|thanks to)\b", re.I,
)
_SIGNPOST = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|next|then|to begin|to start|on the one hand|on the other hand|"
    r"two (?:things|reasons|parts|ways|steps|points|options)|three (?:things|reasons|parts|ways|steps|points|options)|step one|in short|"
    r"to sum up|in summary|the price|the downside|the trade-off|however|in contrast|before i|after that)\b", re.I,
)


def communication(parts: Sequence[Part]) -> tuple[Decision, ...]:
    """Four decisions, one for each sign, with its words; the band is one more than the number of signs shown."""
    reading = read(parts)
    return tuple(
        _decision(reading, point, text, found(reading), why)
        for point, text, found, why in (
            ("1", "Answers first, then explains.", _direct, "The first sentence is already an answer."),
            ("2", "Gives an example.", _by(_EXAMPLE), "An example makes it concrete."),
            ("3", "Gives reasons.", _by(_REASON), "You say why, not only what."),
            ("4", "Shows the way through the answer.", _structured, "These words show where you are in the answer."),
        )
    )


def _decision(reading: Reading, point: str, text: str, sentence: Sentence | None, why: str) -> Decision:
    quote = None
    if sentence is not None:
        quote = Quote(turn=reading.parts[sentence.part].turn, text=reading.line(sentence))
    return Decision(
        point=point, text=text, weight=1, competency="communication", status="covered" if quote else "missing",
        quote=quote, why=why if quote else "This was not heard.",
    )


def _by(pattern: re.Pattern[str]) -> Callable[[Reading], Sentence | None]:
    def found(reading: Reading) -> Sentence | None:
        return next((s for s in reading.talk if len(s.words) >= 4 and pattern.search(reading.line(s).replace("’", "'"))), None)

    return found


def _direct(reading: Reading) -> Sentence | None:
    if not reading.talk:
        return None
    first = reading.talk[0]
    own = [w for w in first.words if w.content and w.text not in FILLER]
    return first if len(own) >= 4 and not _WARM_UP.match(reading.line(first).replace("’", "'")) else None


def _structured(reading: Reading) -> Sentence | None:
    hits = [s for s in reading.talk if len(s.words) >= 4 and _SIGNPOST.search(reading.line(s))]
    # One signpost may be chance; two lead through an answer.
    return hits[0] if len(hits) >= 2 else None
