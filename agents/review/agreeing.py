"""Where reviewers agree: in words on one transcript, and over several as counts; with chance taken out only where there is enough."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from core.noun import Noun
from core.transcript import Exchange, Note, Transcript, Verdict

ENOUGH = 10
"""Transcripts with two verdicts or more from which chance is taken out: with ten, one other verdict moves alpha by about 0.2, with
fewer by more."""
_SAYS = {"advance": ("advance", "advances"), "hold": ("hold", "holds"), "decline": ("decline", "declines")}
Names = Mapping[str, str]
YOU = "you"


class Pair(Noun):
    """Two reviewers: on how many of the transcripts that both decided on they said the same."""

    one: str
    two: str
    same: int
    of: int


class Agreement(Noun):
    """Over several transcripts. Only verdicts that were given without knowing the others' are measured."""

    transcripts: int
    """On which two or more gave such a verdict."""
    same: int
    of: int
    """Pairs of verdicts on one transcript, and how many of them are the same."""
    pairs: tuple[Pair, ...]
    alpha: float | None
    """Krippendorff's alpha for nominal data: 1 is full agreement, 0 what chance would give; None where too little is there."""
    why: str
    """Why there is no alpha; empty where there is one."""
    left_out: int
    """Verdicts that were given or changed when the others' could be read."""


class AtQuestion(Noun):
    """Notes of different reviewers that stand at one question."""

    exchange: int
    title: str
    notes: tuple[Note, ...]


def said(verdicts: Sequence[Verdict], names: Names) -> str:
    """Such as "2 of 3 advance; Ada holds."; empty without a verdict."""
    told = Counter(str(one.decision) for one in verdicts)
    if not told:
        return ""
    if len(verdicts) == 1:
        return _sentence(_who(verdicts, names))
    ((most, count), *rest) = told.most_common()
    if not rest:
        return f"All {count} {most}." if count > 2 else f"Both {most}."
    if rest[0][1] == count:
        return _sentence(_who(verdicts, names))
    others = [one for one in verdicts if one.decision != most]
    return f"{count} of {len(verdicts)} {most}; {_who(others, names)}."


def measured(verdicts: Iterable[Verdict], owner: str) -> Agreement:
    """How far reviewers agree; `owner` sees what the others say before they decide, unless they review blind."""
    every = list(verdicts)
    apart = [one for one in every if one.blind or (one.by != owner and not one.changed)]
    units: dict[str, dict[str, str]] = defaultdict(dict)
    for one in apart:
        units[one.transcript_id][one.by] = str(one.decision)
    counted = [unit for unit in units.values() if len(unit) > 1]
    same: Counter[tuple[str, str]] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for unit in counted:
        for pair in combinations(sorted(unit), 2):
            both[pair] += 1
            same[pair] += unit[pair[0]] == unit[pair[1]]
    found = alpha([list(unit.values()) for unit in counted]) if len(counted) >= ENOUGH else None
    return Agreement(
        transcripts=len(counted),
        same=same.total(),
        of=both.total(),
        pairs=tuple(Pair(one=one, two=two, same=same[one, two], of=count) for (one, two), count in sorted(both.items())),
        alpha=None if found is None else round(found, 3),
        why="" if found is not None else _why(len(counted)),
        left_out=len(every) - len(apart),
    )


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data, any number of observers, values missing; None where only one value occurs.

    After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C.
    """
    pairable = [list(unit) for unit in units if len(unit) > 1]
    total = sum(map(len, pairable))
    of_value = Counter(value for unit in pairable for value in unit)
    expected = total * total - sum(count * count for count in of_value.values())
    if not expected:
        return None
    differ = sum((len(unit) ** 2 - sum(count * count for count in Counter(unit).values())) / (len(unit) - 1) for unit in pairable)
    return 1 - (total - 1) * differ / expected


def at_questions(made: Transcript, notes: Sequence[Note]) -> tuple[AtQuestion, ...]:
    """Questions at which more than one reviewer left a note: from its first word up to the next question."""
    starts = {one.n: one.start for one in made.passages if one.start is not None}
    begins = sorted((min(known), one.n) for one in made.exchanges if (known := _known(one, starts)))
    found: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        here = [n for start, n in begins if note.at is not None and start <= note.at]
        if here:
            found[here[-1]].append(note)
    return tuple(
        AtQuestion(exchange=one.n, title=one.title, notes=tuple(found[one.n]))
        for one in made.exchanges
        if len({note.by for note in found.get(one.n, ())}) > 1
    )


def _known(one: Exchange, starts: Mapping[int, float]) -> list[float]:
    return [starts[n] for n in (*one.asked, *one.answered) if n in starts]


def _who(verdicts: Sequence[Verdict], names: Names) -> str:
    """Such as "Ada holds, you decline"."""
    told = []
    for one in verdicts:
        name = names.get(one.by, "another reviewer")
        told.append(f"{name} {_SAYS[one.decision][name != YOU]}")
    return ", ".join(told)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _why(count: int) -> str:
    if count < ENOUGH:
        return f"Too few to say more: chance can be taken out from {ENOUGH} transcripts with two independent verdicts; there are {count}."
    return "Everyone gave the same verdict everywhere, so chance cannot be told from agreement."
