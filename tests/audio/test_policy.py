"""The turn policy on a virtual clock: what it does in the cases people meet, and what must hold in any history at all."""

import random

import pytest

from audio.completeness import closes, completeness, expects, is_backchannel
from audio.policy import TurnPolicy
from audio.turns import (
    PATIENCE,
    Be,
    ClearOutput,
    Commit,
    Done,
    Draft,
    DropDraft,
    Flush,
    GoOnOutput,
    HoldOutput,
    Interim,
    Listen,
    Patience,
    Prompt,
    Reopen,
    ReplyBegins,
    ReplyEnds,
    Segment,
    Show,
    SpeechEnd,
    SpeechStart,
    Think,
    Tick,
    Turn,
)


class Talk:
    """A policy with its clock: `at` moves on, ticking as asked; `said` collects the actions."""

    def __init__(self, patience=PATIENCE["normal"]):
        self.policy = TurnPolicy(patience)
        self.now = 0.0
        self.actions = []
        self.step(Turn(0))

    def step(self, event):
        found = self.policy.step(event, self.now)
        self.actions += [(self.now, action) for action in found]
        return found

    def wait(self, seconds):
        until = self.now + seconds
        while (due := self.policy.deadline) is not None and due <= until:
            before = len(self.actions)
            self.now = max(self.now, due)
            self.step(Tick())
            if len(self.actions) == before and self.policy.deadline == due:
                break
        self.now = until

    def speak(self, text, seconds=None):
        self.step(SpeechStart(self.now))
        self.wait(seconds or len(text.split()) / 2.6)
        ended = self.now
        self.wait(0.25)
        for action in self.step(SpeechEnd(ended)):
            if isinstance(action, Flush):
                self.wait(0.15)
                self.step(Segment(action.number, text))

    def all(self, kind):
        return [(at, action) for at, action in self.actions if isinstance(action, kind)]


def test_an_unfinished_clause_is_given_three_and_a_half_seconds():
    talk = Talk()
    talk.speak("We moved the lock into the database because")
    talk.wait(2.9)
    assert not talk.all(Commit)
    talk.wait(0.6)
    assert len(talk.all(Commit)) == 1


def test_speech_within_the_wait_reopens_the_same_turn_and_nothing_is_lost():
    talk = Talk()
    talk.speak("The reason was")
    talk.wait(1.5)
    talk.speak("that both clocks had drifted apart.")
    talk.wait(4)
    (_, commit) = talk.all(Commit)[-1]
    assert commit.text == "The reason was that both clocks had drifted apart."
    assert commit.revision == 1
    assert talk.all(DropDraft)


def test_saying_that_this_was_the_answer_ends_the_turn_at_once():
    talk = Talk()
    talk.speak("I would use a fencing token, and that's my answer")
    ended = talk.now - 0.4
    talk.wait(0.5)
    assert talk.all(Commit)[0][0] - ended < 0.5


def test_done_takes_the_turn_as_soon_as_the_words_are_in():
    talk = Talk()
    talk.step(SpeechStart(0.0))
    talk.wait(2)
    flush = next(action for action in talk.step(Done()) if isinstance(action, Flush))
    talk.wait(0.2)
    found = talk.step(Segment(flush.number, "it depends on the"))
    assert any(isinstance(action, Commit) for action in found)


def test_done_with_nothing_said_says_so_and_takes_nothing():
    talk = Talk()
    assert [action.kind for action in talk.step(Done()) if isinstance(action, Prompt)] == ["nothing_heard"]
    assert not talk.all(Commit)


def test_silence_before_an_answer_is_met_with_patience_and_then_with_help():
    talk = Talk()
    talk.wait(700)
    assert [action.kind for _, action in talk.all(Prompt)] == ["take_your_time", "offer_rephrase", "pause"]
    assert [round(at) for at, _ in talk.all(Prompt)] == [12, 30, 600]
    assert not talk.all(Commit)


def test_let_me_think_gives_fifteen_seconds_more():
    talk = Talk()
    talk.speak("It was a cache problem.")
    talk.step(Think())
    talk.wait(14)
    assert not talk.all(Commit)
    talk.wait(3)
    assert talk.all(Commit)


def test_noise_without_words_is_no_answer():
    talk = Talk()
    talk.speak("", 0.4)
    talk.wait(11)
    assert not talk.all(Commit)
    assert not talk.all(Draft)


def test_a_segment_nobody_could_hear_does_not_hold_the_turn_for_ever():
    talk = Talk()
    talk.speak("We used Kafka.")
    talk.step(SpeechStart(talk.now))
    talk.wait(1)
    talk.step(SpeechEnd(talk.now))
    talk.wait(6)
    (_, commit) = talk.all(Commit)[-1]
    assert commit.text == "We used Kafka."
    assert len(commit.missing) == 1


def replying(talk):
    talk.speak("We used a lease and a fencing token, and since then it has held. That's it.")
    talk.wait(2)
    assert talk.all(Commit)
    talk.step(Turn(1))
    talk.step(ReplyBegins())


def test_a_cough_over_the_reply_pauses_it_and_it_goes_on():
    talk = Talk()
    replying(talk)
    talk.wait(5)
    talk.step(SpeechStart(talk.now))
    talk.wait(0.7)
    assert talk.all(HoldOutput)
    ended = talk.now
    talk.wait(0.25)
    (flush,) = [action for action in talk.step(SpeechEnd(ended)) if isinstance(action, Flush)]
    talk.step(Segment(flush.number, ""))
    talk.wait(3)
    assert talk.all(GoOnOutput)
    assert not talk.all(ClearOutput)


def test_words_over_the_reply_silence_it_and_are_kept():
    talk = Talk()
    replying(talk)
    talk.wait(6)
    talk.step(SpeechStart(talk.now))
    talk.wait(0.8)
    talk.step(Interim("I would start"))
    assert talk.all(ClearOutput)
    talk.step(ReplyEnds())
    talk.wait(0.5)
    talk.step(SpeechEnd(talk.now))
    talk.step(Segment(1, "I would start with the logs"))
    talk.wait(5)
    assert talk.all(Commit)[-1][1].text == "I would start with the logs"
    assert not any(action.after for _, action in talk.all(Reopen))


def test_a_listeners_mm_hm_neither_stops_the_reply_nor_answers_it():
    talk = Talk()
    replying(talk)
    talk.wait(4)
    talk.speak("mm-hm", 0.3)
    assert not talk.all(ClearOutput)
    talk.step(ReplyEnds())
    talk.wait(8)
    assert len(talk.all(Commit)) == 1


def test_going_on_right_after_the_reply_began_takes_the_answer_back():
    talk = Talk()
    talk.speak("We used Kafka for that, which is why the order held in the end.")
    talk.wait(3.5)
    assert talk.all(Commit)
    talk.step(Turn(1))
    talk.step(ReplyBegins())
    talk.wait(0.4)
    talk.step(SpeechStart(talk.now))
    talk.wait(0.6)
    talk.step(Interim("and then we"))
    assert [action.after for _, action in talk.all(Reopen)] == [True]
    talk.step(ReplyEnds())
    talk.step(Turn(0, again=True))
    talk.wait(1)
    talk.step(SpeechEnd(talk.now))
    talk.step(Segment(1, "and then we measured it"))
    talk.wait(5)
    commit = talk.all(Commit)[-1][1]
    assert commit.text == "We used Kafka for that, which is why the order held in the end. and then we measured it"
    assert commit.revision == 1


def test_words_from_an_earlier_connection_begin_the_turn():
    talk = Talk()
    talk.step(Turn(3, said="What I had said before the line broke"))
    talk.wait(1)
    talk.speak("and what came after.")
    talk.wait(5)
    assert talk.all(Commit)[-1][1].text == "What I had said before the line broke and what came after."


def test_mute_stops_every_timer_and_speech_is_not_taken():
    talk = Talk()
    talk.speak("It was a cache problem.")
    talk.step(Listen(False))
    talk.wait(60)
    assert not talk.all(Commit)
    assert talk.policy.deadline is None
    talk.step(Listen(True))
    talk.wait(5)
    assert talk.all(Commit)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("the reason is", True),
        ("so what we did was", True),
        ("there are three things", True),
        ("we looked at the logs and", True),
        ("um", True),
        ("I would say that the", True),
        ("it was basically a problem with", True),
        ("we rolled it back and since then it has not happened again", False),
        ("yes I can start in two weeks", False),
        ("we looked for the reason why", True),
        ("and the next one is called", True),
        ("It turned out that half of it was never called.", False),
        ("the resource wasn't found", False),
        ("no, there aren't any", False),
    ],
)
def test_half_a_clause_sounds_unfinished(text, low):
    assert (completeness(text) < 0.2) == low


def test_small_things_of_the_ear():
    assert closes("and we measured it that's my answer")
    assert not closes("that's all the more reason to")
    assert is_backchannel("Mm-hm.")
    assert not is_backchannel("no wait")
    assert expects("Are you willing to relocate?") == "short"
    assert expects("How would you shard this table?") == "long"


HISTORIES = 20_000


def test_what_must_hold_in_any_history():
    """Random edges, late and empty texts, barge-ins, buttons: twenty thousand histories."""
    for seed in range(HISTORIES):
        _History(random.Random(seed)).run()


class _History:
    def __init__(self, chance):
        self.chance = chance
        patience = chance.choice([*PATIENCE.values(), Patience(0.6, 0.6, judged=False)])
        self.policy = TurnPolicy(patience)
        self.now = 0.0
        self.turn = 0
        self.speaking = self.output = False
        self.listening = True
        self.pending = {}
        self.texts = {}
        self.order = []
        self.committed = None
        self.revisions = set()
        self.give(Turn(0))

    def give(self, event):
        before = self.policy.text
        actions = self.policy.step(event, self.now)
        for action in actions:
            self.check(action, before)
        if self.listening and not self.policy.committed and not self.speaking and not self.prompted_out():
            assert self.policy.deadline is not None or self.output, f"no timer is armed after {event}"

    def prompted_out(self):
        return self.policy._prompted >= 3

    def check(self, action, before):
        if isinstance(action, Flush):
            assert action.number not in self.pending
            assert action.number not in self.texts
            self.pending[action.number] = self.now
            self.order.append(action.number)
        elif isinstance(action, Commit):
            assert not self.speaking, "taken while the candidate speaks"
            assert not self.output
            assert self.committed is None, "taken twice"
            assert (self.turn, action.revision) not in self.revisions
            self.revisions.add((self.turn, action.revision))
            mine = self.policy.segments
            assert list(mine) == sorted(mine)
            told = " ".join(self.texts[one] for one in mine if self.texts.get(one))
            assert action.text == told, "not the segments in order"
            self.committed = action
        elif isinstance(action, Reopen) and not action.after:
            assert self.committed is not None
            self.committed = None
        elif isinstance(action, (HoldOutput, GoOnOutput)):
            assert self.output
        elif isinstance(action, ClearOutput):
            assert self.output
            self.output = False
        elif isinstance(action, Draft):
            assert action.text == self.policy.text
            assert not self.speaking
        elif isinstance(action, Show):
            assert 0 <= action.left_s <= max(action.of_s, 20)

    def run(self):
        for _ in range(self.chance.randint(5, 28)):
            getattr(self, self.chance.choice(self.moves()))()

    def moves(self):
        found = ["later", "later", "think", "be"]
        if self.listening:
            found += ["speech", "speech", "done"]
        if self.pending:
            found += ["words", "words", "words"]
        if self.committed is not None:
            found += ["reply", "reply"]
        if self.output:
            found += ["reply_ends", "interim"]
        return [*found, "listen"]

    def later(self):
        until = self.now + self.chance.choice([0.02, 0.3, 0.9, 2.0, 6.0])
        while (due := self.policy.deadline) is not None and due <= until:
            self.now = max(self.now, due)
            size = len(self.revisions)
            self.give(Tick())
            if self.policy.deadline == due and len(self.revisions) == size:
                break
        self.now = until

    def speech(self):
        if self.speaking:
            self.speaking = False
            self.give(SpeechEnd(max(0.0, self.now - 0.25)))
        else:
            self.speaking = True
            self.give(SpeechStart(self.now))

    def words(self):
        number = self.chance.choice(list(self.pending))
        del self.pending[number]
        text = self.chance.choice(["", "mm-hm", "we used a lock", "because", "and it has held since then", None])
        if number in self.policy.segments:
            nothing = text is None or (text == "mm-hm" and number in self.policy._barged)
            self.texts[number] = "" if nothing else text
        self.give(Segment(number, text))

    def interim(self):
        self.give(Interim("no wait"))

    def done(self):
        self.speaking = False
        self.give(Done())

    def think(self):
        self.give(Think())

    def be(self):
        self.give(Be(PATIENCE[self.chance.choice(list(PATIENCE))]))

    def listen(self):
        self.listening = not self.listening
        if not self.listening:
            self.speaking = False
        self.give(Listen(self.listening))

    def reply(self):
        if self.speaking:
            return
        self.committed = None
        self.turn += 1
        self.give(Turn(self.turn))
        self.output = True
        self.give(ReplyBegins())

    def reply_ends(self):
        self.output = False
        self.give(ReplyEnds())
