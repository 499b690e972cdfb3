"""Tells, in the prose of a job ad, a skill that is asked for from a word that only stands there: "design" in "by design", "Java developer"."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re

from rag.skills.finding import Found

_GENERIC = frozenset(
    """government law legal history research military production design science training construction events media energy medical
    security operations assembly engineering administration serving defense defence safe opera growth tax medicine teaching reports
    report sales distribution nuclear publishing philosophy selling broadcasting budget budgets agriculture insurance finance
    translation discovery ranking mining concrete publications publication storage economics classification testing test tests
    strategy strategies conservation aviation manufacturing marketing photography solar surgery network networks networking trading
    collections advertising infrastructure clinical statistics tourism retail regulations release releases reporting filming
    immigration interpretation reception coaching maritime database databases shipping farming journalism electronics electronic
    innovation lean banking customs nursing cooking freight airline grants prototype prototypes editing cleaning privacy accounting
    workshops motors warehouse computing treasury healthcare marking batteries proposals trainer investments carpenter consulting
    inspection inspections governance correspondence embedded rehabilitation transactions switching telecommunications imaging
    inventory compliance logistics automotive purchasing activation partnerships partnership pharmaceutical pharmacy patents
    rendering trades waterfall recruiting illustration hiring packaging sustainability filing litigation fundraising recruitment
    audit audits drilling logging hospitality reconciliation branding containers utilities tracing derivatives routing counseling
    newsletter buyer reservations accountant telecom demos dispatch catering rewards positioning automation remedy scheduling
    authorization retention entrepreneurship biotechnology quota differentiation pricing optics robots robot robotics procurement
    experimentation replication pensions pension startup startups start-up start-ups pairing stakeholders stakeholder typing
    printers receptionist estimation drones messaging pharmaceuticals consultancy analytics scaling valuation plastics mediation
    payroll grading triggers quoting interviewing analysis programming coding frontend backend development agronomy fintech
    documentation monitoring onboarding payments payment forecasting management cloud digital metrics governments designing
    designed designs user experience writing mobile energy pipelines pipeline presentation presentations developer
    customer satisfaction web applications it hr r&d qa marketing pr""".split()
)
"""Words of a trade that also stand in every second ad without asking for anything."""
_GENERIC_PHRASES = frozenset(
    (
        "full stack", "mental health", "diversity and inclusion", "software engineer", "software engineers", "user experience",
        "financial services", "e-commerce", "product development", "big data", "project management", "machine learning",
        "social media", "public sector", "renewable energy", "life sciences", "health care", "business development",
        "customer service", "customer support", "customer experience", "supply chain", "open source", "digital transformation",
    )
)  # fmt: skip
_TITLES = re.compile(
    r"^(?:[ -](?:software|application|systems?|test|product|project|senior|lead|solutions?))?[ -](?:engineers?|developers?|managers?|designers?|"
    r"scientists?|analysts?|consultants?|architects?|specialists?|teams?|departments?|company|companies|leads?|leaders?|officers?|"
    r"directors?|coordinators?|assistants?|experts?|administrators?|professionals?|agency|agencies|industry|sector|tribe|squad|"
    r"community|organi[sz]ation|group|centre|center|institute|faculty|university|programme|students?|owners?|nurses?|plan|scheme)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:engineers?|developers?|managers?|designers?|scientists?|analysts?|consultants?|leaders?|owners?)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:experience[ds]?|knowledge|understanding|expertise|proficien\w+|familiar\w*|background|degree|diploma|certifi\w+|qualif\w+|"
    r"competen\w+|skill(?:s|ed)?|fluen\w+|master'?s?|bachelor'?s?|bsc|msc|phd|trained|versed|comfortable|studied|graduate|"
    r"passion(?:ate)?|interest(?:ed)?|specialis\w+|specializ\w+|worked)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^[^.;,]{0,20}\b(?:experience|knowledge|skills?|expertise|degree|background|certifi\w+|qualification)\b",
    re.IGNORECASE,
)


def is_generic(found: Found) -> bool:
    """True for a word that names a trade and is also used without meaning one."""
    surface = found.surface.lower()
    return surface in _GENERIC or surface in _GENERIC_PHRASES


def announced(text: str, found: Found) -> bool:
    """Whether this find, in prose, is something that the reader is asked to bring."""
    if _PERSON.search(found.surface) or _TITLES.match(text[found.end : found.end + 40]):
        return False
    # "Automated", "tested" and "marked" are what somebody does to something, unless they are asked for.
    verb = found.rule == "form" and " " not in found.surface
    if not is_generic(found) and not verb:
        return True
    if len(text) - (found.end - found.start) <= 2:
        return True
    return bool(
        _LEAD.search(text[max(0, found.start - 90) : found.start]) or _TAIL.match(text[found.end : found.end + 40])
    )
