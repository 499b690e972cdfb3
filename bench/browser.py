"""From Done to the first audible sample of the reply, in a real browser. `python -m bench.browser --turns 40`

Headless Chromium hears a fake microphone: a file that says a sentence and is silent for a while, over and over. Deepgram and
Polly are stand-ins that answer at once, the brain is the rules. A turn: the sentence is heard, Done is pressed in the page, and
the page's own sound is tapped just before the loudspeaker. `lost` counts answers that were pressed and are not in the interview.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gradio_client import Client

from audio.clip import RATE, Clip
from audio.tts.espeak import Espeak
from bench.process import Server, finish, p
from core.settings import Settings
from tests.wire import deepgram, polly

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip
SENTENCE = "I would measure the slowest query first."
QUIET_S = 4.5
AUDIBLE = 0.004
TAP = """
(() => {
  const connect = AudioNode.prototype.connect;
  const code = `registerProcessor("tap", class extends AudioWorkletProcessor {
    process([input]) {
      const loud = (input[0] ?? []).some((sample) => Math.abs(sample) > AUDIBLE);
      if (loud !== this.loud) { this.loud = loud; this.port.postMessage(loud); }
      return true;
    }
  })`;
  const where = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const tapped = new WeakMap();
  window.__heard = () => {};
  AudioNode.prototype.connect = function (target, ...more) {
    if (target instanceof AudioDestinationNode) {
      const context = target.context;
      if (!tapped.has(context)) {
        tapped.set(context, context.audioWorklet.addModule(where).then(() => {
          const tap = new AudioWorkletNode(context, "tap", { numberOfOutputs: 1 });
          tap.port.onmessage = ({ data }) => { window.__loud = data; if (data) window.__heard(performance.now()); };
          return tap;
        }));
      }
      tapped.get(context).then((tap) => connect.call(this, tap));
    }
    return connect.call(this, target, ...more);
  };
  window.__turn = () => new Promise((done) => {
    const began = performance.now(), told = {};
    const over = () => { if (told.audio && told.text) { watch.disconnect(); clearTimeout(limit); done(told); } };
    const limit = setTimeout(() => { watch.disconnect(); done(told); }, 5000);
    const before = document.querySelector(".caption.interviewer .sure").textContent;
    const watch = new MutationObserver(() => {
      const now = document.querySelector(".caption.interviewer p").textContent;
      if (!told.text && now && now !== before) { told.text = performance.now() - began; over(); }
    });
    watch.observe(document.querySelector(".captions"), { subtree: true, childList: true, characterData: true });
    window.__heard = (at) => { if (!told.audio) { told.audio = at - began; over(); } };
    document.querySelector("#live-done").click();
  });
})();
""".replace("AUDIBLE", str(AUDIBLE))
READY = """() => document.querySelector("#live .live")?.dataset.state === "still_listening"
  && document.querySelector(".caption.you .sure").textContent.trim() && !window.__loud"""


def microphone(folder: Path) -> Path:
    """The file that the fake microphone plays in a loop."""

    async def said() -> bytes:
        return b"".join([piece async for piece in Espeak(Settings(speech_rate=100)).speak(SENTENCE, "en")])

    path = folder / "microphone.wav"
    path.write_bytes(Clip(bytes(RATE) + asyncio.run(said()) + bytes(round(QUIET_S * RATE) * 2)).wav())
    return path


def begin(page: Any) -> None:
    """A new interview of twelve questions, by voice."""
    page.wait_for_selector("#btn-begin:visible")
    page.fill("#count input[type=number]", "12")
    page.click("#btn-begin")
    page.wait_for_selector("#live-mic:visible")
    page.click("#live-mic")


def turns(page: Any, wanted: int) -> list[dict[str, float]]:
    """So many turns, over as many interviews as it takes."""
    found: list[dict[str, float]] = []
    begin(page)
    while len(found) < wanted:
        page.wait_for_function(
            f"({READY})() || document.querySelector('#btn-again')?.offsetParent", timeout=40_000, polling="raf"
        )
        if page.locator("#btn-again").is_visible():
            page.click("#btn-again")
            begin(page)
            continue
        found.append(page.evaluate("window.__turn()"))
        page.keyboard.press("Escape")
        print(f"turn {len(found)}: {found[-1]}", file=sys.stderr, flush=True)
    return found


def talk(play: Any, path: str, file: Path, url: str, wanted: int) -> tuple[list[dict[str, float]], int]:
    """What was measured of the turns, and how many answers are stored."""
    browser = play.chromium.launch(executable_path=path, args=[*FLAGS, f"--use-file-for-fake-audio-capture={file}"])
    try:
        page = browser.new_page()
        page.add_init_script(TAP)
        page.set_default_timeout(30_000)
        page.goto(url)
        found = turns(page, wanted)
        time.sleep(1.0)
    finally:
        browser.close()
    client = Client(url, verbose=False)
    listed = client.predict(api_name="/interview_list")
    held = [client.predict(session_id=row["id"], api_name="/interview_status")["history"] for row in listed]
    return found, sum(bool(one["heard"]) for history in held for one in history)


def main() -> None:
    """Serves, talks, and prints what was measured."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=40)
    wanted = parser.parse_args().turns
    hears, speaks = deepgram.Deepgram(), polly.Polly()
    keys = {
        "VIVA_STT": "deepgram", "DEEPGRAM_API_KEY": deepgram.KEY, "VIVA_DEEPGRAM_URL": hears.url, "VIVA_TTS": "polly",
        "AWS_ACCESS_KEY_ID": polly.KEY, "AWS_SECRET_ACCESS_KEY": polly.SECRET, "VIVA_POLLY_URL": speaks.url,
    }  # fmt: skip
    path = next(one for name in ("chromium", "chromium-browser", "google-chrome") if (one := shutil.which(name)))
    with tempfile.TemporaryDirectory() as held:
        file = microphone(Path(held))
        server = Server.ours(Path(held), **keys)
        server.start()
        with sync_playwright() as play:
            found, kept = talk(play, path, file, server.url, wanted)
        server.stop()
    audio = [one["audio"] for one in found if "audio" in one]
    text = [one["text"] for one in found if "text" in one]
    finish(
        {
            "first_audio_p50_ms": round(p(0.5, audio), 1),
            "first_audio_p95_ms": round(p(0.95, audio), 1),
            "first_text_p50_ms": round(p(0.5, text), 1),
            "first_text_p95_ms": round(p(0.95, text), 1),
            "turns": len(found),
            "silent": len(found) - len(audio),
            "lost": len(found) - kept,
        }
    )


if __name__ == "__main__":
    main()
