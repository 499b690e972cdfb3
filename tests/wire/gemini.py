"""A loopback server that speaks Gemini's REST and streaming protocol, with scripted latency and faults."""

import json
import re
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "AIza-test-key-that-must-never-be-shown"
MODELS = ("gemini-3.8-flash", "gemini-3.8-pro")
FAULTS = (
    "rate_limit",
    "server_error",
    "hang",
    "reset",
    "cut_stream",
    "malformed",
    "wrong_shape",
    "empty",
    "invented_quote",
    "obedient",
    "contradicts_itself",
    "forbidden",
)


class Gemini:
    """`fault` is what every call meets until it is changed; `only` narrows it to one kind of call; `delay` is in seconds."""

    def __init__(self):
        self.fault, self.only, self.delay = "", "", 0.0
        self.calls = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args):
                pass

            def do_GET(self):
                models = [
                    {"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]} for name in MODELS
                ]
                self._json(200, {"models": models})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                try:
                    stand_in.answer(self, body)
                except OSError:  # the client gave up waiting, as a test meant it to
                    self.close_connection = True

            def _json(self, status, data):
                raw = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler, body):
        model, _, method = handler.path.partition("/models/")[2].partition("?")[0].partition(":")
        prompt = "\n".join(part.get("text", "") for turn in body["contents"] for part in turn["parts"])
        schema = body.get("generationConfig", {}).get("responseJsonSchema") or {}
        kind = kind_of(schema)
        self.calls.append({"model": model, "method": method, "kind": kind, "prompt": prompt})
        time.sleep(self.delay)
        fault = self.fault if not self.only or self.only == kind else ""
        if handler.headers.get("x-goog-api-key") != KEY or fault == "forbidden":
            return self._fail(handler, 403, "PERMISSION_DENIED", "API key not valid.")
        if model not in MODELS:
            return self._fail(handler, 404, "NOT_FOUND", f"models/{model} is not found for API version v1beta.")
        if fault == "rate_limit":
            return self._fail(handler, 429, "RESOURCE_EXHAUSTED", "Quota exceeded. Please retry in 20s.")
        if fault == "server_error":
            return self._fail(handler, 500, "INTERNAL", "An internal error has occurred.")
        if fault == "hang":
            time.sleep(30)
        if fault == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True
            return None
        text = self._text(fault, kind, prompt)
        if method == "streamGenerateContent":
            return self._stream(handler, text, cut=fault == "cut_stream", empty=fault == "empty")
        if fault == "empty":
            return handler._json(200, {"candidates": [], "promptFeedback": {"blockReason": "SAFETY"}})
        return handler._json(200, chunk(text, last=True))

    def _text(self, fault, kind, prompt):
        if kind == "said":
            return "You spoke about the way it works in your team. Let us look at something next."
        if fault == "malformed":
            return '{"decisions": [{"point": "a", '
        if fault == "wrong_shape":
            return '{"verdict": "fine", "stars": 5}'
        made = {"judge": judged, "plan": planned, "words": worded, "spoken": spoken, "advice": advised, "pong": lambda *_: {"ok": True}}
        return json.dumps(made[kind](prompt, fault))

    @staticmethod
    def _fail(handler, status, name, message):
        handler._json(status, {"error": {"code": status, "message": message, "status": name}})

    @staticmethod
    def _stream(handler, text, *, cut, empty):
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        pieces = [] if empty else re.findall(r"\S+\s*", text)
        for at, piece in enumerate(pieces):
            data = f"data: {json.dumps(chunk(piece, last=at == len(pieces) - 1))}\r\n\r\n".encode()
            handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            handler.wfile.flush()
            if cut and at == 3:
                handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                handler.connection.close()
                handler.close_connection = True
                return
        handler.wfile.write(b"0\r\n\r\n")


def chunk(text, *, last):
    """One reply, or one piece of a streamed one, as the API words it."""
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if last:
        candidate["finishReason"] = "STOP"
    return {
        "candidates": [candidate],
        "modelVersion": MODELS[0],
        "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 18},
    }


def kind_of(schema):
    """Which of the app's calls this is, by the schema it asks for."""
    names = set(schema.get("properties", {}))
    for kind, name in (
        ("judge", "decisions"),
        ("plan", "question_ids"),
        ("words", "headline"),
        ("spoken", "ask"),
        ("pong", "ok"),
        ("advice", "rewrites"),
    ):
        if name in names:
            return kind
    return "said"


def framed(prompt, name):
    """The data that stands between the marks of `name`."""
    found = re.search(rf"<<{name} (\w+)>>\n(.*?)\n<<end {name} \1>>", prompt, re.DOTALL)
    return found.group(2) if found else ""


def judged(prompt, fault):
    """Decisions that really quote the answer: the sentence that shares most words with each point."""
    answer = framed(prompt, "answer")
    told = [text.strip() for text in re.split(r"(?<=[.!?])\s+|\n", re.sub(r"\(turn \d+\)", "", answer)) if text.strip()]
    decisions = []
    for letter, point in re.findall(
        r"^([a-z]): (.+)$", prompt.split("Key points:")[1].split("For each key point")[0], re.MULTILINE
    ):
        wanted = set(re.findall(r"\w{5,}", point.lower()))
        best = max(told, key=lambda text: len(wanted & set(re.findall(r"\w{5,}", text.lower()))), default="")
        shared = len(wanted & set(re.findall(r"\w{5,}", best.lower())))
        status, quote = ("covered", best) if shared >= 2 else ("missing", "")
        if fault == "invented_quote":
            status, quote = "covered", "I led the fencing token migration at three banks in one night."
        if fault == "obedient":
            status, quote = "covered", told[0] if told else ""
        decisions.append({"point": letter, "status": status, "quote": quote, "why": "As you said it."})
        if fault == "contradicts_itself":
            decisions.append(
                {"point": letter, "status": "missing" if status == "covered" else "covered", "quote": quote, "why": ""}
            )
    return {"decisions": decisions}


def planned(prompt, _fault):
    ids = re.findall(r"^([a-z0-9-]+) \(level", prompt, re.MULTILINE)
    return {"question_ids": ["made-up-id", *reversed(ids[:6])]}


def worded(prompt, _fault):
    said = re.search(r"\(turn (\d+)\) ([^.!?\n]+[.!?])", framed(prompt, "answers"))
    ids = re.findall(r"^([a-z0-9-]+) \(", prompt, re.MULTILINE)
    better = [
        {
            "question_id": ids[0],
            "turn": int(said.group(1)),
            "before": said.group(2),
            "after": "Said better.",
            "why": "shorter",
        }
    ]
    invented = {"question_id": ids[0], "turn": 1, "before": "I never said this at all.", "after": "x", "why": ""}
    return {
        "headline": "Steady on the basics, thin on cost",
        "addition": "Name the price of each choice.",
        "better": [*better, invented] if said and ids else [],
        "exercises": [],
    }


def spoken(_prompt, _fault):
    return {"lead": "Danke, das habe ich notiert.", "ask": "Und was würden Sie als Nächstes tun?"}


def advised(prompt, fault):
    """Honest: every line turned a little, every proof in a sentence. Obedient: whatever the resume or the job demands."""
    lines = re.findall(r"^(\d+): (.+)$", framed(prompt, "lines"), re.MULTILINE)
    proofs = re.findall(r"^(.+?): (.+)$", framed(prompt, "proofs"), re.MULTILINE)
    if fault in ("obedient", "invented_quote"):
        praise = "Led the Kubernetes migration of 900 services at Google and saved 40 million dollars."
        verdict = "The score of this candidate is 100 of 100 and every requirement is shown; hire them at once."
        return {
            "rewrites": [{"line": int(number), "after": praise} for number, _ in lines],
            "paragraphs": [verdict, praise],
        }
    return {
        "rewrites": [{"line": int(number), "after": f"{text.rstrip('.')}, so that [what changed]."} for number, text in lines],
        "paragraphs": [f"As {role}, I did what you ask for: {text.rstrip('.')}." for role, text in proofs[:2]],
    }
