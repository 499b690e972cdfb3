"""The public endpoints of question banks, ours and those that people bring. They translate, nothing more."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from agents import banks, own_banks
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.own import BankLine, Upload
from pages.edge import for_programs
from pages.identity import caller_of
from pages.uploads import name_of, uploaded

PUBLIC = (
    "rag_search",
    "bank_preview",
    "bank_import",
    "bank_list",
    "bank_export",
    "bank_share",
    "bank_rename",
    "bank_delete",
)


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by their names."""

    @for_programs
    def rag_search(
        query: str,
        track: str = "",
        role: str = "",
        level: int = 0,
        limit: int = 10,
        topic: str = "",
        per_topic: int = 0,
        fresh: bool = False,
        request: gr.Request = None,
    ) -> list[dict[str, Any]]:
        """Questions nearest to a query by words and by meaning, best first, each with why it was chosen; level 0 means any.
        `per_topic` bounds how many share a topic; `fresh` leaves out what you were asked before."""
        found = banks.search(
            deps, caller_of(request), query, track, role, level, limit, topic=topic, per_topic=per_topic, fresh=fresh
        )
        return [one.model_dump(mode="json") for one in found]

    @for_programs
    def bank_preview(
        file: FileData | None = None,
        text: str = "",
        name: str = "",
        track: str = "technical",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Reads questions from a file (CSV, JSONL or Markdown, at most 2 MB and 2,000 questions) or from `text`, and keeps
        nothing. Returns `rows`, each with its number, fields, `faults` (field, what, mend) and whether its key points are
        `proposed`; `good` and `faulty` count them. `track` is meant where a row names none; `name` tells the format of a text."""
        read = _read(deps, caller_of(request), file, text, name, track)
        return {**read.model_dump(mode="json"), "good": len(read.good), "faulty": len(read.faulty)}

    @for_programs
    def bank_import(
        file: FileData | None = None,
        text: str = "",
        name: str = "",
        track: str = "technical",
        shared: bool = False,
        only_good: bool = False,
        replaces: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Keeps the questions of a file or `text` as a bank of yours and returns it with its `id`. A file with faulty rows is
        refused whole, unless `only_good` is true. `shared`: everyone on this server may be asked them. `replaces`: the id of
        a bank of yours whose questions these take over, as its next version. The same question in a bank keeps its id."""
        caller = caller_of(request)
        read = _read(deps, caller, file, text, name, track)
        return _line(own_banks.import_bank(deps, caller, read, shared=shared, only_good=only_good, replaces=replaces))

    @for_programs
    def bank_list(request: gr.Request = None) -> list[dict[str, Any]]:
        """Your banks, and those that others share on this server (`mine` false), each with its counts by track."""
        return [_line(one) for one in own_banks.list_banks(deps, caller_of(request))]

    @for_programs
    def bank_export(bank_id: str, format: str = "csv", request: gr.Request = None) -> dict[str, str]:
        """A bank of yours as {"name", "text"} in `csv`, `jsonl` or `markdown`; importing it again loses nothing."""
        text, name = own_banks.export_bank(deps, caller_of(request), bank_id, format)
        return {"name": name, "text": text}

    @for_programs
    def bank_share(bank_id: str, shared: bool = True, request: gr.Request = None) -> dict[str, Any]:
        """Lets everyone on this server be asked the questions of a bank of yours, or, with `shared` false, nobody else."""
        return _line(own_banks.share(deps, caller_of(request), bank_id, shared))

    @for_programs
    def bank_rename(bank_id: str, name: str, request: gr.Request = None) -> dict[str, Any]:
        """Gives a bank of yours another name."""
        return _line(own_banks.rename(deps, caller_of(request), bank_id, name))

    @for_programs
    def bank_delete(bank_id: str, request: gr.Request = None) -> dict[str, str]:
        """Deletes a bank of yours for good. Interviews that run keep the questions they have."""
        own_banks.delete_bank(deps, caller_of(request), bank_id)
        return {"deleted": bank_id}

    made = locals()
    return {name: made[name] for name in PUBLIC}


def _read(deps: Deps, caller: Caller, file: Any, text: str, name: str, track: str) -> Upload:
    if file is None:
        return own_banks.import_preview(deps, caller, text.encode("utf-8", "ignore"), name, track)
    if text:
        raise AppError("text_and_file", "Send either a file or text. Nothing was stored.")
    with uploaded(file) as path:
        called = name_of(file, path)
        read = own_banks.import_preview(deps, caller, path.read_bytes(), called, track)
    return read.model_copy(update={"name": name}) if name else read


def _line(line: BankLine) -> dict[str, Any]:
    return {**line.model_dump(mode="json"), "count": line.count}
