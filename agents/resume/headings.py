"""The headings of a resume, in any order and under any usual name, and the lines under each."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from agents.resume.dates import find_period
from core.document import Line
from core.resume import Section, SectionKind

_NAMES: tuple[tuple[SectionKind, str], ...] = (
    ("summary", r"(?:professional |executive |career |personal )?(?:summary|profile|statement|overview)|about(?: me)?|(?:career )?objectives?|"
                r"introduction|in brief|highlights|summary of qualifications|qualifications summary|career highlights|who i am|profil|kurzprofil|über mich|profil professionnel|à propos(?: de moi)?|"
                r"perfil(?: profes[s]?ional)?|resumen(?: profesional)?|sobre m[ií]m?|resumo(?: profissional)?|objetivo(?: profes[s]?ional)?|profilo(?: professionale)?|profiel|over mij"),
    ("experience", r"(?:(?:professional|work|relevant|career|employment|industry|teaching|clinical|nursing|research|job|other|additional|"
                   r"selected|previous|prior|my|military|legal|internship|related)(?: and |[ &/])*)*(?:experiences?|history|employment|background|"
                   r"internships?|positions?(?: held)?|appointments|work)|academic (?:appointments?|positions?|employment|career)|career|where i(?:'ve| have) worked|roles|jobs|berufserfahrung|beruflicher werdegang|berufspraxis|werdegang|praktische erfahrung(?:en)?|praktika|expériences?(?: professionnelles?)?|parcours professionnel|"
                   r"experiencias?(?: (?:laboral(?:es)?|profesional(?:es)?))?|trayectoria(?: profesional)?|historial laboral|experiências?(?: profissiona(?:l|is))?|histórico profissional|"
                   r"esperienz[ae](?: (?:lavorativ[ae]|professional[ie]))?|werkervaring|doświadczenie(?: zawodowe)?"),
    ("education", r"(?:education(?:al)?|academic|academics)(?: background| history| qualifications?| record)?|education (?:and|&) .{3,30}|"
                  r"degrees?|studies|schooling|academic .{3,20}|qualifications|ausbildung|bildungsweg|studium|akademische laufbahn|bildung|schulbildung|aus- und weiterbildung|formations?(?: académiques?)?|diplômes?|études|"
                  r"formación(?: académica)?|educación|estudios|formação(?: acad[êé]mica)?|educação|istruzione(?: e formazione)?|formazione|opleiding(?:en)?|wykształcenie"),
    ("skills", r"(?:(?:technical|core|key|professional|hard|soft|relevant|other|additional|clinical|it|computer|main|top|functional|trade|"
               r"digital|programming|software|transferable)(?: and |[ &/])*)*(?:skills?(?: set|set)?|competenc(?:ies|es|e)|expertise|technolog(?:y|ies)|"
               r"proficienc(?:y|ies)|tools|tech stack|strengths|keywords|toolbox|capabilities|knowledge)|skills? ?(?:&|and|/|,) ?.{3,30}|"
               r"(?:areas|fields) of (?:expertise|knowledge|specialization)|stack|(?:tools|technologies) ?(?:&|and) ?.{3,20}|what i (?:know|use)|kenntnisse|fähigkeiten|edv-kenntnisse|fachkenntnisse|it-kenntnisse|kompetenzen|kenntnisse und fähigkeiten|compétences(?: (?:techniques|professionnelles|clés|informatiques))?|"
               r"habilidades(?: técnicas)?|aptitudes|competencias(?: (?:técnicas|clave))?|conocimientos(?: (?:técnicos|informáticos))?|competências(?: técnicas)?|conhecimentos|"
               r"competenze(?: (?:tecniche|professionali|digitali|informatiche))?|vaardigheden|umiejętności"),
    ("projects", r"(?:(?:personal|selected|side|key|academic|notable|open[- ]source|relevant|technical|featured)(?: and |[ &])*)*projects?(?: experience)?|"
                 r"portfolio|open[- ]source(?: contributions| work)?|projekte|projets(?: personnels)?|proyectos|projetos|progetti|projecten"),
    ("certifications", r"(?:professional )?(?:certifications?|certificates?|licen[cs]es?|licensure|credentials|accreditations?)"
                       r"(?: ?(?:&|and|,|/) ?.{3,30})?|(?:training|courses?|courses? (?:and|&) .{3,20}|professional development|continuing education)|zertifikate|zertifizierungen|weiterbildung(?:en)?|certificats|certifications et formations|certificaciones|certificados|certificações|certificazioni|cursos|corsi|certificaten"),
    ("languages", r"(?:spoken |foreign )?languages?(?: skills| spoken)?|sprachen|sprachkenntnisse|fremdsprachen|langues|idiomas|línguas|lingue|talen|języki"),
    ("awards", r"auszeichnungen|prix|premios|prêmios|premi|(?:selected )?(?:awards?|honou?rs?|achievements?|accomplishments?|scholarships|recognition|grants?|funding)(?: ?(?:&|and) ?.{3,20})?"),
    ("publications", r"veröffentlichungen|publikationen|publicaciones|publicações|pubblicazioni|(?:selected )?(?:publications?|papers|patents?|(?:invited )?talks|presentations|conferences|research|speaking)"
                     r"(?: ?(?:&|and) ?.{3,20})?"),
    ("volunteering", r"(?:volunteer(?:ing)?|community|voluntary)(?: (?:work|experience|service|involvement|activities))?|"
                     r"(?:extracurricular|leadership) activities|(?:leadership|involvement|activities)"),
    ("interests", r"(?:personal )?(?:interests?|hobbies)(?: ?(?:&|and) ?.{3,20})?|interessen|hobbys|centres d['’]intérêts?|loisirs|intereses|aficiones|interesses|interessi"),
    ("references", r"references?|referees|referenzen|références|referencias|referências|referenze"),
    ("contact", r"contacts?(?: (?:details|information|info))?|personal (?:details|information|info|data)|links|profiles|get in touch|kontakt(?:daten)?|persönliche daten|coordonnées|"
                r"contacto|datos (?:personales|de contacto)|contatos?|dados pessoais|contatti|dati personali|contactgegevens"),
    ("other", r"(?:memberships?|affiliations?|professional affiliations|additional information|miscellaneous|other|misc|availability|teaching|supervision|service)"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for kind, pattern in _NAMES)
LARGE = 1.5
"""Times the usual size of its letters from which a line is a name or a title of the page."""
_DECORATION = re.compile(r"^[\W_\d]*|[\W_]*$")
_SUBLABEL = re.compile(
    r"\W*(?:(?:key|main|selected|notable|major|core|primary) )?(?:achievements?|accomplishments?|responsibilities|highlights|contributions?|projects?|duties|"
    r"results|impact|tasks|technologies|tools|tech stack|environment)(?: (?:and|&) (?:achievements|accomplishments|responsibilities|duties))?\s*:?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^\W*((?:(?:technical|core|key|professional|soft|hard|computer|it|other)[ &/]*(?:and )?)*(?:skills|competencies|technologies)|"
    r"(?:spoken )?languages(?= ?: ?(?:english|spanish|german|french|mandarin|hindi|arabic|portuguese|italian|dutch|polish|native))|"
    r"certifications?|interests|hobbies|education|summary|profile|objective)\s?[:–—]\s*(?=\S)",
    re.IGNORECASE,
)


_LABEL = re.compile(r"^\W*(\w[^\W\d]{2,}(?: (?:[^\W\d]+|&)){0,3})\s{2,}(?=\S)")
"""A heading in the left margin, at the height of the first line of its section."""


def heading(text: str) -> SectionKind | None:
    """The kind of section that a line opens, None for any other line."""
    bare = " ".join(_DECORATION.sub("", text.strip().rstrip(":")).split())
    bare = re.sub(r"(?<=\b\w) (?=\w\b)", "", bare) if re.fullmatch(r"(?:\w ){3,}\w", bare) else bare
    if (
        not bare
        or len(bare) > 45
        or len(bare.split()) > 6
        or bare[0].islower()
        or text.strip().endswith((".", ",", ";"))
    ):
        return None
    for kind, pattern in _KINDS:
        if pattern.fullmatch(bare):
            return kind
    return None


def whole(lines: Sequence[Line]) -> list[Line]:
    """Headings that a narrow column breaks over two lines, put together on the first."""
    out: list[Line] = []
    for line in lines:
        above = out[-1] if out else None
        if above and above.column == line.column and (above.size, above.bold) == (line.size, line.bold) and line.box:
            both = f"{above.text.strip()} {line.text.strip()}"
            short = max(len(above.text.split()), len(line.text.split())) <= 2 and above.text.isupper() == line.text.isupper()
            if short and (line.bold or line.text.isupper()) and heading(both):
                out[-1] = above.model_copy(update={"text": both})
                continue
        out.append(line)
    return out


def inline(text: str) -> tuple[SectionKind, int] | None:
    """For "Skills: Python, Go" the kind and where the content begins."""
    found = _INLINE.match(text) or _LABEL.match(text)
    kind = heading(found.group(1)) if found else None
    return (kind, found.end()) if found and kind else None


def sublabel(text: str) -> bool:
    """ "Responsibilities:" and "Key achievements:" under a role head no section of their own."""
    return bool(_SUBLABEL.fullmatch(text.strip()))


def _more_roles(lines: Sequence[Line]) -> bool:
    """Whether dates of a role follow before the next heading: then "Technologies: Java" belongs to the role above."""
    for line in lines:
        if heading(line.text) and not sublabel(line.text):
            return False
        if find_period(line.text, date(2100, 1, 1), single=False):
            return True
    return False


def sections(lines: Sequence[Line], reaches: Callable[[str], bool]) -> tuple[Section, ...]:
    """The document cut at its headings; the contact stands above the first, or heads a column by a large name or what `reaches`."""
    found: list[tuple[SectionKind, str, list[int]]] = [("contact", "", [])]
    texts = Counter(line.text.strip() for line in lines)
    large = LARGE * max(1.0, sorted(line.size for line in lines)[len(lines) // 2]) if lines else 0.0
    largest = max((line.size for line in lines), default=0.0)
    for at, line in enumerate(lines):
        kind = heading(line.text)
        if (
            found[-1][0] == "experience"
            and sublabel(line.text)
            and (line.text.strip().endswith(":") or texts[line.text.strip()] > 1)
        ):
            kind = None
        elif (
            kind is None
            and (opened := inline(line.text)) is not None
            and opened[0] != found[-1][0]
            and not (found[-1][0] == "experience" and _more_roles(lines[at + 1 :]))
        ):
            kind = opened[0]
        elif (
            kind is None
            and at
            and (
                (line.column != lines[at - 1].column and (line.size >= large or any(reaches(one.text) for one in lines[at : at + 2])))
                or (line.size >= large and line.size == largest and sum(one.size == largest for one in lines) == 1)
            )
        ):
            kind = "contact"
            found.append((kind, "", [line.n]))
            continue
        # Inside a list of skills "Languages" and "Tools" are labels of rows, not the next section.
        if kind is not None and not (found[-1][0] == "skills" and kind == "skills" and not line.bold):
            found.append((kind, line.text.strip(), [line.n]))
        else:
            found[-1][2].append(line.n)
    return tuple(Section(kind=kind, title=title, lines=tuple(numbers)) for kind, title, numbers in found if numbers)


def under(kinds: Iterable[SectionKind], parts: Sequence[Section], lines: Sequence[Line]) -> list[Line]:
    """The lines under the sections of these kinds, without the headings; an inline heading leaves its content."""
    wanted = set(kinds)
    by_number = {line.n: line for line in lines}
    found: list[Line] = []
    for part in parts:
        if part.kind in wanted:
            for place, number in enumerate(part.lines):
                line = by_number[number]
                opened = inline(line.text) if place == 0 and part.title else None
                if opened:
                    found.append(line.model_copy(update={"text": line.text[opened[1] :]}))
                elif place or not part.title:
                    found.append(line)
    return found
