"""Searching the banks: by words and by meaning, narrowed, varied, without what was asked; nothing but ids and vectors is kept."""

from collections import Counter
from itertools import product

import pytest

from bench.retrieve import measured, needs
from rag.alike import pairs
from rag.bank import Bank
from rag.embedder import Embedder
from rag.index import QuestionIndex
from rag.knowledge import Knowledge
from rag.terms import terms

BANK = Bank()


def known(folder, bank=BANK):
    embedder = Embedder()
    return Knowledge(bank, embedder, QuestionIndex(folder, embedder, bank))


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    return known(tmp_path_factory.mktemp("chroma"))


def bank_of(folder, **texts):
    """A bank of one question for each id, about its text."""
    base = BANK.get("tech-backend-write-methods")
    made = [base.model_copy(update={"id": key, "question": text, "rephrased": text}) for key, text in texts.items()]
    path = folder / "bank.jsonl"
    path.write_text("\n".join(question.model_dump_json() for question in made))
    return Bank([path], {})


IDENTIFIERS = {
    "cpp": ("C++", "Explain move semantics in C++ to me, and what a moved-from object may still be used for."),
    "csharp": ("C#", "What does async and await in C# do to the thread that runs the method until then?"),
    "dotnet": (".NET", "How does .NET decide when to collect the third generation of objects in a service?"),
    "nodejs": ("Node.js", "How would you run a heavy calculation in Node.js without holding up everybody else?"),
    "cicd": ("CI/CD", "Which steps would your CI/CD have between a merge and the first customer who uses it?"),
    "abtest": ("A/B test", "How do you plan an A/B test for a page that only a few hundred people visit in a week?"),
    "kube": ("k8s", "Tell me what Kubernetes does when a machine of the cluster is gone from one second to the next."),
    "plain": ("letter", "How do you write a letter to a customer who has been waiting for an answer for weeks?"),
}


@pytest.mark.parametrize("key", IDENTIFIERS)
def test_names_that_tokenizers_break_are_found(tmp_path, key):
    bank = bank_of(tmp_path, **{name: text for name, (_, text) in IDENTIFIERS.items()})
    found = known(tmp_path / "chroma", bank).search(IDENTIFIERS[key][0])
    assert found[0].question.id == key
    assert found[0].words


def test_a_term_keeps_what_belongs_together():
    told = terms("C++, C#, .NET, Node.js and CI/CD in an A/B test, but read/write apart")
    assert {"c++", "c#", ".net", "node.js", "ci/cd", "a/b"} <= set(told)
    assert "read/write" not in told


def test_a_filter_lets_nothing_else_through(knowledge):
    for track, role, level in product((None, "technical", "hr"), ("", "backend", "manager"), (None, 2, 5)):
        for one in knowledge.search("how to deal with a problem", track=track, role=role, level=level, k=50):
            assert track in (None, one.question.track)
            assert not role or one.question.role in (role, "any")
            assert level in (None, one.question.level)
    assert {one.question.topic for one in knowledge.search("slow", topic="caching", k=50)} == {"caching"}
    assert knowledge.search("slow", track="hr", topic="caching") == []


def test_what_was_asked_stays_out_and_topics_are_bounded(knowledge):
    first = knowledge.search("PostgreSQL", k=8)
    asked = {one.question.id for one in first}
    again = knowledge.search("PostgreSQL", k=8, without=asked)
    assert len(again) == 8
    assert not asked & {one.question.id for one in again}
    varied = knowledge.search("PostgreSQL", k=8, per_topic=1)
    assert max(Counter(one.question.topic for one in varied).values()) == 1


def test_a_find_says_what_made_it_near(knowledge):
    one = knowledge.search("Kafka consumer groups and ordering")[0]
    assert one.question.id == "tech-backend-closed-before-opened"
    assert {"Kafka", "ordering"} <= set(one.words)
    assert one.heading in BANK.headings(one.question.id)
    assert 0 < one.meaning <= 1
    assert 0 < one.fit <= 1


def test_finds_come_best_first_whatever_is_asked(knowledge):
    for text in ("", "   ", "zzzz qqqq", "🎙️", "a" * 5000, "the of and", "\ud800"):
        fits = [one.fit for one in knowledge.search(text)]
        assert fits == sorted(fits, reverse=True)


def test_people_find_what_they_need_in_their_own_words(knowledge):
    held = [need for need in needs(BANK) if need.held_out]
    assert len(held) >= 150
    recall, ndcg = measured(knowledge, held)
    assert recall >= 0.9
    assert ndcg >= 0.88


def test_every_bank_file_is_asked_for():
    wanted = {key for need in needs(BANK) for key in need.expected}
    assert len(wanted) >= 0.8 * len(BANK)


def test_the_index_keeps_no_text(tmp_path):
    known(tmp_path).search("anything")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"tech-backend-write-methods" in kept
    for text in ("POST to the collection", "You are building an HTTP API", "idempotency key"):
        assert text.encode() not in kept


def test_a_changed_bank_is_indexed_anew(tmp_path):
    for text in ("Tell me how you would look after a colony of bees.", "Tell me how you would tune an old piano."):
        knowledge = known(tmp_path / "chroma", bank_of(tmp_path, only=text, other="What is a rainbow made of, and why?"))
        assert knowledge.search("bees or a piano", k=1)[0].question.question == text
    assert len(list((tmp_path / "chroma").iterdir())) <= 3  # the database and one collection


def test_nearly_all_questions_have_headings():
    with_ = [question for question in BANK if len(BANK.headings(question.id)) >= 3]
    assert len(with_) >= 0.9 * len(BANK)


def test_the_same_question_in_other_words_is_seen(tmp_path):
    base = BANK.get("tech-backend-write-methods")
    other = base.model_copy(
        update={
            "id": "another-id",
            "question": "Suppose you design the HTTP interface of a shop. Which methods do clients that write get, and what may they assume?",
        }
    )
    path = tmp_path / "bank.jsonl"
    path.write_text("\n".join(one.model_dump_json() for one in (*BANK.track("technical")[:40], other)))
    found = pairs(Bank([path]), Embedder())
    assert {found[0].one.id, found[0].other.id} == {base.id, "another-id"}
    assert found[0].likeness > 0.6
