"use strict";
/* The microphone as the room uses it: off, opening, open or in trouble; muted or not; gone silent or back from being hidden. */
import { faultOf, SENTENCES } from "./faults.js";
import { remembered } from "./memory.js";

/** Below this nothing at all comes from a microphone (about -75 dB). */
export const SILENT = 0.00018;
/** Five seconds of frames. */
export const SILENT_FRAMES = 250;

export class Mic {
  /** @param {import("./sound.js").Sound} sound
   * @param {{frame: (pcm: ArrayBuffer, level: number) => void, changed: () => void, failed: () => void, kept: () => void}} on */
  constructor(sound, on) {
    this.sound = sound;
    this.on = on;
    /** @type {"off" | "opening" | "open" | "trouble"} */ this.stage = "off";
    /** What is wrong, as a sentence; may stand beside an open microphone. */
    this.fault = "";
    this.device = remembered().device;
    this.muted = false;
    this.quiet = 0;
    this.count = 0;
    this.away = () => this.#away();
    document.addEventListener("visibilitychange", this.away);
  }

  /** Opens it; must begin inside a tap. @returns {Promise<boolean>} whether it is open */
  async open() {
    this.sound.wake();
    this.stage = "opening";
    this.fault = "";
    this.quiet = 0;
    this.on.changed();
    try {
      await this.sound.listen(this.device);
    } catch (fault) {
      this.fail(SENTENCES[faultOf(fault).kind]);
      return false;
    }
    if (this.stage !== "opening") { this.sound.deaf(); return false; } // typing was chosen meanwhile
    this.stage = "open";
    return true;
  }

  off() {
    this.sound.deaf();
    this.stage = "off";
    this.fault = "";
  }

  /** @param {string} sentence */
  fail(sentence) {
    this.sound.deaf();
    this.stage = "trouble";
    this.fault = sentence;
    this.on.failed();
  }

  /** @param {boolean} on */
  mute(on) {
    this.muted = on;
    this.sound.mute(on);
  }

  /** @param {ArrayBuffer} pcm @param {number} level */
  frame(pcm, level) {
    if (this.muted || this.stage !== "open") return;
    this.count++;
    this.#checkSilence(level);
    this.on.frame(pcm, level);
  }

  /** Says so when nothing at all has come for five seconds; takes it back at the first sound. @param {number} level */
  #checkSilence(level) {
    if (this.quiet < 0) return;
    this.quiet = level > SILENT ? -1 : this.quiet + 1;
    if (this.quiet === SILENT_FRAMES) { this.fault = SENTENCES.quiet; this.on.changed(); }
    if (this.quiet < 0 && this.fault) { this.fault = ""; this.on.changed(); }
  }

  /** The page was hidden or is back: phones stop the sound of a hidden page. */
  #away() {
    if (this.stage !== "open") return;
    if (document.hidden) { this.before = this.count; return; }
    const went = this.count > (this.before ?? 0);
    if (this.muted) return;
    if (went) this.on.kept();
    else if (this.sound.context?.state !== "running") this.fail(SENTENCES.stopped);
  }

  close() {
    document.removeEventListener("visibilitychange", this.away);
    this.off();
  }
}
