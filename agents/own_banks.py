"""The verbs of question banks that people bring: look through a file, keep it, list, look into, share, export, delete."""

import uuid
from collections import Counter

from agents import own_rows
from agents.banks import Found
from agents.deps import Deps
from core import child
from core.bank import Question
from core.caller import Caller
from core.errors import AppError
from core.own import FILE_KINDS, LONGEST_NAME, BankLine, FileKind, OwnBank, Upload
from core.text import clean
from rag.own import reading, writing
from store import banks

MOST_BANKS = 50
MOST_KEPT = 10_000
"""Banks of one person, and questions in all of them."""
LIMITS = child.Limits(wall_s=40.0, memory_mb=300)
"""2,000 questions take seven seconds and 57 MB; a fuller machine takes longer."""
_ENDINGS: dict[FileKind, str] = {"csv": "csv", "jsonl": "jsonl", "markdown": "md"}


def import_preview(deps: Deps, caller: Caller, data: bytes, name: str = "", track: str = "technical") -> Upload:
    """A file looked through row by row, nothing kept. `track` is meant where a row names none."""
    if len(data) > reading.MOST_BYTES:
        raise AppError("too_large", "This file is larger than 2 MB. Split it, or take out what is no question.")
    ask = {"name": name[:200], "track": track}
    return Upload.model_validate_json(child.run(own_rows.task, ask, data, limits=LIMITS))


def import_bank(
    deps: Deps,
    caller: Caller,
    upload: Upload,
    name: str = "",
    *,
    shared: bool = False,
    only_good: bool = False,
    replaces: str = "",
) -> BankLine:
    """Keeps an upload as a bank, or in the place of the bank `replaces` as its next version. All rows or, asked for
    explicitly, the good ones: AppError `faulty_rows` names the first faults otherwise, and nothing is kept."""
    if upload.faulty and not only_good:
        raise AppError("faulty_rows", _worded(upload))
    if not upload.good:
        raise AppError("no_good_row", "No row of this file can be asked yet. Mend the faults that are named.")
    before = banks.get(deps.store, caller, replaces).line if replaces else None
    _must_have_room(deps, caller, len(upload.good), replaces)
    now = deps.now()
    bank_id = before.id if before else uuid.uuid4().hex
    questions = own_rows.questions(upload.good, upload.track, bank_id)
    _must_fit(questions)
    counts: dict[str, int] = dict(Counter(question.track for question in questions))
    if before:
        banks.replace(deps.store, caller, bank_id, questions, counts, now)
    else:
        line = BankLine(
            id=bank_id, name=_name(name or upload.name), shared=shared, counts=counts, created_at=now, updated_at=now
        )
        banks.add(deps.store, caller, OwnBank(line=line, questions=questions))
    return banks.get(deps.store, caller, bank_id).line


def list_banks(deps: Deps, caller: Caller) -> list[BankLine]:
    """The caller's banks, and those that others share with everyone on this server."""
    return banks.listing(deps.store, caller)


def get_bank(deps: Deps, caller: Caller, bank_id: str) -> OwnBank:
    """A bank of the caller's own, whole."""
    return banks.get(deps.store, caller, bank_id)


def look_into(deps: Deps, caller: Caller, bank_id: str) -> list[Found]:
    """The questions of a bank that the caller may use, without their answers."""
    shown = set(Found.model_fields) - {"fit"}
    kept = banks.usable(deps.store, caller, bank_id)
    return [Found(fit=1.0, **one.model_dump(include=shown)) for one in kept.questions]


def export_bank(deps: Deps, caller: Caller, bank_id: str, kind: str = "csv") -> tuple[str, str]:
    """A bank of the caller's as a file: its text, and the name it should have."""
    known = next((one for one in FILE_KINDS if kind in (one, _ENDINGS[one])), None)
    if known is None:
        raise AppError("unknown_format", f"There is no format '{kind[:20]}'. Use {', '.join(FILE_KINDS)}.")
    kept = banks.get(deps.store, caller, bank_id)
    slug = "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in kept.line.name).split())
    return writing.write(kept.line.name, kept.questions, known), f"{slug or 'questions'}.{_ENDINGS[known]}"


def share(deps: Deps, caller: Caller, bank_id: str, shared: bool) -> BankLine:
    """Opens a bank to everyone on this server, or closes it; interviews that run keep their questions."""
    banks.share(deps.store, caller, bank_id, shared)
    return banks.get(deps.store, caller, bank_id).line


def rename(deps: Deps, caller: Caller, bank_id: str, name: str) -> BankLine:
    """Gives a bank another name."""
    banks.rename(deps.store, caller, bank_id, _name(name))
    return banks.get(deps.store, caller, bank_id).line


def delete_bank(deps: Deps, caller: Caller, bank_id: str) -> None:
    """Deletes a bank for good; interviews that run keep their questions."""
    banks.delete(deps.store, caller, bank_id)


def _must_have_room(deps: Deps, caller: Caller, more: int, replaces: str) -> None:
    others = [one for one in banks.listing(deps.store, caller) if one.mine and one.id != replaces]
    if len(others) >= MOST_BANKS:
        raise AppError("too_many_banks", f"You have {MOST_BANKS} banks already. Delete one first.")
    held = sum(one.count for one in others)
    if held + more > MOST_KEPT:
        raise AppError(
            "too_many_questions", f"You keep {held:,} of at most {MOST_KEPT:,} questions. Delete a bank first."
        )


def _name(name: str) -> str:
    name = " ".join(clean(name).split())
    if not name:
        raise AppError("no_name", "Give the bank a name.")
    if len(name) > LONGEST_NAME:
        raise AppError("name_too_long", f"Keep the name of a bank under {LONGEST_NAME} characters.")
    return name


def _must_fit(questions: tuple[Question, ...]) -> None:
    """A bank that could be exported and not be imported again would be half a promise."""
    if any(len(writing.write("", questions, kind).encode()) > reading.MOST_BYTES for kind in FILE_KINDS):
        raise AppError("too_large", "Written out with its key points this bank is larger than 2 MB. Split it in two.")


def _worded(upload: Upload) -> str:
    told = " ".join(f"Row {row.n}: {row.faults[0].what} {row.faults[0].mend}" for row in upload.faulty[:3])
    more = f" And {len(upload.faulty) - 3} more." if len(upload.faulty) > 3 else ""
    count, of = len(upload.faulty), len(upload.rows)
    verb = "has" if count == 1 else "have"
    return f"{count} of {of} rows {verb} faults, and nothing was kept. {told}{more} Mend them, or ask for the good rows only."
