"""Noun phrases after the words that announce a skill, so that a skill the list does not have is kept in the ad's own words."""
# ruff: noqa: E501 - patterns and sentences, one a line

import itertools
import re
from dataclasses import dataclass

_LEAD = re.compile(
    r"\b(?:(?:hands-on |practical |working |proven |solid |strong |good |deep |extensive |professional |previous |prior |some |basic |in-depth )*"
    r"(?:experience|knowledge|understanding|expertise|proficiency|familiarity|background|competence|grounding|fluency|command|"
    r"training|degree|diploma|certification|certificate|qualification|skills?|interest)\s+(?:of|in|with|using|on|within|from|related to)|"
    r"(?:proficient|experienced|familiar|fluent|skilled|versed|specialized|specialised|competent|expert|certified|trained|comfortable)"
    r"\s+(?:in|with|at|on|using))\s+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[.;:()\[\]\n]|,?\s+\b(?:is|are|was|will|would|that|which|who|as well as|to (?!end)|for|from|where|when|preferably|preferred|required|"
    r"desired|desirable|a plus|an advantage|including|such as|like|e\.g|i\.e|at least|within|across|on|by|as|so|but|we|you|our|your|"
    r"have|has|can|should|must|if|while|through|in (?:a|an|the|our|order)|with)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|/|\bor\b|\band/or\b|\band\b|&)\s*", re.IGNORECASE)
_TRIM = re.compile(
    r"^(?:a|an|the|any|all|some|both|various|multiple|modern|other|one of|one|more|at least|similar|related|relevant|different|either|"
    r"of|in|with|using|working|building|developing|designing|large|good|strong|solid|basic|our|your|etc)\s+|"
    r"\s+(?:etc|or similar|or equivalent|or related|environment|environments|setting|settings|field|fields)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    """a an the it them this that these those similar equivalent related etc more plus years year field fields least one other others working
    written verbal oral spoken ability following technologies tools areas industry position role subject topics skills things people teams
    team work job level high strong company business environment learn develop""".split()
)
"""Words that name nothing that could be known."""
LONGEST = 5
"""Words of a phrase; what is longer is a clause."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at a place of the text."""

    start: int
    end: int
    text: str


def phrases(text: str) -> list[Phrase]:
    """The phrases that the text announces as skills, in order."""
    found: list[Phrase] = []
    for lead in _LEAD.finditer(text):
        stop = _STOP.search(text, lead.end())
        end = min(stop.start() if stop else len(text), lead.end() + 160)
        for start, finish in _parts(text, lead.end(), end):
            if 1 <= len(text[start:finish].split()) <= LONGEST and _names(text[start:finish]):
                found.append(Phrase(start, finish, text[start:finish]))
    return found


def _names(phrase: str) -> bool:
    return any(word.strip(",:;") not in _EMPTY for word in phrase.lower().split())


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [(match.start() + start, match.end() + start) for match in _SPLIT.finditer(text[start:end])]
    edges = [(start, start), *cuts, (end, end)]
    parts = []
    for (_, begin), (finish, _) in itertools.pairwise(edges):
        while (trim := _TRIM.search(text[begin:finish])) is not None:
            begin, finish = (begin + trim.end(), finish) if trim.start() == 0 else (begin, begin + trim.start())
        piece = text[begin:finish]
        begin += len(piece) - len(piece.lstrip())
        finish = begin + len(piece.strip())
        if finish > begin and re.search(r"[a-zA-Z]", text[begin:finish]):
            parts.append((begin, finish))
    return parts
