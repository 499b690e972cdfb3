"""The bank linter through its front door: every line is a question or has one sentence that says why not."""

import json

from hypothesis import given
from hypothesis import strategies as st

from rag import edition
from rag.bank import Bank
from rag.lint import BANKS, faults, parse_line

GOOD = next(iter(Bank())).model_dump(mode="json")


def test_a_line_that_is_no_json_is_named_with_its_place(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(GOOD) + "\n{not json\n")
    found = faults([path])
    assert len(found) == 1
    assert found[0].startswith("mine.jsonl:2: not valid JSON")


def test_the_same_question_twice_is_a_fault(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n")
    assert any("already at mine.jsonl:1" in fault for fault in faults([path]))


def test_a_follow_up_for_a_point_that_is_not_there_is_a_fault():
    row = {**GOOD, "follow_ups": [{"point": "z", "text": "What else would you say here?"}] * 2}
    try:
        parse_line(json.dumps(row))
    except ValueError as fault:
        assert "key point 'z'" in str(fault)
    else:
        raise AssertionError("the line was taken")


@given(
    st.one_of(
        st.text(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "x"]), inner, max_size=5)
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value, allow_nan=True)),
    )
)
def test_any_line_ends_in_a_question_or_one_sentence(line):
    try:
        parse_line(line)
    except ValueError as fault:
        assert "\n" not in str(fault).strip()


def test_every_shipped_file_is_as_its_newest_changelog_line_says():
    assert edition.faults(BANKS) == []
    assert edition.version(BANKS) == Bank().version != ""


def test_a_file_changed_without_a_changelog_line_is_named_with_the_line_to_write(tmp_path):
    bank, log = tmp_path / "hr" / "mine.jsonl", tmp_path / "CHANGELOG.md"
    bank.parent.mkdir()
    bank.write_text(json.dumps(GOOD) + "\n")
    assert edition.faults(tmp_path) == ["CHANGELOG.md: names no version: begin it with a section such as '## 2026.11.1'"]
    log.write_text("# Changelog\n\n## 2026.11.1, 20 November 2026\n")
    (missing,) = edition.faults(tmp_path)
    assert missing.startswith("hr/mine.jsonl: is not in the changelog")
    written = missing[missing.index("- `") :]
    log.write_text(f"# Changelog\n\n## 2026.11.1, 20 November 2026\n\n{written}\n")
    assert edition.faults(tmp_path) == []
    assert edition.version(tmp_path) == "2026.11.1"
    bank.write_text(json.dumps({**GOOD, "title": "Another title"}) + "\n")
    (changed,) = edition.faults(tmp_path)
    assert changed.startswith("hr/mine.jsonl: has changed since its last entry")
    newer = changed[changed.index("- `") :]
    log.write_text(f"# Changelog\n\n## 2026.11.2\n\n{newer}\n\n## 2026.11.1, 20 November 2026\n\n{written}\n")
    assert edition.faults(tmp_path) == []
    assert edition.version(tmp_path) == "2026.11.2"


def test_line_ends_do_not_change_a_fingerprint(tmp_path):
    unix, windows = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    unix.write_bytes(b"one\ntwo\n")
    windows.write_bytes(b"one\r\ntwo\r\n")
    assert edition.fingerprint(unix) == edition.fingerprint(windows)
