"""The live loop with a scripted interview, ear, voice, detector and browser, on a clock of its own: cases, and any history."""

import asyncio
import random
import struct

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.live_stand_in import Chances, Room, check_replies, check_words, run, watch_stream

HISTORIES = 300
SLOW = {"ear": 1.5, "voice": 0.6, "piece": 0.1, "draft": 1.5, "answer": 0.8, "look": 0.1, "reopen": 0.4}
FAILING = {
    "ear": 0.2,
    "ear_oddly": 0.3,
    "voice": 0.2,
    "voice_midway": 0.1,
    "draft": 0.2,
    "draft_oddly": 0.2,
    "draft_differs": 0.3,
    "answer": 0.3,
    "answer_oddly": 0.2,
}


def asked(room):
    return {"request_id": f"{room.name}{len(room.taken)}{random.random()}"}


MOVES = {
    "say": lambda room, n: room.say(n % 9 + 1, gap=(n % 50) / 10),
    "say_on": lambda room, n: room.say(n % 9 + 1, gap=0.3),
    "quiet": lambda room, n: room.quiet((n % 80) / 10),
    "barge": lambda room, n: barge(room, n),
    "done": lambda room, n: take(room, "done"),
    "think": lambda room, n: take(room, "act", action="think"),
    "hint": lambda room, n: take(room, "act", action="hint"),
    "skip": lambda room, n: take(room, "act", action="skip"),
    "typed": lambda room, n: take(room, "typed", text="By hand.", code=""),
    "mute": lambda room, n: around(room, n, ("mute", {"on": True}), ("mute", {"on": False})),
    "keyboard": lambda room, n: around(room, n, ("mode", {"mode": "keyboard"}), ("mode", {"mode": "voice"})),
    "pause": lambda room, n: around(room, n, ("act", {"action": "pause"}), ("act", {"action": "resume"})),
    "stop": lambda room, n: take(room, "stop"),
    "patience": lambda room, n: take(room, "patience", patience=("quick", "normal", "patient")[n % 3]),
    "half": lambda room, n: take(room, "hello", **{**room.hello, "half_duplex": n % 2 == 0}),
    "silent": lambda room, n: take(room, "hello", **{**room.hello, "voice": ("server", "none", "client")[n % 3]}),
    "drop": lambda room, n: dropped(room, n),
}


async def take(room, kind, **told):
    if room.browser.online:
        room.live.inbox.take({"type": kind, **told, **asked(room)})
    await room.quiet(0.04)


async def around(room, n, before, after):
    await take(room, before[0], **before[1])
    await room.say(n % 4)
    await room.quiet(n % 3)
    await take(room, after[0], **after[1])


async def barge(room, n):
    """Waits until the interviewer speaks, then speaks over it."""
    for _ in range(200):
        if room.browser.queue:
            break
        await room.quiet(0.04)
    await room.quiet((n % 40) / 10)
    await room.say(n % 6 + 1, gap=0.5)


async def dropped(room, n):
    """The line breaks, sometimes in the middle of a sentence; frames are kept and sent again."""
    room.leave()
    await room.say(n % 5)
    await room.quiet((n % 20) / 10)
    await room.join()


async def history(rooms, moves):
    for room in rooms:
        watch_stream(room)
        await room.join()
    for kind, n in moves:
        await asyncio.gather(*(MOVES[kind](room, n + at) for at, room in enumerate(rooms)))
    for room in rooms:
        room.stage.chances.failing.clear()
        room.live.inbox.take({"type": "hello", **room.hello})
    await asyncio.gather(*(room.quiet(60) for room in rooms))
    for room in rooms:
        policy = room.live.policy
        assert not policy.text, f"never taken: {policy.text}"
        assert policy.deadline is not None or room.live.mouth.busy or policy._prompted == 3, "no timer is armed"
        check_words(room)
        check_replies(room)
        assert room.stage.drafting == 0
        room.leave()
        await room.live.close()
        assert room.ear.closed
    await asyncio.sleep(5)
    assert all(room.speaker.open == 0 for room in rooms)


@settings(
    max_examples=HISTORIES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 999)), min_size=2, max_size=9),
    st.integers(0, 2**20),
    st.booleans(),
    st.sets(st.sampled_from(sorted(FAILING)), max_size=3),
    st.booleans(),
)
def test_what_must_hold_in_any_history(moves, seed, slow, failing, two):
    """Random speech, latencies, failures, barge-ins, broken lines, buttons, switches: one room alone, or two at once."""
    chance = random.Random(seed)
    made = [Chances(chance, SLOW if slow else {}, {one: FAILING[one] for one in failing}) for _ in range(1 + two)]
    rooms = [Room(one, name, first) for one, name, first in zip(made, "ab", (1, 10_001), strict=False)]
    run(history(rooms, moves))
    if two:
        for room, other in zip(rooms, reversed(rooms), strict=True):
            assert all(other.name not in str(text).split() for text in room.speaker.texts if "Thanks to" in text)


def test_frames_that_overlap_those_taken_or_leave_a_gap_are_taken_once_and_in_order():
    async def overlap():
        room = Room(Chances(random.Random(1), {}, set()), "a", 1)
        watch_stream(room)
        await room.join()
        numbered = [struct.pack("<hh", n, 0) + bytes(636) for n in range(1, 9)]
        live = room.live
        await live.frames(0, b"".join(numbered[:3]))
        await live.frames(1, b"".join(numbered[1:5]))
        await live.frames(7, numbered[7])
        await live.frames(2, numbered[2])
        await live.frames(5, b"".join(numbered[5:]))
        room.leave()
        await live.close()
        return room

    room = run(overlap())
    assert [number for number, _ in room.taken] == list(range(1, 9))
    assert room.live.uplink.next_frame == 8


def test_a_room_holds_the_words_of_two_turns_and_those_that_are_over_none():
    held = []

    async def long_interview():
        room = Room(Chances(random.Random(1), {}, {}), "a", 1)
        await room.join()
        for _ in range(5):
            turn = room.live.turn
            while room.live.turn == turn:
                await room.say(4, gap=0.2)
                await room.quiet(6)
            held.append([number for number in range(100) if room.live.uplink.began([number]) is not None])
        room.leave()
        await room.live.close()
        return room

    room = run(long_interview())
    assert all(1 <= len(numbers) <= 2 for numbers in held), held
    assert held[-1][0] > held[0][-1]
    assert room.live.uplink.words(range(100)) == ()
    assert len([said for said in room.answers if said]) == 5
