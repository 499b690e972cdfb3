"""What a candidate asks for in so many words instead of answering, and when they lose their temper. English only.

A wish is one only when nothing else is said: whoever answers and then asks for a repetition has answered.
"""

import re
from typing import Literal

from core.text import words

Wish = Literal["repeat", "rephrase", "hint", "skip", "think", "end", "silence"]
MOST_WORDS = 32
"""A longer text is an answer, whatever else it asks for."""

_FILLERS = frozenset("um uh er erm hm hmm mm mmm eh ah oh".split())
_SOFT = _FILLERS | frozenset("please just maybe perhaps kindly quickly really quite actually honestly well".split())
"""Words that change nothing about what is asked for."""
_ASK = (
    r"(?:(?:can|could|would|will|may|might|shall|should) (?:you|we|i)|(?:do|would) you mind|let's|let us|let me|i would like to|i'd like to|i want to|"
    r"i wanna|i need to|i have to|i'll|i will|i would rather|i'd rather|i'd prefer to|i must)"
)
_IT = (
    r"(?: (?:(?:the|your|that|this|my)(?: (?:last|previous|whole|first|next))? (?:question|one|part|sentence|bit|topic|task)|all of (?:it|that)|"
    r"what you (?:said|asked)|everything|it|that|this|you|all))?"
)
_TALK = r"(?:the|this|my|our) (?:interview|session|conversation|call|practice)"
_STOP = r"(?:end|stop|finish|quit|abort|terminate|break off|cancel|leave|wrap up)"
_PATTERNS: dict[Wish, str] = {
    "end": (
        rf"(?:{_ASK} )?{_STOP}(?: (?:{_TALK}|with this|with it|it|this|things))?(?: (?:right here|right now|here|now|early|there|for today|at this point|already))+"
        rf"|(?:{_ASK} )?{_STOP} {_TALK}|{_ASK} (?:end|stop|quit|finish)(?: (?:it|this))?"
        r"|(?:i (?:have|need) to|i've got to|i gotta|i must) (?:go|leave|run|stop)(?: now)?"
        r"|i (?:do not|don't) want to (?:go on|continue|do this)(?: (?:anymore|any more|any longer))?|that(?:'s| is) enough for (?:today|now)"
    ),
    "skip": (
        rf"(?:{_ASK} )?(?:skip(?:ping)?|pass(?: on)?){_IT}|{_ASK} leave (?:it out|(?:this|that|it)(?: (?:one|question))?)|leave (?:this|that) (?:one|question)(?: out)?"
        rf"|{_ASK} (?:move on|go on|continue|proceed|go|move)(?: (?:to|with) (?:the|a|an) (?:next|other|another|different)(?: (?:question|one|topic))?)?"
        r"|move on(?: to the next(?: (?:question|one))?)?|(?:ask me )?(?:the )?(?:next|another|a different)(?: (?:question|one))?"
    ),
    "hint": (
        r"(?:(?:can|could|may|would|will) (?:you|i) (?:give|have|get|offer)|give|do you have|is there|i need|i could use|i would like|i'd like)(?: me| us)?"
        r"(?: (?:a|an|any|another|some|one))?(?: (?:little|small|tiny|more))? (?:hints?|tips?|clues?|pointers?|help)"
        r"|(?:(?:a|any|another|some|one more) )?(?:hints?|clues?)|(?:can|could) you help me(?: a (?:bit|little))?"
    ),
    "rephrase": (
        rf"(?:{_ASK} )?(?:rephras(?:e|ing)|reword(?:ing)?|clarify(?:ing)?|explain(?:ing)?){_IT}(?: (?:a (?:bit|little)|more|better|differently|again|for me|to me))*"
        rf"|(?:{_ASK} )?(?:say|put|ask|phrase|explain){_IT} (?:differently|another way|in another way|in other words|in (?:simpler|easier|different) words|more simply|more slowly)"
        r"|i (?:do not|don't|did not|didn't|can not|cannot|can't)(?: (?:fully|completely|exactly))? (?:understand|understood|get|follow)"
        r"(?: (?:what (?:you|the question) (?:mean|means|want|ask)|what you(?: are|'re) asking|(?:the|your|this|that) (?:question|word|task)|it|that|this|you))?"
        r"|(?:i am|i'm) not sure (?:what you(?: are|'re) asking|what you (?:mean|want|ask)(?: (?:by|with) (?:that|this|it))?|i (?:understand|understood)(?: (?:the|your) question)?)"
        r"|what (?:do|did) you mean(?: (?:by (?:that|this|it)|with (?:that|this|it)|exactly|here))*"
    ),
    "repeat": (
        rf"(?:{_ASK} )?(?:repeat(?:ing)?|go over){_IT}(?: (?:again|once more|one more time|once again|for me|to me))*"
        r"|(?:(?:can|could|would|will) you )?(?:say|ask|read|tell me)(?: (?:(?:the|your) question|what you (?:said|asked)|it|that|this))? (?:again|once more|one more time|once again)"
        r"|what (?:was|is) (?:the|your) question(?: again)?|what was that(?: again)?|what did you (?:say|ask)|come again|again|once more|one more time|repetition"
        r"|i (?:did not|didn't|could not|couldn't|can not|can't) (?:hear|catch|get|heard)"
        r"(?: (?:all of (?:it|that)|(?:the|your)(?: (?:last|whole))? (?:question|part|bit)|what you said|it|that|you))?(?: (?:well|clearly|properly))?"
    ),
    "think": (
        r"(?:let me|i (?:need|have|want) to|i'll|i will|i must|may i|can i) think(?: (?:about (?:it|that|this)|for a (?:moment|second|minute|bit|while)|a (?:moment|second|minute|bit|little)))*"
        r"|(?:(?:can|could|may) i (?:have|get|take)|give me|i need|wait) (?:a|one|another|some|two)(?: (?:short|quick|little))? (?:moment|second|sec|minute|seconds|minutes|time)(?: to think)?"
        r"|(?:one|a) (?:moment|second|sec|minute)|(?:wait|hold on|hang on|bear with me)(?: (?:a|one) (?:moment|second|sec|minute))?"
    ),
}
_BESIDE = (
    r"(?:i'm|i am) (?:so |very )?sorry|sorry|(?:my )?apologies|excuse me|pardon(?: me)?|thank you|thanks|hi|hello|hey|ok|okay|so|and|but|then|now|right|"
    r"(?:i have )?no idea|yes|yeah|no|nope|for me|to be honest|if (?:that's|that is|it's|it is) (?:ok|okay|possible|fine|all right)|if possible|if you (?:do not|don't) mind|"
    r"i (?:do not|don't) know(?: (?:it|that|this|the answer))?|i(?:'m| am) stuck|i have no answer|(?:i'm|i am) not sure|on (?:this|that)(?: one)?"
)


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, each by itself, so that the longest match of all can be taken."""
    found, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


_EACH = [
    (name, re.compile(rf"(?:{one})(?= |$)"))
    for name, pattern in (*_PATTERNS.items(), ("", _BESIDE))
    for one in _alternatives(pattern)
]

_RUDE = r"(?:stupid|dumb|useless|pathetic|ridiculous|worthless|incompetent|idiotic|garbage|trash|rubbish|a joke|a clown|a fool|moronic)"
_INSULT = re.compile(
    r"\b(?:fuck(?:ing|er)?|shit(?:ty)?|bullshit|asshole|arsehole|bastard|bitch|screw you|go to hell|shut up|piss off|get lost|moron|idiots?|imbecile"
    rf"|you(?:(?: are|'re)(?: \w+){{0,2}})? {_RUDE}|{_RUDE} (?:\w+ )?(?:questions?|interview(?:er)?|test|machine|ro?bot|game|program|app)"
    rf"|(?:questions?|interview|this) (?:is|are) (?:\w+ )?{_RUDE}|waste of (?:my )?time|i hate (?:you|this)|sick of (?:you|this))\b",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"\b(?:i(?:'ll| will|'m going to| am going to| know how to) (?:kill|hurt|find|get|come for|destroy|smash|punch|break) you\b(?! (?:a|an|the|some|one|more|what|two)\b)"
    r"|i know where you|you(?:'ll| will) (?:regret|pay for|be sorry)|watch your back)",
    re.IGNORECASE,
)


def wish_of(text: str) -> Wish | None:
    """What these words ask for; None when they say anything else. No words at all are `silence`."""
    said = words(text)
    if all(word in _FILLERS for word in said):
        return "silence"
    if len(said) > MOST_WORDS:
        return None
    rest, found = " ".join(word for word in said if word not in _SOFT), ""
    while rest:
        name, taken = max(((name, _length(pattern, rest)) for name, pattern in _EACH), key=lambda one: one[1])
        if not taken:
            return None
        found = name or found
        rest = rest[taken:].lstrip()
    return found or None  # type: ignore[return-value]


def hostile(text: str) -> bool:
    """True for insults and threats against whoever asks."""
    return bool(_INSULT.search(text) or _THREAT.search(text))


def _length(pattern: re.Pattern[str], rest: str) -> int:
    found = pattern.match(rest)
    return found.end() if found else 0
