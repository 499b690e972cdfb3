"""Headers of roles: an employer with its place alone on a line, above or below the title; dates of other languages."""

import pytest

from agents.resume.dates import find_period
from agents.resume.parse import document_of, parse

from .conftest import NOW

FIRST = "- Moved 40 services to Kubernetes; deploys went from 40 to 5 minutes\n- Built the billing pipeline on Kafka\n"
SECOND = "- Developed REST services in Python and Go\n"
HEADERS = {
    "above": ("Helio Energy, Rotterdam\nSenior engineer  Mar 2021 – Present", "Blue Harbor, Bremen\nEngineer  Feb 2018 – Feb 2021"),
    "below": ("Senior engineer  Mar 2021 – Present\nHelio Energy, Rotterdam", "Engineer  Feb 2018 – Feb 2021\nBlue Harbor, Bremen"),
    "with its country": ("Helio Energy, Rotterdam, Netherlands\nSenior engineer, Mar 2021 – Present",
                         "Blue Harbor, Bremen, Germany\nEngineer, Feb 2018 – Feb 2021"),
    "with its state": ("Helio Energy, Austin, TX\nSenior engineer  Mar 2021 – Present", "Blue Harbor, Boise, ID\nEngineer  Feb 2018 – Feb 2021"),
    "dates on a line": ("Helio Energy, Rotterdam\nSenior engineer\nMar 2021 – Present", "Blue Harbor, Bremen\nEngineer\nFeb 2018 – Feb 2021"),
    "dates beside it": ("Helio Energy, Rotterdam  Mar 2021 – Present\nSenior engineer", "Blue Harbor, Bremen  Feb 2018 – Feb 2021\nEngineer"),
    "dates first": ("Mar 2021 – Present\nSenior engineer\nHelio Energy, Rotterdam", "Feb 2018 – Feb 2021\nEngineer\nBlue Harbor, Bremen"),
    "dates after it": ("Senior engineer\nHelio Energy, Rotterdam, Mar 2021 – Present", "Engineer\nBlue Harbor, Bremen, Feb 2018 – Feb 2021"),
    "the place alone": ("Senior engineer, Helio Energy  Mar 2021 – Present\nRotterdam, Netherlands",
                        "Engineer, Blue Harbor  Feb 2018 – Feb 2021\nBremen, Germany"),
    "from afar": ("Helio Energy (remote)\nSenior engineer  Mar 2021 – Present", "Blue Harbor – Bremen\nEngineer  Feb 2018 – Feb 2021"),
    "German": ("Senior engineer, Helio Energy  März 2021 – heute", "Engineer, Blue Harbor  01.02.2018 bis 28.02.2021"),
    "French": ("Senior engineer, Helio Energy  depuis mars 2021", "Engineer, Blue Harbor  févr. 2018 à février 2021"),
}  # fmt: skip


@pytest.mark.parametrize("way", HEADERS)
def test_title_employer_and_dates_are_told_apart(way):
    one, other = HEADERS[way]
    text = f"Mira Sandoval\nmira@example.com\n\nExperience\n{one}\n{FIRST}{other}\n{SECOND}\nEducation\nBSc Physics, Graz, 2015\n"
    roles = parse(document_of(text), NOW).roles
    assert [(role.title, role.employer) for role in roles] == [("Senior engineer", "Helio Energy"), ("Engineer", "Blue Harbor")]
    assert [(role.period.start, role.period.end) for role in roles] == [("2021-03", "2026-06"), ("2018-02", "2021-02")]
    assert [len(role.bullets) for role in roles] == [2, 1]


def test_an_employer_with_its_place_stands_once_for_several_roles():
    text = f"Experience\nHelio Energy, Rotterdam\nSenior engineer  Mar 2021 – Present\n{FIRST}Engineer  Feb 2018 – Feb 2021\n{SECOND}"
    assert [role.employer for role in parse(document_of(text), NOW).roles] == ["Helio Energy", "Helio Energy"]


def test_a_statement_without_a_mark_above_a_dated_title_is_no_employer():
    text = (
        "Experience\nSenior engineer, Helio Energy  Mar 2021 – Present\nBuilt the billing pipeline on Kafka\n"
        "Engineer, Blue Harbor  Feb 2018 – Feb 2021\nDeveloped REST services in Python and Go\n"
    )
    assert [len(role.bullets) for role in parse(document_of(text), NOW).roles] == [1, 1]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("seit Mai 2021", "2021-05", "2026-06"), ("Okt. 2018 – Dez. 2020", "2018-10", "2020-12"), ("Jänner 2019 - Februar 2020", "2019-01", "2020-02"),
        ("août 2018 à janvier 2021", "2018-08", "2021-01"), ("juin 2018 – aujourd'hui", "2018-06", "2026-06"), ("juil. 2019 – présent", "2019-07", "2026-06"),
        ("déc. 2017 au mars 2018", "2017-12", "2018-03"), ("enero 2019 - diciembre 2020", "2019-01", "2020-12"), ("maggio 2019 – oggi", "2019-05", "2026-06"),
        ("Sept '19 – present", "2019-09", "2026-06"), ("03/2019–present", "2019-03", "2026-06"), ("maart 2019 – heden", "2019-03", "2026-06"),
    ],
)  # fmt: skip
def test_months_of_other_languages_are_read(text, start, end):
    found = find_period(text, NOW).period
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("text", ["sold out 2,020 tickets", "gave a set of 12 talks", "marched with 300 people", "Maia 12", "a la carte"])
def test_words_like_months_are_no_dates(text):
    assert find_period(text, NOW) is None
