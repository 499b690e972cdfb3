"""What sounds like a question an interviewer asks, with and without punctuation: several recognizers write none.

`python -m bench.questions` says how much of it is found, and how much else is taken for it.
"""

import re

from core.text import sentences, words

_AUX = r"(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|should)(?:n't)?"
_WHO = (
    r"(?:you|your|we|our|they|their|he|his|she|her|it|i|there|this|that|these|those|the|a|an|any|some|"
    r"(?:every|some|any|no)(?:body|one|thing))"
)
_WH = r"(?:what|how|why|when|where|who|which|whose)"
_HOLDER = r"(?:i|we|they|he|she|it|people)"
"""Who a clause is about that only begins like a question: “what we did”."""
_BEFORE = re.compile(
    r"(?:(?:okay|ok|great|good|thanks?|thank you|all ?right|right|so|well|and|now|um+|uh+|er+|mm+|yeah|yes|perfect|cool|interesting|"
    r"lovely|brilliant|wonderful|nice|excellent|fine|sure|very|then|but|or|first(?:ly| off| of all)?|next|finally|lastly|hi|hello|"
    r"good (?:morning|afternoon|evening)|let me ask(?: you)?|(?:my|the) (?:first|next|last) (?:question|thing) is|"
    r"i(?:'d| would) like to (?:know|ask(?: you)?)|maybe|perhaps|please|again|got it|i see|(?:let'?s )?(?:start|begin)(?: by| with)?|"
    r"(?:while|since|as|before) (?:we|you) \w+(?: \w+){0,2}(?=,)|in (?:your|two|three|a few) (?:own )?(?:words|view|opinion|sentences)|"
    r"for (?:me|us)|briefly|just)\b[,.!]?\s*)+",
    re.IGNORECASE,
)
"""What an interviewer says before the question itself."""
_OPENINGS = re.compile(
    "(?:"
    # What somebody is told to do.
    r"(?:tell|talk|take|show|guide|teach|convince|remind|walk) (?:me|us)\b|(?:walk|tell|talk|tak|show)ing (?:me|us)\b|"
    r"share (?:with|an|a|one|your)\b|(?:give|name) (?:me|us|an|one|some|two|three)\b|"
    r"(?:describ|explain|defin|compar|outlin|sketch|discuss|imagin|suppos|assum|recall|pictur|rank|summari[sz])(?:e|ing)?\b|elaborate\b|"
    r"think (?:of a|back|about a)\b|(?:pick|choose|take) (?:a|an|any|one|two|three|some|your)\b|(?:keep going|go on|go ahead)$|"
    r"(?:design|implement|write|plan|draw|estimate|examine|assess|evaluate|judge|propose|analy[sz]e) "
    r"(?:a|an|the|this|how|what|which|whether|why)\b|let'?s (?:say|talk|move|start|discuss|turn|go)\b|"
    # A verb before its subject.
    r"(?:do|have|did|had) (?:you|your|we|they|there|people|any|(?:any|some|every)(?:body|one))\b|"
    rf"(?:is|are|was|were|has|can|could|would|will|must|may|might) {_WHO}\b|(?:does|did|should) \w+\b|"
    r"any(?:thing)?(?: else| more)? (?:you|that you|questions|to add)\b|"
    # A question word and what can only be a question after it.
    rf"(?:what|how|why|when|where|who)(?:'s|'d| {_AUX}| about| much| many| long| often| far| come| else| happens| happened| made| makes|"
    r" brings| brought| kinds?| types?| sort| part)\b|which(?: part| kinds?| of| ones?| (?:do|did|would|can|could|are|is|was) you)\b|"
    rf"(?:what|which|who)(?: of \w+)?(?: (?!{_HOLDER}\b)\w+){{1,3}} you\b|"
    rf"how \w+ {_AUX}\b|(?:why|how|what|who|which)(?: not| so| exactly| then)?$|"
    rf"(?:what|how|which|whose) (?!{_HOLDER}\b)(?:\w+ ){{1,4}}{_AUX} {_WHO}\b|"
    rf"(?:what|why|who) (?!(?:{_HOLDER}|you|my|our|your|his|her|its|their|the|an?|this|that|these|those)\b)\w+(?: \w+){{0,12}}$"
    ")",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:i|we)(?:'d| would| do)?(?: also| really| just| still| now)* (?:like|love|want) (?:you )?to (?:\w+ )?"
    r"(?:know|hear|understand|learn|ask|explore)\b|"
    r"\b(?:(?:i|we)(?:'d| would)(?: \w+)? be|(?:i|we)(?:'m|'re| am| are| was)?(?: \w+)?) (?:curious|interested|keen|wondering|wonder)\b"
    rf"(?: (?:in|to|about|a|bit|know|hear|hearing|learn|knowing|understand))* (?:{_WH}|whether|if|about|your)\b|"
    r"\b(?:can|could|may|might) i ask\b|\bit would be \w+ (?:if you could|to (?:hear|know|understand))\b|"
    r"\b(?:i|we) (?:always |usually |often )?(?:ask (?:every|any)(?:one|body)|have to ask)\b",
    re.IGNORECASE,
)
"""Wants to know, and asks by saying so."""
_WITHIN = re.compile(
    rf"(?<!\byou )\b{_AUX} you\b|\b(?:what|how|why|where|when) {_AUX} {_WHO}\b|"
    r"\b(?:what|why) (?:would|should|could|might|must|did|does) \w+\b|"
    rf"\b(?:what|which) (?:\w+ ){{1,3}}{_AUX} your?\b|\b(?:does|did) (?:he|she|it|they)\b|\bdoes (?:this|that)\b|"
    rf"\b{_AUX} there (?:ever|an?|any\w*|some\w*)\b|\bwhat (?:if|about|now|then|else)\b",
    re.IGNORECASE,
)
"""A question at the end of a tale that has no full stops."""
_QUOTED = re.compile(
    r"\b(?:ask(?:ed|s)|sa(?:id|ys)|wondered|thought|told|kn(?:ow|ew)|see|saw|show(?:s|ed)?|understand|understood|explained)(?: \w+){0,3} $",
    re.IGNORECASE,
)
"""Before a question that is told of, not asked now."""
_ENDING = re.compile(r"\bwhat (?:\w+ ){0,2}\w+(?:s|ed)(?: \w+){0,4}$|\b(?:why|how come)(?: (?:not|so|that))?$", re.IGNORECASE)
"""The last words of a turn, where they can hardly be anything else."""
_GOVERNED = re.compile(
    r"\b(?:of|at|on|about|for|from|with|into|to|by|is|was|are|were|be|that|matters?|ask(?:s|ed)?|kn(?:ow|ew)|say|see|saw|show(?:s|ed)?|"
    r"explain(?:s|ed)?|found|find|out|understand|understood|exactly|just|it|him|her|them|someone|somebody|people|ones?|man|woman|person|"
    r"\w+er) $",
    re.IGNORECASE,
)
"""Before a clause that hangs on another word."""
_REQUEST = re.compile(
    r"\b(?:(?:tell|walk|talk|take) (?:me|us) (?:about|through|how|what|why|something|more|a (?:little|bit))|"
    r"(?:show|give) (?:me|us) (?:a|an|one|your|the|how|what|some)|"
    r"(?:write|design|sketch|estimate|compare) (?:an?|the|some)|(?:say|explain|describe) (?:how|why|what|which|the))\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"\b(?:to|not|may|might|will|would|can|could|should|must|did|does|i|you|he|she|it|we|they|who|that|(?!yes|thanks)\w+s) $", re.IGNORECASE
)
"""Before a request that is none: somebody does it."""
_TOLD_OF = re.compile(
    rf"what (?:{_HOLDER}|you|(?!{_AUX}\b)\w+(?:s|ed))\b(?: \w+){{0,7}}? (?:is|was|are|were) "
    r"(?:that|the|not|how|to|because|my|our|an?|much|when|only|mostly|just|me|us)\b",
    re.IGNORECASE,
)
"""“What makes it hard is that …” opens an answer."""
_TAG = re.compile(r"\b(?:right|okay|ok|you know|yeah|no|correct|isn't it|you see)\?$", re.IGNORECASE)
_YOU = re.compile(r"\byou(?:r|'re|'ve)?\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:i|my|we|our)\b", re.IGNORECASE)
_TOLD = 40
"""Words from which on a stretch without punctuation is a tale, however it begins."""


def asks(text: str) -> bool:
    """True when something in it is a question to the other one."""
    return bool(asked(text))


def asked(text: str) -> tuple[str, ...]:
    """The sentences of a text that ask."""
    return tuple(sentence for sentence in sentences(text) if _asks(sentence))


def _asks(sentence: str) -> bool:
    if sentence.endswith("?"):
        tag = _TAG.search(sentence)
        return tag is None or bool(_YOU.search(sentence[: tag.start()]))  # "You were at sea before, right?"
    if _WISH.search(sentence):
        return True
    rest = _BEFORE.sub("", sentence, count=1) if _BEFORE.match(sentence) else sentence
    if _OPENINGS.match(rest.rstrip(" .,!;:…")) and not _TOLD_OF.match(rest):
        # "What I did was …" and "How we solved it …" open an answer.
        return len(words(rest)) <= _TOLD or not _MINE.search(rest)
    pairs = ((_WITHIN, _QUOTED), (_REQUEST, _DONE_BY), (_ENDING, _GOVERNED))
    return sentence[-1:] not in ".!;:…" and any(_now(sentence, asking, none) for asking, none in pairs)


def _now(sentence: str, asking: re.Pattern[str], told_of: re.Pattern[str]) -> bool:
    return any(not told_of.search(sentence[: one.start()]) for one in asking.finditer(sentence))
