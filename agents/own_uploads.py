"""An upload on its way to become a bank: kept while its owner looks it through, mended row by row, then kept or dropped."""

from agents import own_banks, own_rows
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.own import FIELDS, BankLine, Row, Upload
from rag.own.fields import plain
from store import banks


def hold(deps: Deps, caller: Caller, data: bytes, name: str, track: str = "technical") -> Upload:
    """Looks a file through and keeps it waiting, in the place of the one before."""
    made = own_banks.import_preview(deps, caller, data, name, track)
    banks.hold(deps.store, caller, made, deps.now())
    return made


def held(deps: Deps, caller: Caller) -> Upload | None:
    """The upload that waits."""
    return banks.held(deps.store, caller)


def mend(deps: Deps, caller: Caller, n: int, fields: dict[str, str]) -> Upload:
    """Puts new texts into one row, by its number, and looks all rows through for it."""
    return _changed(deps, caller, n, lambda row: Row(n=n, fields=_merged(row.fields, fields)))


def leave_out(deps: Deps, caller: Caller, n: int) -> Upload:
    """Takes one row out."""
    return _changed(deps, caller, n, lambda row: None)


def keep(
    deps: Deps, caller: Caller, name: str, *, shared: bool = False, only_good: bool = False, replaces: str = ""
) -> BankLine:
    """Makes the waiting upload a bank, or the next version of the bank `replaces`."""
    line = own_banks.import_bank(
        deps, caller, _waiting(deps, caller), name, shared=shared, only_good=only_good, replaces=replaces
    )
    banks.drop(deps.store, caller)
    return line


def drop(deps: Deps, caller: Caller) -> None:
    """Forgets the waiting upload."""
    banks.drop(deps.store, caller)


def _waiting(deps: Deps, caller: Caller) -> Upload:
    found = banks.held(deps.store, caller)
    if found is None:
        raise AppError("no_upload", "There is no upload of yours any more. Choose the file again.")
    return found


def _changed(deps: Deps, caller: Caller, n: int, how: own_rows.Change) -> Upload:
    upload = _waiting(deps, caller)
    if all(row.n != n for row in upload.rows):
        raise AppError("unknown_row", f"There is no row {n} in this upload. Pick one from the list.")
    made = upload.model_copy(update={"rows": own_rows.changed(upload.rows, upload.track, n, how)})
    banks.hold(deps.store, caller, made, deps.now())
    return made


def _merged(before: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    made = {**before, **{name: plain(name, text) for name, text in given.items() if name in FIELDS}}
    return {name: text for name, text in made.items() if text}
