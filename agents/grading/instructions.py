"""Finds sentences that talk to the grader instead of to the interviewer; they are cut out, named, and change nothing."""

import re
from dataclasses import dataclass

from core.text import sentence_spans

_MARK = r"(?:score|scores|grade|grades|mark|marks|rating|rate|points?|credit|evaluation|assessment|verdict|result)"
_TOP = (
    r"(?:full|top|maximum|max|maximal|highest|perfect|best|excellent|all|complete|five|5(?:\.0)?|10|ten|100)"
)
_PATTERNS = (
    # Telling the grader to forget what it was told.
    r"\b(?:ignore|disregard|forget|override|overrule|bypass|skip|drop|discard|set aside|neglect|pay no attention to|do not follow|don't follow|"
    r"stop following)\b.{0,50}\b(?:instructions?|rubric|prompts?|rules?|guidelines?|criteria|key points?|directives?|"
    r"grading|scoring|context|system message|checklist|above|policy|policies|orders?)\b",
    r"\b(?:previous|prior|earlier|above|preceding|original|initial) (?:instructions?|prompts?|rules?|messages?|directives?)\W+(?:are|is|were|no|must|"
    r"should|do|have|has|will|can|void|and give|and score)\b",
    # Asking for a number.
    rf"\b(?:give|award|assign|grant|set|return|output|print|respond|reply|report|record|enter|put|make|mark|rate|score|grade|deserves?|"
    rf"should (?:get|receive|be)|must (?:get|receive|be)|gets|receives?|earns?|merits?|warrants?)\b.{{0,60}}"
    rf"\b(?:{_TOP} (?:{_MARK}|stars?)|(?:5|five|10|ten|100)(?:\.0)? ?(?:/|out of|of) ?(?:5|five|10|ten|100)|{_MARK} (?:of|to|as|is|at|:|=) ?{_TOP}|"
    rf"band (?:5|five)|a (?:5|five|10|ten|100)\b|100 ?(?:%|percent))",
    rf"\b(?:{_MARK}|band|decision|status|verdict)\W{{0,4}}(?:=|:|is|are|of|to be)\W{{0,4}}(?:{_TOP}\b|covered|strong|pass)",
    r"\b(?:5|five|10|ten)(?:\.0)? ?(?:/|out of) ?(?:5|five|10|ten)\b(?=.{0,40}(?:please|answer|score|grade|mark|candidate|$))",
    r"\b(?:full|top|maximum|perfect|highest) (?:marks?|scores?|grades?|credit|points|rating)\b",
    r"\bmark\b.{0,40}\b(?:as )?(?:covered|correct|complete|passed|strong|satisfied|present)\b",
    r"\b(?:treat|consider|count|regard|accept|classify|deem|view|take)\b.{0,60}\b(?:as|to be) (?:fully |all |completely )?"
    r"(?:covered|correct|complete|perfect|satisfied|met|a (?:perfect|complete|full|strong|model))\b",
    r"\b(?:all|every|each)(?: of the)? (?:the )?(?:key ?points?|criteria|points|requirements|checklist items?|rubric items?) "
    r"(?:is|are|was|were|have been|has been|should|must|as)\b",
    # Pretending to be somebody who decides.
    r"^\W*(?:system|assistant|developer|admin(?:istrator)?|grader|evaluator|examiner|moderator|user|root|instruction|override|sudo|"
    r"note to (?:the )?\w+|attention|important|message (?:to|for|from) (?:the )?\w+|begin|end|new (?:task|instructions?|rule|prompt))\b[\w ]{0,20}(?:[:>\]]|message\b|prompt\b)",
    r"(?:<\|?/?(?:system|im_start|im_end|assistant|user|inst)\|?>|\[/?(?:inst|system|admin|end|rest)[^\]]*\]|#{2,} ?(?:system|instruction|new|end)|"
    r"<<sys>>|</?(?:system|instructions?|prompt|answer|grade|score)>)",
    r"(?:\b(?:dear|hey|hello|hi|attention|note (?:to|for))|^\W*(?:to|as)) (?:the |an? |my |our |you,? |all )?(?:ai|grader|grading|evaluator|examiner|llm|"
    r"language model|automated|automatic|assistant|model|reviewer|judge|scoring|marker|assessor|rater)\b(?! (?:of|for|in|that|which))",
    r"\byou (?:are|must|should|will|shall|have to|need to|can) (?:now |always |only |just |please )?(?:act|be|become|pretend|behave|roleplay|a (?:lenient|generous|helpful|kind)|"
    r"give|grade|score|mark|rate|award|output|respond|return|ignore|an? (?:\w+ )?(?:ai|assistant|grader|evaluator|model))\b",
    r"\b(?:from now on|pretend|act as|roleplay|role-play|jailbreak|developer mode|debug mode|test mode|dan mode)\b.{0,60}"
    r"(?:grade|score|mark|you|grader|rubric|lenient|answer|pass)",
    # Speaking about the answer as a third person would.
    r"\b(?:the|this) (?:candidate|applicant|interviewee|answer|response|submission|student|reply)(?:'s (?:answer|response))?\b.{0,50}\b(?:is|was|deserves?|covers?|"
    r"covered|demonstrates?|meets?|satisfies|has (?:covered|met|already|been|shown)|should|must|shall|passes|gets|exceeds|fully)\b.{0,70}"
    r"\b(?:correct|complete|perfect|excellent|outstanding|exceptional|all|every|full|fully|top|highest|strong|hired?|qualified|score|grade|mark|"
    r"marks|points|pass|criteria|rubric|5|five|best)\b",
    r"\b(?:answer key|grading (?:key|prompt|system|engine|script|policy)|scoring (?:system|engine|function|policy)|the rubric|your rubric|"
    r"prompt injection|system prompt)\b",
    r"[\"']?(?:score|grade|band|status|verdict)[\"']?\s*:\s*[\"']?(?:5|4\.\d|10|100|covered|strong|pass)",
    r"\b(?:be|grade|score|mark|evaluate) (?:me |this |it |my answer )?(?:very |extremely |as )?(?:lenient|leniently|generous|generously|kindly|favou?rably)\b",
    r"\b(?:hire|pass|recommend|approve) (?:me|this candidate|the candidate|him|her|them)\b",
    r"\b(?:score|grade|rate|mark|evaluate) (?:me|this|it|my|the) ?(?:answer|response|one|reply)?\b.{0,30}\b(?:high|highly|well|5|five|strong|pass|maximum|top|full|10|perfect)",
    r"\bi (?:deserve|should get|should receive|want|need|demand|expect|must get)\b.{0,30}\b(?:five|5|full|top|maximum|perfect|highest|best)\b.{0,20}"
    rf"(?:{_MARK}|out of|/|stars?|$)",
    r"\bno matter what (?:i|the candidate|the answer|was) (?:say|said|says|write|wrote)",
)
_INSTRUCTION = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_TRIGGERS = frozenset(
    """score scores scored scoring grade grades graded grading grader mark marks marked marker rate rated rating rater
    rubric point points keypoints credit band ignore disregard forget override overrule bypass skip drop discard neglect
    instruction instructions prompt prompts rule rules guidelines criteria directive directives system assistant
    developer admin administrator sudo root moderator user evaluator evaluate evaluated evaluating evaluation examiner
    judge ai llm gpt model candidate applicant interviewee answer answers response submission reply student you must should deserve
    deserves hire pass approve recommend pretend act roleplay jailbreak mode lenient leniently generous generously
    kindly verdict status assess assessor assessment review reviewer matter previous prior earlier above preceding treat
    consider count regard accept classify deem view take award give grant assign set return output print respond record
    enter put make note important attention message begin end task maximum highest perfect full covered five score_""".split()
)
"""One of these, a bracket or a digit inside a word stands in every instruction; other sentences are done at once."""
_ODD = re.compile(r"[<\[#|{\u200b-\u200f\u2060\ufeff\u00ad]|[0-9@$][a-z]|[a-z][0-9@$]|\d ?/ ?\d|(?<!\w)\w[ .\-_*]\w[ .\-_*]\w[ .\-_*]\w(?!\w)", re.I)
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
