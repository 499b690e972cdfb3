"""What is at work, what is available and what is lacking, in words; and keeping a key that the local user pasted."""

import os
from typing import Literal

from agents.deps import Deps
from core.errors import AppError, ProviderError
from core.noun import Noun
from core.settings import KEYS_FILE

KEYS = (
    "GOOGLE_API_KEY",
    "VIVA_LLM_KEY",
    "CARTESIA_API_KEY",
    "DEEPGRAM_API_KEY",
    "TAVILY_API_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
)
"""The keys that can be pasted."""


_NAMES = {
    "cartesia": "Cartesia",
    "deepgram": "Deepgram",
    "whisper": "faster-whisper",
    "vosk": "Vosk",
    "sphinx": "pocketsphinx",
    "polly": "Amazon Polly",
    "espeak": "espeak-ng",
    "browser": "your browser",
}
_HEARS = {
    "cartesia": "Hears while you speak, with the time of each word.",
    "deepgram": "Hears each stretch of speech, with the time of each word; keeps the “um”s that a delivery coach needs.",
    "whisper": "On this machine, without a network, with the time of each word.",
    "vosk": "On this machine, from the model folder that is set.",
    "sphinx": "For emergencies only: on this machine, and often wrong.",
}
_SPEAKS = {
    "polly": "Spoken while it is formed, sentence by sentence.",
    "espeak": "On this machine, without a network; plain to the ear.",
    "browser": "Free and at once; its sound cannot be recorded, so a recording holds your side and my words.",
}


class Part(Noun):
    """One line of the Status page."""

    part: str
    name: str
    state: Literal["at_work", "available", "lacking"]
    words: str


def board(deps: Deps) -> list[Part]:
    """Every part of the app and what stands behind it."""
    from agents.brains.llm import lacking

    settings = deps.settings.with_keys()
    missing = lacking(settings)
    model_first = deps.brains()[0].name != "rules"
    return [
        Part(
            part="Interviewer and grader",
            name=settings.llm,
            state="at_work" if model_first else "lacking",
            words="It plans, asks and grades; the rules check it and stand in when it fails."
            if model_first
            else f"Needs {missing}.",
        ),
        Part(
            part="Interviewer and grader",
            name="rules",
            state="available" if model_first else "at_work",
            words="Built in: questions from the banks, grades by measured evidence. No key, no network.",
        ),
        Part(
            part="Questions",
            name=f"{len(deps.knowledge.bank)} of our own",
            state="at_work",
            words=f"Edition {deps.knowledge.bank.version}, found by their words (BM25) and by meaning "
            f"({deps.knowledge.embedder.name}).",
        ),
        _vectors(deps),
        Part(
            part="Storage",
            name=deps.store.engine.dialect.name,
            state="at_work",
            words="An answer is on disk before you read the reply."
            if settings.durable
            else "Lost when this Space restarts: attach storage, or set DATABASE_URL.",
        ),
        *_row("Listening", deps.hearing.lacking(), _HEARS),
        Part(
            part="Listening",
            name="your browser's recognition",
            state="available" if deps.hearing.able() else "at_work",
            words="Where the browser has one, and once you agree: it may send your voice to the browser's maker.",
        ),
        *_row("Speaking", deps.speaking.lacking(), _SPEAKS),
        *_research(deps),
        _pictures(settings.ocr),
    ]


def _research(deps: Deps) -> list[Part]:
    """Who finds what an interview brief is made of."""
    missing = deps.web.lacking()
    return [
        Part(
            part="Interview brief",
            name="Tavily",
            state="lacking" if missing else "at_work",
            words=f"Needs {missing}." if missing else "Searches the web for a company when you press the button, never unasked.",
        ),
        Part(
            part="Interview brief",
            name="the job description",
            state="at_work" if missing else "available",
            words="Read line by line, with questions from the banks. No key, no network.",
        ),
    ]


def _pictures(engine: str) -> Part:
    """Who reads scans and photos; a program that is chosen and missing is named with what stands in for it."""
    from documents import tesseract

    if engine == tesseract.PROGRAM and not tesseract.found():
        return Part(part="Scans and photos", name=engine, state="lacking", words=tesseract.MISSING)
    return Part(
        part="Scans and photos", name=engine, state="at_work", words="On this machine, without a network, in a process of its own."
    )


def _vectors(deps: Deps) -> Part:
    """Where the vectors of the questions are searched."""
    index = deps.knowledge.index
    return Part(
        part="Question vectors",
        name=f"Chroma at {index.url}" if index.url else "Chroma",
        state="lacking" if index.fault else "at_work",
        words=index.fault or ("On a server of yours." if index.url else "Inside this process, in the data folder."),
    )


def hears(deps: Deps) -> str:
    """Who turns speech into words now, as a person calls it; empty when only the browser can."""
    vendor, _, model = deps.hearing.name.partition(":")
    return f"{_NAMES[vendor]} {model}".strip() if vendor else ""


def speaks(deps: Deps) -> str:
    """Who speaks now, as a person calls it."""
    vendor, _, voice = deps.speaking.name.partition(":")
    return f"{_NAMES.get(vendor, vendor)} {voice}".strip()


def _row(part: str, lacking: dict[str, str], words: dict[str, str]) -> list[Part]:
    """The first able vendor is at work; the others wait for it to fail, or for what they lack."""
    first = next((name for name, missing in lacking.items() if not missing), "")
    found = []
    for name, missing in lacking.items():
        state: Literal["at_work", "available", "lacking"] = (
            "lacking" if missing else "at_work" if name == first else "available"
        )
        told = f"Needs {missing}." if missing else words.get(name, "")
        found.append(Part(part=part, name=_NAMES.get(name, name), state=state, words=told))
    return found


def starting_lines(deps: Deps) -> list[str]:
    """What `make run` prints: who grades, what keeps, what is missing."""
    from agents.brains.llm import lacking

    first = deps.brains()[0].name
    missing = [lacking(deps.settings.with_keys())]
    if not deps.hearing.able():
        missing.append(
            f"a recognizer on this side; {deps.hearing.why_not().partition('; ')[2] or deps.hearing.why_not()}"
        )
    told = " ".join(f"{words[:1].upper()}{words[1:].rstrip('.')}." for words in missing if words)
    hearing, speaking = hears(deps) or "your browser's recognition", speaks(deps)
    return [
        f"At work: {'the built-in rules' if first == 'rules' else first} ask and grade; {hearing} listens, {speaking} speaks.",
        f"Kept in: {deps.settings.data}.",
        f"Missing: {told}" if told else "Missing: nothing for what this version does.",
    ]


def keep_key(deps: Deps, name: str, value: str) -> str:
    """Writes the key into the data folder and tries it; returns what came of it."""
    from agents.brains.llm import test_key

    value = value.strip()
    if name not in KEYS:
        raise AppError("unknown_key_name", f"There is no key called {name[:40]}. Use one of: {', '.join(KEYS)}.")
    if not value or any(letter.isspace() for letter in value):
        raise AppError("empty_key", "A key is one word without spaces. Paste it again.")
    path = deps.settings.data / KEYS_FILE
    kept = {}
    if path.exists():
        kept = dict(line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    kept[name] = value
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{key}={held}\n" for key, held in kept.items())
    fresh.replace(path)
    if name not in ("GOOGLE_API_KEY", "VIVA_LLM_KEY"):
        return "Kept. It is used from the next interview on; the list above says whether more is needed."
    try:
        return f"Kept. {test_key(deps.settings.with_keys())}"
    except ProviderError as fault:
        return f"Kept, but it did not work just now: {fault.sentence}"
