"""Sound for programs and for those without a live line: a file heard, a text spoken, a recording as an answer."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from agents import recording
from agents.deps import Deps
from agents.door import LANGUAGES
from audio.clip import RATE, Clip, decode
from audio.speech import Transcript
from audio.tts.speakable import speakable
from core.caller import Caller
from core.errors import AppError, ProviderError
from core.schema import LONGEST_ANSWER, Session, Utterance
from core.text import clean
from store import recordings, sessions

LONGEST_S = 30 * 60.0
"""Of one file."""
LONGEST_TEXT = 2_000
"""Characters spoken by one call: about two minutes."""
_PIECE = 10 * RATE * 2


def transcribe(deps: Deps, caller: Caller, sound: Path, language: str = "en") -> Transcript:
    """The words of a sound file of at most 30 minutes, with their times where the recognizer gives them.

    AppError `not_audio`, `audio_too_long`, `unknown_language`, or `hearing_failed` when no recognizer could hear it.
    """
    return _heard(deps, decode(sound, LONGEST_S), _language(language))


def synthesize(deps: Deps, caller: Caller, text: str, language: str = "en") -> dict[str, Any]:
    """A text as sound: `{"use_client_tts": False, "engine", "seconds", "audio": base64 of a WAV, PCM16 mono 16 kHz}`.

    Where the browser is the voice, or every voice failed, it is instructions:
    `{"use_client_tts": True, "text", "fragments", "lang", "rate"}`.
    """
    text, language = clean(text), _language(language)
    if not speakable(text):
        raise AppError("empty_text", "There is nothing to say in that text. Send some words.")
    if len(text) > LONGEST_TEXT:
        raise AppError(
            "text_too_long", f"That text has {len(text):,} characters. Send at most {LONGEST_TEXT:,} at a time."
        )
    told = deps.speaking.instructions(text, language)
    if deps.speaking.by_client:
        return told

    async def all_of_it() -> bytes:
        return b"".join([piece async for piece in deps.speaking.speak(text, language)])

    try:
        clip = Clip(deps.turns.loop.run(all_of_it()))
    except ProviderError as fault:
        return {**told, "notice": f"{fault.sentence[:1].upper()}{fault.sentence[1:].rstrip('.')}."}
    audio = base64.b64encode(clip.wav()).decode()
    return {
        "use_client_tts": False,
        "engine": deps.speaking.name,
        "seconds": round(clip.seconds, 2),
        "mime": "audio/wav",
        "audio": audio,
    }


def answer_from(deps: Deps, caller: Caller, session_id: str, sound: Path, request_id: str = "") -> Utterance:
    """A recorded or uploaded answer: kept where the candidate agreed to a recording, then heard.

    AppError `nothing_heard` for silence; `hearing_failed` says that it is kept and how to go on.
    """
    session = sessions.load(deps.store, caller, session_id)
    done = next((turn for turn in session.turns if request_id and turn.request_id == request_id), None)
    if done is not None and done.heard is not None:
        return done.heard
    if session.current is None:
        raise AppError("finished", "This interview is over. Its report is on the Feedback page.")
    clip = decode(sound, LONGEST_S)
    n = session.current.n
    start = _keep(deps, caller, session, n, clip)
    try:
        heard = _heard(deps, clip, session.brief.language)
    except AppError as fault:
        if fault.code == "hearing_failed" and start is not None:
            raise AppError(fault.code, f"{fault.sentence} Your recording is kept.") from None
        raise
    if not heard.text.strip():
        raise AppError(
            "nothing_heard", "No words could be heard in that recording. Record it again, or type your answer."
        )
    begun = start or 0.0
    return Utterance(
        text=heard.text.strip()[:LONGEST_ANSWER],
        source="uploaded",
        words=tuple(word.later(begun) for word in heard.words),
        audio=f"{n}-you" if start is not None else "",
        engine=heard.engine,
    )


def _keep(deps: Deps, caller: Caller, session: Session, turn: int, clip: Clip) -> float | None:
    """Puts the sound behind what is recorded of this turn; where it begins there, in seconds, or None without consent."""
    if not (session.brief.record and deps.settings.record) or not clip.pcm:
        return None
    pieces = [clip.pcm[at : at + _PIECE] for at in range(0, len(clip.pcm), _PIECE)]
    digests = [hashlib.sha256(piece).hexdigest() for piece in pieces]
    # The same file sent again, after its first answer failed, is there already.
    before = recordings.part(deps.store, caller, session.id, turn, "you", 0)
    first, start = 0, 0.0
    if before is not None and before.sha256 != digests[0]:
        first, start = recording.next_number(deps, caller, session.id, turn, "you")
    for at, (piece, digest) in enumerate(zip(pieces, digests, strict=True)):
        recording.keep_chunk(deps, caller, session.id, turn, "you", first + at, piece, digest)
    return start


def _heard(deps: Deps, clip: Clip, language: str) -> Transcript:
    try:
        return deps.turns.loop.run(deps.hearing.transcribe(clip, language))[0]
    except ProviderError as fault:
        words = fault.sentence.rstrip(".")
        raise AppError("hearing_failed", f"{words[:1].upper()}{words[1:]}. Type your answer instead.") from None


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise AppError(
            "unknown_language", f"There is no language '{language[:8]}'. Use one of: {', '.join(LANGUAGES)}."
        )
    return language
