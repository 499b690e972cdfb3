"""Words by which the parts of a header are told apart: titles of jobs and places."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re

from core.text import CAPITALS

TITLE = re.compile(
    r"\b(?:engineer(?:ing)?|developer|programmer|manager|analyst|designer|nurse|rn|consultant|director|lead|leader|head|officer|specialist|"
    r"coordinator|assistant|associate|administrator|admin|architect|scientist|intern|internship|technician|teacher|tutor|lecturer|"
    r"professor|accountant|bookkeeper|representative|rep|executive|supervisor|recruiter|writer|copywriter|editor|founder|co-founder|owner|"
    r"cto|ceo|cfo|coo|vp|president|electrician|plumber|driver|clerk|attorney|paralegal|lawyer|solicitor|planner|buyer|chef|cook|cashier|"
    r"barista|mechanic|operator|welder|machinist|carpenter|foreman|apprentice|journeyman|trainee|freelancer?|contractor|researcher|"
    r"fellow|postdoc|agent|advisor|adviser|counselor|therapist|pharmacist|physician|doctor|dentist|surgeon|paramedic|caregiver|aide|"
    r"worker|strategist|marketer|producer|journalist|photographer|artist|sre|devops|tester|qa|dba|sysadmin|receptionist|secretary|"
    r"partner|principal|controller|auditor|underwriter|trader|broker|banker|teller|steward|host|server|waiter|waitress|bartender|"
    r"picker|packer|handler|dispatcher|inspector|surveyor|estimator|draftsman|drafter|librarian|instructor|trainer|coach|maintainer|"
    r"creator|contributor|volunteer|member|captain|sergeant|guard|cleaner|gardener|stylist|scrum master|product owner|evangelist|chief|"
    # German, with what it is joined to; French, Spanish, Portuguese, Italian, Dutch.
    r"\w*(?:ingenieur|entwickler|leiter|berater|techniker|meister|pfleger|lehrer|kauf(?:mann|frau)|sachbearbeiter|assistent|referent|fachkraft|"
    r"mechaniker|elektroniker|verk[äa]ufer|gesch[äa]ftsf[üu]hrer|praktikant|werkstudent|auszubildende|mitarbeiter|beauftragte|forscher|verwalter)(?:in|r|/in|\*in|:in)?|"
    r"chef(?:fe)? de \w+|ing[ée]nieure?|d[ée]velopp(?:eur|euse)|responsable|charg[ée]e? d[e’'].{2,}|direct(?:eur|rice)|technicien(?:ne)?|assistante|stagiaire|comptable|"
    r"infirmi(?:er|[èe]re)|vende(?:ur|use)|conseill(?:er|[èe]re)|gestionnaire|enseignante?|professeure?|apprentie?|alternante?|r[ée]dact(?:eur|rice)|"
    r"ingenier[oa]|desarrollador[a]?|analista|gerente|jef[ea] de \w+|t[ée]cnic[oa]|auxiliar|administrativ[oa]|contable|enfermer[oa]|profesor[a]?|becari[oa]|"
    r"coordinador[a]?|director[a]?|vendedor[a]?|consultor[a]?|encargad[oa]|programador[a]?|dise[ñn]ador[a]?|engenheir[oa]|desenvolvedor[a]?|coordenador[a]?|"
    r"estagi[áa]ri[oa]|professor[a]|supervisor[a]?|assistente|ingegnere|sviluppat(?:ore|rice)|responsabile|impiegat[oa]|contabile|tirocinante|stagista|addett[oa]|"
    r"infermier[ea]|insegnante|tecnico|consulente|direttore|commess[oa]|ontwikkelaar|medewerker|adviseur|verpleegkundige|docent|stagiair|projectleider)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    rf"^(?:[{CAPITALS}][\w.'’ -]+,\s*(?:[A-Z]{{2,3}}|[{CAPITALS}][^\W\d_]+(?: [{CAPITALS}][^\W\d_]+)?)|remote|hybrid|on-?site|[A-Z][a-z]+ \(remote\)|"
    r"london|new york|berlin|paris|amsterdam|dublin|singapore|toronto|sydney|bangalore|bengaluru|mumbai|delhi|dubai|usa|uk|germany|india)$",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(
    r"^(?:San|Santa|New|Los|Las|Salt|St\.?|Fort|El|Palo|Mountain|Menlo|Redwood|Grand|Cape|Hong|Buenos|Rio|Kuala|Tel|Ann|Baton|Des|Little|"
    r"Long|Virginia|Colorado|Oklahoma|Kansas|Jersey|Mexico|Ho|Port|Saint|North|South|East|West|Great|Le|La|Den|Bad|Abu|Silver|Santa)\b"
)
_COMPANY = re.compile(
    r"(?:BV|NV|Ltd|Limited|Inc|LLC|LLP|GmbH|AG|SA|SAS|SARL|Srl|SpA|AB|AS|Oy|Plc|Corp|Co|Group|KG|SE|e\.V|s\.r\.o)\.?", re.IGNORECASE
)
_REGION = re.compile(
    r"[A-Z]{2,3}|Argentina|Australia|Austria|Belgium|Brazil|Bulgaria|Canada|Chile|China|Colombia|Croatia|Czech(?:ia| Republic)|Denmark|Egypt|England|Estonia|"
    r"Finland|France|Germany|Ghana|Greece|Hungary|Iceland|India|Indonesia|Ireland|Israel|Italy|Japan|Kenya|Latvia|Lithuania|Luxembourg|Malaysia|Malta|"
    r"Mexico|Morocco|(?:The )?Netherlands|New Zealand|Nigeria|Norway|Pakistan|Peru|(?:The )?Philippines|Poland|Portugal|Romania|Saudi Arabia|Scotland|Serbia|"
    r"Singapore|Slovakia|Slovenia|South Africa|South Korea|Spain|Sweden|Switzerland|Taiwan|Thailand|Turkey|Ukraine|United (?:Arab Emirates|Kingdom|States)|"
    r"Vietnam|Wales|Deutschland|Österreich|Schweiz|Suisse|Belgique|España|Italia|Nederland|"
    r"Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|"
    r"Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|"
    r"Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Ontario|Quebec|Alberta|British Columbia"
)
"""Countries and states: what stands before one is a town; before anything else in a header it may be an employer."""
_TOWN = re.compile(rf"[{CAPITALS}][\w.'’-]*(?: (?:[{CAPITALS}][\w.'’-]*|de|la|le|am|an|der|upon|on)){{0,3}}|remote|hybrid|on-?site", re.IGNORECASE)


def split_place(part: str) -> list[str]:
    """ "Stripe San Francisco, CA" is a company and a place that lost what stood between them."""
    if not PLACE.match(part) or "," not in part or TITLE.search(part):
        return [part]
    city, region = part.rsplit(",", 1)
    words = city.split()
    if _COMPANY.fullmatch(words[-1]):
        return [city, region.strip()]
    size = 2 if len(words) > 1 and _TWO_WORDS.match(words[-2]) else 1
    if len(words) <= size or not _REGION.fullmatch(region.strip()):
        return [part]
    return [" ".join(words[:-size]), f"{' '.join(words[-size:])},{region}"]


def employer_and_place(part: str) -> tuple[str, str]:
    """ "Helio Energy, Rotterdam, Netherlands" in two; a town with its country is a place alone, "Acme, Inc." an employer alone."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) > 1 and _COMPANY.fullmatch(pieces[1]):
        pieces[:2] = [f"{pieces[0]}, {pieces[1]}"]
    place = pieces[1:]
    if not place or len(place) > 3 or not all(_TOWN.fullmatch(piece) for piece in place):
        return part, ""
    if len(place) == 1 and _REGION.fullmatch(place[0]):
        return "", part
    return pieces[0], ", ".join(place)
