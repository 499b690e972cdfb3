"""Words by which the parts of a header are told apart: titles of jobs and places."""

import re

TITLE = re.compile(
    r"\b(?:engineer(?:ing)?|developer|programmer|manager|analyst|designer|nurse|rn|consultant|director|lead|head|officer|specialist|"
    r"coordinator|assistant|associate|administrator|admin|architect|scientist|intern|internship|technician|teacher|tutor|lecturer|"
    r"professor|accountant|bookkeeper|representative|rep|executive|supervisor|recruiter|writer|copywriter|editor|founder|co-founder|owner|"
    r"cto|ceo|cfo|coo|vp|president|electrician|plumber|driver|clerk|attorney|paralegal|lawyer|solicitor|planner|buyer|chef|cook|cashier|"
    r"barista|mechanic|operator|welder|machinist|carpenter|foreman|apprentice|journeyman|trainee|freelancer?|contractor|researcher|"
    r"fellow|postdoc|agent|advisor|adviser|counselor|therapist|pharmacist|physician|doctor|dentist|surgeon|paramedic|caregiver|aide|"
    r"worker|strategist|marketer|producer|journalist|photographer|artist|sre|devops|tester|qa|dba|sysadmin|receptionist|secretary|"
    r"partner|principal|controller|auditor|underwriter|trader|broker|banker|teller|steward|host|server|waiter|waitress|bartender|"
    r"picker|packer|handler|dispatcher|inspector|surveyor|estimator|draftsman|drafter|librarian|instructor|trainer|coach|maintainer|"
    r"creator|contributor|volunteer|member|captain|sergeant|guard|cleaner|gardener|stylist|scrum master|product owner|evangelist|chief)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w.'’ -]+,\s*(?:[A-Z]{2,3}|[A-ZÀ-Þ][a-zà-ÿ]+(?: [A-ZÀ-Þ][a-zà-ÿ]+)?)|remote|hybrid|on-?site|[A-Z][a-z]+ \(remote\)|"
    r"london|new york|berlin|paris|amsterdam|dublin|singapore|toronto|sydney|bangalore|bengaluru|mumbai|delhi|dubai|usa|uk|germany|india)$",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(
    r"^(?:San|Santa|New|Los|Las|Salt|St\.?|Fort|El|Palo|Mountain|Menlo|Redwood|Grand|Cape|Hong|Buenos|Rio|Kuala|Tel|Ann|Baton|Des|Little|"
    r"Long|Virginia|Colorado|Oklahoma|Kansas|Jersey|Mexico|Ho|Port|Saint|North|South|East|West|Great|Le|La|Den|Bad|Abu|Silver|Santa)\b"
)


_COMPANY = re.compile(
    r"(?:BV|NV|Ltd|Limited|Inc|LLC|LLP|GmbH|AG|SA|SAS|SARL|Srl|SpA|AB|AS|Oy|Plc|Corp|Co|Group|KG)\.?", re.IGNORECASE
)


def split_place(part: str) -> list[str]:
    """ "Stripe San Francisco, CA" is a company and a place that lost what stood between them."""
    if not PLACE.match(part) or "," not in part or TITLE.search(part):
        return [part]
    city, region = part.rsplit(",", 1)
    words = city.split()
    size = 2 if len(words) > 1 and _TWO_WORDS.match(words[-2]) else 1
    if len(words) <= size or _COMPANY.fullmatch(words[-1]):
        return [city, region.strip()] if _COMPANY.fullmatch(words[-1]) else [part]
    return [" ".join(words[:-size]), f"{' '.join(words[-size:])},{region}"]
