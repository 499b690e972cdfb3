"""Jobs: at least once delivered, once effective."""

import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from core.errors import AppError, ProviderError
from store import jobs
from store.database import open_store
from store.jobs import NewJob
from store.queue import ThreadQueue
from tests.waiting import until


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
    first = jobs.claim(store, "a", 1.0, ["work"])
    assert first.id == made.id
    assert jobs.claim(store, "b", 60, ["work"]) is None
    again = until(lambda: jobs.claim(store, "b", 60, ["work"]))
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
    until(lambda: all(jobs.get(store, caller, one.id).state == "done" for one in made))
    queue.stop()
    assert sorted(ran) == sorted(one.id for one in made)


def test_a_refusal_fails_a_job_with_its_sentence_and_is_not_tried_again(store, caller):
    def work(_one):
        raise AppError("no", "That cannot be done.")

    queue = ThreadQueue(store, {"work": work}, workers=1)
    made = jobs.enqueue(store, caller, job())
    queue.start()
    until(lambda: jobs.get(store, caller, made.id).state == "failed")
    queue.stop()
    failed = jobs.get(store, caller, made.id)
    assert (failed.state, failed.error, failed.attempts) == ("failed", "That cannot be done.", 1)


def test_work_that_an_earlier_process_left_is_picked_up_at_the_start(store, caller):
    made = jobs.enqueue(store, caller, job())
    jobs.claim(store, "dead", 0.01, ["work"])
    time.sleep(0.05)
    queue = ThreadQueue(store, {"work": lambda one: {"n": one.payload["n"]}}, workers=1)
    queue.start()
    until(lambda: jobs.get(store, caller, made.id).state == "done")
    queue.stop()
    assert jobs.get(store, caller, made.id).result == {"n": 1}


def test_a_failed_attempt_is_followed_by_the_next_without_waiting_for_a_sweep(store, caller):
    ran = []

    def work(one):
        ran.append(one.attempts)
        if len(ran) == 1:
            raise ProviderError("vendor", "it broke off", retryable=True)
        return {}

    queue = ThreadQueue(store, {"work": work}, workers=1)
    queue.start()
    made = jobs.enqueue(store, caller, job())
    queue.wake()
    until(lambda: jobs.get(store, caller, made.id).state == "done", limit_s=20.0)  # a sweep comes after thirty seconds
    queue.stop()
    assert ran == [1, 2]


def test_a_job_of_a_dead_process_is_taken_up_at_once(store, caller):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()[:20]
    names = {
        f"{host}:{ended.pid}:abc:1": True,
        f"{host}:{os.getpid()}:an-earlier-life:1": True,
        f"{host}:{os.getppid()}:abc:1": False,
        f"elsewhere:{ended.pid}:abc:1": False,
        "a": False,
    }
    for at, name in enumerate(names):
        jobs.enqueue(store, caller, job(f"k{at}"))
        assert jobs.claim(store, name, 60, ["work"]) is not None
    ran = []
    queue = ThreadQueue(store, {"work": lambda one: ran.append(one.attempts) or {}}, workers=1)
    queue.start()
    until(lambda: len(ran) == 2)
    queue.stop()
    assert ran == [2, 2]
    states = [jobs.by_key(store, caller, f"k{at}").state for at in range(len(names))]
    assert states == ["done" if dead else "running" for dead in names.values()]


def test_attempts_are_counted_anew_after_a_part_that_is_kept(store, caller):
    jobs.enqueue(store, caller, job())
    for _ in range(jobs.MOST_ATTEMPTS + 2):
        held = jobs.claim(store, "a", -1, ["work"])
        jobs.advanced(store, held, "a part")
    assert held.attempts == 2
    assert jobs.again(store, caller, job()).payload == {"n": 1}


def test_a_job_that_ended_is_queued_anew_with_its_new_payload(store, caller):
    jobs.enqueue(store, caller, job())
    held = jobs.claim(store, "a", 60, ["work"])
    assert jobs.again(store, caller, job()).state == "running"
    jobs.finish(store, held, "a", {})
    jobs.again(store, caller, NewJob(kind="work", payload={"n": 2}, key="k"))
    assert jobs.claim(store, "a", 60, ["work"]).payload == {"n": 2}


def test_nobody_waits_behind_slow_work(store, caller):
    free = threading.Event()
    queue = ThreadQueue(store, {"work": lambda one: {}, "slow": lambda one: {"ok": free.wait(20)}}, slow={"slow"})
    queue.start()
    for at in range(4):
        jobs.enqueue(store, caller, NewJob(kind="slow", payload={}, key=f"s{at}"))
    jobs.enqueue(store, caller, job())
    queue.wake()
    until(lambda: jobs.by_key(store, caller, "k").state == "done", limit_s=15.0)
    assert {jobs.by_key(store, caller, f"s{at}").state for at in range(4)} == {"queued", "running"}
    free.set()
    until(lambda: all(jobs.by_key(store, caller, f"s{at}").state == "done" for at in range(4)))
    queue.stop()
