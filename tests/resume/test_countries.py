"""Resumes as they are written outside English, and headers that other layouts leave behind."""

import pytest

from agents.resume.dates import find_period
from agents.resume.parse import document_of, parse
from core.document import Box, Document, Line

from .conftest import NOW

RESUMES = {
    "German": """Jürgen Weiß
j.weiss@beispiel.de | +49 711 5550 182
Berufserfahrung
Teamleiter Konstruktion  April 2019 – heute
Schwarzwald Getriebe GmbH, Freiburg
• Führung von neun Konstrukteuren und eines Budgets
Werkstudent  Oktober 2012 – März 2014
Neckar Antriebe AG, Heilbronn
• Auswertung von Messdaten mit Python
Ausbildung
Diplom-Ingenieur Maschinenbau, Stuttgart, 2012
Sprachen
Deutsch (Muttersprache), Englisch (verhandlungssicher)""",
    "French": """Éloïse Lefèvre
eloise@exemple.fr · +33 6 55 50 18 24
Expérience professionnelle
Cheffe de projet marketing
Maison Beauséjour, Lyon
janvier 2020 – aujourd’hui
• Pilotage d’un programme de fidélité
Assistante marketing
Crédit Alpin, Annecy
mars 2015 – août 2016
• Étude de marché auprès de 600 clients
Formation
Master Marketing, Lyon, 2015
Langues
Français (langue maternelle), Anglais (courant)""",
    "Spanish": """José Muñoz
jm@ejemplo.es | +34 655 501 824
Experiencia laboral
Analista de datos sénior  febrero de 2021 – actualidad
Transportes Moncayo, Zaragoza
• Diseñé un modelo de previsión en Python
Becaria de datos  ene. 2019 a dic. 2020
Tienda Azahar, Valencia
• Automaticé los informes semanales con SQL
Formación académica
Grado en Estadística, Zaragoza, 2017
Idiomas
Español (nativo), Inglés (C1)""",
    "Portuguese": """João Magalhães
joao@exemplo.com.br | +55 11 95550-1824
Experiência profissional
Coordenador de produção  março de 2020 – atual
Alimentos Serra Azul, Campinas
• Coordenação de 45 operadores em três turnos
Estagiário  jan/2016 até fev/2018
Metalúrgica Ipê, São Paulo
• Planejamento da produção no SAP
Formação acadêmica
Bacharelado em Engenharia, São Paulo, 2015
Idiomas
Português (nativo), Inglês (avançado)""",
    "Italian": """Niccolò Angelo
n.angelo@esempio.it | +39 340 555 0182
Esperienze lavorative
Contabile senior  maggio 2018 – oggi
Studio Bellavista, Torino
• Redazione dei bilanci di 35 società
Impiegato amministrativo  ott. 2013 – apr. 2018
Cantine Roero, Alba
• Gestione di fatture e note spese
Istruzione e formazione
Laurea in Economia aziendale, Torino, 2013
Lingue
Italiano (madrelingua), Inglese (C1)""",
}
SEEN = {
    "German": [("Teamleiter Konstruktion", "Schwarzwald Getriebe GmbH", "2019-04", "2026-06"), ("Werkstudent", "Neckar Antriebe AG", "2012-10", "2014-03")],
    "French": [("Cheffe de projet marketing", "Maison Beauséjour", "2020-01", "2026-06"), ("Assistante marketing", "Crédit Alpin", "2015-03", "2016-08")],
    "Spanish": [("Analista de datos sénior", "Transportes Moncayo", "2021-02", "2026-06"), ("Becaria de datos", "Tienda Azahar", "2019-01", "2020-12")],
    "Portuguese": [("Coordenador de produção", "Alimentos Serra Azul", "2020-03", "2026-06"), ("Estagiário", "Metalúrgica Ipê", "2016-01", "2018-02")],
    "Italian": [("Contabile senior", "Studio Bellavista", "2018-05", "2026-06"), ("Impiegato amministrativo", "Cantine Roero", "2013-10", "2018-04")],
}  # fmt: skip


@pytest.mark.parametrize("country", RESUMES)
def test_a_resume_in_another_language_is_seen_as_an_english_one(country):
    lines = RESUMES[country].split("\n")
    seen = parse(document_of(RESUMES[country]), NOW)
    assert seen.contact.name == lines[0]
    assert f"{seen.contact.email} | {seen.contact.phone}" == lines[1].replace(" · ", " | ")
    assert [(one.title, one.employer, one.period.start, one.period.end) for one in seen.roles] == SEEN[country]
    assert [[one.text] for role in seen.roles for one in role.bullets] == [[line[2:]] for line in lines if line[0] == "•"]
    assert [one.level >= 3 for one in seen.education] == [True]
    assert [one.level for one in seen.tongues] == [4, 3]
    assert seen.tongues[1].name == "English"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("março de 2020 – fevereiro de 2022", "2020-03", "2022-02"), ("ene. 2019 - dic. 2020", "2019-01", "2020-12"),
        ("de junio 2017 hasta enero 2021", "2017-06", "2021-01"), ("set 2019 – out 2020", "2019-09", "2020-10"),
        ("mei 2018 t/m mrt 2020", "2018-05", "2020-03"), ("Mar 2021 � Present", "2021-03", "2026-06"),
    ],
)  # fmt: skip
def test_dates_of_other_languages_are_read(text, start, end):
    found = find_period(text, NOW)
    assert (found.period.start, found.period.end) == (start, end)


def test_an_employer_with_its_place_is_no_statement_and_a_department_no_employer():
    text = """Ada Kern
Experience
Charge Nurse, Medical ICU  08/2018 – Current
St. Brannoc Medical Center  Portland, OR
• Led the care of 24 beds
Staff Nurse  02/2014 – 07/2018
Baxter & Finch LLC, Salem, OR
• Managed ventilated patients at night"""
    seen = parse(document_of(text), NOW)
    wanted = [("Charge Nurse, Medical ICU", "St. Brannoc Medical Center"), ("Staff Nurse", "Baxter & Finch LLC")]
    assert [(role.title, role.employer) for role in seen.roles] == wanted
    assert [len(role.bullets) for role in seen.roles] == [1, 1]


def test_dates_names_and_headings_on_two_lines_are_one():
    told = [
        ("Siobhán O’Malley-", 22, True), ("Reyes", 22, True), ("s@example.org", 9, False), ("WORK", 10, True), ("EXPERIENCE", 10, True),
        ("April 2019 –  Lead Engineer", 9, False), ("today  Quay Tools, Leeds", 9, False), ("• Built a crane", 9, False),
        ("SKILLS  Go, Python", 9, False),
    ]  # fmt: skip
    lines = tuple(
        Line(n=n, text=text, size=size, bold=bold, box=Box(page=0, x0=0.1, y0=0.1 + n / 20, x1=0.6, y1=0.12 + n / 20))
        for n, (text, size, bold) in enumerate(told)
    )
    seen = parse(Document(kind="pdf", name="cv.pdf", lines=lines), NOW)
    assert seen.contact.name == "Siobhán O’Malley-Reyes"
    assert [(part.kind, part.title) for part in seen.sections] == [
        ("contact", ""),
        ("experience", "WORK EXPERIENCE"),
        ("skills", "SKILLS  Go, Python"),
    ]
    role = seen.roles[0]
    assert (role.title, role.employer, role.period.start, role.period.current) == ("Lead Engineer", "Quay Tools", "2019-04", True)
    assert [one.skill for one in seen.skills] == ["go", "python"]
