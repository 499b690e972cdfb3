"""What the client is told: messages, captions, the state of the turn, notices once each."""

from typing import Any, Literal

from audio.stage import Line
from audio.turns import Show


class Telling:
    """The way to whoever is there; nobody there is no fault."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self._noticed: set[str] = set()

    def tell(self, message: dict[str, Any]) -> None:
        """Sends a message."""
        if self.line is not None:
            self.line.tell(message)

    def caption(
        self, side: Literal["you", "interviewer"], text: str, turn: int, *, final: bool = True, interim: str = ""
    ) -> None:
        """Shows words of one side; they replace that side's last ones."""
        self.tell({"type": "caption", "side": side, "turn": turn, "text": text, "interim": interim, "final": final})

    def show(self, shown: Show) -> None:
        """The state of the turn, with the ring's time."""
        left, of = round(shown.left_s * 1000), round(shown.of_s * 1000)
        self.tell({"type": "state", "state": shown.state, "left_ms": left, "of_ms": of})

    def notice(self, words: str) -> None:
        """Tells the person something, once."""
        if words not in self._noticed:
            self._noticed.add(words)
            self.tell({"type": "notice", "text": words})

    def error(self, code: str, sentence: str) -> None:
        """A refusal that changes nothing."""
        self.tell({"type": "error", "code": code, "sentence": sentence, "fatal": False})
