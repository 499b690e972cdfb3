"""Files that belong to the caller: reports, everything at once, and recordings, in parts as players ask for them."""

import re

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from agents import (
    account,
    briefing_export,
    disputing,
    export,
    feedback,
    own_banks,
    portfolio,
    recording,
    research,
    resume_export,
    spoken,
    transcribing,
)
from agents.deps import Deps
from agents.review import handling, reading
from core.errors import AppError
from core.transcript import Take, Transcript
from pages import report_html, research_html
from pages.identity import caller_in as _caller
from pages.ranges import Sound, sound_answer

_TURN = re.compile(r"\d{1,4}")


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes under /files into the app."""

    @app.get("/files/report/{name}")
    def report_file(name: str, request: Request, report: str = "") -> Response:
        session_id, _, kind = name.partition(".")
        caller = _caller(request)
        made = feedback.get(deps, caller, session_id, report)
        disputed = disputing.of_report(deps, caller, made.id)
        title = f"viva-voce-{made.created_at:%Y-%m-%d}-{made.track}"
        if kind == "md":
            return _download(export.to_markdown(made, disputed), "text/markdown", f"{title}.md")
        if kind == "json":
            return _download(export.to_json(made, disputed), "application/json", f"{title}.json")
        if kind == "html":
            page = report_html.report(made, spoken.aloud(deps, caller, session_id), disputed)
            return PlainTextResponse(page, media_type="text/html", headers={"cache-control": "no-store"})
        raise AppError("unknown_format", "There is no such format. Use .md or .json.")

    @app.get("/files/resume/{resume_id}/{name}")
    def resume_page(resume_id: str, name: str, request: Request) -> Response:
        number, _, kind = name.partition(".")
        at = int(number) if _TURN.fullmatch(number) and kind == "png" else -1
        made = portfolio.page(deps, _caller(request), resume_id, at)
        return Response(made, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    @app.get("/files/match/{name}")
    def match_file(name: str, request: Request) -> Response:
        match_id, _, kind = name.partition(".")
        kept = portfolio.get(deps, _caller(request), match_id)
        made, media = resume_export.made(kept, kind)
        title = f"viva-voce-{kept.created_at:%Y-%m-%d}-resume.{kind}"
        headers = {"content-disposition": f'attachment; filename="{title}"', "cache-control": "no-store"}
        return Response(made, media_type=media, headers=headers)

    @app.api_route("/files/transcript/{transcript_id}/take/{name}", methods=["GET", "HEAD"])
    def take_file(transcript_id: str, name: str, request: Request) -> Response:
        number, _, kind = name.partition(".")
        n = int(number) if _TURN.fullmatch(number) and kind == "flac" else -1
        made, take = reading.sound(deps, _caller(request), transcript_id, n)
        return sound_answer(lent(deps, made, take), request)

    @app.get("/files/transcript/{name}")
    def transcript_file(name: str, request: Request) -> Response:
        transcript_id, _, kind = name.partition(".")
        made, media, title = handling.export(deps, _caller(request), transcript_id, kind)
        headers = {"content-disposition": f'attachment; filename="{title}"', "cache-control": "no-store"}
        return Response(made, media_type=media, headers=headers)

    @app.get("/files/bank/{name}")
    def bank_file(name: str, request: Request) -> Response:
        bank_id, _, kind = name.partition(".")
        text, called = own_banks.export_bank(deps, _caller(request), bank_id, kind)
        response = _download(text, "text/plain", called)
        response.headers["cache-control"] = "no-store"
        return response

    @app.get("/files/briefing/{name}")
    def briefing_file(name: str, request: Request) -> Response:
        briefing_id, _, kind = name.partition(".")
        made = research.get(deps, _caller(request), briefing_id)
        title = f"viva-voce-{made.made_at:%Y-%m-%d}-interview-brief"
        if kind == "md":
            return _download(briefing_export.to_markdown(made), "text/markdown", f"{title}.md")
        if kind == "json":
            return _download(made.model_dump_json(indent=2), "application/json", f"{title}.json")
        if kind == "html":
            return HTMLResponse(research_html.sheet(made), headers={"cache-control": "no-store"})
        raise AppError("unknown_format", "There is no such format. Use .md, .json or .html.")

    @app.get("/files/everything.json")
    def everything(request: Request) -> Response:
        response = JSONResponse(account.export(deps, _caller(request)))
        response.headers["content-disposition"] = 'attachment; filename="viva-voce-everything.json"'
        return response

    @app.api_route("/files/audio/{session_id}/{turn}/{name}", methods=["GET", "HEAD"])
    def audio_file(session_id: str, turn: str, name: str, request: Request) -> Response:
        side, _, kind = name.partition(".")
        at = int(turn) if _TURN.fullmatch(turn) and kind == "flac" else -1
        caller = _caller(request)
        track = recording.audio(deps, caller, session_id, at, side)
        called = f"viva-voce-turn-{track.turn}-{track.side}.flac"
        sound = Sound(called, track.key, track.bytes, lambda start, end: recording.read(deps, caller, track, start, end))
        return sound_answer(sound, request)

    @app.delete("/files/audio/{session_id}")
    def delete_audio(session_id: str, request: Request) -> Response:
        return JSONResponse({"deleted": recording.delete(deps, _caller(request), session_id)})

    @app.post("/files/audio/{session_id}/transcript")
    def ask_for_words(session_id: str, request: Request) -> Response:
        transcribing.request(deps, _caller(request), session_id)
        return words(session_id, request)

    @app.get("/files/audio/{session_id}/transcript")
    def words(session_id: str, request: Request) -> Response:
        caller = _caller(request)
        made = feedback.get(deps, caller, session_id)
        state, failed = transcribing.state_of(deps, caller, session_id)
        told = {"state": state, "failed": failed, "report": made.id}
        return JSONResponse(told, headers={"cache-control": "no-store"})


def lent(deps: Deps, made: Transcript, take: Take) -> Sound:
    """A sound that its owner lets somebody hear; they may end it at any moment, so no browser keeps it."""

    def read(start: int, end: int) -> bytes:
        return deps.blobs.get(made.owner, take.key, start, end) or b""

    size = deps.blobs.size(made.owner, take.key) or 0
    return Sound(f"viva-voce-{made.id}.flac", take.key, size, read, cached=False)


def _download(text: str, kind: str, name: str) -> Response:
    return PlainTextResponse(text, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
