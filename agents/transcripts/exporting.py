"""A transcript as a file: subtitles, text, Markdown, JSON, and a report in Word and PDF."""

from collections.abc import Callable

from agents.deps import Deps
from agents.transcripts import captions, plain, shelf
from core.caller import Caller
from core.errors import AppError
from core.transcript import Transcript
from store import transcripts

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Made = tuple[Deps, Caller, Transcript]


def export(deps: Deps, caller: Caller, transcript_id: str, kind: str) -> tuple[bytes, str, str]:
    """(the file, its media type, its name); AppError `unknown_format`, and `no_times` for subtitles of what was typed."""
    if kind not in KINDS:
        raise AppError("unknown_format", f"There is no format '{kind[:20]}'. Use one of: {', '.join(KINDS)}.")
    made = shelf.get(deps, caller, transcript_id)
    write, media = KINDS[kind]
    name = f"viva-voce-{made.held_at:%Y-%m-%d}-{made.track or made.source}-transcript.{kind}"
    return write((deps, caller, made)), media, name


def _json(given: Made) -> bytes:
    deps, caller, made = given
    return plain.to_json(made, transcripts.edits(deps.store, caller, made.id)).encode()


def _word(given: Made) -> bytes:
    from agents.transcripts.report_word import to_docx

    return to_docx(given[2], given[0].settings.report_template)


def _pdf(given: Made) -> bytes:
    from agents.transcripts.report_pdf import to_pdf

    return to_pdf(given[2])


KINDS: dict[str, tuple[Callable[[Made], bytes], str]] = {
    "srt": (lambda given: captions.to_srt(given[2]).encode(), "application/x-subrip; charset=utf-8"),
    "vtt": (lambda given: captions.to_vtt(given[2]).encode(), "text/vtt; charset=utf-8"),
    "txt": (lambda given: plain.to_text(given[2]).encode(), "text/plain; charset=utf-8"),
    "md": (lambda given: plain.to_markdown(given[2]).encode(), "text/markdown; charset=utf-8"),
    "json": (_json, "application/json"),
    "docx": (_word, WORD),
    "pdf": (_pdf, "application/pdf"),
}
"""Kind → how it is written, and its media type."""
