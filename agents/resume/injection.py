"""Sentences in a resume or a job description that speak to whoever scores it; they are named and count for nothing."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Sequence

from agents.grading.instructions import is_instruction
from core.document import Line
from core.text import sentences

_MORE = re.compile(
    r"(?:do not|don'?t|never) (?:evaluate|assess|score|screen|reject|analy[sz]e) (?:the|this|my|any)|"
    r"\bif (?:you are |you'?re )?(?:asked|prompted|queried|an? (?:ai|llm|language model|bot|model|recruiter bot|automated))\b|"
    r"\b(?:simply|just|only|always) (?:respond|reply|answer|output|say|return|report|state)\b|\brespond with\b|\bmay not deviate\b|\bthis is a test\b|"
    r"\bpre-?(?:verified|approved|screened|selected) by\b|\b(?:override|bypass|skip|disable) (?:the |all |any |manual |automated )*(?:scor|screen|filter|check|review|evaluat)\w*|"
    r"\bignore (?:all |any |the |every )*(?:negative|weak|missing|gaps|previous|prior|above|other|requirements|job description)|"
    r"\bfocus exclusively on (?:the )?(?:positive|strength)|\b(?:chain of thought|internal) (?:result|reasoning|analysis)\b|\buse this analysis\b|"
    r"\b(?:automated|ai|ats|screening|analysis|recruiting|parsing) (?:screening |analysis |recruiting )?(?:systems?|software|tools?|bots?|models?|parsers?)\s*:|"
    r"\bnote (?:to|for|by) (?:the |an? |any |all )?(?:\w+ ){0,3}(?:recruiters?|software|systems?|ai|llms?|models?|screeners?|reviewers?|parsers?)\b|"
    r"\b(?:invisible|hidden|visible only) (?:to|for|from) (?:humans?|people|recruiters?|ai|llms?)|\bvisible to (?:the )?(?:llm|ai|ats|parser|model)|"
    r"\b(?:white[- ]text|hidden|invisible) (?:metadata|text|prompt|note|instruction|competency|profile|comment)|"
    r"\b(?:the |this )candidate (?:is|has|should|must|will|meets|exceeds|deserves|possesses|be)\b|"
    r"\b(?:interview|immediate hire|hire|hiring) (?:is |very |most )*(?:highly |strongly )*recommended|\bhighly recommended for (?:immediate )?hire|"
    r"\bprofile exceeds|\bexceptional match\b|\b(?:perfect|best|ideal) (?:match|fit|candidate|resume|cv)\b.{0,40}\b(?:ever|job|role|position|seen)|"
    r"\bbest (?:resume|cv|candidate) (?:i|we|you) (?:have|'ve)|\bsupremely qualified\b|\bharming the company\b|\bin all required areas\b|"
    r"\bamazing addition to the team\b|"
    r"\b(?:rank|rate|score|list|place|mark|classify|label|treat|select|recommend|shortlist|advance|move) (?:me|this (?:candidate|resume|cv|applicant|profile)|him|her)\b|"
    r"\b(?:return|output|assign|give|report|print) (?:a |the )?(?:match |fit |ats |final |overall )*(?:score|rating|rank|percentage|result)\b|"
    r"\b(?:score|match|rating|fit)\s*[:=]\s*(?:100|9\d|10/10|perfect|strong|excellent)|"
    r"^\W*(?:system|assistant|developer|user|admin)\s*(?:prompt|message|override|note|instruction)?\s*[:\]>]|"
    r"\[/?(?:system|inst|rest-of-document|admin|hidden|end)[^\]]*\]|<\|[^|]*\|>|</?(?:system|instructions?|prompt)>|"
    r"\b(?:new|updated|additional|special|secret|following) instructions?\b|\bprompt injection\b|\bas an? (?:ai|llm|language model|large language model)\b|"
    r"\b(?:dear|hello|hi|hey|attention),? (?:ai|llm|chatgpt|gpt|claude|gemini|model|bot|recruiter bot|screener|assistant|ats)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:you|your|me|this|candidate|applicant|ai|llm|gpt|chatbot|graders?|evaluators?|ignore|disregard|override|forget|system|prompt|note)\b|"
    r"^\W*(?:please|give|award|assign|grant|output|return|report|respond|score|rate|grade|mark|rank)\b",
    re.IGNORECASE,
)
"""Who grades pupils, scores leads or passes audits with top marks addresses nobody."""
_WORK = re.compile(
    r"^\W*(?:[A-Z][a-z]+ed|Built|Led|Wrote|Ran|Taught|Set)\b(?!.*\b(?:ignore|disregard|override|you must|full marks|highest score)\b)",
    re.DOTALL,
)
"""A statement of what was done, which may well speak of systems, models and prompts."""


_STRONG = re.compile(
    r"\b(?:ignore|disregard|override|bypass|candidate|applicant|you|respond|reply|notes?|instructions?|recommended|pre-?verified|pre-?approved|match|qualified)\b|[\[<{|]",
    re.IGNORECASE,
)


def speaks_to_reader(sentence: str) -> bool:
    """True for a sentence that addresses the scorer instead of telling what was done."""
    if _WORK.match(sentence) and not _STRONG.search(sentence):
        return False
    if _MORE.search(sentence):
        return True
    return is_instruction(sentence) and bool(_ADDRESSED.search(sentence)) and not _WORK.match(sentence)


def marked(lines: Sequence[Line]) -> tuple[frozenset[int], tuple[str, ...]]:
    """The numbers of the lines that hold an instruction, also one that runs over two lines, and what they say."""
    numbers: set[int] = set()
    quotes: list[str] = []
    for at, line in enumerate(lines):
        if any(speaks_to_reader(one) for one in sentences(line.text) or [line.text]):
            numbers.add(line.n)
            quotes.append(line.text.strip())
        elif at + 1 < len(lines) and not numbers & {line.n} and _across(line, lines[at + 1]):
            numbers |= {line.n, lines[at + 1].n}
            quotes.append(f"{line.text.strip()} {lines[at + 1].text.strip()}")
    return frozenset(numbers), tuple(quotes)


def _across(line: Line, following: Line) -> bool:
    """An instruction that the end of the line cuts in two."""
    joined = f"{line.text.rstrip()} {following.text.lstrip()}"
    if line.text.rstrip().endswith((".", "!", "?", ":")) or any(
        speaks_to_reader(one) for one in sentences(following.text)
    ):
        return False
    return bool(_MORE.search(joined))
