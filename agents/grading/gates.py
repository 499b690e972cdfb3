"""Decides before any grading whether there is an answer to grade; each gate that closes gives a state and a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.grading.lexicon import FILLER, FUNCTION
from agents.grading.lists import BARE, joined
from agents.grading.lists import is_list as is_list
from agents.grading.reading import Reading, Word
from agents.grading.silence import APOLOGY, SILENCE, TRIGGERS
from agents.grading.similar import Meaning, alike
from agents.grading.task import Prepared, triples
from core.schema import JudgementState

_MASH = re.compile(r"[^aeiouyáéíóúäöü\d']{5,}|(.)\1{3,}|(..+?)\2{2,}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")


TERMS = 2
"""Different words of the key points from which an answer is more than keys pressed at random."""
OWN_VOICE = frozenset("i i'm i'd i've i'll im ive me my mine myself we we're we've us our idk dunno".split())
TALKATIVE = 12
"""Different words of the key points from which an answer says something, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Gated:
    """Why an answer is not scored, for the judgement's `state` and `note`."""

    state: JudgementState
    note: str


def closed(prepared: Prepared, reading: Reading, meaning: Meaning) -> Gated | None:
    """The first gate that closes, or None when the answer is to be graded point by point."""
    words = reading.words
    raw = "".join(part.text for part in reading.parts)
    if not raw.strip():
        return Gated("no_answer", "Nothing was said.")
    if len(reading.code) >= 2:
        # Code speaks for itself: the gates below read sentences.
        return None
    return (
        _silent(prepared, reading)
        or _script(prepared, raw, words)
        or _mash(prepared, words, meaning)
        or (None if takes_lists(prepared) else _keywords(reading))
        or _shaken(prepared, words)
        or _brief(prepared, words)
        or _echo(prepared, reading, meaning)
    )


def _silent(prepared: Prepared, reading: Reading) -> Gated | None:
    """Closed when every clause is a way of not answering, a filler or the question's own words."""
    on_point = {w.key for w in reading.words if w.content} & prepared.point_keys - prepared.question_keys
    if len(on_point) > TALKATIVE:
        return None
    silent = False
    rest: list[Word] = []
    for sentence in reading.talk:
        if TRIGGERS.isdisjoint(w.text for w in sentence.words):
            rest += sentence.words
            continue
        text = reading.line(sentence).replace("’", "'")
        # "The receiver does not know which packet it has" is about the receiver: a longer sentence must be about the speaker.
        of_others = len(sentence.words) >= 7 and OWN_VOICE.isdisjoint(w.text for w in sentence.words)
        if of_others or not SILENCE.search(text):
            rest += sentence.words
            continue
        if len(sentence.words) <= 12:
            silent = True
            rest += _after_but(sentence.words)
            continue
        for first, last in sentence.clauses:
            words = sentence.words[first:last]
            # Places are the transcript's: replacing a quote mark by another keeps them.
            said = text[words[0].start - sentence.start : words[-1].end - sentence.start] if words else ""
            if SILENCE.search(said):
                silent = True
            else:
                rest += words
    own = {w.key: w for w in rest if w.content and w.text not in FILLER and w.text not in APOLOGY}
    own = {key: w for key, w in own.items() if key not in prepared.question_keys}
    told = [key for key in own if key in prepared.point_keys]
    few = len(own) <= 8 or (len(own) <= 14 and not told)
    if silent and few and len(told) <= max(1, len(own) // 5):
        return Gated("no_answer", "You said that you do not know; nothing was graded.")
    return None


def _after_but(words: Sequence[Word]) -> list[Word]:
    """What follows a "but" or "however": there an honest answer may begin after all."""
    for at, word in enumerate(words):
        if at >= 2 and word.text in ("but", "however", "although", "though"):
            return list(words[at + 1 :])
    return []


def _script(prepared: Prepared, raw: str, words: Sequence[Word]) -> Gated | None:
    letters = len(_LETTER.findall(raw[:4_000]))
    latin = len(_LATIN.findall(raw[:4_000]))
    figures = words and any(statement.numbers for statement in prepared.statements)
    if not letters and not figures:
        return Gated("gibberish", "There are no words in this answer.")
    if latin < 0.6 * letters:
        return Gated("gibberish", "This answer is not in English letters; only English can be graded without a model.")
    return None if words else Gated("gibberish", "There are no words in this answer.")


def _mash(prepared: Prepared, words: Sequence[Word], meaning: Meaning) -> Gated | None:
    """Keys pressed at random, one word over and over, or a language other than English."""
    alphabetic = [w.text for w in words if w.value is None and w.text.isalpha() and len(w.text) >= 3
                  and w.key not in prepared.point_keys and w.key not in prepared.question_keys][:400]
    if len({w.key for w in words if w.content} & prepared.point_keys - prepared.question_keys) >= TERMS:
        # Another language between the right terms, or mistyped words: what is known of it can be graded.
        return None
    known = sum(len(w.text) >= 3 and (w.key in prepared.point_keys or w.key in prepared.question_keys) for w in words)
    crumbs = sum(_strange(word, meaning) for word in alphabetic)
    if crumbs < 2 and len(words) > 2 and len(alphabetic) < 8:
        # One word mistyped in a short answer is a slip, not a heap of keys.
        return None
    joined = sum(w.text in FUNCTION for w in words) / len(words)
    strange = crumbs / max(len(alphabetic) + known, len(words) // 3, 1)
    if strange >= 0.5 or (strange >= 0.3 and joined < 0.2) or (len(alphabetic) >= 8 and strange >= 0.15 and joined < 0.08):
        return Gated("gibberish", "These words could not be read as English.")
    if len(alphabetic) >= max(8, len(words) // 2) and len(set(alphabetic)) <= max(2, len(words) // 8):
        return Gated("gibberish", "The same few words are repeated.")
    return None


def _strange(word: str, meaning: Meaning) -> bool:
    """True for a word that falls into crumbs: fewer than 2.4 letters to each known piece, or letters no word has."""
    if word in FUNCTION or word in FILLER:
        return False
    pieces = meaning.pieces(word)
    return pieces > 1 and (len(word) / pieces < 2.4 or bool(_MASH.search(word)))


def fewest(prepared: Prepared) -> int:
    """Words below which nothing can be judged: a tenth of the reference answer, between 2 and 10."""
    return max(2, min(10, round(0.1 * sum(len(sentence.words) for sentence in prepared.reference))))


def _brief(prepared: Prepared, words: Sequence[Word]) -> Gated | None:
    need = fewest(prepared)
    if len(words) >= need:
        return None
    heard = "1 word was" if len(words) == 1 else f"{len(words)} words were"
    return Gated("too_little", f"{heard} heard; say at least {need}, in sentences.")


def _echo(prepared: Prepared, reading: Reading, meaning: Meaning) -> Gated | None:
    """The question said back: nearly all that is not filler stands in the question, and nothing of the answer does."""
    unique = {w.key: w for w in reading.words if w.content and w.text not in FILLER}
    if not unique:
        return Gated("no_answer", "These words say nothing about the question.") if len(reading.words) < 40 else None
    exhibit = prepared.exhibit_keys
    asked = prepared.question_keys | exhibit
    own = [w for key, w in unique.items() if key not in asked]
    on_point = [w for w in own if w.key in prepared.point_keys]
    share = 1 - len(own) / len(unique)
    if own and share >= 0.35 and prepared.question_words:
        reached = alike(own, prepared.question_words, meaning).max(axis=1)
        share = 1 - float((reached < 0.7).sum()) / len(unique)
    if own and _copied(prepared, reading) < RUNS and (share < SAME or len(unique) < 6):
        # Who answers in the question's words, "it is divided by ten", does not say it back.
        return None
    if (share >= 0.75 and len(on_point) <= 0.08 * len(unique)) or (share >= 0.65 and not on_point):
        return Gated("echo", "This says the question back; nothing in it answers it.")
    return None


def takes_lists(prepared: Prepared) -> bool:
    """True when terms in a row are an answer: the reference itself is one, or it was cut and the question asks to name things."""
    return prepared.lists


def _keywords(reading: Reading) -> Gated | None:
    """Terms in a row: nine words of ten stand in lists that no sentence is built around."""
    total = sum(len(s.words) for s in reading.talk)
    if total < 5:
        return None
    # Fragments without an end ("caching\nsharding\nqueues") are one list, not many sentences.
    short = [w for s in reading.talk if len(s.words) < 5 for w in s.words]
    listed = sum(len(s.words) for s in reading.talk if len(s.words) >= 5 and is_list(s, reading.line(s)))
    fragments = sum(len(s.words) < 5 for s in reading.talk)
    listed += len(short) if joined(short) < BARE or len(short) <= 2 * fragments else 0
    if listed >= 0.9 * total:
        return Gated("keywords_only", "These are terms without a sentence that uses them.")
    return None


SHAKEN, TAKEN, WORDS = 0.08, 0.8, 15
"""An answer is shaken up below this share of neighbours kept, where this share and number of its words are the reference's.
Of 1,300 graded answers by people that share three fifths none keeps less; a reference shaken up keeps .04 in the middle."""


def _shaken(prepared: Prepared, words: Sequence[Word]) -> Gated | None:
    """The words of the reference answer in no order: who says them in sentences keeps many next to each other."""
    if not prepared.neighbours:
        return None
    held = [word.key in prepared.spoken for word in words]
    if sum(held) < max(WORDS, TAKEN * len(words)):
        return None
    near = [(words[at - 1].key, words[at].key) for at in range(1, len(words)) if held[at - 1] and held[at]]
    if sum(pair in prepared.neighbours for pair in near) >= SHAKEN * len(near):
        return None
    return Gated("keywords_only", "These are the right words, but in no order that says something.")


SAME = 0.95
"""Share of the question's words from which an answer says nothing else, in whatever order."""
RUNS = 0.75
"""Share of an answer that must run along the question, three words at a time, to be an echo of it."""


def _copied(prepared: Prepared, reading: Reading) -> float:
    """0-1: how much of what is said, filler apart, stands in the question in the same order."""
    said = reading.words
    keys = [w.key for w in said]
    covered = {at + step for at, run in enumerate(triples(keys)) if run in prepared.question_runs for step in range(3)}
    counted = [at for at, word in enumerate(said) if at in covered or (word.content and word.text not in FILLER)]
    return len(covered) / len(counted) if counted else 0.0
