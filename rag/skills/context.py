"""Tells names from words: Go from "go to", C from a grade, Spring from the season, by case, neighbours and company."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.skills.catalog import Skill
from rag.skills.tokens import Token

REACH = 8
"""Words to each side in which company is looked for."""
_WORDS_TOO = frozenset(
    """can rag cam sam pam pic soc ids ips or er it ar ad pr hr la bi cd ci ha dr lit pos ats lan wan nat spa less ant ram gin bun
    sem ide gas sen cis ace cpt ml dl ai pi rn aid cap dash gap has his map mes met mis mom nor not now one our out own per put
    ran raw red ref rep res rest safe see set she six so son spi step sum tab tap tar ten the too top try two use van via war was
    way who why win won yes yet you ap gl cos nas san mac act ali aps cat cop ops otp pan pat dal dot dod pal dip dsp cna cst ira
    tms wms sop orm dam des dfm fir sit sis tem tim nms pots cars sire cot mart mens arm art bit bot tea send sap sas rice lime
    raft expo fuse ros""".split()
)
_LEAD = re.compile(
    r"\b(?:experienced?|knowledge|proficien\w+|familiar\w*|expertise|skills?|skilled|fluen\w+|understanding|versed|programm\w+|coding|written|coded)\s+"
    r"(?:\w+\s+)?(?:with|of|in|using)\s+$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:skills?|experience|knowledge|programming|development|developers?|scripts?|expertise|certifi\w+)\b",
    re.IGNORECASE,
)
_LIST_LEFT = re.compile(r"(?:^|[\n,;:|•·●▪‣/()\[\]–—-]|\band\b|\bor\b|&)[ \t]*$")
_LIST_RIGHT = re.compile(r"^[ \t]*(?:$|[\n,;|•·●▪/()\[\].–—]|and\b|or\b|&|\()")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the text, its words, the first and last word of it, and the words that are names beyond doubt."""

    text: str
    words: Sequence[Token]
    first: int
    last: int
    names: frozenset[int]


def firm(skill: Skill, alias: str) -> bool:
    """True for a name that cannot be a word, so that it lends its neighbours credit."""
    technical = skill.kind in ("language", "framework", "library", "tool", "platform", "database", "protocol")
    return technical and alias not in skill.context.names and len(alias) > 2


def allowed(skill: Skill, alias: str, place: Place) -> bool:
    """Whether the words at this place mean the skill."""
    surface = place.text[place.words[place.first].start : place.words[place.last].end]
    if alias in skill.context.names:
        return _by_rules(skill, alias, surface, place)
    if alias.isupper() and len(alias) <= 4 and surface.islower():
        # Job boards write tags in small letters (aws, tdd); can, rag and it are words.
        return surface not in _WORDS_TOO and (len(alias) > 2 or _listed(place))
    return True


def _by_rules(skill: Skill, alias: str, surface: str, place: Place) -> bool:
    rules = skill.context
    before = place.words[place.first - 1].text.lower() if place.first else ""
    following = place.words[place.last + 1] if place.last + 1 < len(place.words) else None
    after = following.text.lower() if following and not re.search(r"[,;.:()\n]", following.gap) else ""
    if place.first and re.search(r"[,;.:()\n]", place.words[place.first].gap):
        before = ""
    if (after in rules.not_before and not _continues(place)) or before in rules.not_after:
        return False
    if rules.case and surface != alias and not (surface.isupper() and len(alias) > 3):
        # A tag line of a job board is all small: "go", "rust" count there, between names that are beyond doubt.
        return surface == alias.lower() and len(alias) > 2 and _tagged(place)
    if not rules.company:
        return True
    return _listed(place) or _asked(place) or _near(rules.near, place) or _accompanied(place)


def _continues(place: Place) -> bool:
    """The second of two names: in "Python and Go for 300 customers" the "for" belongs to both."""
    if place.first - 1 in place.names:
        return bool(re.fullmatch(r"\s*[,/&]\s*", place.words[place.first].gap))
    return place.first - 2 in place.names and place.words[place.first - 1].text.lower() in ("and", "or")


def _listed(place: Place) -> bool:
    """Between list marks on both sides."""
    left = place.text[: place.words[place.first].start]
    right = place.text[place.words[place.last].end :]
    return bool(_LIST_LEFT.search(left[-12:]) and _LIST_RIGHT.match(right[:8]))


def _asked(place: Place) -> bool:
    """After the words that announce a skill: "experience with Go"."""
    before = place.text[max(0, place.words[place.first].start - 60) : place.words[place.first].start]
    after = place.text[place.words[place.last].end : place.words[place.last].end + 20]
    return bool(_LEAD.search(before) or _TAIL.match(after))


def _tagged(place: Place) -> bool:
    return _listed(place) and (place.first - 1 in place.names or place.last + 1 in place.names)


def _near(words: frozenset[str], place: Place) -> bool:
    around = [*range(max(0, place.first - REACH), place.first), *range(place.last + 1, place.last + 1 + REACH)]
    return any(place.words[at].text.lower() in words for at in around if at < len(place.words))


def _accompanied(place: Place) -> bool:
    near = set(range(place.first - REACH, place.first)) | set(range(place.last + 1, place.last + 1 + REACH))
    return bool(near & place.names)
