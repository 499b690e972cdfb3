"""The public endpoint that takes in a recording of a real interview, as a file or by its web address."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from agents.deps import Deps
from agents.media import arriving, fetching
from agents.media.about import about_from
from core.errors import AppError
from pages.edge import for_programs
from pages.identity import caller_of
from pages.media_routes import told_of
from pages.uploads import name_of, uploaded

PUBLIC = ("recording_upload",)


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def recording_upload(
        file: FileData | None = None,
        url: str = "",
        title: str = "",
        candidate: str = "",
        track: str = "",
        role: str = "",
        level: int = 3,
        language: str = "en",
        job_description: str = "",
        request_id: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Takes in a recording (audio or video with sound) as a file of at most 64 MB or from a public `url` of at most 2 GB;
        larger files come in pieces by POST /files/media. Returns it with its `id`; the same `request_id` again gives the
        same one. `track`: one of the interview's, or empty to tell it from what was asked."""
        caller = caller_of(request)
        said = about_from(
            {
                "title": title,
                "candidate": candidate,
                "track": track,
                "role": role,
                "level": level,
                "language": language,
                "job_description": job_description,
            }
        )
        if (file is None) == (not url):
            raise AppError("file_or_url", "Send either a file or a url. Nothing was stored.")
        if file is None:
            return told_of(fetching.accept_url(deps, caller, url, said, request_id))
        with uploaded(file) as path:
            called = name_of(file, path)
            return told_of(arriving.accept_file(deps, caller, path, called, said, request_id))

    return {"recording_upload": recording_upload}
