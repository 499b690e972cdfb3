"""Bringing a recording to the Transcripts page: the form, and how far its way to a transcript is, stage by stage."""

from html import escape
from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from agents.deps import Deps
from agents.recordings import desk
from agents.recordings.desk import Standing
from core.bank import TRACKS
from core.media import Stage
from pages.arguments import Form
from pages.identity import caller_in
from pages.show import track_words

STAGES: dict[Stage, str] = {
    "receive": "The file is here",
    "decode": "Its sound and waveform",
    "transcribe": "Its words and speakers",
    "divide": "Questions and answers",
    "grade": "Grades, on what was said",
    "report": "The transcript",
}
_CLASS = {"done": "done", "working": "now", "failed": "now", "waiting": "to_come"}


class StageForm(Form):
    """Where to begin again; empty for what is still to be done."""

    stage: str = ""


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes into the app; the file itself goes to `/files/media`."""

    @app.get("/files/review/bring.html")
    def bring() -> Response:
        return HTMLResponse(form())

    @app.get("/files/review/recordings/{media_id}.html")
    def standing(media_id: str, request: Request) -> Response:
        return _html(desk.status(deps, caller_in(request), media_id))

    @app.post("/files/review/recordings/{media_id}")
    def analyze(media_id: str, form: Annotated[StageForm, Body()], request: Request) -> Response:
        return _html(desk.analyze(deps, caller_in(request), media_id, stage=form.stage))


def form() -> str:
    """What is asked of a recording, and what becomes of it."""
    tracks = "".join(f'<option value="{one}">{escape(track_words(one))}</option>' for one in TRACKS)
    return (
        '<section class="tr-beside tr-bring" aria-label="Bring a recording">'
        '<header class="tr-head"><h1 tabindex="-1">Bring a recording</h1>'
        '<button type="button" class="act" data-tr="leave">Back</button></header><p class="soft">Audio or video to 2 GB. It is turned into '
        "words, its questions and answers are found and graded on what was said, and it stands in your list. It is kept where this app "
        "runs, for you alone. Bring only what everyone in it agreed to.</p>"
        '<form class="tr-fields" data-form="bring"><label class="tr-wide">File'
        '<input type="file" name="file" accept="audio/*,video/*" required></label>'
        '<label>Candidate<input type="text" name="candidate" maxlength="80"></label>'
        '<label>Role<input type="text" name="role" maxlength="80"></label>'
        f'<label>Kind of interview<select name="track"><option value="">as it was asked</option>{tracks}</select></label>'
        '<label class="tr-wide">Job description<textarea name="job_description" rows="3" maxlength="40000"></textarea></label>'
        '<div class="tr-ends tr-wide"><button type="submit" class="act go">Bring it</button></div></form>'
        '<div class="tr-way" role="status"></div><p class="small told" role="alert"></p></section>'
    )


def way(now: Standing) -> str:
    """Every stage with its state in words; one that failed says why and can be tried again."""
    rows = "".join(
        f'<li class="{_CLASS[one.state]}">{STAGES[one.stage]}{": " + escape(one.said) if one.said else ""}'
        + (
            f' <button type="button" class="act" data-tr="retry" data-stage="{one.stage}">Try this again</button>'
            if one.state == "failed"
            else ""
        )
        + "</li>"
        for one in now.stages
    )
    failed = any(one.state == "failed" for one in now.stages)
    error = f'<p class="soft">{escape(now.error)}</p>' if now.error and not failed else ""
    return (
        f'<div data-state="{now.state}" data-media="{escape(now.media_id)}" data-made="{escape(now.transcript_id)}">'
        f'<ul class="plan">{rows}</ul>{error}</div>'
    )


def _html(now: Standing) -> Response:
    return HTMLResponse(way(now), headers={"cache-control": "no-store"})
