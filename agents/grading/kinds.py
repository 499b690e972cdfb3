"""What kind of thing a personal claim names (a question, a limit, an occasion, something said), and which sentences hold such a thing.

"Names one concrete piece of work" is met by another work in each answer, and none shares words with the next. What they
share is their kind. A kind proves nothing alone: it lifts the sentence that the words already point to.
"""

import re
from functools import lru_cache

_CLAIMED = {
    "asking": r"^(?:asks?|asked|finds? out|found out|checks? with|clears?|clarified|enquires?)\b|\basks? back\b",
    "limit": r"^(?:admits?|admitted|knows? that)\b|\b(?:not yet|will not|cannot|does not|is missing|limits?|weak|downside|still lacks?|own share)\b",
    "occasion": r"^(?:names?|gives?|tells?|supports?|proves?|shows?|describes?)\b.*\b(?:concrete|real|actual|example|occasion|case|instance|past|piece of work|earlier|finished)\b",
    "speech": r"^(?:told|tells|said|says to|stated|explain(?:ed|s)|raised|spoke|speaks|announced|reported)\b",
}
_SHOWN = {
    "asking": r"\?|\bi(?:'d| would| will|'ll)? (?:\w+ )?(?:ask|asked|find out|found out|check with|checked with|rang|called|clarify|clarified)\b|\bi(?:'d| would)? (?:like|want) to (?:agree|fix|know|clear)\b",
    "limit": r"\b(?:i|it|that|which|what) (?:\w+ )?(?:don't|didn't|haven't|hasn't|won't|can't|cannot|couldn't|wasn't|isn't|do not|did not|have not|will not) |\bnot yet\b|\bi'm not\b|\bi am not\b|\bi (?:still )?(?:lack|struggle|push|put off|postpone)\b|\bmy fault\b",
    "occasion": r"\b(?:i|i've|i'd|we) (?:\w+ )?(?:\w+ed|had|made|built|wrote|took|found|got|ran|led|did|brought|sold|kept|set|was|were)\b.*(?:\d|\b(?:in my|at my|in the|last|job|company|firm|team|position|week|month|year)\b)",
    "speech": r"\b(?:i|we) (?:\w+ )?(?:told|said|explained|spoke|talked|raised|called|wrote to|went to|announced|reported|asked)\b|\bi(?:'d| would) (?:say|tell|explain)\b|[\"“]",
}
_CLAIMS = {kind: re.compile(pattern) for kind, pattern in _CLAIMED.items()}
_SIGNS = {kind: re.compile(pattern) for kind, pattern in _SHOWN.items()}


@lru_cache(maxsize=2048)
def kinds_of(claim: str) -> tuple[str, ...]:
    """The kinds of thing that a key point asks for, by its own words."""
    low = claim.lower()
    return tuple(kind for kind, pattern in _CLAIMS.items() if pattern.search(low))


def holds(kind: str, sentence: str) -> bool:
    """True when a sentence holds a thing of this kind."""
    return bool(_SIGNS[kind].search(sentence.lower().replace("’", "'")))
