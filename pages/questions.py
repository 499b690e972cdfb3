"""The Questions tab: banks that people bring, looked through, mended, kept and shared; and all questions there are."""

import html as escaping
from collections.abc import Iterator
from typing import Any

import gradio as gr

from agents import own_banks, own_uploads
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.own import FIELDS, BankLine, Upload
from core.text import counted
from pages import kits, questions_browse
from pages import questions_html as html
from pages import questions_screen as screens
from pages.edge import for_people
from pages.identity import caller_of
from pages.uploads import uploaded


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out and wires it; an upload that waits is shown when the tab is opened."""
    with gr.Tabs(elem_id="q-tabs"):
        with gr.Tab("Yours", id="q-yours"):
            here, buttons, fields = screens.build()
        with gr.Tab("All questions", id="q-all") as browsing:
            questions_browse.build(deps, browsing)
        with gr.Tab("Interview kits", id="q-kits") as kits_tab:
            kits.build(deps, kits_tab, tab)

    def page(texts: list[Any] | None = None, **changes: Any) -> list[Any]:
        """One value a component, the row's fields behind the others."""
        return [*here.updates(**changes), *(texts or [gr.skip()] * len(FIELDS))]

    def listed(caller: Caller, chosen: str = "", **more: Any) -> list[Any]:
        """The form for a file, and the banks with one of them open."""
        lines = own_banks.list_banks(deps, caller)
        line = next((one for one in lines if one.id == chosen), lines[0] if lines else None)
        return page(
            **{
                "hero": gr.update(visible=True),
                "start": gr.update(visible=True),
                "review": gr.update(visible=False),
                "empty": "" if lines else html.EMPTY,
                "pick": screens.banks(lines, line.id if line else ""),
                "panel": gr.update(visible=line is not None),
                "heading": screens.heading(None),
                "replaces": "",
                "kept": "",
                **(opened(line) if line else {}),
                **more,
            }
        )

    def opened(line: BankLine) -> dict[str, Any]:
        return {
            "bank": html.bank(line),
            "mine": gr.update(visible=line.mine),
            "shared": line.shared,
            "name": line.name,
            "sure": gr.update(visible=False),
        }

    def reviewed(upload: Upload, n: int | None = None, **more: Any) -> list[Any]:
        """An upload with its rows, one of them in the form: row `n`, else the first that needs mending."""
        row = next((one for one in upload.rows if one.n == n), (*upload.faulty, *upload.good, None)[0])
        faulty, good = len(upload.faulty), len(upload.good)
        return page(
            screens.texts(row),
            **{
                "hero": gr.update(visible=False),
                "start": gr.update(visible=False),
                "review": gr.update(visible=True),
                "kept": "",
                "summary": html.summary(upload),
                "preview": html.preview(upload),
                "row": screens.rows(upload, row.n if row else None),
                "faults": html.faults_of(row),
                "form": gr.update(visible=row is not None),
                "keep": gr.update(interactive=not faulty and bool(good)),
                "keep_good": gr.update(
                    visible=bool(faulty and good), value=f"Take only the {counted(good, 'good row')}"
                ),
                **more,
            },
        )

    def named(caller: Caller, upload: Upload, replaces: str) -> dict[str, Any]:
        """The name that the bank will have; that of the bank which gets a new version stays."""
        line = own_banks.get_bank(deps, caller, replaces).line if replaces else None
        name = line.name if line else upload.name
        return {
            "new_name": gr.update(value=name, interactive=line is None),
            "new_shared": gr.update(visible=line is None),
        }

    @for_people
    def on_open(replaces: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        waiting = own_uploads.held(deps, caller)
        return reviewed(waiting, **named(caller, waiting, replaces)) if waiting else listed(caller)

    @for_people
    def on_look(file: Any, kind: str, replaces: str, request: gr.Request) -> Iterator[list[Any]]:
        """The file is gone once it is read: what a refusal leaves is an empty field and a sentence."""
        caller = caller_of(request)
        yield page(kept=html.WORKING)
        try:
            if not file:
                raise AppError("no_file", "Choose a file first.")
            with uploaded(file) as path:
                upload = own_uploads.hold(deps, caller, path.read_bytes(), path.name, kind)
        except AppError as fault:
            gr.Warning(escaping.escape(fault.sentence), title="Not yet")
            yield page(file=None, kept="")
        else:
            yield reviewed(upload, file=None, **named(caller, upload, replaces))

    @for_people
    def on_row(n: int | None, request: gr.Request) -> list[Any]:
        upload = own_uploads.held(deps, caller_of(request))
        row = next((one for one in upload.rows if one.n == n), None) if upload else None
        return page(screens.texts(row), faults=html.faults_of(row), form=gr.update(visible=row is not None))

    @for_people
    def on_save(n: int | None, request: gr.Request, *texts: Any) -> list[Any]:
        """A row that is good now makes way for the next that is not."""
        given = {name: str(text or "") for name, text in zip(FIELDS, texts, strict=True)}
        upload = own_uploads.mend(deps, caller_of(request), n or 0, given)
        good = any(row.n == n for row in upload.good)
        if good:
            left = len(upload.faulty)
            gr.Info(
                f"Row {n} is good now. " + (f"{left} left to mend." if left else "Nothing is left to mend."),
                title="Saved",
            )
        return reviewed(upload, None if good and upload.faulty else n)

    @for_people
    def on_leave(n: int | None, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        upload = own_uploads.leave_out(deps, caller, n or 0)
        if upload.rows:
            return reviewed(upload)
        own_uploads.drop(deps, caller)
        return listed(caller)

    def keeping(only_good: bool) -> Any:
        @for_people
        def on_keep(name: str, shared: bool, replaces: str, request: gr.Request) -> list[Any]:
            caller = caller_of(request)
            line = own_uploads.keep(
                deps, caller, name or "", shared=bool(shared), only_good=only_good, replaces=replaces
            )
            return listed(caller, line.id, kept=html.kept(line), new_shared=False)

        return on_keep

    @for_people
    def on_drop(request: gr.Request) -> list[Any]:
        own_uploads.drop(deps, caller_of(request))
        return listed(caller_of(request))

    @for_people
    def on_pick(bank_id: str, request: gr.Request) -> list[Any]:
        return listed(caller_of(request), bank_id or "")

    @for_people
    def on_share(bank_id: str, shared: bool, request: gr.Request) -> list[Any]:
        own_banks.share(deps, caller_of(request), bank_id, shared)
        return listed(caller_of(request), bank_id)

    @for_people
    def on_rename(bank_id: str, name: str, request: gr.Request) -> list[Any]:
        own_banks.rename(deps, caller_of(request), bank_id, name or "")
        return listed(caller_of(request), bank_id)

    @for_people
    def on_replace(bank_id: str, request: gr.Request) -> list[Any]:
        line = own_banks.get_bank(deps, caller_of(request), bank_id).line
        return page(replaces=bank_id, heading=screens.heading(line))

    @for_people
    def on_delete(bank_id: str, request: gr.Request) -> list[Any]:
        own_banks.delete_bank(deps, caller_of(request), bank_id)
        return listed(caller_of(request))

    out = [*here.outputs(), *fields]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    tab.select(on_open, here.replaces, out, **quiet)
    buttons.look.click(on_look, [here.file, buttons.kind, here.replaces], out, **quiet)
    here.row.input(on_row, here.row, out, **quiet)
    buttons.save.click(on_save, [here.row, *fields], out, **quiet)
    buttons.leave.click(on_leave, here.row, out, **quiet)
    here.keep.click(keeping(only_good=False), [here.new_name, here.new_shared, here.replaces], out, **quiet)
    here.keep_good.click(keeping(only_good=True), [here.new_name, here.new_shared, here.replaces], out, **quiet)
    buttons.drop.click(on_drop, None, out, **quiet)
    here.pick.input(on_pick, here.pick, out, **quiet)
    here.shared.input(on_share, [here.pick, here.shared], out, **quiet)
    buttons.rename.click(on_rename, [here.pick, here.name], out, **quiet)
    buttons.replace.click(on_replace, here.pick, out, **quiet)
    buttons.delete.click(lambda: gr.update(visible=True), None, here.sure, **quiet)
    buttons.not_yet.click(lambda: gr.update(visible=False), None, here.sure, **quiet)
    buttons.for_good.click(on_delete, here.pick, out, **quiet)
