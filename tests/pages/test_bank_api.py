"""Banks of people's own through the public API: looked through, refused, kept, shared between two guests, asked, taken out, deleted."""

import json
import re
from pathlib import Path

import pytest
from gradio_client import handle_file

from tests.callers import fetch, program
from tests.own import made

FORMAT = Path(__file__).parents[2] / "rag" / "banks" / "FORMAT.md"


@pytest.fixture(scope="module")
def guests(public_server):
    """Two guests of one public server."""
    return program(public_server.url), program(public_server.url)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "warehouse.csv"
    path.write_bytes(made.table())
    return path


def refused(client, endpoint, **given):
    with pytest.raises(Exception) as fault:
        client.predict(api_name=endpoint, **given)
    return str(fault.value)


def test_a_program_looks_a_file_through_and_keeps_what_is_good(guests, file, public_server):
    mine, theirs = guests
    seen = mine.predict(file=handle_file(str(file)), api_name="/bank_preview")
    assert (seen["good"], seen["faulty"], seen["name"], seen["kind"]) == (17, 3, "warehouse", "csv")
    assert {row["n"] for row in seen["rows"] if row["faults"]} == set(made.FAULTY)
    assert mine.predict(api_name="/bank_list") == []
    assert refused(mine, "/bank_import", file=handle_file(str(file))).startswith("faulty_rows: 3 of 20 rows have faults")
    assert mine.predict(api_name="/bank_list") == []
    bank = mine.predict(file=handle_file(str(file)), name="Warehouse", only_good=True, api_name="/bank_import")
    assert (bank["count"], bank["version"], bank["shared"]) == (17, 1, False)

    assert theirs.predict(api_name="/bank_list") == []
    for name, more in (("/bank_export", {}), ("/bank_delete", {}), ("/bank_share", {}), ("/bank_rename", {"name": "x"})):
        assert refused(theirs, name, bank_id=bank["id"], **more).startswith("unknown_bank: ")
    assert refused(theirs, "/interview_start", track="technical", banks=[bank["id"]]).startswith("unknown_bank: ")
    mine.predict(bank["id"], api_name="/bank_share")
    assert [one["mine"] for one in theirs.predict(api_name="/bank_list")] == [False]
    view = theirs.predict("technical", questions=2, banks=[bank["id"]], ours=False, api_name="/interview_start")
    assert (view["of"], view["notices"]) == (2, [])
    assert refused(theirs, "/bank_export", bank_id=bank["id"]).startswith("unknown_bank: ")

    cookie = "; ".join(f"{name}={value}" for name, value in mine.cookies.items())
    for kind in ("csv", "jsonl", "md"):
        address = f"{public_server.url}/files/bank/{bank['id']}.{kind}"
        status, headers, body = fetch(address, cookie)
        assert status == 200
        assert "attachment" in headers["content-disposition"]
        again = mine.predict(text=body.decode(), name=f"Warehouse.{kind}", replaces=bank["id"], api_name="/bank_import")
        assert (again["count"], again["id"]) == (17, bank["id"])
        assert fetch(address).status == 404
    assert again["version"] == 4
    exported = mine.predict(bank["id"], "jsonl", api_name="/bank_export")
    assert len(exported["text"].splitlines()) == 17
    assert mine.predict(bank["id"], "Store", api_name="/bank_rename")["name"] == "Store"
    assert len(mine.predict(api_name="/data_export")["banks"]) == 1
    assert mine.predict(bank["id"], api_name="/bank_delete") == {"deleted": bank["id"]}
    said = theirs.submit(view["session_id"], "I load lorries all day.", "", "r1", api_name="/interview_answer")
    assert said.result()["event"] == "said"
    assert theirs.predict(view["session_id"], api_name="/interview_status")["phase"] == "core"


def test_refusals_of_banks_begin_with_their_code(guests, file):
    mine, _ = guests
    assert refused(mine, "/bank_preview").startswith("empty: ")
    assert refused(mine, "/bank_preview", text="a,b\n1,2").startswith("no_question_column: ")
    assert refused(mine, "/bank_preview", text="x", file=handle_file(str(file))).startswith("text_and_file: ")
    assert refused(mine, "/bank_preview", text="# x\n\nIt is.", track="sports").startswith("unknown_track: ")
    assert refused(mine, "/bank_export", bank_id="nothing").startswith("unknown_bank: ")
    assert refused(mine, "/interview_start", track="hr", ours=False).startswith("no_bank: ")


def test_the_examples_of_the_format_are_read_without_a_fault(guests):
    mine, _ = guests
    told = FORMAT.read_text().split("# Banks of your own")[1]
    examples = re.findall(r"## (CSV|JSON lines|Markdown)\n.*?```\n(.*?)```", told, re.DOTALL)
    assert len(examples) == 3
    for name, text in examples:
        seen = mine.predict(text=text, api_name="/bank_preview")
        assert (seen["good"], seen["faulty"], seen["notes"]) == (1, 0, []), json.dumps(seen)
        assert seen["kind"] == {"CSV": "csv", "JSON lines": "jsonl", "Markdown": "markdown"}[name]
