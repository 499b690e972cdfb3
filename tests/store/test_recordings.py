"""Recordings through their verbs: pieces kept once, put together once, nothing lost or doubled by a kill, deleted whole."""

import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from agents import account, interview, recording
from audio.clip import RATE
from core.errors import AppError
from core.schema import Brief

ROOT = Path(__file__).parents[2]
PIECE = RATE  # half a second


def noise(seed, samples=PIECE // 2):
    return np.random.default_rng(seed).integers(-9000, 9000, samples, dtype=np.int16).astype("<i2").tobytes()


def digest(pcm):
    return hashlib.sha256(pcm).hexdigest()


@pytest.fixture
def session_id(deps, caller):
    return interview.start(deps, caller, Brief(track="hr", questions=1, record=True)).session_id


@pytest.fixture
def keep(deps, caller, session_id):
    def kept(n, pcm, turn=0, side="you", sha256=None):
        return recording.keep_chunk(deps, caller, session_id, turn, side, n, pcm, sha256 or digest(pcm))

    return kept


def refused(work):
    with pytest.raises(AppError) as fault:
        work()
    return fault.value.code


def test_a_piece_sent_twice_is_kept_once(deps, caller, session_id, keep):
    first = noise(1)
    assert keep(0, first) == keep(0, first)
    assert recording.clip(deps, caller, session_id, 0).pcm == first
    assert refused(lambda: keep(0, noise(2))) == "chunk_differs"
    assert recording.clip(deps, caller, session_id, 0).pcm == first


def test_a_piece_that_is_damaged_too_long_or_misplaced_is_refused(keep):
    pcm = noise(1)
    assert refused(lambda: keep(0, pcm, sha256=digest(b"other"))) == "wrong_hash"
    assert refused(lambda: keep(0, bytes(2 * 10 * RATE + 2))) == "wrong_chunk"
    assert refused(lambda: keep(0, b"")) == "wrong_chunk"
    assert refused(lambda: keep(0, pcm[:-1])) == "wrong_chunk"
    assert refused(lambda: keep(0, pcm, side="both")) == "wrong_chunk"
    assert refused(lambda: keep(0, pcm, turn=9)) == "wrong_chunk"
    assert refused(lambda: keep(500, pcm)) == "wrong_chunk"
    assert keep(0, bytes(2 * 10 * RATE)).bytes == 2 * 10 * RATE


def test_nothing_is_kept_of_an_interview_whose_candidate_did_not_agree(deps, caller, other, session_id):
    quiet = interview.start(deps, caller, Brief(track="hr", questions=1)).session_id
    pcm = noise(1)
    assert refused(lambda: recording.keep_chunk(deps, caller, quiet, 0, "you", 0, pcm, digest(pcm))) == "not_recorded"
    theirs = lambda: recording.keep_chunk(deps, other, session_id, 0, "you", 0, pcm, digest(pcm))  # noqa: E731
    assert refused(theirs) == "unknown_session"
    assert deps.blobs.keys(caller.owner) == deps.blobs.keys(other.owner) == ()


def test_pieces_that_arrive_in_any_order_are_put_together_in_theirs(deps, caller, session_id, keep):
    pieces = [noise(at) for at in range(6)]
    for n in (3, 0, 5, 1, 4, 2):
        keep(n, pieces[n])
    made = recording.assemble(deps, caller, session_id, 0, "you")
    assert recording.clip(deps, caller, session_id, 0).pcm == b"".join(pieces)
    assert made.missing == ()
    assert made.seconds == pytest.approx(3.0)
    assert recording.assemble(deps, caller, session_id, 0, "you") == made
    assert len(deps.blobs.keys(caller.owner)) == 1


def test_a_piece_that_never_came_is_silence_and_is_named_and_put_in_when_it_comes_late(deps, caller, session_id, keep):
    pieces = [noise(at) for at in range(3)]
    keep(0, pieces[0])
    keep(2, pieces[2])
    made = recording.assemble(deps, caller, session_id, 0, "you")
    assert made.missing == (1,)
    assert [(gap.start, gap.end) for gap in made.sound.gaps] == [(0.5, 10.5)]
    assert recording.clip(deps, caller, session_id, 0).pcm == pieces[0] + bytes(2 * 10 * RATE) + pieces[2]
    keep(1, pieces[1])
    whole = recording.assemble(deps, caller, session_id, 0, "you")
    assert whole.missing == ()
    assert whole.sound.gaps == ()
    assert recording.clip(deps, caller, session_id, 0).pcm == b"".join(pieces)
    assert deps.blobs.keys(caller.owner) == (whole.key,)


def test_a_piece_that_a_dead_process_left_behind_is_cleared_away(deps, caller, session_id, keep):
    keep(0, noise(0))
    (left,) = deps.blobs.keys(caller.owner)
    recording.assemble(deps, caller, session_id, 0, "you")
    deps.blobs.put(caller.owner, left, noise(0))  # as after a kill between the commit and the deletion
    keep(1, noise(1))
    (track,) = recording.assemble_all(deps, caller, session_id)
    assert deps.blobs.keys(caller.owner) == (track.key,)


def test_a_recording_goes_on_after_what_is_there(deps, caller, session_id, keep):
    assert recording.next_number(deps, caller, session_id, 0, "you") == (0, 0.0)
    keep(0, noise(0))
    recording.assemble(deps, caller, session_id, 0, "you")
    keep(1, noise(1))
    assert recording.next_number(deps, caller, session_id, 0, "you") == (2, 1.0)


def test_deleting_leaves_no_byte_and_lets_nothing_in_afterwards(deps, caller, session_id, keep):
    keep(0, noise(0))
    recording.assemble(deps, caller, session_id, 0, "you")
    keep(1, noise(1))
    keep(0, noise(2), side="interviewer")
    assert recording.delete(deps, caller, session_id) == 3
    assert deps.blobs.keys(caller.owner) == ()
    assert recording.listing(deps, caller, session_id) == []
    assert refused(lambda: keep(2, noise(3))) == "not_recorded"
    assert refused(lambda: recording.audio(deps, caller, session_id, 0, "you")) == "unknown_recording"


def test_deleting_everything_of_a_person_takes_their_recordings(deps, caller, session_id, keep):
    keep(0, noise(0))
    recording.assemble(deps, caller, session_id, 0, "you")
    account.delete(deps, caller)
    assert deps.blobs.keys(caller.owner) == ()


PROGRAM = """
import hashlib, sys
from pathlib import Path
from app import make_deps
from agents import recording
from core.caller import Caller
from core.settings import Settings
sys.path.insert(0, ".")
from tests.store.test_recordings import digest, noise
deps = make_deps(Settings(data=Path(sys.argv[1]), brain="rules"))
caller, key, count = Caller(owner="someone", role="local"), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
if sys.argv[4] == "keep":
    for n in range(count):
        pcm = noise(n)
        recording.keep_chunk(deps, caller, key, 0, "you", n, pcm, digest(pcm))
        print("kept", n, flush=True)
else:
    recording.assemble_all(deps, caller, key)
print("done", flush=True)
"""


def run_until_killed(folder, session_id, count, work, after):
    """Runs the work in a process that is killed `after` seconds of it; returns what it acknowledged, and whether it ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), session_id, str(count), work],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    told = process.stdout.read().split("\n")
    process.wait()
    return {int(line.split()[1]) for line in told if line.startswith("kept ")}, "done" in told


def test_a_kill_in_the_middle_of_keeping_or_of_putting_together_loses_and_doubles_nothing(
    deps, caller, session_id, tmp_path
):
    count, chance = 40, random.Random(7)
    acknowledged, ended, after = set(), False, 0.01
    while not ended:
        told, ended = run_until_killed(tmp_path, session_id, count, "keep", after + chance.random() * 0.05)
        acknowledged |= told
        kept = {part.n for part in recording.recordings.chunks(deps.store, caller, session_id, 0, "you")}
        assert acknowledged <= kept
        after *= 1.7
    ended, after = False, 0.005
    while not ended:
        _, ended = run_until_killed(tmp_path, session_id, count, "assemble", after + chance.random() * 0.05)
        assert recording.clip(deps, caller, session_id, 0).pcm == b"".join(noise(n) for n in range(count))
        after *= 1.8
    (track,) = recording.listing(deps, caller, session_id)
    assert [part.n for part in track.parts] == list(range(count))
    assert recording.recordings.chunks(deps.store, caller, session_id) == []
    assert deps.blobs.keys(caller.owner) == (track.key,)
