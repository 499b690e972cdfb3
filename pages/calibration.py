"""How far the grades can be trusted: a page by itself, reached from Status and from each report, and the same for programs."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from agents.calibration import trust
from agents.deps import Deps
from pages import calibration_html
from pages.edge import for_programs

PUBLIC = ("calibration_get",)


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the page into the app."""

    @app.get(calibration_html.HREF)
    def calibration() -> HTMLResponse:
        return HTMLResponse(calibration_html.page(trust(deps)))


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoint by its name; `pages/api.py` registers it."""

    @for_programs
    def calibration_get(request: gr.Request = None) -> dict[str, Any]:
        """How far the grades can be trusted: `figures` (agreement with people's grades, what was tried against the grader, strong, average
        and weak candidates by track), their rubric and engine, those `at_work`, and `current`: whether both have the same rubric."""
        told = trust(deps)
        at_work = {"rubric": told.rubric, "engine": told.engine}
        return {"figures": told.figures.model_dump(mode="json"), "at_work": at_work, "current": told.current}

    return {"calibration_get": calibration_get}
