"""`bench.grade` over a file of graded answers: the same judge, the figures it promises, and faults named."""

import csv
import json

import numpy as np
import pytest

from bench import grade
from core.text import sentences


@pytest.fixture
def graded_file(tmp_path, bank):
    """Whole references, halves of them and answers to something else, graded as a person would."""
    file = tmp_path / "graded.csv"
    questions = list(bank.track("technical"))[::40]
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["question", "reference", "answer", "score_norm"])
        for at, question in enumerate(questions):
            said = sentences(question.reference)
            rows.writerow([question.question, question.reference, question.reference, 1.0])
            rows.writerow([question.question, question.reference, " ".join(said[: len(said) // 2]), 0.5])
            rows.writerow([question.question, question.reference, questions[at - 1].reference, 0.0])
            rows.writerow([question.question, question.reference, "I don't know.", 0.0])
    return file


def test_a_file_of_graded_answers_is_measured_zero_shot_and_fitted(graded_file, capsys):
    assert grade.main([str(graded_file), "--folds", "2"]) == 0
    told = json.loads(capsys.readouterr().out.strip().split("\n")[-1])
    rules = told["rules"]
    assert told["answers"] == 4 * told["questions"]
    assert rules["zero_shot_r"] >= 0.9
    assert rules["zero_shot_within_r"] >= 0.9
    assert rules["fitted_r"] >= 0.8
    assert rules["qwk"] >= 0.6
    assert rules["rmse_5"] <= 1.5
    assert told["states"]["no_answer"] == told["questions"]
    assert told["weights"]["steep"] > 0


def test_weights_of_a_fold_have_not_seen_its_questions(graded_file):
    answers = list(grade.answers_of(graded_file))
    measured = grade.Measured(answers, grade.Embedder())
    folds = grade.folded(measured, 3)
    for places in measured.groups:
        assert len({folds[at] for at in places.tolist()}) == 1


@pytest.mark.parametrize(("text", "named"), [
    ("question,answer,grade\na,b,1\n", "reference"),
    ("question,reference,answer\na,b,c\n", "grade (0-5) or score_norm (0-1)"),
    ("question,reference,answer,grade\na,b,c,lots\n", "line 2"),
    ("question,reference,answer,score_norm\na,b,c,3\n", "out of its range"),
    ("question,reference,answer,grade\n", "no answers"),
])
def test_a_faulty_file_is_refused_in_a_sentence(tmp_path, capsys, text, named):
    file = tmp_path / "faulty.csv"
    file.write_text(text, encoding="utf-8")
    assert grade.main([str(file)]) == 2
    assert named in capsys.readouterr().out


def test_kappa_is_one_for_the_same_grades_and_none_for_chance():
    grades = np.array([0.0, 1, 2, 3, 4, 5] * 5)
    assert grade.kappa(grades, grades) == pytest.approx(1.0)
    assert abs(grade.kappa(grades, np.full(30, 2.0))) < 0.01
