"""Questions of our banks are known in other words, and those that they do not hold are not taken for one."""

import pytest

from agents.recordings.matching import NEAR, best, nearest
from rag.bank import Bank
from rag.embedder import Embedder
from rag.index import QuestionIndex
from rag.knowledge import Knowledge
from tests.recordings.asked import OTHERS, OURS


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    bank, embedder = Bank(), Embedder()
    return Knowledge(bank, embedder, QuestionIndex(tmp_path_factory.mktemp("chroma"), embedder, bank, ""))


def table(knowledge, thresholds=(0.6, 0.65, NEAR, 0.73, 0.77)):
    """[(threshold, right, wrong, taken of those that are not ours)]"""
    ours = [(want, best(knowledge, text)) for want, text in OURS.items()]
    others = [best(knowledge, text) for text in OTHERS]
    return [
        (
            least,
            sum(one is not None and one.near >= least and one.question.id == want for want, one in ours),
            sum(one is not None and one.near >= least and one.question.id != want for want, one in ours),
            sum(one is not None and one.near >= least for one in others),
        )
        for least in thresholds
    ]


def test_the_threshold_finds_ours_in_other_words_and_leaves_others_alone(knowledge):
    ((_, right, wrong, taken),) = table(knowledge, (NEAR,))
    assert right >= 25
    assert wrong <= 1
    assert taken <= 2


def test_track_and_role_narrow_what_is_looked_among(knowledge):
    text = OURS["tech-db-money-transfer"]
    assert nearest(knowledge, text, "technical", "backend").question.id == "tech-db-money-transfer"
    assert nearest(knowledge, text, "hr") is None
    assert nearest(knowledge, text, "technical", "nursing") is None
    assert nearest(knowledge, text, "technical", "Chief of something").question.id == "tech-db-money-transfer"


def test_a_greeting_before_it_hides_no_question(knowledge):
    told = "Thank you for coming in today, I hope you had a good trip and found us all right. My name is Anna and I lead the team."
    assert nearest(knowledge, f"{told} {OURS['tech-db-money-transfer']}").question.id == "tech-db-money-transfer"
    assert nearest(knowledge, told) is None
