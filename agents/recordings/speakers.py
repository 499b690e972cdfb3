"""Who said what: by channel, by the speaker numbers of the recognizer, else by turns; and which voice is the interviewer's."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from agents.recordings.kept import Heard
from agents.recordings.questions import asks
from core.schema import Word
from core.text import sentence_spans, words
from core.transcript import Passage, Speaker, SpeakerRole

How = Literal["channels", "numbers", "turns", "one"]
PAUSE_S, BREAK_S, LONGEST_PAUSE_S = 0.7, 1.2, 4.0
"""Seconds of silence at which the turn may pass to the other one; at which a passage ends after a full stop, and ends at all."""
FULL, OVERFULL = 120, 240
"""Words from which on a passage ends with its sentence or at a pause, and at the latest: 45 and 90 seconds."""
BACKCHANNEL = 2
"""Words between two of another's that do not interrupt: "mm-hm", "I see"."""
LITTLE_S = 0.35
"""Seconds of silence that end a sentence where no signs are written."""
LEAD_IN = 60
"""Words that may come before a question in one breath, where signs tell its sentences apart."""
MOSTLY_ASKS = 0.5
"""Share of the things said that are questions from which on a voice that is alone in its piece is the asker's."""
INTERVIEWER, CANDIDATE = 0, 1


@dataclass(slots=True)
class Said:
    """Something said by one voice."""

    voice: int
    start: float
    end: float
    text: str
    words: list[Word] = field(default_factory=list)

    def joined(self, other: "Said") -> None:
        """Takes what comes next."""
        self.text = f"{self.text} {other.text}".strip()
        self.end = max(self.end, other.end)
        self.words += other.words


def told_apart(channels: Sequence[Sequence[Heard]]) -> tuple[list[Said], How]:
    """What was said, in order of its beginning, by voices that are the same from end to end."""
    if len(channels) > 1:
        return _grouped(_bits(one, n) for n, heard in enumerate(channels) for one in heard), "channels"
    pieces = [one for one in channels[0] if one.text or one.words]
    numbered = _grouped(_numbered(pieces))
    if len({one.voice for one in numbered}) > 1:
        return numbered, "numbers"
    return _by_turns(_flat(_bits(one, 0) for one in pieces))


def passages(said: Sequence[Said], candidate: str, how: How) -> tuple[tuple[Speaker, ...], tuple[Passage, ...]]:
    """The speakers, interviewer first, and their passages on the time line, not yet given to exchanges."""
    roles = _roles(said, how)
    order = {"interviewer": 0, "candidate": 1, "unknown": 2}
    voices = sorted(roles, key=lambda voice: (order[roles[voice]], voice))
    names = _names([roles[voice] for voice in voices], candidate)
    speakers = tuple(
        Speaker(n=n, name=names[n], role=roles[voice]) for n, voice in enumerate(voices)
    )
    made = tuple(
        Passage(n=n, speaker=voices.index(one.voice), text=one.text, start=one.start, end=one.end, words=tuple(one.words), turn=0)
        for n, one in enumerate(said)
    )
    return speakers, made


def _names(roles: Sequence[SpeakerRole], candidate: str) -> list[str]:
    """Interviewer, the candidate's own name, Speaker 3; numbered where a role is held by several."""
    seen: Counter[str] = Counter()
    made = []
    for n, role in enumerate(roles):
        seen[role] += 1
        if role == "candidate":
            made.append(candidate or "Candidate")
        elif role == "unknown":
            made.append(f"Speaker {n + 1}")
        else:
            made.append("Interviewer" if seen[role] == 1 else f"Interviewer {seen[role]}")
    return made


def _roles(said: Sequence[Said], how: How) -> dict[int, SpeakerRole]:
    """The interviewer asks, and of two who ask alike speaks less; the candidate is who speaks most of the others."""
    voices = sorted({one.voice for one in said})
    if how == "turns":
        return {voice: "interviewer" if voice == INTERVIEWER else "candidate" for voice in voices}
    shares = {voice: _share(one for one in said if one.voice == voice) for voice in voices}
    lengths = {voice: sum(len(words(one.text)) for one in said if one.voice == voice) for voice in voices}
    if len(voices) < 2 or not any(shares.values()):
        return dict.fromkeys(voices, "unknown")
    asker = max(voices, key=lambda voice: (shares[voice], -lengths[voice]))
    candidate = max((voice for voice in voices if voice != asker), key=lambda voice: lengths[voice])
    roles: dict[int, SpeakerRole] = {voice: "interviewer" if shares[voice] >= MOSTLY_ASKS else "unknown" for voice in voices}
    return {**roles, asker: "interviewer", candidate: "candidate"}


def _share(said: Iterable[Said]) -> float:
    """How much of what a voice says asks, 0-1."""
    every = [asks(one.text) for one in said]
    return sum(every) / len(every) if every else 0.0


def _bits(heard: Heard, voice: int | None) -> Iterator[Said]:
    """The words of a piece one by one, or all of it where hearing gave no times; `voice` None takes the recognizer's numbers."""
    if not heard.words:
        if heard.text:
            yield Said(voice or 0, heard.begun, heard.ended, heard.text)
        return
    for word in heard.words:
        number = (word.speaker or 0) if voice is None else voice
        yield Said(number, word.start, word.end, word.text, [word.model_copy(update={"speaker": None})])


def _flat(every: Iterable[Iterable[Said]]) -> list[Said]:
    return sorted((one for some in every for one in some), key=lambda one: (one.start, one.end))


def _grouped(every: Iterable[Iterable[Said]]) -> list[Said]:
    """Each voice's words as passages: a pause or another's words end one, a backchannel and speech at the same time do not."""
    made: list[Said] = []
    last: dict[int, Said] = {}
    atoms: list[Said] = []
    for bit in _flat(every):
        near = atoms and atoms[-1].voice == bit.voice and bit.start - atoms[-1].end < PAUSE_S
        if near and not _ended(atoms[-1], bit):
            atoms[-1].joined(bit)
        else:
            atoms.append(Said(bit.voice, bit.start, bit.end, bit.text, list(bit.words)))
    for atom in atoms:
        held = last.get(atom.voice)
        if held is not None and not _ended(held, atom) and not _interrupted(held, atom, made):
            held.joined(atom)
        else:
            last[atom.voice] = atom
            made.append(atom)
    return sorted(made, key=lambda one: (one.start, one.end))


def _ended(held: Said, following: Said) -> bool:
    pause, whole, length = following.start - held.end, held.text[-1:] in ".?!", len(held.words)
    full = length >= FULL and (whole or pause >= PAUSE_S)
    return pause >= LONGEST_PAUSE_S or (pause >= BREAK_S and whole) or full or length >= OVERFULL


def _interrupted(held: Said, following: Said, made: Sequence[Said]) -> bool:
    """True when somebody else said something between the two."""
    between = (one for one in made if one.voice != held.voice and one.start >= held.end - 0.05 and one.start <= following.start)
    return any(len(words(one.text)) > BACKCHANNEL or asks(one.text) for one in between)


def _numbered(pieces: Sequence[Heard]) -> Iterator[list[Said]]:
    """The recognizer's numbers, which begin anew in each piece: the one who asks is the same from piece to piece, and the
    others are taken in the order of how much they say."""
    alone = len(pieces) == 1
    for piece in pieces:
        bits = list(_bits(piece, None))
        same = {} if alone else _matched(_grouped([bits]))
        for bit in bits:
            bit.voice = same.get(bit.voice, bit.voice)
        yield bits


def _matched(said: Sequence[Said]) -> dict[int, int]:
    voices = sorted({one.voice for one in said})
    shares = {voice: _share(one for one in said if one.voice == voice) for voice in voices}
    lengths = {voice: sum(len(words(one.text)) for one in said if one.voice == voice) for voice in voices}
    asker = max(voices, key=lambda voice: (shares[voice], -lengths[voice]))
    if shares[asker] < (MOSTLY_ASKS if len(voices) == 1 else 1e-9):
        asker = -1
    others = sorted((voice for voice in voices if voice != asker), key=lambda voice: -lengths[voice])
    return {asker: INTERVIEWER} | {voice: CANDIDATE + at for at, voice in enumerate(others)}


def _by_turns(bits: Sequence[Said]) -> tuple[list[Said], How]:
    """Voices from the form of what is said alone: questions are the interviewer's, and whatever leads into one in the same
    breath; so is all that comes before the first."""
    blocks = list(_breaths(bits))
    labelled = [_labelled(block) for block in blocks]
    begun = False
    for block in labelled:
        for voice, one in block:
            begun = begun or voice == INTERVIEWER
            one.voice = voice if begun else INTERVIEWER
    made = _together([one for block in labelled for _, one in block])
    return made, "turns" if len({one.voice for one in made}) > 1 else "one"


def _together(said: Sequence[Said]) -> list[Said]:
    made: list[Said] = []
    for one in said:
        if made and made[-1].voice == one.voice and not _ended(made[-1], one):
            made[-1].joined(one)
        else:
            made.append(one)
    return made


def _breaths(bits: Sequence[Said]) -> Iterator[list[Said]]:
    """What is said between two pauses, as sentences."""
    block: list[Said] = []
    for bit in bits:
        if block and bit.start - block[-1].end >= PAUSE_S:
            yield list(_sentences(block))
            block = []
        block.append(bit)
    if block:
        yield list(_sentences(block))


def _sentences(bits: Sequence[Said]) -> Iterator[Said]:
    held: Said | None = None
    written = _written(bits)
    for bit in bits:
        if not bit.words:  # a text without times: its sentences share the piece's time by their length
            yield from _spread(bit)
            continue
        if held is not None and not written and bit.start - held.end >= LITTLE_S:
            yield held
            held = None
        if held is None:
            held = Said(bit.voice, bit.start, bit.end, bit.text, list(bit.words))
        else:
            held.joined(bit)
        if bit.text[-1:] in ".?!":
            yield held
            held = None
    if held is not None:
        yield held


def _written(bits: Sequence[Said]) -> bool:
    """True where the recognizer writes signs: without them a little pause is all that ends a sentence."""
    return any(bit.text[-1:] in ".?!" for bit in bits)


def _spread(bit: Said) -> Iterator[Said]:
    pace = (bit.end - bit.start) / max(1, len(bit.text))
    for start, end in sentence_spans(bit.text):
        yield Said(bit.voice, bit.start + start * pace, bit.start + end * pace, bit.text[start:end])


def _labelled(block: list[Said]) -> list[tuple[int, Said]]:
    marks = [asks(one.text) for one in block]
    last = max((at for at, mark in enumerate(marks) if mark), default=-1)
    led = _written(block) and sum(len(words(one.text)) for one in block[:last]) <= LEAD_IN
    return [
        (INTERVIEWER if mark or (led and at < last) else CANDIDATE, one)
        for at, (mark, one) in enumerate(zip(marks, block, strict=True))
    ]
