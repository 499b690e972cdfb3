"""Finds sentences that talk to the grader instead of to the interviewer; they are cut out, named, and change nothing."""

import re
from dataclasses import dataclass

from core.text import sentence_spans

_MARK = r"(?:scores?|grades?|marks?|ratings?|credits?|evaluation|assessment|verdict)"
_TOP = r"(?:full|top|maximum|maximal|max|highest|perfect|five|5(?:\.0)?|10|ten|100)"
_OUT_OF = r"(?:5|five|10|ten|100)(?:\.0)? ?(?:/|out of|of) ?(?:5|five|10|ten|100)\b"
_MINE = (
    r"(?:me\b|(?:this|my|the) (?:whole |entire |following |above )?(?:answer|response|submission|reply|candidate|interview)\b|"
    r"(?:this|the) (?:one|applicant|interviewee)\b|(?:this|it|that) (?:as|with|at) (?:a )?(?=\w)|everything (?:i|said|above|here)\b)"
)
_GRADER = r"(?:graders?|evaluators?|examiners?|markers?|assessors?|raters?|scorers?|language models?|llm|ai|chatbot|gpt|assistant|grading (?:model|bot|system))"
_PATTERNS = (
    # Telling the grader to forget what it was told.
    r"\b(?:ignore|disregard|forget|override|overrule|bypass|discard|set aside|neglect|pay no attention to|(?:do not|don't|stop) follow(?:ing)?)\b"
    r".{0,50}\b(?:instructions?|rubrics?|prompts?|guidelines?|criteria|key ?points?|directives?|grading|scoring|checklist|"
    r"(?:the|your|all|any|previous|prior|earlier) rules)\b",
    r"\b(?:previous|prior|earlier|above|preceding|original|initial) (?:instructions?|prompts?|rules?|directives?)\W+(?:are|is|were|no|must|"
    r"should|do|have|has|will|can|void|and (?:give|score|grade|mark))\b",
    # Asking for a number.
    rf"\b(?:give|award|assign|grant|set|return|output|print|respond|reply|report|record|enter|deserves?|should (?:get|receive|be)|"
    rf"must (?:get|receive|be)|gets|receives?|earns?|merits?|warrants?|has|have)\b.{{0,60}}"
    rf"(?:\b{_TOP} (?:{_MARK}|points|stars)\b|\b{_OUT_OF}|\b{_MARK} ?(?:of|to|as|is|at|:|=) ?{_TOP}\b|\bband (?:5|five)\b)",
    rf"\b(?:give|award|assign|grant|rate|score|grade|mark|judge|evaluate|assess)\b \w{{0,8}} ?{_MINE}.{{0,40}}"
    rf"\b(?:5|five|10|ten|100|high(?:ly|est)?|top|full|max(?:imum)?|perfect|excellent|strong|well|pass|positive(?:ly)?|favou?rabl[ey])\b",
    rf"\b(?:scores?|grade|band|verdict)\W{{0,4}}(?:=|:|is|to be|to)\W{{0,4}}(?:{_OUT_OF}|(?:5|five|100|maximum|max|perfect|covered|full)\b(?! (?:when|if|for|in|and|or|on|points?|of)\b))",
    rf"\b{_OUT_OF}(?=.{{0,40}}(?:please|answer|score|grade|mark|candidate|stop))",
    r"(?<!\ba )\b(?:full|top|maximum|perfect|highest) (?:marks|scores?|grades?|credit)\b(?! (?:of|in|for) (?:the|a|each|every|all) (?!answer|response|candidate))",
    r"\b(?:mark|treat|consider|count|regard|accept|classify|deem|tick off|check off)\b.{0,40}\b(?:everything|answer|response|reply|submission|key ?points?|criteria|"
    r"checklist|rubric)\b.{0,40}\b(?:covered|correct|complete|perfect|satisfied|met|passed|fulfilled|excellent|true|done)\b",
    r"\b(?:all|every|each)(?: one)?(?: of)?(?: the| your)? (?:key ?points?|criteria|rubric (?:items?|points?)|checklist (?:items?|points?)|grading \w+)\b.{0,40}"
    r"\b(?:covered|met|satisfied|correct|complete|full|fulfilled|present|count)",
    # Pretending to be somebody who decides.
    r"^\W*(?:system|assistant|developer|admin(?:istrator)?|grader|evaluator|examiner|moderator|override|sudo)(?: (?:message|prompt|note|override|notice|instructions?|update|alert))?\s*[:>\]]",
    r"^\W*(?:system (?:message|prompt|override)|new (?:task|instructions?|prompt)|end of (?:the )?(?:answer|transcript|interview|input)|begin (?:new|system)|"
    r"(?:hidden |secret |special )?instructions? (?:to|for) (?:the|any|all|you)|(?:note|message|reminder|memo|ps) (?:to|for|from) (?:the )?[\w ]{0,20}(?:grader|evaluator|examiner|"
    r"model|assistant|ai|system|software|recruiter|reviewer|scoring|grading|marker|administrator|developer))\b",
    r"<\|?/?(?:system|im_start|im_end|assistant|user|inst)\|?>|\[/?(?:inst|system|admin|end|rest)\b[^\]]{0,30}\]|#{2,} ?(?:system|instruction|new|end)|<<sys>>|"
    r"</?(?:system|instructions?|prompt|answer|grade|score)>",
    rf"(?:\b(?:dear|hey|hello|hi|attention|note (?:to|for)|please,?)|^\W*(?:to|as|ok|okay|now)),? (?:the |an? |my |our |you,? |all |any |this )?(?:\w+ )?"
    rf"(?:{_GRADER}|model|judge|reviewer)\b(?! (?:of|for|in|that|which|to)\b)",
    rf"\byou (?:are|must|should|will|shall|have to|need to|can|may)\b.{{0,60}}\b(?:lenient|generous|{_GRADER}|rubric|(?:full|top|maximum|perfect) (?:marks|score|grade)|"
    rf"(?:this|my) (?:answer|response)|the candidate)\b",
    r"\b(?:from now on|pretend|act as|roleplay|role-play|jailbreak|developer mode|debug mode|test mode|dan mode)\b.{0,60}"
    r"\b(?:grad(?:e|er|ing)|score|scoring|rubric|lenient|generous|evaluator|examiner|full marks)\b",
    # Speaking about the answer as a third person would.
    r"\b(?:the|this) (?:candidate|applicant|interviewee|student)\b(?! keys?).{0,60}\b(?:excellent|outstanding|exceptional|exceptionally|hired?|(?:most |highly |supremely )?qualified|"
    r"(?:full|top|highest|perfect|maximum) (?:marks|score|grade|rating)|passed|perfect|all (?:of )?(?:the )?(?:key ?points|criteria|requirements)|expert|strong|best)\b",
    r"\b(?:this|my) (?:answer|response|submission|reply)\b.{0,40}\b(?:is|was|deserves?|covers?|meets?|satisfies|has|should|must|passes|exceeds|fully|already)\b.{0,60}"
    r"\b(?:correct|complete|perfect|excellent|outstanding|exceptional|full|fully|highest|top|criteria|rubric|key ?points|score|grade|marks|rating|pass|flawless)\b",
    r"\b(?:grading (?:key|prompt|script|policy|system)|(?:the|your|this) (?:grading |scoring )?rubric)\b",
    r"[\"'](?:score|grade|band|status|verdict)[\"']\s*:\s*[\"']?(?:5|4\.\d|10|100|covered|strong|pass)",
    r"\b(?:be|grade|score|mark|evaluate|judge)\b.{0,20}\b(?:lenient|leniently|generous|generously|kindly|favou?rably|gently|nice to me|kind to me)\b(?! (?:to|with) (?!me|this|my))",
    r"\b(?:hire|pass|recommend|approve) (?:me\b|(?:this|the) (?:candidate|applicant)\b)",
    rf"\bi (?:deserve|should (?:get|receive)|demand|must (?:get|have)|want)\b.{{0,30}}\b(?:{_TOP} (?:{_MARK}|points|stars)|{_OUT_OF}|(?:a )?(?:5|five)\W*$)",
    r"\bno matter what (?:i|the candidate|the answer|was) (?:say|said|says|write|wrote)|\b(?:interview|hiring) highly recommended\b",
    r"\b(?:reveal|print|show|repeat|output|tell me) (?:me )?(?:the |your |all )?(?:system prompt|hidden prompt|instructions|key ?points|reference answer|model answer|answer key)\b",
)
_INSTRUCTION = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_TRIGGERS = frozenset(
    """score scores scored scorer grade grades grader graders grading mark marks marker rating ratings rubric rubrics keypoints keypoint
    credit credits band stars instruction instructions prompt prompts guidelines guideline criteria directive directives
    rules checklist evaluation evaluator evaluators examiner assessor assessment rater verdict ai llm gpt chatbot assistant judge
    reviewer candidate applicant interviewee student answer answers response submission reply lenient leniently
    generous generously kindly favourably favorably gently deserve hire recommend approve pass jailbreak sudo system admin administrator developer
    moderator override full maximum maximal perfect highest points matter note message memo reminder recommended task me everything""".split()
)
"""One of these words, or an odd sign, stands in every instruction; other sentences are done at once."""
_ODD = re.compile(r"[<\[#|{\u200b-\u200f\u2060\ufeff\u00ad]|[0-9@$][a-z]|[a-z][0-9@$]|\d ?/ ?\d|\bout of\b|(?<!\w)\w[ .\-_*]\w[ .\-_*]\w[ .\-_*]\w(?!\w)", re.I)
_LETTERS = re.compile(r"[a-z]+")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACED = re.compile(r"\b(?:\w[ .\-_*]){4,}\w\b")
_LEET = str.maketrans("0134578@$", "oieastbas")


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left to grade, and the sentences that were cut out, as they stood."""

    text: str
    cut: tuple[str, ...]


def is_instruction(sentence: str) -> bool:
    """True for a sentence that tries to direct the grading, also spaced out, in digits for letters, or with hidden signs."""
    plain = _HIDDEN.sub("", sentence)[:2_000]
    if _TRIGGERS.isdisjoint(_LETTERS.findall(plain.lower())) and not _ODD.search(sentence):
        return False
    if _INSTRUCTION.search(plain):
        return True
    joined = _SPACED.sub(lambda found: re.sub(r"[ .\-_*]", "", found.group()), plain)
    if joined != plain and _INSTRUCTION.search(joined):
        return True
    return any(char.isdigit() or char in "@$" for char in plain) and bool(
        re.search(r"\b(?:ignore|disregard|rubric|instructions)\b", plain.translate(_LEET), re.IGNORECASE)
        and not re.search(r"\b(?:ignore|disregard|rubric|instructions)\b", plain, re.IGNORECASE)
    )


def strip_instructions(text: str) -> Stripped:
    """The text without the sentences that address the grader; what stays is word for word what was said."""
    kept: list[str] = []
    cut: list[str] = []
    for start, end in sentence_spans(text):
        (cut if is_instruction(text[start:end]) else kept).append(text[start:end])
    return Stripped("\n".join(kept), tuple(cut)) if cut else Stripped(text, ())
