"""What stands in lists: contact, skills, education, certificates, languages."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Sequence
from datetime import date

from agents.resume.blocks import MARK
from agents.resume.dates import find_period
from core.document import Line
from core.resume import Bullet, Contact, Education, Listed, Tongue
from core.text import CAPITALS
from rag.skills import find

# Each is bounded and begins where a word does: a megabyte without a space took hours, and a pattern lets no other thread go on.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(
    r"(?<![\w/])(?:\+\d{1,3}[ .\u00a0-]?(?:\(\d{1,5}\)[ .\u00a0-]?)?\d{1,5}|(?:\(\d{1,5}\)[ .\u00a0-]?)?(?!(?:19|20)\d\d[ .-])\d{2,5})"
    r"(?:[ .\u00a0-]?\d{2,5}){1,5}(?![\w/])"
)
_LINK = re.compile(
    r"(?<![\w-])(?<!\w\.)(?:https?://)?(?:www\.)?(?:[\w-]{1,63}\.){1,8}(?:com|org|net|io|dev|me|ai|co|app|edu|info|eu|uk|de|tech|page|site)(?:/[\w./~%-]*)?",
    re.I,
)
_PLACE = re.compile(
    rf"\b[{CAPITALS}][\w.'’-]{{1,40}}(?: [{CAPITALS}][\w.'’-]{{1,40}}){{0,2}}, (?:[A-Z]{{2}}\b|[{CAPITALS}][^\W\d_A-Z]+(?: [{CAPITALS}][^\W\d_A-Z]+)?)\b"
)
_NAME = re.compile(
    rf"^[{CAPITALS}][\w.'’-]*(?: (?:[{CAPITALS}][\w.'’-]*|de|van|von|der|da|di|al|bin|la)){{1,4}}(?:,? (?:RN|PhD|MBA|CPA|PMP|MD|BSN|MSN|PE|JD|Jr\.?))*$"
)
_LABEL = re.compile(r"^[^:,]{2,40}:\s*")
_ITEMS = re.compile(r"\s*[,;|•·●▪/]\s+|\s*[,;|•·●▪]\s*|\s{3,}|\t+")
_LEVELS = (
    (5, r"ph\.? ?d|doctor(?:ate|al|\b of)|d\.? ?phil|ed\.?d|m\.?d\b\.?|j\.?d\b\.?|pharm\.?d|d\.?n\.?p\b|dr\.\s?\w+\.?|doctorado|dout?orado|doutoramento|dottorato|doctorat|promotion zum"),
    (4, r"master(?:'?s|’s)?|m\.? ?sc|m\.? ?s\b\.?|m\.? ?a\b\.?|mba|m\.? ?eng|m\.?ed|llm|msn|mph|mfa|m\.?tech|magister|m[áa]ster(?: universitario)?|mestrado|maestr[íi]a|laurea magistrale|diplom-?\w*|staatsexamen"),
    (3, r"bachelor(?:'?s|’s)?|b\.? ?sc|b\.? ?s\b\.?|b\.? ?a\b\.?|b\.? ?eng|b\.?ed|bsn|bba|b\.?com|b\.?tech|llb|bfa|undergraduate degree|university degree|"
        r"college degree|four-year degree|4-year degree|degree|grado en|licenciatura|licenciad[oa] en|ingenier[íi]a (?:en )?|bacharel(?:ado)?|laurea|licence (?:professionnelle|en)"),
    (2, r"associate(?:'?s|’s)?(?: degree| of| in)|a\.?a\.?s\b|a\.?a\b|diploma|hnd|hnc|foundation degree|vocational|trade school|apprenticeship|"
        r"certificate in|community college|nvq|city (?:&|and) guilds|t\.?a\.?f\.?e|t[ée]cnico superior|ausbildung zu[mr]|berufsausbildung|bts|dut"),
    (1, r"high school|secondary school|ged\b|a-levels?|gcse|abitur|baccalaur[eé]at|matriculation|h\.?s\.? diploma|bachillerato|maturit[àa]|ensino m[ée]dio"),
)  # fmt: skip
_DEGREES = tuple((level, re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", re.IGNORECASE)) for level, pattern in _LEVELS)
_FIELD = re.compile(
    r"(?<!\w)(?:degree|bachelor(?:'?s|’s)?|master(?:'?s|’s)?|doctorate|ph\.?d\.?|b\.? ?sc\.?|m\.? ?sc\.?|b\.? ?s\.?|m\.? ?s\.?|b\.? ?a\.?|m\.? ?a\.?|b\.?eng|m\.?eng|diploma|"
    r"associate(?:'?s)?)\s*(?:of (?:science|arts|engineering|applied science|business administration|technology|education|nursing|commerce)\s*)?"
    r"(?:degree\s*)?(?:,|in|of|\()?\s*([A-Z][\w&/ -]{2,50})",
    re.IGNORECASE,
)
_FLUENCY = (
    (4, r"native|mother tongue|first language|bilingual|bilingue|\bc2\b|muttersprache|langue maternelle|nativ[oa]|madrelingua|lengua materna|moedertaal"),
    (3, r"fluent|full professional|proficient|advanced|excellent|\bc1\b|business fluent|near[- ]native|strong|verhandlungssicher|flie(?:ß|ss)end|courant|fluent[ei]|fluido|avan[zç]ad[oa]|avanzat[oa]|vloeiend"),
    (2, r"professional working|working|intermediate|conversational|good|\bb[12]\b|business|upper|gute|interm[eé]di\w+|bon niveau"),
    (1, r"basic|beginner|elementary|limited|school|\ba[12]\b|some|grundkenntnisse|b[áa]sico|scolaire|notions"),
)


def degree_level(text: str) -> int:
    """The highest degree that a text names, 0 for none."""
    return next((level for level, pattern in _DEGREES if pattern.search(text)), 0)


def fluency(text: str) -> int:
    """How well a language is spoken by the words beside it, 0 when they do not say."""
    return next((level for level, pattern in _FLUENCY if re.search(pattern, text, re.IGNORECASE)), 0)


def reaches(text: str) -> bool:
    """True for a line with an email address or a telephone number."""
    return bool(_EMAIL.search(text)) or any(8 <= sum(map(str.isdigit, one.group())) <= 15 for one in _PHONE.finditer(text))


def contact(lines: Sequence[Line], top: Sequence[Line]) -> tuple[Contact, str]:
    """How to reach the person, and the headline below the name. `top` is what stands above the first heading."""
    text = "\n".join(line.text for line in lines)
    head = "\n".join(line.text for line in top)
    email = _EMAIL.search(text)
    phone = next(
        (
            found
            for found in _PHONE.finditer(_EMAIL.sub(" ", head or text))
            if 8 <= sum(map(str.isdigit, found.group())) <= 15
        ),
        None,
    )
    links = tuple(dict.fromkeys(found.group().rstrip("/.,") for found in _LINK.finditer(_EMAIL.sub(" ", head or text))))
    place = _PLACE.search("\n".join(line.text for line in top[1:]) or head)
    plain = [
        " ".join(line.text.split())
        for line in top
        if not _EMAIL.search(line.text) and not _LINK.search(line.text) and not re.search(r"\d{3}", line.text)
    ]
    name = next((one for one in (_full_name(top), *plain[:4]) if _NAME.match(one) and not _PLACE.search(one)), "")
    after = plain[plain.index(name) + 1 :] if name in plain else [one for one in plain if one not in name]
    headline = next((one for one in after[:2] if 1 < len(one.split()) <= 10 and not _PLACE.search(one)), "")
    return (
        Contact(
            name=name.title() if name.isupper() else name, email=email.group() if email else "",
            phone=phone.group().strip() if phone else "", location=place.group() if place else "", links=links[:6],
        ),
        headline,
    )  # fmt: skip


def _full_name(top: Sequence[Line]) -> str:
    """A name in large letters that goes on in a second line; nothing where it does not."""
    size = max((line.size for line in top), default=0.0)
    large = [line for line in top if line.size == size]
    if len(large) != 2 or large[1].n != large[0].n + 1 or len(top) < 3 or not size:
        return ""
    first, second = (" ".join(line.text.split()) for line in large)
    return first + second if first.endswith("-") else f"{first} {second}"


def listed(lines: Sequence[Line]) -> tuple[Listed, ...]:
    """The skills of a list, known ones under their id, others in their own words; each name once."""
    found: dict[str, Listed] = {}
    for line in lines:
        text = _LABEL.sub("", MARK.sub("", line.text.strip()))
        known = find(text)
        for one in known:
            found.setdefault(one.skill.id, Listed(name=one.skill.name, skill=one.skill.id, line=line.n))
        for item in _ITEMS.split(text):
            bare = re.sub(r"\s*\([^)]*\)|\.$", "", item).strip(" -–•")
            if 1 < len(bare) <= 40 and len(bare.split()) <= 4 and not any(one.surface in item for one in known):
                found.setdefault(bare.lower(), Listed(name=bare, line=line.n))
    return tuple(found.values())


def education(lines: Sequence[Line], now: date) -> tuple[Education, ...]:
    """The degrees and courses of a section; lines without a degree or a year belong to the one above."""
    found: list[Education] = []
    for line in lines:
        text = MARK.sub("", line.text).strip()
        level = 0 if MARK.match(line.text) and found else degree_level(text)
        dated = find_period(text, now)
        year = int(dated.period.end[:4]) if dated else None
        if not text:
            continue
        last = found[-1] if found else None
        if last and (MARK.match(line.text) or (not (level and last.level) and not (year and last.year and year != last.year))):
            field = last.field or _field(text)
            found[-1] = last.model_copy(
                update={"text": f"{last.text} · {text}", "level": max(level, last.level), "year": last.year or year, "field": field,
                        "lines": (*last.lines, line.n)}
            )  # fmt: skip
        else:
            found.append(Education(text=text, level=level, field=_field(text), year=year, lines=(line.n,)))
    return tuple(one for one in found if one.level or one.year)


def _field(text: str) -> str:
    found = _FIELD.search(text)
    if found and re.search(r"universit|college|school|institute|academy|polytechnic", found.group(1), re.IGNORECASE):
        return ""
    return (
        re.split(r"\s[-–—|•·]|,|\(|\bat\b|\bfrom\b|\s{2,}|\b(?:19|20)\d\d", found.group(1))[0].strip() if found else ""
    )


def certificates(lines: Sequence[Line]) -> tuple[Bullet, ...]:
    """One certificate a line."""
    return tuple(
        Bullet(text=MARK.sub("", line.text).strip(), lines=(line.n,))
        for line in lines
        if MARK.sub("", line.text).strip()
    )


def tongues(lines: Sequence[Line]) -> tuple[Tongue, ...]:
    """The natural languages of a section and how well each is spoken."""
    found: dict[str, Tongue] = {}
    for line in lines:
        known = [one for one in find(line.text) if one.skill.kind == "natural_language"]
        for at, one in enumerate(known):
            end = known[at + 1].start if at + 1 < len(known) else len(line.text)
            found.setdefault(
                one.skill.name, Tongue(name=one.skill.name, level=fluency(line.text[one.end : end]), line=line.n)
            )
    return tuple(found.values())
