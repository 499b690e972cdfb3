"""Routes of the report's own forms: an objection kept or withdrawn, and all of them as files."""

from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from agents import disputing, labelled
from agents.deps import Deps
from agents.disputing import Objection
from core.errors import AppError
from pages.arguments import Form
from pages.identity import caller_in


class DisputeForm(Form):
    """What the page sends."""

    report_id: str
    question_id: str
    point: str
    status: str
    why: str
    quote: str = ""


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes into the app."""

    @app.post("/files/disputes")
    def keep(form: Annotated[DisputeForm, Body()], request: Request) -> Response:
        said = Objection(**form.model_dump(exclude={"report_id"}))
        made = disputing.dispute(deps, caller_in(request), form.report_id, said)
        return JSONResponse(made.model_dump(mode="json"))

    @app.delete("/files/disputes/{report_id}/{question_id}/{point}")
    def take_back(report_id: str, question_id: str, point: str, request: Request) -> Response:
        made = disputing.withdraw(deps, caller_in(request), report_id, question_id, point)
        return JSONResponse(made.model_dump(mode="json"))

    @app.get("/files/disputes.{kind}")
    def labels(kind: str, request: Request) -> Response:
        told = labelled.rows(deps, caller_in(request))
        if kind not in ("csv", "jsonl"):
            raise AppError("unknown_format", "There is no such format. Use .csv or .jsonl.")
        text, media = (labelled.to_csv(told), "text/csv") if kind == "csv" else (labelled.to_jsonl(told), _JSONL)
        headers = {"content-disposition": f'attachment; filename="viva-voce-disputes.{kind}"'}
        return PlainTextResponse(text, media_type=media, headers=headers)


_JSONL = "application/jsonl"
