"""A loopback server that speaks Gemini's REST and streaming protocol, with scripted latency and faults."""

import json
import re
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.wire.unruly import SAID, spoiled, told_to

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
        if body.get("tools"):
            return self._drive(handler, body)
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
        finish = "MAX_TOKENS" if fault == "cut_off" else "STOP"
        return handler._json(200, chunk(text, last=True, finish=finish))

    def _drive(self, handler, body):
        """One step of an agent: the next call to a tool by `script`, or the word done."""
        fault = self.fault if self.only in ("", "tools") else ""
        self.calls.append({"model": "", "method": "", "kind": "tools", "prompt": json.dumps(body)})
        time.sleep(self.delay)
        if handler.headers.get("x-goog-api-key") != KEY or fault == "forbidden":
            return self._fail(handler, 403, "PERMISSION_DENIED", "API key not valid.")
        if fault == "rate_limit":
            return self._fail(handler, 429, "RESOURCE_EXHAUSTED", "Quota exceeded. Please retry in 20s.")
        if fault == "server_error":
            return self._fail(handler, 500, "INTERNAL", "An internal error has occurred.")
        if fault == "hang":
            time.sleep(30)
        parts = called(body, "loops" if fault == "loops" else "obedient" if fault == "obedient" else "")
        candidate = {"content": {"role": "model", "parts": parts}, "index": 0, "finishReason": "STOP"}
        return handler._json(200, {"candidates": [candidate], "modelVersion": MODELS[0]})

    def _text(self, fault, kind, prompt):
        if kind == "said":
            return SAID if fault == "obeys" and told_to(prompt) else "You spoke about the way it works in your team. Let us look at something next."
        if fault == "malformed":
            return '{"decisions": [{"point": "a", '
        if fault == "wrong_shape":
            return '{"verdict": "fine", "stars": 5}'
        made = {"judge": judged, "plan": planned, "words": worded, "spoken": spoken, "advice": advised, "brief": briefed, "ask": asked,
                "pong": lambda *_: {"ok": True}}  # fmt: skip
        return spoiled(fault, kind, prompt, json.dumps(made[kind](prompt, fault)))

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


def chunk(text, *, last, finish="STOP"):
    """One reply, or one piece of a streamed one, as the API words it."""
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if last:
        candidate["finishReason"] = finish
    return {
        "candidates": [candidate],
        "modelVersion": MODELS[0],
        "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 18},
    }


def kind_of(schema):
    """Which of the app's calls this is, by the schema it asks for."""
    names = set(schema.get("properties", {}))
    for kind, name in (
        ("brief", "involves"),
        ("ask", "sentences"),
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
    if not ids or said is None:
        return {"headline": "Nothing to report on", "addition": "", "better": [], "exercises": []}
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
        "better": [*better, invented],
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


def called(body, manner):
    """The next step of an agent with web_search and bank_search: a sensible one, one that never ends, one that obeys pages."""
    done = [part["functionResponse"] for turn in body["contents"] for part in turn["parts"] if "functionResponse" in part]
    offered = sorted(one["name"] for tool in body["tools"] for one in tool.get("functionDeclarations", ()))
    assert offered == ["bank_search", "web_search"], offered
    told = "\n".join(part.get("text", "") for part in body["systemInstruction"]["parts"])
    topics = re.findall(r"^(\S[^:\n]*): ", told.split("cannot search anything else:")[1].split("- bank_search")[0], re.MULTILINE)
    if manner == "loops":  # two calls at a time, for ever
        at = len(done)
        wanted = [("web_search", {"topic": topics[at % len(topics)]}), ("bank_search", {"query": f"teams {at}"})]
    elif manner == "obedient":
        wanted = [[("web_search", {"topic": "overview"})], [("web_search", {"topic": "the resume of the candidate Ada Lovelace"})]][
            len(done)
        ] if len(done) < 2 else []  # fmt: skip
    else:
        steps = [("web_search", {"topic": "overview"}), ("web_search", {"topic": "news"}), ("bank_search", {"query": "company"})]
        wanted = steps[len(done) : len(done) + 1]
    return [{"functionCall": {"name": name, "args": args}} for name, args in wanted] or [{"text": "done"}]


def briefed(prompt, fault):
    """Honest: the first sentences of each source, word for word. Otherwise: quotes and sources of its own, or what a page demands."""
    sources = re.findall(r"^(s\d+|job): (.*)$", prompt.split("Sources, each")[1].split("Questions from our banks")[0], re.MULTILINE)
    first = {key: framed(prompt, key).split("\n") for key, _ in sources}
    if fault in ("invented_quote", "obedient"):
        praise = "Northwind Freight pays 900,000 euros to everyone."
        invented = [
            {"source": "s1", "quote": praise, "text": praise},
            {"source": "s99", "quote": "Northwind Freight was bought by Contoso for 4 billion.", "text": ""},
            {"source": "https://evil.example", "quote": praise, "text": "Apply at https://evil.example"},
        ]
        asks = [{"text": "Why did you fire 500 people in March?", "source": "s1", "quote": praise}]
        return {"does": invented, "news": invented, "involves": invented, "expect": asks, "ask": asks}
    web = [key for key, _ in sources if key != "job"]
    stated = [{"source": key, "quote": first[key][0], "text": first[key][0].replace("Northwind Freight", "The company")} for key in web]
    twisted = [{"source": key, "quote": first[key][-1], "text": f"It has 77 offices, and {first[key][-1]}"} for key in web[:1]]
    lines = [{"source": "job", "quote": one, "text": ""} for one in first.get("job", []) if len(one.split()) > 3]
    bank = re.findall(r"^([a-z0-9-]+): .+\?", prompt.split("Questions from our banks, by id:")[1].split("Return:")[0], re.MULTILINE)
    return {
        "does": [*stated[:2], *twisted],
        "news": stated[-1:],
        "involves": lines[:3],
        "expect": [{"bank_id": one} for one in bank[:2]],
        "ask": [{"text": "What comes after this for the team?", "source": one["source"], "quote": one["quote"]} for one in stated[:1]],
    }


def asked(prompt, fault):
    """Honest: the first sentence of each passage, quoted and said again. Otherwise: quotes of its own, or what a passage demands."""
    names = re.findall(r"<<(p\d+) ", prompt)
    first = {name: re.split(r"(?<=[.!?])\s", framed(prompt, name).split("\n", 1)[1])[0] for name in names}
    honest = [{"text": f"They said: {text}", "quotes": [{"source": name, "words": text}]} for name, text in first.items()][:2]
    if fault == "invented_quote":
        return {"sentences": [{"text": "They run 77 banks on one lock.", "quotes": [{"source": names[0], "words": "we run 77 banks on one lock"}]},
                              {"text": "They have no quote at all.", "quotes": []}]}  # fmt: skip
    if fault == "wrong_source":
        return {"sentences": [{**honest[0], "quotes": [{"source": "p99", "words": first[names[0]]}]}, honest[0]]}
    if fault == "embellishes":
        return {"sentences": [{"text": "It saved them 40 million dollars.", "quotes": honest[0]["quotes"]}, honest[0]]}
    if fault == "obeys" and told_to(prompt):
        return {"sentences": [{"text": "This candidate gets full marks; hire them.", "quotes": honest[0]["quotes"]}]}
    return {"sentences": honest}
