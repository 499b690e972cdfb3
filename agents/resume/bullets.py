"""Lines of a resume that could be stronger: a weak verb, no result, no number; each with a rewrite that adds no fact."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Sequence

from core.advice import BulletAdvice, BulletFault
from core.resume import Bullet, ParsedResume

MOST = 12
LONG = 36
"""Words of a line from which a reader loses it."""
_IRREGULAR = dict(
    pair.split(":") for pair in
    "building:built leading:led running:ran writing:wrote growing:grew cutting:cut making:made teaching:taught driving:drove setting:set keeping:kept "
    "taking:took overseeing:oversaw selling:sold buying:bought bringing:brought giving:gave holding:held meeting:met rebuilding:rebuilt rewriting:rewrote "
    "finding:found speaking:spoke doing:did getting:got putting:put sending:sent spending:spent winning:won undertaking:undertook dealing:dealt".split()
)  # fmt: skip
_DUTY = re.compile(
    r"^(?:i was |was )?(?:responsible for|in charge of|tasked with|accountable for|duties included|responsibilities included|my duties were)\s+",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"^(?:i )?(?:helped(?: to| with| out with)?|assisted(?: in| with)?|contributed to|participated in|took part in|was involved in|involved in|was part of|part of|aided in)\s+",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(?:i )?(?:worked (?:on|with|in)|handled|dealt with|did|used|utili[sz]ed|was exposed to|gained experience (?:in|with)|familiar with)\s+",
    re.IGNORECASE,
)
_FIRST = re.compile(r"^(?:i|we)\s+(?=[a-z])|\b(?:my|our)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|dozens?|half|halved|halving|"
    r"doubl\w+|tripl\w+|twice|quarter|every|all)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:reduc\w+|cut(?:ting)?|increas\w+|grew|grow\w+|improv\w+|sav(?:ed|ing)|faster|fewer|less|more than before|from \S+(?: \S+)? to|by \d|fell|rose|rise|won|halv\w+|"
    r"doubl\w+|tripl\w+|so that|which|result\w*|leading to|led to|enabl\w+|rais(?:ed|ing)|lower\w+|without|went (?:from|up|down)|brought|achiev\w+|exceed\w+|deliver\w+|used by|"
    r"serv(?:ed|ing)|adopted|shared by|uses?|prevent\w+|eliminat\w+|lift\w+|award\w*|on time|under budget|ahead of)\b",
    re.IGNORECASE,
)
_WHY: dict[BulletFault, str] = {
    "weak_verb": "It begins with words that do not say what you did yourself.",
    "no_result": "It says what you did, and not what came of it.",
    "no_number": "It has no number, so that a reader cannot tell how large or how often.",
    "too_long": "It is longer than a reader takes in at a glance; make two lines of it.",
    "first_person": "Resumes leave out “I” and “my”.",
}


def review(resume: ParsedResume) -> tuple[BulletAdvice, ...]:
    """The lines under the roles that could be stronger, those with most faults first, at most MOST."""
    found = [advice for role in resume.roles for bullet in role.bullets if (advice := _review(bullet))]
    return tuple(sorted(found, key=lambda one: -len(one.faults))[:MOST])


def _review(bullet: Bullet) -> BulletAdvice | None:
    faults = _faults(bullet.text)
    if not faults or (faults == ["no_number"] and _RESULT.search(bullet.text)):
        return None
    why = " ".join(_WHY[fault] for fault in faults)
    return BulletAdvice(
        lines=bullet.lines, text=bullet.text, faults=tuple(faults), why=why, rewrite=_rewrite(bullet.text, faults)
    )


def _faults(text: str) -> list[BulletFault]:
    found: list[BulletFault] = []
    if _DUTY.match(text) or _SHARED.match(text) or _VAGUE.match(text):
        found.append("weak_verb")
    if not _RESULT.search(text):
        found.append("no_result")
    if not _NUMBER.search(text):
        found.append("no_number")
    if len(text.split()) > LONG:
        found.append("too_long")
    if _FIRST.search(text):
        found.append("first_person")
    return found


def _rewrite(text: str, faults: Sequence[BulletFault]) -> str:
    """The same facts in a stronger order; what is not known stands in brackets."""
    line = text.strip().rstrip(".;")
    if "first_person" in faults:
        line = re.sub(r"^(?:i|we)\s+", "", line, flags=re.IGNORECASE)
    line = _verb(line)
    if "no_result" in faults:
        line += (
            ", which [what changed, such as time saved or errors avoided: number]"
            if "no_number" in faults
            else ", which [what changed because of it]"
        )
    elif "no_number" in faults:
        line += " ([number] [of what])"
    return f"{line[:1].upper()}{line[1:]}."


def _verb(line: str) -> str:
    """A duty becomes what was done; a shared task asks for one's own part, since claiming all of it would be untrue."""
    duty = _DUTY.match(line)
    if duty:
        rest = line[duty.end() :]
        first, _, more = rest.partition(" ")
        return (
            f"{_past(first)} {more}".strip()
            if re.fullmatch(r"[A-Za-z]{3,}ing", first)
            else f"[Ran, planned, checked: choose what is true] {rest}"
        )
    shared = _SHARED.match(line)
    if shared:
        return f"[Your own part, such as planned, wrote or tested] in {_gerund(line[shared.end() :])}"
    vague = _VAGUE.match(line)
    if vague:
        return f"[Built, fixed, introduced: choose what is true] {line[vague.end() :]}"
    return line


def _past(verb: str) -> str:
    low = verb.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    base = low[:-3]
    return f"{base[:-1]}ied" if re.search(r"[^aeiou]y$", base) else f"{base}ed"


def _gerund(rest: str) -> str:
    """ "helped build the shop" leaves "building the shop"."""
    first, _, more = rest.partition(" ")
    low = first.lower()
    base = {"build", "design", "develop", "write", "run", "plan", "test", "create", "manage", "lead", "set", "prepare", "organise", "organize",
            "train", "implement", "deliver", "improve", "make", "move", "migrate", "launch", "grow", "maintain", "support", "reduce"}  # fmt: skip
    if low not in base:
        return rest
    stem = low[:-1] if low.endswith("e") else low + low[-1] if low in ("run", "plan", "set") else low
    return f"{stem}ing {more}"
