"""The shipped embedding: unit vectors, offline, the same for the same words."""

import threading

import numpy as np
import pytest

from rag.embedder import DIMS, MODEL, Embedder


def test_vectors_have_length_one(embedder):
    vectors = embedder.embed(["a lock with a lease", "the customer called twice", "Größe \ud800 ok"])
    assert vectors.shape == (3, DIMS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_nothing_known_is_the_zero_vector(embedder):
    assert not embedder.embed([""]).any()
    assert embedder.embed([]).shape == (0, DIMS)


def test_near_meanings_are_nearer(embedder):
    one, same, other = embedder.embed(["the query became faster", "the query got quicker", "my grandmother bakes bread"])
    assert one @ same > one @ other + 0.3


def test_the_least_recently_used_vector_leaves_the_memory():
    small = Embedder(kept=2)
    first = small.embed(["one", "two", "three"])
    assert len(small._vectors) == 2
    assert np.array_equal(small.embed(["one", "two", "three"]), first)


def test_threads_may_share_it():
    shared = Embedder(kept=64)
    wanted = Embedder().embed([f"text number {n}" for n in range(200)])
    got: list[np.ndarray] = []

    def run():
        got.append(shared.embed([f"text number {n}" for n in range(200)]))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(one, wanted) for one in got)


def test_the_sums_of_words_point_where_their_text_does():
    small = Embedder(kept=4)
    words = ["idempotent", "retries", "thirty six", "\ud800", "größe"]
    for said in (words, words[:3], words[2:], words[:2] * 3):
        total = small.sums(said).sum(axis=0)
        assert np.allclose(total / np.linalg.norm(total), small.embed([" ".join(said)])[0], atol=1e-6)


def test_common_words_are_less_rare(embedder):
    assert embedder.rarity("the") < embedder.rarity("lock") < embedder.rarity("idempotent") == 1.0


def test_the_model_is_small_and_names_its_origin():
    assert sum(file.stat().st_size for file in MODEL.iterdir()) < 9_000_000
    assert "Apache-2.0" in (MODEL / "LICENCE.txt").read_text(encoding="utf-8")
