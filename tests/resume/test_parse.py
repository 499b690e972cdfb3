"""What the parser sees: dates in every format, roles in every layout, sums that count no month twice."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.resume.dates import find_period, is_duration
from agents.resume.parse import document_of, parse, recount
from agents.resume.quality import LONGEST, must_be_short
from bench.resume_pages import DATES, LAYOUTS, page
from core.errors import AppError

from .conftest import NOW, RESUME

PERSON = {
    "name": "Ada Kern", "title": "Engineer", "email": "ada@example.com", "skills": ["Python", "Go"], "education": ["BSc Physics, Graz, 2015"],
    "certificates": [], "languages": ["German (native)"],
    "roles": [
        {"title": "Senior Engineer", "employer": "Alpen Pumps", "place": "Linz, Austria", "start": "2020-01", "end": "now",
         "bullets": [["Designed pumps in SolidWorks and cut scrap by 30 percent", ""], ["Led a team of four engineers", ""]]},
        {"title": "Test Engineer", "employer": "Donau Tools", "place": "Graz, Austria", "start": "2016-02", "end": "2019-06",
         "bullets": [["Tested 40 tools a month and wrote the reports on them", ""]]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Jan 2021 - Present", "2021-01", "2026-06"), ("03/2019 to 06/2020", "2019-03", "2020-06"), ("Summer 2018", "2018-06", "2018-08"),
        ("2015-17", "2015-07", "2017-06"), ("since 2020", "2020-07", "2026-06"), ("Sept. 2018 – May 2023", "2018-09", "2023-05"),
        ("Mar '19 – Feb ’21", "2019-03", "2021-02"), ("2020-03 – 2021-04", "2020-03", "2021-04"), ("Jan – Mar 2021", "2021-01", "2021-03"),
        ("1 March 2020 - 30 June 2021", "2020-03", "2021-06"), ("Q1 2020 - Q3 2021", "2020-01", "2021-09"), ("Sep 2019 –", "2019-09", "2026-06"),
        ("Fall 2019 - Spring 2020", "2019-09", "2020-05"), ("01.2019 – 03.2020", "2019-01", "2020-03"), ("10/2019-Current", "2019-10", "2026-06"),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_usual_format(text, start, end):
    found = find_period(text, NOW)
    assert found is not None
    assert (found.period.start, found.period.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["from 40 to 5 minutes", "from 40% to 85%", "+1 (415) 555-0142", "99.5% to 99.99%", "ISO 9001", "$2021"]
)
def test_other_numbers_are_no_dates(text):
    assert find_period(text, NOW) is None


def test_years_alone_count_from_middle_to_middle():
    found = find_period("2018 – 2021", NOW)
    assert found.period.months == 36


def test_a_duration_is_told_from_a_date():
    assert is_duration("2 years 10 months")
    assert not is_duration("2021")


def test_contact_roles_education_skills_and_languages_are_seen(resume, now):
    seen = parse(resume, now)
    assert (seen.contact.name, seen.contact.email) == ("Mira Sandoval", "mira.sandoval@example.com")
    assert seen.contact.phone == "+49 421 555 0142"
    assert seen.contact.location == "Bremen, Germany"
    assert [(role.title, role.employer) for role in seen.roles] == [
        ("Senior Platform Engineer", "Northwind Freight"),
        ("Software Engineer", "Blue Harbor"),
    ]
    assert [len(role.bullets) for role in seen.roles] == [3, 2]
    assert seen.education[0].level == 3
    assert seen.education[0].year == 2018
    assert {one.skill for one in seen.skills} >= {"go", "grpc", "aws"}
    assert [(one.name, one.level) for one in seen.tongues] == [("English", 3), ("German", 4)]
    assert seen.months == 101
    assert seen.reading.ok


def test_every_statement_points_at_its_lines(resume, now):
    lines = {line.n: line.text for line in resume.lines}
    for role in parse(resume, now).roles:
        for bullet in role.bullets:
            assert bullet.text in " ".join(lines[number] for number in bullet.lines)


@pytest.mark.parametrize("way", [*LAYOUTS, *DATES])
def test_every_layout_gives_the_same_roles(way):
    seen = parse(document_of(page(PERSON, {**LAYOUTS, **DATES}[way])), NOW)
    assert [role.title for role in seen.roles] == ["Senior Engineer", "Test Engineer"]
    assert [role.employer for role in seen.roles] == ["Alpen Pumps", "Donau Tools"]
    assert [len(role.bullets) for role in seen.roles] == [2, 1]
    assert [(role.period.start, role.period.end) for role in seen.roles] == [
        ("2020-01", "2026-06"),
        ("2016-02", "2019-06"),
    ]
    assert seen.education[0].level == 3


def test_dates_beside_the_first_statement_belong_to_the_header_above():
    text = (
        "Experience\nAlpen Pumps, Senior Engineer  Linz, Austria\n• Designed pumps in SolidWorks  Jan 2020 - present\n• Led four people  6 years 6 months\n"
        "Donau Tools, Test Engineer  Graz, Austria\n• Tested 40 tools a month  Feb 2016 - Jun 2019\n"
    )
    seen = parse(document_of(text), NOW)
    assert [(role.title, role.employer, role.period.start) for role in seen.roles] == [
        ("Senior Engineer", "Alpen Pumps", "2020-01"), ("Test Engineer", "Donau Tools", "2016-02"),
    ]  # fmt: skip
    assert [bullet.text for bullet in seen.roles[0].bullets] == ["Designed pumps in SolidWorks", "Led four people"]


def test_gaps_are_found_and_months_held_twice_count_once():
    text = (
        RESUME.replace("Feb 2018 – Feb 2021", "Jan 2017 – Dec 2019")
        + "\nVolunteering\nTutor, Code Club   Jan 2019 – Jun 2019\n• Taught Python to 20 pupils\n"
    )
    seen = parse(document_of(text), NOW)
    assert [(gap.start, gap.end, gap.months) for gap in seen.gaps] == [("2020-01", "2021-02", 14)]
    assert seen.overlaps[0].months == 6
    assert seen.months == 36 + 64


def test_months_of_a_skill_come_from_the_roles_that_show_it(resume, now):
    months = {one.skill: one.months for one in parse(resume, now).skill_months}
    assert months["kubernetes"] == 64
    assert months["go"] == 37
    assert "grpc" not in months


def test_a_corrected_date_is_counted_again(resume, now):
    seen = parse(resume, now)
    first = seen.roles[0]
    mended = first.model_copy(update={"period": first.period.model_copy(update={"start": "2023-03"})})
    again = recount(seen.model_copy(update={"roles": (mended, *seen.roles[1:])}))
    assert again.months == seen.months - 24
    assert again.gaps[0].months == 24


@pytest.mark.parametrize(
    ("text", "part"),
    [("", "no text"), ("Hello there, hire me please.", "less than a resume"), ("#### 1234 ---- %%%% " * 60 + "ab", "looks like words"),
     ("The cat sat on the mat and looked at the moon. " * 20, "could be told apart")],
)  # fmt: skip
def test_a_bad_reading_is_refused_with_the_reason_and_the_mend(text, part):
    seen = parse(document_of(text), NOW)
    assert not seen.reading.ok
    assert part in seen.reading.reason
    assert seen.reading.mend.endswith(".")


def test_a_document_of_poor_quality_is_refused(resume, now):
    assert "percent" in parse(resume.model_copy(update={"quality": 0.4}), now).reading.reason


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *RESUME.split("\n"),
                "2019",
                "•",
                "- ",
                "Jan 2020 –",
                "Skills:",
                "\u00ad",
                "｜",
                "Education",
                "2021 - 2019",
            ]
        ),
        max_size=25,
    )
)
def test_no_order_of_lines_breaks_the_parser(lines):
    seen = parse(document_of("\n".join(lines)), date(2026, 6, 30))
    assert seen.months >= 0
    assert all(role.period is None or role.period.start <= role.period.end for role in seen.roles)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_parser(text):
    parse(document_of(text), NOW)


def test_labels_under_a_role_open_no_section():
    text = RESUME.replace("• Moved 40", "Responsibilities:\n• Moved 40").replace(
        "• On call", "Key achievements:\n• On call"
    )
    seen = parse(document_of(text), NOW)
    assert [len(role.bullets) for role in seen.roles] == [3, 2]


def test_what_wraps_in_pasted_text_stays_one_statement():
    text = """Experience

Data Engineer, Kestrel Freight, Utrecht
March 2021 - present
- Rebuilt the nightly load from 60 source tables so that it ends at 4:10 instead of
7:45
- Wrote the on call guide and trained three new
Engineers in incident response
- Cut storage from 12 TB to
(after compression) 7 TB
"""
    (role,) = parse(document_of(text), NOW).roles
    assert [bullet.text.rsplit(" ", 2)[1:] for bullet in role.bullets] == [["of", "7:45"], ["incident", "response"], ["7", "TB"]]


def test_a_resume_without_headings_has_roles_too():
    text = "\n".join(line for line in RESUME.split("\n") if line != "Experience")
    assert [role.title for role in parse(document_of(text), NOW).roles] == [
        "Senior Platform Engineer",
        "Software Engineer",
    ]


def test_a_line_of_tools_stays_with_its_role():
    text = RESUME.replace("Software Engineer, Blue", "Technologies: Java, Oracle, Ansible\nSoftware Engineer, Blue")
    seen = parse(document_of(text), NOW)
    assert [len(role.bullets) for role in seen.roles] == [4, 2]


def test_a_company_is_told_from_its_place():
    text = "Experience\nHavenlijn BV, Rotterdam\nAnalyst   08/2021 - Present\n- Built dashboards used by 40 planners\n"
    role = parse(document_of(text), NOW).roles[0]
    assert (role.title, role.employer, role.location) == ("Analyst", "Havenlijn BV", "Rotterdam")


def test_a_scholar_s_posts_are_roles_and_papers_are_none():
    text = (
        "Åsa Lindqvist, PhD\nasa@example.org · Uppsala, Sweden\n\nAcademic appointments\nAssociate Professor, Uppsala University, since 2020\n"
        "- Taught survival analysis to 120 students a year\nPostdoctoral researcher, ETH Zürich, 2017 – 2020\n- Built models of river floods in R\n\n"
        "Education\nPhD in Statistics, Lund University, 2016\n\nPublications\nLindqvist, Å. (2021). Flood models. Journal of Rivers, 12(3), 45–67.\n\n"
        "Grants\nSwedish Research Council, 2022 – 2025\n"
    )
    seen = parse(document_of(text), NOW)
    assert seen.contact.name == "Åsa Lindqvist, PhD"
    assert [(role.title, role.employer, role.period.start) for role in seen.roles] == [
        ("Associate Professor", "Uppsala University", "2020-07"), ("Postdoctoral researcher", "ETH Zürich", "2017-07"),
    ]  # fmt: skip
    assert [(one.level, one.year) for one in seen.education] == [(5, 2016)]


def test_a_resume_by_skills_lists_its_jobs_without_dates():
    text = (
        "Tomás Ó Briain\ntomas@example.org\n\nLeadership\n- Managed a team of 14 in two warehouses and trained 30 new colleagues\n\nEmployment\n"
        "Warehouse Manager, Dale Logistics\nShift Lead, Northgate Stores\n\nSkills\nLean, SAP, Excel\n\nEducation\nDiploma in Logistics, TU Dublin, 2011\n"
    )
    seen = parse(document_of(text), NOW)
    assert seen.contact.name == "Tomás Ó Briain"
    assert [(role.title, role.employer) for role in seen.roles if role.title] == [
        ("Warehouse Manager", "Dale Logistics"), ("Shift Lead", "Northgate Stores"),
    ]  # fmt: skip
    assert seen.months == 0
    assert any("14 in two warehouses" in one.text for role in seen.roles for one in role.bullets)


@pytest.mark.parametrize("piece", ["a", "1", "a.", "A.", "A'", "-", "_", "www.", "1-", "漢", "Experience\nEngineer at Acme 2019-2020\n- Built x\n"])
def test_no_text_takes_longer_than_its_length(piece):
    """A pattern that begins anew at every letter of a long word took hours over this, and no other thread ran meanwhile."""
    text = (piece * 30_000)[:30_000]
    assert parse(document_of(f"Ada Kern\nada.kern@example.com\nhttps://ada.dev/me, Bremen, Germany\n{text}"), NOW).contact.email == "ada.kern@example.com"


def test_a_text_that_no_resume_is_as_long_as_is_refused_by_its_length():
    must_be_short(LONGEST)
    with pytest.raises(AppError, match="120,001 characters"):
        must_be_short(LONGEST + 1)
