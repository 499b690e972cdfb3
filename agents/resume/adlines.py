"""A job description cut into statements, each with what kind of part it stands in; advertising is set aside."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from dataclasses import dataclass
from typing import Literal

from agents.resume.blocks import MARK
from core.text import sentences

Part = Literal["must", "nice", "duty", "drop", "open"]

_HEADINGS: tuple[tuple[Part, str], ...] = (
    ("nice", r"(?:nice|good)[- ]to[- ]ha(?:ve|ves)(?:s)?|preferred(?: (?:qualifications?|skills?|experience|requirements?))?|bonus(?: points?)?(?: if| for)?.{0,20}|"
             r"(?:it'?s |it is )?a plus(?: if)?|plus(?:es)?|desir(?:able|ed)(?: .{3,25})?|(?:what would be )?(?:great|nice) to have|"
             r"(?:you'?ll )?stand out.{0,20}|(?:what )?we(?:'d| would)? (?:love|like) to see|extra (?:credit|points)|ideally.{0,20}|advantageous|optional(?: .{3,20})?|added advantage"),
    ("must", r"(?:minimum |basic |key |job |core |essential |required |mandatory |position |the |your |role |technical |main )*(?:requirements?|qualifications?|"
             r"must[- ]ha(?:ve|ves)s?|essentials?|criteria|competenc(?:y|ies)|skills?(?: (?:and|&) (?:experience|qualifications|abilities))?|"
             r"experience(?: (?:and|&) (?:skills|qualifications|education))?|profile|knowledge(?:,? skills.{0,20})?|education(?: (?:and|&) .{3,25})?|person specification)"
             r"(?: required| needed)?|who you are|about you|what you(?:'ll| will)? (?:need|bring|have)(?: to .{3,20})?|you (?:have|bring|are|will have|offer)|"
             r"(?:what )?you(?:'ll| will) (?:need|bring|have)(?: .{3,20})?|what you should (?:have|bring)|what makes you .{3,30}|(?:what )?we(?:'d| would) like you to have|"
             r"what (?:we(?:'re| are)? (?:look(?:ing)? for|need|expect|require)(?: (?:in|from|of) .{3,20})?|you need)|we(?:'re| are) looking for|your (?:background|skills|experience|strengths)|"
             r"(?:the )?ideal candidate|what it takes|you should have|to succeed.{0,25}|must have(?:s)?|licen[cs]es?(?: (?:and|&) .{3,20})?"),
    ("duty", r"(?:key |main |core |your |job |primary |essential |the |role )*(?:responsibilit(?:y|ies)|duties(?: .{3,25})?|tasks|functions|accountabilities)|"
             r"what you(?:'ll| will) (?:do|be doing|work on|own)|the (?:role|job|position|opportunity)|(?:job |role |position )?(?:description|summary|overview|purpose)|"
             r"(?:your )?day[- ]to[- ]day|a day in the life|how you(?:'ll| will) .{3,30}|in this role.{0,20}|you will|your (?:role|mission|impact|tasks)|"
             r"(?:our )?(?:tech(?:nology)? )?stack|about the (?:role|job|position)"),
    ("drop", r"(?:our |the |your |company |employee )*(?:benefits?|perks?|rewards)(?: .{3,25})?|what we offer|we offer|what(?:'s| is) in it for you|why (?:join |work (?:at|with|for) )?.{2,25}|"
             r"about (?:us|the company|our .{3,20}|the team|[A-Z]\w+(?: \w+)?)|who we are|our (?:company|story|mission|values|culture|team)|compensation(?: .{3,25})?|"
             r"salary(?: .{3,25})?|(?:pay|total rewards)|how to apply|application process|the process|(?:recruitment|interview|hiring) process|"
             r"equal (?:employment )?opportunit(?:y|ies).{0,30}|eeo.{0,20}|diversity.{0,40}|privacy.{0,30}|disclaimer|additional information|next steps|contact(?: .{2,15})?|location"),
)  # fmt: skip
_PARTS = tuple((part, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for part, pattern in _HEADINGS)
_INLINE = re.compile(r"^\s*([A-Z][A-Za-z'’ -]{2,40}?)\s*:\s+(?=\S)")
_ADVERT = re.compile(
    r"\b(?:equal[- ]opportunity|regardless of|without regard to|all qualified applicants|reasonable accommodations?|protected (?:class|veteran|characteristic)|"
    r"we (?:offer|provide|are an?|believe|value|celebrate|encourage|welcome|promote)|401\(?k\)?|health insurance|dental (?:and|,) vision|paid (?:time off|leave|vacation|holidays?)|"
    r"pto\b|parental leave|pension(?: plan| scheme)|stock options|equity package|competitive (?:salary|pay|compensation)|salary (?:range|of|from|:)|per (?:hour|annum)|"
    r"[$€£]\s?\d[\d,.]*k?\s?(?:-|–|to)|flexible (?:hours|working|schedule)|free (?:lunch|snacks|coffee|parking)|gym|perks|click (?:here|apply)|apply (?:now|today|by|via|online|here)|send (?:us )?your (?:cv|resume)|"
    r"(?:cover letter|résumé|cv) (?:to|via)|our mission|was founded|founded in|headquartered|background check|cookies?\b|privacy (?:policy|notice)|recruitment agenc|"
    r"days? of (?:holiday|vacation|annual leave)|annual bonus|sign-on bonus|relocation (?:assistance|package)|visa sponsorship|closing date|start date|job id|req(?:uisition)? id|full[- ]time|part[- ]time position)",
    re.IGNORECASE,
)
_NICE = re.compile(
    r"\b(?:nice to have|a (?:big |strong |huge |definite )?plus|bonus|preferred|preferably|ideally|(?:an |added |big )?advantage(?:ous)?|desirable|desired|"
    r"appreciated|beneficial|optional|not (?:essential|required|necessary|mandatory)|would be (?:great|nice|good|a)|good to have|helpful|welcome)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must(?: have)?|required|essential|mandatory|need(?:ed)? to|minimum|at least|you (?:have|bring|need)|necessary)\b",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"\b(?:experience|knowledge|skill(?:s|ed)?|able to|ability|familiar\w*|proficien\w+|understanding|degree|years?|fluent|fluency|track record|"
    r"background in|expertise|licen[cs]ed?|certifi\w+|registered|competen\w+|qualified|literacy|grasp of|command of|hands-on|comfortable (?:with|working))\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:you(?:'ll| will)|responsible for|day-to-day|the role|our stack|in this role|your (?:work|tasks)|join)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:not required|no (?:prior )?experience (?:required|needed|necessary)|not (?:a )?necess\w+|will not|won'?t|you (?:do not|don'?t) need)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the ad says: its words as they stand, and how it is meant."""

    text: str
    part: Part


def statements(text: str) -> list[Statement]:
    """The statements of an ad in order; part `drop` for advertising."""
    found: list[Statement] = []
    part: Part = "open"
    for line in _paragraphs(text):
        bare = MARK.sub("", line).strip()
        opened = _heading(bare)
        if opened:
            part = opened
            continue
        inline = _INLINE.match(bare)
        named = _heading(inline.group(1)) if inline else None
        if inline and named:
            part, bare = named, bare[inline.end() :]
        for sentence in sentences(bare):
            found.append(
                Statement(sentence.strip().rstrip(";").strip(), _part(sentence, part, bullet=bool(MARK.match(line))))
            )
    return found


def is_heading(text: str) -> bool:
    """True for a line that heads a part of an ad, such as "Requirements"."""
    return _heading(text) is not None


def _heading(text: str) -> Part | None:
    bare = text.strip().strip("#*_=-– ").rstrip(":?!").strip("*_ ")
    if not bare or len(bare) > 60 or len(bare.split()) > 8 or text.rstrip().endswith("."):
        return None
    return next((part for part, pattern in _PARTS if pattern.fullmatch(bare)), None)


def _part(sentence: str, part: Part, *, bullet: bool) -> Part:
    if _ADVERT.search(sentence) and not (part in ("must", "nice") and _NEED.search(sentence)):
        return "drop"
    if part == "drop":
        return "drop"
    if _NOT_ASKED.search(sentence) and not _NICE.search(sentence.split(",")[0]):
        return "nice" if re.search(r"appreciated|plus|preferred", sentence, re.IGNORECASE) else "drop"
    if _NICE.search(sentence) and not re.search(r"\b(?:must|is required)\b", sentence, re.IGNORECASE):
        return "nice"
    if part == "must":
        return (
            "duty"
            if re.search(r"^(?:you|they) will\b", sentence, re.IGNORECASE) and not _NEED.search(sentence)
            else "must"
        )
    if part in ("nice", "duty"):
        return part
    if _DUTY.search(sentence) and not _MUST.search(sentence):
        return "duty"
    if _NEED.search(sentence) or _MUST.search(sentence):
        return "must"
    return "duty" if bullet else "drop"


def _paragraphs(text: str) -> list[str]:
    """Lines, with those joined that only the width of a page parted."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    longest = max((len(line) for line in lines), default=0)
    wrapped = longest <= 120 and sum(len(line) > 0.8 * longest for line in lines) >= 3
    found: list[str] = []
    joining = False
    for line in lines:
        heading = _heading(MARK.sub("", line))
        if joining and line and not MARK.match(line) and not heading and not _INLINE.match(line):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
        joining = bool(line) and wrapped and not heading and len(line) > 0.6 * longest
    return found
