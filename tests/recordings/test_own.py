"""Recordings are matched to the questions of their owner's own banks as to ours, and to nobody else's."""

import pytest

from agents import own_banks, own_uploads
from agents.recordings import desk, own
from agents.recordings.matching import NEAR
from agents.transcripts import editing, regrading
from core.caller import Caller
from rag.bank import Bank
from rag.embedder import Embedder
from store import transcripts
from tests.recordings.asked import OTHERS, OURS
from tests.recordings.brought import bring, ended, speech

MINE = b"""## How does a beekeeper bring a colony through the winter?
topic: bees
level: 3

Treat against the varroa mite in late summer, leave at least fifteen kilos of honey or sugar as winter stores, and keep the entrance small
and dry. Then leave the hive alone, since each opening costs the cluster its warmth.

- Treat against the varroa mite in late summer. [weight 3]
- Leave at least fifteen kilos of winter stores. [weight 3]
- Do not open the hive in the cold, because the cluster loses its warmth. [weight 2]
"""
THEIRS = b"""## How do you tune a piano?
topic: pianos
level: 3

Set the middle octave by its beats first, then go outwards in octaves, and strike each key hard so that the string settles.

- Set the middle octave by its beats. [weight 3]
- Strike hard so that the string settles. [weight 2]
"""
ANSWER = (
    "I treat against the varroa mite in late summer, because it is too late afterwards. Then I leave at least fifteen kilos of winter "
    "stores in the hive, and I do not open the hive in the cold since the cluster would lose its warmth."
)
TALK = (
    f"<0> Welcome. Could you tell me how you would get your bees through the winter as a beekeeper? <1> {ANSWER} "
    "<0> And how do you tune a piano? <1> I set the middle octave by its beats and strike hard so that the string settles."
)


def bank(deps, caller, data, name):
    own_uploads.hold(deps, caller, data, f"{name}.md")
    return own_uploads.keep(deps, caller, name).id


def test_a_question_of_ones_own_bank_is_graded_by_it_and_anothers_is_not_looked_at(room, caller):
    deps, _ = room("deepgram", [TALK])
    mine = bank(deps, caller, MINE, "Bees")
    stranger = Caller(owner="stranger", role="local")
    own_banks.share(deps, stranger, bank(deps, stranger, THEIRS, "Pianos"), shared=True)
    key = bring(deps, caller, speech(60))
    desk.analyze(deps, caller, key)
    assert ended(lambda: desk.status(deps, caller, key).model_dump())["state"] == "done"
    told = transcripts.load(deps.store, caller, key)
    bees, piano = told.exchanges
    assert bees.question_id == own_banks.get_bank(deps, caller, mine).questions[0].id
    assert (bees.topic, bees.judgement.state) == ("bees", "scored")
    assert bees.band >= 4
    assert (piano.question_id, piano.judgement, piano.band) == ("", None, None)
    assert any("tune a piano" in notice and "not graded" in notice for notice in told.notices)
    # The bank is gone; what was asked stays with the recording.
    own_banks.delete_bank(deps, caller, mine)
    editing.correct(deps, caller, key, bees.answered[0], "I do not know anything about bees.")
    after = regrading.regrade(deps, caller, key).exchanges[0]
    assert (after.question_id, after.judgement.state, after.band) == (bees.question_id, "no_answer", None)


@pytest.mark.parametrize("track", ["", "technical"])
def test_the_threshold_of_our_banks_holds_for_ones_own(track):
    shipped = Bank()
    mine = own.over(Embedder(), [shipped.get(key) for key in OURS])
    found = {key: mine.best(text, track) for key, text in OURS.items() if not track or shipped.get(key).track == track}
    assert sum(one is not None and one.near >= NEAR and one.question.id == key for key, one in found.items()) >= len(found) - 2
    assert sum(one is not None and one.near >= NEAR for one in (mine.best(text, track) for text in OTHERS)) <= 1
