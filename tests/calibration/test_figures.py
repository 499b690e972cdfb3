"""The shipped figures: of this rubric, within their bounds, the same in the README; and the command that makes them."""

import json
from pathlib import Path

import pytest

from agents.calibration import FILE, figures, plain
from agents.calibration.known import kept
from agents.grading import ENGINE, RUBRIC
from bench import calibration
from bench.candidates import KINDS
from bench.candidates.conduct import RULES
from core.bank import TRACKS
from core.calibration import Calibration

README = Path(__file__).parents[2] / "README.md"
TRUST = {"idk": 0.0, "echo": 0.01, "keywords_only": 0.9, "negated": None, "reference": 4.9, "injection_gain": -0.002, "n": 90, "rubric": RUBRIC}
GRADE = {
    "file": "saf2_en.csv", "answers": 300, "questions": 3, "states": {"scored": 290, "too_little": 10}, "rubric": RUBRIC, "engine": ENGINE,
    "rules": {"zero_shot_r": 0.4, "zero_shot_within_r": 0.45, "fitted_r": None, "fitted_within_r": None, "rmse_5": 1.6},
}
SIMULATE = {
    **{track: {kind: {"score": 2.0, "band": 2.5} for kind in KINDS} for track in TRACKS},
    "separation": dict.fromkeys(TRACKS, 1.2), **dict.fromkeys(RULES, 0), "interviews": 50, "answers": 700, "brain": "rules",
    "points_same": 0.7, "points_within_half": 0.9, "rubric": RUBRIC,
}


@pytest.fixture
def results(tmp_path):
    """A file for each bench, as it would be kept: a table first, the JSON last. Lines can be changed by the bench's name."""
    def written(**changed):
        lines = {"trust": TRUST, "grade": GRADE, "simulate": SIMULATE, "retrieve": {"recall_at_5": 0.9, "ndcg_at_10": 0.8}}
        paths = []
        for name, line in lines.items():
            if changed.get(name, line) is None:
                continue
            path = tmp_path / f"{name}.out"
            path.write_text(f"some table 1.0\n{json.dumps({**line, **changed.get(name, {})})}\n\n", encoding="utf-8")
            paths.append(str(path))
        return paths

    return written


def made(paths, out):
    return calibration.main([*paths, "--out", str(out)])


def test_the_shipped_figures_are_of_the_rubric_at_work():
    shipped = figures()
    assert (shipped.rubric, shipped.engine) == (RUBRIC, ENGINE), "run the benches, then python -m bench.calibration"
    assert set(shipped.interviews.tracks) == set(TRACKS)
    assert all(set(found) == set(KINDS) for found in shipped.interviews.tracks.values())


def test_the_shipped_figures_keep_what_is_promised():
    shipped = figures()
    assert {"idk", "echo", "off_topic", "keywords_only", "negated", "injection_gain", "reference"} <= set(shipped.tried)
    assert [one.name for one in plain.promised(shipped) if not kept(one, shipped.tried[one.name])] == []


def test_the_readme_holds_the_shipped_figures():
    assert plain.section(figures()) in README.read_text(encoding="utf-8")


def test_the_command_makes_the_data_from_the_benches_last_lines(results, tmp_path):
    out = tmp_path / "figures.json"
    assert made(results(), out) == 0
    told = Calibration.model_validate_json(out.read_text(encoding="utf-8"))
    assert told.agreement[0].name == "saf2_en"
    assert (told.agreement[0].within_r, told.agreement[0].rmse, told.agreement[0].fitted_r) == (0.45, 1.6, None)
    assert "negated" not in told.tried
    assert told.finding.recall_at_5 == 0.9
    assert "1.6 of 5 points away from a person's (root mean square), about 2 bands" in plain.single(told)
    assert plain.told_apart(told).endswith("on every kind of interview.")


@pytest.mark.parametrize(("changed", "words"), [
    ({"trust": {"rubric": "2025.01"}}, "trust.out: measured with rubric 2025.01"),
    ({"simulate": {"brain": "llm:some-model"}}, "measured with llm:some-model"),
    ({"grade": None}, "There is no line of bench.grade"),
    ({"grade": {"answers": "many"}}, "answers"),
    ({"trust": {"n": 0}}, "tried_answers"),
    ({"retrieve": {"keywords_only": 1.0, "rubric": RUBRIC}}, "2 lines of bench.trust"),
])
def test_what_does_not_fit_is_refused_and_nothing_is_written(results, tmp_path, capsys, changed, words):
    out = tmp_path / "figures.json"
    assert made(results(**changed), out) == 2
    told = capsys.readouterr().out
    assert told.startswith("Nothing was written. ")
    assert words in told
    assert not out.exists()


def test_a_line_without_a_rubric_or_without_json_is_refused(results, tmp_path, capsys):
    paths = results()
    Path(paths[0]).write_text("a table, and no JSON", encoding="utf-8")
    assert made(paths, tmp_path / "f.json") == 2
    assert "trust.out: its last line is not what a bench prints" in capsys.readouterr().out
    line = {name: value for name, value in TRUST.items() if name != "rubric"}
    Path(paths[0]).write_text(json.dumps(line), encoding="utf-8")
    assert made(paths, tmp_path / "f.json") == 2
    assert "rubric unknown" in capsys.readouterr().out


def test_the_readme_is_written_anew_between_its_marks_only():
    text = README.read_text(encoding="utf-8")
    other = figures().model_copy(update={"machine": "another machine"})
    changed = calibration.in_readme(text, other)
    assert "another machine" in changed
    assert calibration.in_readme(changed, figures()) == text
    with pytest.raises(ValueError, match="does not hold"):
        calibration.in_readme("no marks", other)


def test_the_file_is_as_the_command_writes_it():
    assert FILE.read_text(encoding="utf-8") == figures().model_dump_json(indent=2) + "\n"
