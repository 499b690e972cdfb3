"""What was kept long enough is deleted for its owner, once, with everything that hangs on it; what is newer stays."""

import dataclasses
import time
from datetime import timedelta

import pytest

from agents import feedback, interview, retention, sharing
from agents.transcripts import shelf
from core.schema import Brief, Utterance
from store import jobs
from tests.agents.test_interview import refused
from tests.agents.test_spoken import aloud, hold, jfk, typed  # noqa: F401 - a fixture

PLANTED = "the zebra sang at noon beside the harbour wall"


@pytest.fixture
def later(deps):
    """The same parts forty days on, keeping for thirty."""
    settings = deps.settings.model_copy(update={"retention_days": 30})
    return dataclasses.replace(deps, settings=settings, now=lambda: deps.now() + timedelta(days=40))


def carried_out(deps, caller):
    """What the jobs of a sweep did."""
    retention.sweep(deps)
    job = jobs.by_key(deps.store, caller, f"{retention.RETENTION_JOB}:{deps.now():%Y-%m-%d}")
    return retention.run(deps, job) if job else None


def test_an_old_interview_goes_whole_with_its_sound_and_links(deps, later, caller, jfk):  # noqa: F811
    session_id = hold(deps, caller, aloud, clip=jfk)
    _, link = sharing.create(deps, caller, session_id)
    assert deps.blobs.keys(caller.owner)
    deps.queue.stop()
    assert carried_out(later, caller) == {"interviews": 1, "recordings": 0}
    assert carried_out(later, caller) == {"interviews": 0, "recordings": 0}
    assert refused(lambda: feedback.get(deps, caller, session_id)) == "unknown_session"
    assert refused(lambda: shelf.get(deps, caller, session_id)) == "unknown_transcript"
    assert refused(lambda: sharing.opened(deps, link)) == "unknown_share"
    assert deps.blobs.keys(caller.owner) == ()
    assert shelf.listing(deps, caller) == []


def test_what_is_newer_or_somebody_elses_or_kept_for_good_stays(deps, later, caller, other):
    deps.queue.stop()
    view = interview.start(deps, caller, Brief(track="hr", questions=1, seed=3))
    assert retention.sweep(deps) == 0  # nothing ends without the setting
    soon = dataclasses.replace(later, now=lambda: deps.now() + timedelta(days=20))
    assert retention.sweep(soon) == 0
    assert retention.sweep(later) == 1
    assert jobs.by_key(deps.store, other, f"{retention.RETENTION_JOB}:{later.now():%Y-%m-%d}") is None
    list(interview.answer(deps, caller, view.session_id, Utterance(text=PLANTED), "r"))
    assert interview.status(deps, caller, view.session_id).turn == 1


def test_the_worker_carries_it_out_and_no_byte_stays(deps, later, caller, tmp_path):
    session_id = hold(deps, caller, lambda view, reference: typed(view, PLANTED), record=False)
    assert any(PLANTED.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    retention.sweep(later)
    until = time.monotonic() + 30
    key = f"{retention.RETENTION_JOB}:{later.now():%Y-%m-%d}"
    while (job := jobs.by_key(deps.store, caller, key)).state != "done":
        assert time.monotonic() < until
        time.sleep(0.05)
    # The queue's own clock says today: nothing is due yet. Forty days on it is.
    assert job.result == {"interviews": 0, "recordings": 0}
    assert retention.run(later, job)["interviews"] == 1
    assert refused(lambda: feedback.get(deps, caller, session_id)) == "unknown_session"
    assert not [path.name for path in tmp_path.rglob("*") if path.is_file() and PLANTED.encode() in path.read_bytes()]
