"""Takes one weak sentence of the candidate's own and says it better, by rules, leaving a gap where a fact is missing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.grading.polarity import negates
from agents.grading.reading import Sentence, read
from agents.grading.story import deeds
from core.bank import Question
from core.report import BetterSentence
from core.schema import Judgement, Part
from core.text import squeeze

# Only words that hedge the speaker, never those that hedge the claim: without "probably" another thing would be said.
_HEDGE = re.compile(
    r"^(?:well, |so, |and |but )?(?:i (?:think|guess|suppose|believe|feel like)|i would say|i'd say(?! what)|in my opinion,?|to be honest,?|honestly,?|basically,?|"
    r"i mean,?|you know,?)(?: that)?,? (?=\w)|(?<!the same )(?<!a )(?<!some )(?<!this )(?<!that )(?<!any )(?<!what )\b(?:kind of|sort of|more or less|"
    r"somehow|basically|you know,) (?=[a-z])|,? (?:or something(?: like that)?|and stuff|or whatever|and so on)(?=[.!]|$)", re.I,
)
_MUCH = re.compile(r"\b(?:much|a lot|way|far|significantly|considerably|a bit|somewhat) (?=(?:faster|slower|better|cheaper|less|fewer|more|smaller|bigger|higher|lower)\b)", re.I)
_CHANGED = re.compile(r"\b(?:improved|increased|decreased|reduced|dropped|fell|rose|grew|shrank|saved|went (?:up|down))\b", re.I)
_CHOICE = re.compile(r"^(?:first,? |then,? |so,? |also,? |and )?(?:i would|i'd|we should|you should|i chose|i decided|i prefer|i recommend|it is better|i will)\b", re.I)
_REASON = re.compile(r"\b(?:because|since|so|due to|otherwise|therefore|as|if|when|unless|to avoid|in order to|for)\b|[:;,]", re.I)
_VAGUE = re.compile(r"\b(?:things|stuff|various|several|issues|problems|good|great|important|a lot of|many|always|usually|in general|generally)\b", re.I)
_UNREAL = re.compile(r"\b(?:if|would|should|could|might|will|can|\w+'d)\b|\?", re.I)


@dataclass(frozen=True, slots=True)
class _Mend:
    """A rule's proposal: how much it helps (1-4), the new wording and why."""

    gain: int
    after: str
    why: str


def better_sentence(question: Question, judgement: Judgement, parts: Sequence[Part]) -> BetterSentence | None:
    """The sentence that gains most, or None when no rule mends any without inventing something."""
    reading = read(parts)
    asked = squeeze(f"{question.question} {question.rephrased}")
    rules = (*_ALWAYS, *(_STORY if question.track in ("behavioral", "hr") else _ARGUMENT))
    best: tuple[int, BetterSentence] | None = None
    for sentence in reading.talk:
        text = reading.line(sentence)
        if not 5 <= len(sentence.words) <= 32 or squeeze(text) in asked or text.rstrip().endswith(("?", ":")):
            continue
        mends = [mend for rule in rules if (mend := rule(text, sentence)) is not None]
        if mends:
            mend = max(mends, key=lambda one: one.gain)
            if best is None or mend.gain > best[0]:
                turn = reading.parts[sentence.part].turn
                best = (mend.gain, BetterSentence(turn=turn, before=text, after=mend.after, why=mend.why))
    return best[1] if best else None


def _hedged(text: str, sentence: Sentence) -> _Mend | None:
    after = _HEDGE.sub("", text).strip(" ,")
    if after == text or len(after.split()) < 4:
        return None
    measured = _measured(after, sentence)
    if measured is not None:
        return _Mend(4, _capital(measured.after), "Without the hedge it is a statement, and a change counts with its number.")
    return _Mend(2, _capital(after), "Without the hedge it is a statement.")


def _measured(text: str, sentence: Sentence) -> _Mend | None:
    """A change that has happened, said without a number."""
    if any(w.value is not None for w in sentence.words) or any(negates(w.text) for w in sentence.words):
        return None
    much = _MUCH.search(text)
    if much and not re.match(r"if\b", text, re.I):
        return _Mend(4, f"{text[: much.start()]}[by how much] {text[much.end() :]}", "A change counts with its number.")
    if _CHANGED.search(text) and not _UNREAL.search(text):
        return _Mend(3, _ended(text, ", by [how much]"), "A change counts with its number.")
    return None


def _owned(text: str, sentence: Sentence) -> _Mend | None:
    """We did it: the candidate's own part is left open for them to fill in."""
    if not deeds(sentence, "we") or any(w.text in ("i", "i'm", "i'd", "i've", "my", "me") for w in sentence.words):
        return None
    return _Mend(4, _ended(text, "; my own part was [what you did yourself]"), "Keep the team, and say which step was yours.")


def _argued(text: str, sentence: Sentence) -> _Mend | None:
    """A choice without a reason."""
    if not _CHOICE.search(text) or _REASON.search(text) or len(sentence.words) > 20:
        return None
    return _Mend(3, _ended(text, " because [your reason]"), "A choice stands on its reason.")


def _concrete(text: str, sentence: Sentence) -> _Mend | None:
    if len(sentence.words) > 16 or not _VAGUE.search(text) or _REASON.search(text) or any(w.value is not None for w in sentence.words):
        return None
    return _Mend(1, _ended(text, ", for example [one concrete case]"), "One concrete case says more than a general word.")


_Rule = Callable[[str, Sentence], _Mend | None]
_ALWAYS: tuple[_Rule, ...] = (_hedged, _measured, _concrete)
_STORY: tuple[_Rule, ...] = (_owned,)
_ARGUMENT: tuple[_Rule, ...] = (_argued,)


def _ended(text: str, more: str) -> str:
    """The sentence with something added before its full stop."""
    bare = text.rstrip().rstrip(".!;,")
    return f"{bare}{more}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
