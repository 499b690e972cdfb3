"""A resume from file to practice: kept, read once, held against jobs, corrected, practised, looked back on, deleted."""

import io
import time
import uuid

import docx
import pypdfium2 as pdfium
import pytest

from agents import correcting, interview, portfolio, resume_export
from agents.resume_words import match_name
from core.errors import AppError
from core.portfolio import Ad
from core.schema import Utterance
from tests.waiting import report_of

RESUME = """Dana Okafor
Platform engineer, Leeds
dana.okafor@example.org

Experience

Senior platform engineer, Northwind Freight
Jan 2021 - Present
- Moved 40 services to Kubernetes; deploys went from 40 to 5 minutes.
- Built the billing pipeline on Kafka and PostgreSQL for 12 million events a day.

Engineer, Blue Harbor
Mar 2018 - Dec 2020
- Wrote REST services in Python and Go.

Skills
Python, Go, Kubernetes, Terraform, PostgreSQL, Kafka

Education
BSc Computer Science, 2018
"""
JOB = """Senior platform engineer, Helio Energy

Must have
- 3+ years of Kubernetes in production
- PostgreSQL
- Terraform
- Incident command

Nice to have
- Azure
- gRPC
"""


def matched(deps, caller, resume_id, job_text=JOB):
    match_id, _ = portfolio.start(deps, caller, resume_id, job_text)
    until = time.monotonic() + 30
    while True:
        try:
            return portfolio.get(deps, caller, match_id)
        except AppError as fault:
            assert fault.code == "not_ready", fault.sentence
            assert time.monotonic() < until
            time.sleep(0.05)


def states(kept):
    return {row.requirement.text: row.state for row in kept.match.rows}


def test_a_resume_is_held_against_a_job_with_evidence_and_arithmetic(deps, caller):
    kept = matched(deps, caller, portfolio.add(deps, caller, RESUME).id)
    found = states(kept)
    assert [state for text, state in found.items() if "Kubernetes" in text] == ["shown"]
    assert found["Terraform"] == "claimed"
    assert found["Incident command"] == "missing"
    score = kept.match.score
    assert score.sum == pytest.approx(sum(row.points for row in score.rows), abs=0.05)
    row = next(row for row in kept.match.rows if row.requirement.text == "PostgreSQL")
    assert "billing pipeline" in row.evidence[0].text


def test_the_same_file_is_kept_once_and_read_once(deps, caller):
    first = portfolio.add(deps, caller, RESUME)
    read = portfolio.read(deps, caller, first.id)
    assert portfolio.add(deps, caller, RESUME).id == first.id
    assert portfolio.read(deps, caller, first.id) == read


def test_a_corrected_date_moves_the_years_and_stands_in_the_history(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    before = matched(deps, caller, key)
    changed = correcting.correct_role(
        deps,
        caller,
        key,
        0,
        title="Senior platform engineer",
        employer="Northwind Freight",
        start="2025-11",
        end="2026-02",
    )
    assert changed.edited
    assert changed.parsed.roles[0].period.months == 4
    after = matched(deps, caller, key)
    assert after.match.score.exact < before.match.score.exact
    told = portfolio.history(deps, caller, after.id)
    assert [one.total for one in told] == [before.match.score.total, after.match.score.total]
    with pytest.raises(AppError, match="Write dates as"):
        correcting.correct_role(deps, caller, key, 0, title="", employer="", start="soon", end="")


def test_what_stands_outside_the_roles_can_be_corrected(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    job = JOB + "- Fluent German\n- A master's degree in computer science\n- Snowflake\n"
    before = matched(deps, caller, key, job)
    sheet = correcting.sheet_of(before.match.resume)
    assert correcting.correct_sheet(deps, caller, key, sheet).parsed == before.match.resume
    skills = sheet.skills.replace("Terraform, ", "") + ", Snowflake"
    changed = correcting.correct_sheet(
        deps,
        caller,
        key,
        sheet.model_copy(
            update={
                "name": "Dana A. Okafor",
                "skills": skills,
                "education": "MSc Computer Science, 2019",
                "languages": "German fluent",
            }
        ),
    )
    assert changed.parsed.contact.name == "Dana A. Okafor"
    assert changed.parsed.contact.email == "dana.okafor@example.org"
    was, now = states(before), states(matched(deps, caller, key, job))
    moved = {text: (state, now[text]) for text, state in was.items() if now[text] != state}
    assert moved["Terraform"] == ("claimed", "missing")
    assert moved["Snowflake"] == ("missing", "claimed")
    assert moved["German"][1] == "shown"
    assert next(pair for text, pair in moved.items() if "master" in text.lower()) == ("adjacent", "shown")
    with pytest.raises(AppError, match="names neither a degree nor a year"):
        correcting.correct_sheet(deps, caller, key, sheet.model_copy(update={"education": "My uncle's garage"}))


def test_the_gaps_become_an_interview_whose_report_comes_back_to_the_match(deps, caller):
    kept = matched(deps, caller, portfolio.add(deps, caller, RESUME).id)
    view = portfolio.practise(deps, caller, kept.id)
    interview_of = list(
        interview.answer(deps, caller, view.session_id, Utterance(text="I run platforms."), uuid.uuid4().hex)
    )
    assert interview_of
    now = interview.status(deps, caller, view.session_id)
    assert "Incident command" in now.said or "incident command" in now.said.lower()
    told = (
        "In March our payments went down for the whole region and nobody was in charge, so I took incident command myself. "
        "I split the people into two groups, wrote the timeline in the channel and decided to roll back after nine minutes. "
        "We were back after twenty-two minutes instead of the usual hour, and since then we have a rota. "
        "Looking back I would name a deputy earlier."
    )
    list(interview.answer(deps, caller, view.session_id, Utterance(text=told), uuid.uuid4().hex))
    interview.end(deps, caller, view.session_id)
    found = {one.text: one for one in portfolio.probed(deps, caller, kept.id)}
    assert found["Incident command"].state == "evidenced"
    assert found["Incident command"].quote in told
    assert found["Azure"].state == "never probed"
    report_of(deps, caller, view.session_id)


def test_requirements_can_be_named_and_unknown_ones_are_refused(deps, caller):
    kept = matched(deps, caller, portfolio.add(deps, caller, RESUME).id)
    wanted = next(row.requirement.id for row in kept.match.rows if row.requirement.text == "Azure")
    view = portfolio.practise(deps, caller, kept.id, (wanted,))
    assert view.of == 1
    with pytest.raises(AppError, match="not in this analysis"):
        portfolio.practise(deps, caller, kept.id, ("nothing",))


def test_nothing_of_it_is_anybody_elses_and_deleting_takes_all(deps, caller, other):
    kept = matched(deps, caller, portfolio.add(deps, caller, RESUME).id)
    for work in (
        lambda: portfolio.resume(deps, other, kept.resume_id),
        lambda: portfolio.get(deps, other, kept.id),
        lambda: portfolio.practise(deps, other, kept.id),
        lambda: portfolio.start(deps, other, kept.resume_id, JOB),
        lambda: portfolio.delete(deps, other, kept.resume_id),
    ):
        with pytest.raises(AppError) as fault:
            work()
        assert fault.value.code in ("unknown_resume", "unknown_match")
    portfolio.delete(deps, caller, kept.resume_id)
    assert portfolio.listing(deps, caller) == []
    assert deps.blobs.keys(caller.owner, "resumes") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "no_job"), ("Engineer", "no_job"), ("https://example.org/jobs/1234567890123456789012345", "only_a_link")],
)
def test_a_job_that_says_too_little_is_refused_in_one_sentence(deps, caller, text, code):
    key = portfolio.add(deps, caller, RESUME).id
    with pytest.raises(AppError) as fault:
        portfolio.start(deps, caller, key, text)
    assert fault.value.code == code


OTHER = """Data engineer, Helio Energy
Requirements
- Kafka
- Snowflake
"""


def worked_out(deps, caller, match_id):
    until = time.monotonic() + 60
    while any(one.state in ("queued", "running") for one in portfolio.batch(deps, caller, match_id)):
        assert time.monotonic() < until
        time.sleep(0.05)
    return portfolio.batch(deps, caller, match_id)


def test_several_jobs_are_worked_out_one_by_one_and_one_that_cannot_be_read_is_named(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    ads = [Ad(text=JOB), Ad(data=b"\x00\x01\x02" * 500, name="broken.pdf"), Ad(data=OTHER.encode(), name="data engineer.txt")]
    ids, job = portfolio.start_all(deps, caller, key, ads)
    assert len(set(ids)) == 3
    steps = worked_out(deps, caller, ids[1])
    assert [one.state for one in steps] == ["done", "failed", "done"]
    assert steps[1].words.startswith("broken.pdf: ")
    assert steps[1].words.endswith(".")
    assert states(portfolio.get(deps, caller, ids[2])) == {"Kafka": "shown", "Snowflake": "missing"}
    assert portfolio.get(deps, caller, ids[2]).title == "Data engineer"
    with pytest.raises(AppError, match=r"broken\.pdf") as fault:
        portfolio.get(deps, caller, ids[1])
    assert fault.value.code == "analysis_failed"
    assert portfolio.job_of(deps, caller, ids[0]).id == job.id
    assert not [one for one in deps.blobs.keys(caller.owner, "resumes") if "/jobs/" in one]


def test_a_job_from_a_file_shares_its_history_with_the_same_words_pasted(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    first = matched(deps, caller, key)
    ids, _ = portfolio.start_all(deps, caller, key, [Ad(data=JOB.encode(), name="job.txt"), Ad(text=OTHER)])
    worked_out(deps, caller, ids[0])
    assert [one.match_id for one in portfolio.history(deps, caller, ids[0])] == [first.id, ids[0]]


def test_the_same_request_again_gives_the_same_matches(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    ads = [Ad(text=JOB), Ad(text=OTHER)]
    (first, job), (again, same) = (portfolio.start_all(deps, caller, key, ads, "r") for _ in range(2))
    assert (first, job.id) == (again, same.id)
    assert len(portfolio.listing(deps, caller)) == 2


def test_a_resume_that_cannot_be_read_fails_every_job_of_the_batch(deps, caller):
    key = portfolio.add(deps, caller, b"\x00\x01\x02" * 500, "resume.pdf").id
    ids, _ = portfolio.start_all(deps, caller, key, [Ad(text=JOB), Ad(text=OTHER)])
    assert [one.state for one in worked_out(deps, caller, ids[0])] == ["failed", "failed"]


def test_an_analysis_is_renamed_and_deleted_by_itself(deps, caller, other):
    kept = matched(deps, caller, portfolio.add(deps, caller, RESUME).id)
    assert match_name(kept) == "Senior platform engineer, Helio Energy"
    named = portfolio.rename(deps, caller, kept.id, " The  one in Leeds ")
    assert match_name(named) == "The one in Leeds"
    assert "The one in Leeds" in resume_export.made(named, "md")[0].decode()
    pages = pdfium.PdfDocument(resume_export.made(named, "pdf")[0])
    assert "The one in Leeds" in pages[0].get_textpage().get_text_bounded()
    assert "The one in Leeds" in [line.text for line in docx.Document(io.BytesIO(resume_export.made(named, "docx")[0])).paragraphs]
    for work in (portfolio.rename, lambda *given: portfolio.forget(*given[:3])):
        with pytest.raises(AppError) as fault:
            work(deps, other, kept.id, "mine")
        assert fault.value.code == "unknown_match"
    portfolio.forget(deps, caller, kept.id)
    assert portfolio.listing(deps, caller) == []
    assert portfolio.resume(deps, caller, kept.resume_id).parsed


def test_analyses_without_a_title_are_told_apart_by_file_or_first_words(deps, caller):
    key = portfolio.add(deps, caller, RESUME).id
    plain = "Requirements\n- Kafka and everything around it\n- Terraform in production"
    ids, _ = portfolio.start_all(deps, caller, key, [Ad(text=plain), Ad(data=plain.encode(), name="kafka.txt")])
    assert [match_name(one.match) for one in worked_out(deps, caller, ids[0])] == ["Requirements", "kafka.txt"]


def test_a_file_that_cannot_be_read_fails_the_job_with_its_sentence(deps, caller):
    kept = portfolio.add(deps, caller, b"\x00\x01\x02" * 500, "resume.pdf")
    match_id, _ = portfolio.start(deps, caller, kept.id, JOB)
    until = time.monotonic() + 30
    while portfolio.job_of(deps, caller, match_id).state not in ("failed", "done"):
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(AppError) as fault:
        portfolio.get(deps, caller, match_id)
    assert fault.value.code == "analysis_failed"
    assert fault.value.sentence.endswith(".")
