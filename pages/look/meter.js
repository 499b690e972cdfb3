"use strict";
/* The microphone's level as a row of bars: where there was a voice they are teal, where it was quiet they are faint. */
import { h, still } from "./dom.js";

const BARS = 64;
/** A bar stands for four frames, 80 ms. */
const FRAMES_A_BAR = 4;
const FLOOR_DB = -62;
const TOP_DB = -14;
const VOICE = 0.28;

/** A level as a share of the bar's height. @param {number} level root mean square in [0, 1] @returns {number} */
export const height = (level) => {
  const db = 20 * Math.log10(Math.max(level, 1e-6));
  return Math.max(0, Math.min(1, (db - FLOOR_DB) / (TOP_DB - FLOOR_DB)));
};

export class Meter {
  /** @param {number} [bars] */
  constructor(bars = BARS) {
    this.bars = Array.from({ length: bars }, () => h("i"));
    this.element = h("div", { class: "meter", "aria-hidden": "true" }, ...this.bars);
    this.values = new Array(bars).fill(0);
    this.peak = 0;
    this.frames = 0;
  }

  /** @param {number} level of one frame */
  add(level) {
    this.peak = Math.max(this.peak, height(level));
    if (++this.frames < FRAMES_A_BAR) return;
    this.values.push(this.peak);
    this.values.shift();
    this.frames = 0;
    this.peak = 0;
    if (still()) this.#fill();
    else this.#scroll();
  }

  /** The last seconds, newest at the right. */
  #scroll() {
    this.values.forEach((value, at) => {
      this.bars[at].style.height = `${Math.round(3 + value * 31)}px`;
      this.bars[at].className = value > VOICE ? "on" : "";
    });
  }

  /** Without motion: one steady bar that says how loud it is now, four times a second. */
  #fill() {
    this.slow = ((this.slow ?? 0) + 1) % 3;
    if (this.slow) return;
    const share = Math.max(...this.values.slice(-3)) * this.bars.length;
    this.bars.forEach((bar, at) => { bar.style.height = "14px"; bar.className = at < share ? "on" : ""; });
  }

  clear() {
    this.values.fill(0);
    this.peak = this.frames = 0;
    this.#scroll();
  }
}
