"""What a client may say to a live room in JSON, one message at a time; the socket's protocol is in `pages/live.py`."""

from collections import deque
from typing import TYPE_CHECKING, Any

from audio import turns as p

if TYPE_CHECKING:
    from audio.live import Live


MOST_HEARD = 4000
"""Characters of one result of the browser's recognition."""


class Inbox:
    """Reads messages and sets the room going; what arrives twice is done once."""

    def __init__(self, live: "Live") -> None:
        self._live = live
        self._seen: deque[str] = deque(maxlen=200)

    def take(self, told: dict[str, Any]) -> None:
        """One JSON message; unknown ones are refused by name and change nothing."""
        live, kind = self._live, told.get("type")
        match kind:
            case "hello":
                live.greet(told)
            case "played":
                live.mouth.played(_number(told, "utterance"), _number(told, "samples"), ended=bool(told.get("ended")))
            case "voiced":
                live.mouth.voiced(_number(told, "utterance"), _number(told, "chars"), ended=bool(told.get("ended")))
            case "voice_failed":
                live.mouth.failed(_number(told, "utterance"))
            case "heard":
                live.segments.heard(str(told.get("text", ""))[:MOST_HEARD], final=bool(told.get("final")))
            case "done":
                if self._once(told):
                    live.step(p.Done())
                    live.uplink.reset()
            case "act":
                live.spawn(live.hand.act(str(told.get("action", "")), str(told.get("request_id", ""))))
            case "typed":
                live.spawn(live.hand.typed(told.get("text"), told.get("code", ""), str(told.get("request_id", ""))))
            case "mode":
                live.listen(muted=live.muted, voice=told.get("mode") != "keyboard")
            case "mute":
                live.listen(muted=bool(told.get("on")), voice=live.voice_on)
            case "patience":
                live.set_patience(str(told.get("patience", "")))
            case "stop":
                live.mouth.clear()
            case "ping":
                live.tell({"type": "pong", "at": told.get("at")})
            case _:
                live.tell(
                    {
                        "type": "error",
                        "code": "unknown_message",
                        "fatal": False,
                        "sentence": f"There is no message '{str(kind)[:40]}'; nothing was changed. Leave it out.",
                    }
                )

    def _once(self, told: dict[str, Any]) -> bool:
        """False for a message that was sent again because the line broke before its answer came."""
        key = str(told.get("request_id", ""))
        if key and key in self._seen:
            return False
        self._seen.append(key)
        return True


def _number(told: dict[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) and 0 <= value < 2**40 else 0
