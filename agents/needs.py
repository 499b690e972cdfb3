"""Which questions touch which need of a job description, and how nearly: each part of a need is looked for by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.bank import Track
from core.text import words
from rag.knowledge import Knowledge
from rag.skills import find, is_generic

DEEP = 8
"""Questions that one part of a need brings along."""
ABOUT, ABROAD = 0.34, 0.5
"""How near a question must be to a part of a need to be about it: one of the candidate's own roles, and any other. Of the
right ones of 332 needs 85 in 100 are above 0.34, of the wrong ones among the first eight 95 in 100 below 0.53."""
OF_BEST = 0.7
"""How near it must be in comparison with the nearest one."""
SKILLED = 0.5
"""How near the questions of a skill's own role are to a need that names the skill, at least."""
_OFFER = re.compile(
    r"\b(?:\d+\s*\+?\s*(?:or more )?years?(?: of)?|(?:\w+ )?(?:experience|knowledge|understanding|command|background|track record|"
    r"expertise|interest|skills?|ability|familiarity|proficiency) (?:with|of|in|building|to)|experienced?|strong|solid|deep|basic|"
    r"first|good|excellent|proven|modern|fundamentals?|including|hands-on|in production|is an? (?:big |nice )?(?:plus|bonus|advantage)|"
    r"(?:build|develop|writ|maintain|design)ing (?:\w+ )?(?:services|applications|software|systems|products|solutions|apps|code)|"
    r"nice to have|must[ -]haves?|preferred|desirable|required|you will|requirements?|responsibilities|your tasks)\b:?",
    re.IGNORECASE,
)
"""What a job description says around a skill; it would only blur what is looked for."""
_BETWEEN = re.compile(r"[,;()]|\s(?:and|or|&)\s|\s/\s|\band/or\b")
_ANY = re.compile(r"\bor\b|\s/\s", re.IGNORECASE)
"""Where any one of several parts is enough; CI/CD is one part."""
_CAPITAL = re.compile(r"(?<![^ ,/(])[A-Z][A-Za-z]*(?![\w+#])")
_LINKS = re.compile(r"\b(?:in|with|of|on|for|to|using|the|a|an)\b", re.IGNORECASE)
_NICE = re.compile(r"\b(?:plus|bonus|advantage|nice to have|preferred|desirable|ideally|optional)\b", re.IGNORECASE)


@dataclass(slots=True)
class Touched:
    """A question's nearness to the needs it touches (0-1), nearest first when listed."""

    fits: dict[str, float] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The nearness to the nearest need; half for what would only be nice."""
        return max((fit * weight(need) for need, fit in self.fits.items()), default=0.0)

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs, nearest first."""
        return tuple(sorted(self.fits, key=lambda need: -self.fits[need]))

    def add(self, need: str, fit: float) -> None:
        """Keeps the nearest of several finds."""
        self.fits[need] = max(fit, self.fits.get(need, 0.0))


def parts(need: str) -> tuple[str, ...]:
    """What a need asks for, thing by thing: `Terraform, Kubernetes and AWS` are three."""
    bare = " ".join(_OFFER.sub(" ", need).split()) or need
    found = [part.strip(" :-").rstrip(".") for part in _BETWEEN.split(bare)]
    return tuple(dict.fromkeys(part for part in found if words(part))) or (bare,)


@lru_cache(maxsize=512)
def things(need: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """What a need asks for, each with the skills it names: a list of skills is as many things, anything else one.

    A sentence that names several skills has none here: a question about one of them is not yet about the sentence.
    """
    listed = () if _ANY.search(need) else parts(need)
    named = [_skills(part) for part in listed]
    if len(listed) > 1 and all(named):
        return tuple(zip(listed, named, strict=True))
    alone = _skills(need)
    return ((need, alone if len(alone) == 1 else frozenset()),)


def _skills(text: str) -> frozenset[str]:
    return frozenset(one.skill.id for one in find(text) if not is_generic(one))


def weight(need: str) -> float:
    """1 for what must be there, half for what would be nice."""
    return 0.5 if _NICE.search(need) else 1.0


def touched(
    knowledge: Knowledge, track: Track, needs: tuple[str, ...], roles: frozenset[str], role_words: Mapping[str, str]
) -> dict[str, Touched]:
    """Question id → the needs it is about, for a candidate of these roles."""
    by_id: dict[str, Touched] = {}
    for need in needs:
        named = named_roles(knowledge, track, need, role_words)
        for part in () if need.endswith(":") else parts(need):
            # The language itself is its role's; as a word, "Go" would find "go or no go".
            rest = " ".join(word for word in part.split() if not named_roles(knowledge, track, word, role_words))
            if not words(_LINKS.sub("", rest)):
                continue
            near = knowledge.search(rest, track=track, k=DEEP)
            for one in near:
                least = ABOUT if one.question.role in roles | named else ABROAD
                if one.fit >= max(least, OF_BEST * near[0].fit):
                    by_id.setdefault(one.question.id, Touched()).add(need, one.fit)
        for question in knowledge.bank.track(track):
            if question.role in named:
                by_id.setdefault(question.id, Touched()).add(need, SKILLED)
    return by_id


def named_roles(knowledge: Knowledge, track: Track, need: str, role_words: Mapping[str, str]) -> frozenset[str]:
    """The bank's roles that are skills a need names, such as Go, SQL or JavaScript."""
    skills = {skill.skill.name.casefold() for skill in find(need)} | {
        name.casefold() for name in _CAPITAL.findall(need)
    }
    return frozenset({role_words.get(skill, skill) for skill in skills} & set(knowledge.bank.roles(track)) - {"any"})
