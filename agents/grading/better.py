"""Takes one weak sentence of the candidate's own and says it better, by rules, leaving a gap where a fact is missing."""

import re
from collections.abc import Sequence

from agents.grading.polarity import negates
from agents.grading.reading import Sentence, read
from core.bank import Question
from core.report import BetterSentence
from core.schema import Judgement, Part
from core.text import squeeze

_HEDGE = re.compile(
    r"\b(?:i (?:think|guess|suppose|believe|feel like)(?: that)?|i would say(?: that)?|i'd say(?: that)?|kind of|sort of|maybe|perhaps|probably|basically|"
    r"actually|somehow|i mean|you know|more or less|a little bit|a bit|like,|pretty much|or something(?: like that)?|and so on|and stuff|et cetera|or whatever)\b[, ]*", re.I,
)
_WE = re.compile(r"\bwe (?=\w+(?:ed|t|d|w|n|e|k|g)\b)", re.I)
_PASSIVE = re.compile(r"\b(was|were) (?:then |also |finally |eventually )?(\w{2,}ed|made|done|built|sent|found|written|chosen|taken|given|put|set|cut|run)\b(?! by\b)", re.I)
_CHANGE = re.compile(
    r"\b(?:improved?|improves|increased?|increases|decreased?|decreases|reduced?|reduces|faster|slower|better|cheaper|grew|grows|fell|falls|dropped|"
    r"rose|saved?|saves|cut|more efficient|a lot|significantly|much (?:less|more|better|faster))\b", re.I,
)
_VAGUE = re.compile(r"\b(?:things|stuff|something|some(?:how|where)|various|several|etc|a lot of|many|good|nice|important|better|issues?|problems?)\b", re.I)
_CLAIM = re.compile(r"\b(?:should|would|must|is better|i prefer|i chose|i decided|the best|i use|i'd use|you need|we need)\b", re.I)
_REASON = re.compile(r"\b(?:because|since|so that|due to|otherwise|therefore|as a result)\b", re.I)


def better_sentence(question: Question, judgement: Judgement, parts: Sequence[Part]) -> BetterSentence | None:
    """The weakest sentence worth mending, or None when none of them can be mended without inventing something."""
    reading = read(parts)
    best: tuple[int, BetterSentence] | None = None
    for sentence in reading.talk:
        if not 6 <= len(sentence.words) <= 40:
            continue
        text = reading.line(sentence)
        if squeeze(text) in squeeze(question.question) or text.rstrip().endswith("?"):
            continue
        gain, after, why = _mended(text, question.track in ("behavioral", "hr"), sentence)
        if gain and squeeze(after) != squeeze(text) and (best is None or gain > best[0]):
            turn = reading.parts[sentence.part].turn
            best = (gain, BetterSentence(turn=turn, before=text, after=after, why=why))
    return best[1] if best else None


def _mended(text: str, story: bool, sentence: Sentence) -> tuple[int, str, str]:
    """(how much it gains, the new wording, why)."""
    after, reasons, gain = text, [], 0
    hedged = _HEDGE.sub("", after).strip(" ,")
    if hedged != after and len(hedged.split()) >= 4:
        after, gain = _capital(hedged), gain + 2 * len(_HEDGE.findall(text))
        reasons.append("without the hedge it is a statement")
    if story and _WE.search(after):
        after, gain = _capital(_WE.sub("I ", after, count=1)) + "", gain + 3
        reasons.append("say I where the step was yours, and keep we where it was not")
    if story and (passive := _PASSIVE.search(after)) and not re.search(r"\bI\b", after):
        after = _capital(f"{after[: passive.end()]} by [whom]{after[passive.end() :]}")
        gain += 2
        reasons.append("name who did it")
    measured = any(w.value is not None for w in sentence.words)
    if not measured and (change := _CHANGE.search(after)):
        after, gain = _gap(after, change.end(), "[by how much]"), gain + 3
        reasons.append("a change counts with its number")
    if not story and _CLAIM.search(after) and not _REASON.search(after) and not any(negates(w.text) for w in sentence.words):
        after, gain = _end(after, "because [your reason]"), gain + 2
        reasons.append("a claim stands on its reason")
    elif not reasons and _VAGUE.search(after):
        after, gain = _end(after, "for example [one concrete case]"), gain + 1
        reasons.append("one concrete case says more than a general word")
    why = "; ".join(reasons)
    return gain, after, f"{why[:1].upper()}{why[1:]}." if why else ""


def _gap(text: str, at: int, gap: str) -> str:
    return f"{text[:at]} {gap}{text[at:]}"


def _end(text: str, more: str) -> str:
    bare = text.rstrip()
    stop = bare[-1] if bare[-1:] in ".!" else "."
    return f"{bare.rstrip('.!')}, {more}{stop}" if not more.startswith("because") else f"{bare.rstrip('.!')} {more}{stop}"


def _capital(text: str) -> str:
    return re.sub(r"\s{2,}", " ", text[:1].upper() + text[1:]).replace(" ,", ",")


