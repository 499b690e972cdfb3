"""How finished does an answer sound? From its words alone, in microseconds; a recognizer's punctuation is a hint, not a need.

The weights are set by hand and measured by `python -m bench.patience`; English only.
"""

import re
from collections.abc import Collection
from typing import Literal

from audio.turns import Patience

_WORD = re.compile(r"[a-z0-9%$][a-z0-9'%$.,-]*[a-z0-9%]|[a-z0-9%$]", re.IGNORECASE)

_OPEN_LAST = frozenset(
    """and but or so because if when while that which who whom whose where although though unless until since than
    plus also the a an my our your his her their its these those some any each every another such of in on at by for with
    from to into onto over under about between through during before after against within without around across per via like
    is are was were be been being am has have had do does did will would can could should may might must i'd i'll we'd we'll
    they'd i'm we're they're it's that's there's isn't wasn't didn't doesn't couldn't wouldn't i we they he she
    um uh er erm hmm mm well basically actually essentially probably maybe kind sort rather quite very really just only even
    most least both either neither gonna wanna let lets let's say eh meant means called named including especially particularly
    instead whether how why what as""".split()
)
"""Words after which a clause goes on."""
_MAY_END = frozenset(
    """that before after about over through around like since so instead what do did does am was is are has have had can could would should
    will even really most both well any say called named means meant her right either neither why where each another though while only
    these those between""".split()
)
"""Of these, the ones that end a clause often enough to believe a recognizer's full stop."""
_FILLERS = frozenset("um uh er erm hmm mm hm eh ah well so like okay right".split())
_TRANSITIVE = frozenset(
    """use used using make made making take took taking get got getting give gave giving put putting need needed want wanted
    have had build built building find found add added adding set show showed create created creating check checked
    checking keep kept keeping send sent sending call called write wrote writing choose chose decide decided include included
    start started try tried help helped tell told ask asked realise realised realize realized think thought believe
    mean meant see saw""".split()
)
_UNFINISHED = re.compile(
    r"(?:the (?:reason|problem|thing|question|point|idea|issue|trick|trade-?off|main thing|first thing|other thing|next step|goal|answer)"
    r"(?: (?:here|there|for (?:me|us)|with (?:that|this)))? (?:is|was|being)"
    r"|what (?:i|we) (?:did|do|would do|found|learned|meant|mean|mean is|want|wanted|noticed|saw)(?: (?:is|was|there|next|then))?"
    r"|let me (?:think|see|start|try|put it)(?: (?:about (?:that|this|it)|of|it this way|for a (?:second|moment|minute)))?"
    r"|give me (?:a|one) (?:second|moment|minute)|how (?:do|should|shall) i (?:put|say) (?:it|this|that)"
    r"|what (?:was|is) (?:it|the word|it called|his name|her name)|i'm trying to (?:think|remember)|where was i|bear with me"
    r"|for (?:example|instance)|such as|in other words|that is to say|as opposed to|on the (?:one|other) hand|in terms of|because of"
    r"|(?:there (?:are|were)|i (?:see|have|had)|we (?:have|had)) (?:two|three|four|a few|several|a couple(?: of)?) \w+(?: \w+)?"
    r"|it depends(?: on)?|(?:and|but|so|or) then|and so on and|i (?:think|guess|mean|suppose|would say|believe|remember)|you know|sort of|kind of)$"
)
_ANNOUNCED = re.compile(
    r"\b(two|three|four|five) (?:main |big |different |key |other )?(?:things|reasons|parts|steps|ways|options|points|cases|problems|ideas|sides|kinds|causes)\b"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_ORDINAL = re.compile(
    r"\b(?:first|firstly|first of all|second|secondly|third|thirdly|fourth|finally|lastly|the other(?: one)?|the last(?: one)?|number (?:one|two|three|four))\b"
)
_CLOSING = re.compile(
    r"(?:that(?:'s| is| would be|'d be| was) (?:it|my answer|all|everything|basically it|pretty much it|about it|all i have|all from me|the whole story|what i would do|what i'd do|how i would do it|how i'd do it|the gist)"
    r"|(?:i think )?that(?:'s| is) (?:it|all)(?: (?:from me|really|i think|for me))?|i'm done|i am done|that answers (?:it|the question)|hope that (?:helps|answers (?:it|your question|the question))"
    r"|over to you|nothing (?:more|else) (?:to add|from me|comes to mind)|so yeah that(?:'s| is) (?:it|about it|my answer|how i see it))$"
)
_ENDING = re.compile(
    r"(?:so (?:yeah|yes)|in the end|overall|in (?:short|summary|conclusion)|to sum up|ultimately|as a result|since then|which is why|that's (?:how|why|what|when|where)|that is (?:how|why|what)"
    r"|so that(?:'s| is)|(?:and|so) (?:it|that|we|they) (?:worked|shipped|never happened again|has held|held|went|dropped|fell|rose|ended)|looking back|if i did it again|next time|what i (?:learned|took)"
    r"|i(?:'d| would) (?:do|go with|pick|choose|recommend|start with|take|say)|my (?:recommendation|answer|choice|preference) (?:is|would be))"
)
_SHORT_WHOLE = re.compile(
    r"^(?:yes|no|yeah|nope|sure|not really|none|i don't know|i do not know|no idea|no thank you|no thanks|not at the moment|i'm not sure|skip)\b"
)
_BACK = frozenset(
    "mm-hm mmhm mhm mm hm hmm uh-huh uh huh yeah yes yep ok okay right sure got it i see alright oh".split()
)


def words_of(text: str) -> list[str]:
    """Lower-case words as they are spoken, apostrophes kept."""
    return [found.lower().rstrip(".,") for found in _WORD.findall(text.replace("’", "'"))]


_CLOSED = re.compile(
    r"^(?:(?:so|and|okay|great|thanks),? )*(?:does|are|is|will|may|do you (?:need|have (?:any )?(?:questions|children|a)|prefer|mind|speak|live|own)|would you (?:be|like|prefer|mind)|can you (?:start|work|travel|drive|relocate|commit|do))\b"
    r"|\b(?:how (?:long|many|much|soon|often|old|far)|when|which|what (?:is|are|was|were) (?:your (?:notice|salary|current salary|earliest|availability|job title|role|title)|the (?:default|port|time complexity|complexity|name|status code|result|output|difference in))|where (?:do|are|did)|who)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:why|how (?:do|did|would|does|is|are|can|could|should)|explain|describe|tell me|walk me|compare|design|what happens|talk me|give me an example|example|difference)\b",
    re.IGNORECASE,
)


def expects(question: str) -> Literal["short", "long"]:
    """Whether a question asks for a word or two or for an account."""
    last = re.split(r"(?<=[.!])\s+", question.strip())[-1]
    return "short" if _CLOSED.search(last) and not _OPEN.search(question) else "long"


def is_backchannel(text: str) -> bool:
    """True for the small sounds of a listener, and for no words at all."""
    found = words_of(text)
    return len(found) <= 3 and all(word in _BACK for word in found)


def closes(text: str) -> bool:
    """True when the last words say that this was the answer."""
    return bool(_CLOSING.search(" ".join(words_of(text)[-9:])))


_ALOUD = re.compile(
    r"\b(?:hmm|um|uh|erm|wait|let me|what's the|what is the|what was|how many|when would i|where would|or maybe|or is it|i wonder|let's see)\b"
)
"""Someone who thinks aloud: what sounds whole is half a thought."""
_TIME = re.compile(
    r"\b(?:let me think|give me (?:a|one|just a) (?:second|sec|moment|minute)|(?:just )?(?:one|a) (?:second|sec|moment)|bear with me|hold on|let me see|let's see)(?: \w+){0,6}$"
)
"""Someone who asks for time; a few words about what for may follow."""


def completeness(text: str, expects: Literal["short", "long"] = "long") -> float:
    """0 (in the middle of a clause) to 1 (sounds finished as an answer to a question that expects a short or long one)."""
    found = words_of(text)
    if not found or open_end(found, text):
        return 0.0
    joined, length = " ".join(found), len(found)
    if expects == "short":
        score = 0.72 + 0.16 * min(1.0, length / 8) + (0.14 if _SHORT_WHOLE.match(joined) else 0.0)
    else:
        score = 0.28 + 0.55 * min(1.0, length / 50) ** 2.2
    if text.rstrip().endswith((".", "!", "?")):
        score += 0.08
    if _ENDING.search(" ".join(found[-26:])) and length >= 12:
        score += 0.2
    if _announces_more(joined):
        score -= 0.35
    if _ALOUD.search(" ".join(found[-12:])):
        score -= 0.4
    if found[-1] in _FILLERS or joined.endswith(("you know", "and stuff")):
        score -= 0.2
    return min(1.0, max(0.05, score))


OWN_PAUSES = 0.25
"""Share of the candidate's usual pause, beyond half a second, that is added to the wait."""
CLOSING_S = 0.3
ASKED_S = 12.0
"""After the words of someone who asks for time."""


def wait(
    patience: Patience, text: str, expects: Literal["short", "long"], language: str, pauses: Collection[float]
) -> float:
    """Seconds of silence after which these words are taken as the answer. `pauses` are the candidate's own, in seconds."""
    if not patience.judged:
        return patience.least
    if closes(text):
        return CLOSING_S
    if _TIME.search(" ".join(words_of(text)[-12:])):
        return ASKED_S
    share = completeness(text, expects) if language == "en" else 0.5
    usual = sum(pauses) / len(pauses) if pauses else 0.0
    return patience.most - (patience.most - patience.least) * share + OWN_PAUSES * max(0.0, usual - 0.5)


def open_end(found: list[str], text: str = "") -> bool:
    """True when the last words leave a clause unfinished."""
    last, tail = found[-1], " ".join(found[-9:])
    stopped = text.rstrip().endswith((".", "!", "?")) and not text.rstrip().endswith("...")
    if text.rstrip().endswith((",", ":", ";", "-", "–", "—", "...", "…")) or _UNFINISHED.search(tail):
        return True
    if last in _OPEN_LAST or last in _FILLERS:
        return not (_WHOLE.search(tail) or (stopped and last in _MAY_END))
    return last in _TRANSITIVE and not (stopped or _PASSIVE.search(tail))


_WHOLE = re.compile(
    r"(?:^| )(?:do that|did that|with that|for that|about that|of that|than that|like that|like this|after that|before that|log in|sign in|settled in|moved in"
    r"|move on|went on|go on|moved on|what's going on|it was|they are|we do|we did|i do|i did|i have|i am|i can|i would|they did|it does|it did|it is|as well|very well|quite well"
    r"|is for|looking for|to work with|live with|worked with|think so|hope so|believe so|say so|and so on|not really|what to do|it all about|to talk about|come from|comes from|is about|ever since|told you so|(?:are|is|were|was)n't any)$"
)
"""Clauses that end in a word after which clauses usually go on."""
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|isn't|aren't|wasn't|weren't)(?: (?:not|never|already|also|just|finally|really|ever))?"
    r" (?:used|made|taken|built|found|added|set|created|checked|kept|sent|written|chosen|decided|included|started|needed|told|asked)$"
)
"""Nothing need follow a verb that has its object in front."""


def _announces_more(joined: str) -> bool:
    """True when more parts were announced than were told."""
    announced = _ANNOUNCED.search(joined)
    if not announced:
        return False
    told = len(_ORDINAL.findall(joined[announced.end() :]))
    return 0 < told < _COUNTS[announced.group(1)] or (told == 0 and len(joined[announced.end() :].split()) < 25)
