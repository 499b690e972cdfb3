"""Jobs: at least once delivered, once effective."""

import threading
import time

import pytest

from core.errors import AppError
from store import jobs
from store.database import open_store
from store.jobs import NewJob
from store.queue import ThreadQueue


@pytest.fixture
def store(tmp_path):
    made = open_store("", tmp_path)
    yield made
    made.close()


def job(key="k"):
    return NewJob(kind="work", payload={"n": 1}, key=key)


def test_the_same_key_is_one_job(store, caller):
    assert jobs.enqueue(store, caller, job()).id == jobs.enqueue(store, caller, job()).id


def test_a_job_is_held_by_one_worker_until_its_lease_ends(store, caller):
    made = jobs.enqueue(store, caller, job())
    first = jobs.claim(store, "a", 0.2, ["work"])
    assert first.id == made.id
    assert jobs.claim(store, "b", 60, ["work"]) is None
    time.sleep(0.3)
    again = jobs.claim(store, "b", 60, ["work"])
    assert again.id == made.id
    assert again.attempts == 2
    assert not jobs.finish(store, first, "a", {"by": "a"})
    assert jobs.finish(store, again, "b", {"by": "b"})
    assert jobs.get(store, caller, made.id).result == {"by": "b"}


def test_another_owner_does_not_see_a_job(store, caller, other):
    made = jobs.enqueue(store, caller, job())
    with pytest.raises(AppError, match="unknown_job"):
        jobs.get(store, other, made.id)


def test_the_queue_runs_each_job_once(store, caller):
    ran, lock = [], threading.Lock()

    def work(one):
        with lock:
            ran.append(one.id)
        return {"ok": True}

    queue = ThreadQueue(store, {"work": work}, workers=3)
    queue.start()
    made = [jobs.enqueue(store, caller, job(f"k{at}")) for at in range(12)]
    queue.wake()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(jobs.get(store, caller, one.id).state != "done" for one in made):
        time.sleep(0.05)
    queue.stop()
    assert sorted(ran) == sorted(one.id for one in made)


def test_a_refusal_fails_a_job_with_its_sentence_and_is_not_tried_again(store, caller):
    def work(_one):
        raise AppError("no", "That cannot be done.")

    queue = ThreadQueue(store, {"work": work}, workers=1)
    made = jobs.enqueue(store, caller, job())
    queue.start()
    until = time.monotonic() + 10
    while time.monotonic() < until and jobs.get(store, caller, made.id).state != "failed":
        time.sleep(0.05)
    queue.stop()
    failed = jobs.get(store, caller, made.id)
    assert (failed.state, failed.error, failed.attempts) == ("failed", "That cannot be done.", 1)


def test_work_that_an_earlier_process_left_is_picked_up_at_the_start(store, caller):
    made = jobs.enqueue(store, caller, job())
    jobs.claim(store, "dead", 0.01, ["work"])
    time.sleep(0.05)
    queue = ThreadQueue(store, {"work": lambda one: {"n": one.payload["n"]}}, workers=1)
    queue.start()
    until = time.monotonic() + 10
    while time.monotonic() < until and jobs.get(store, caller, made.id).state != "done":
        time.sleep(0.05)
    queue.stop()
    assert jobs.get(store, caller, made.id).result == {"n": 1}
