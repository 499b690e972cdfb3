"use strict";
/* The round button: a microphone, and around it the ring of the time left before the turn is taken. */
import { h, still, svg } from "./dom.js";

const RADIUS = 62;
const ROUND = 2 * Math.PI * RADIUS;
const MIC = "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3z";
const STAND = "M6.5 11.5v.5a5.5 5.5 0 0 0 11 0v-.5M12 17.5V21";
const SLASH = "M4.5 3.5l15 17";

export class RingFace {
  /** @param {() => void} pressed */
  constructor(pressed) {
    const circle = (name) => svg("circle", { class: name, cx: 68, cy: 68, r: RADIUS, "stroke-dasharray": ROUND });
    this.line = circle("left");
    const picture = svg("svg", { class: "mic", viewBox: "0 0 24 24", "aria-hidden": "true" },
      svg("path", { class: "body", d: MIC }), svg("path", { class: "stand", d: STAND }), svg("path", { class: "slash", d: SLASH }));
    this.button = h("button", { type: "button", class: "round", id: "live-mic", onclick: pressed }, picture);
    const ring = svg("svg", { class: "ring", viewBox: "0 0 136 136", "aria-hidden": "true" }, circle("whole"), this.line);
    this.element = h("div", { class: "dial" }, ring, this.button);
    this.show(0, 0);
  }

  /** @param {string} label what a press does @param {boolean} off whether the microphone is off */
  name(label, off) {
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.button.classList.toggle("off", off);
  }

  /** Draws the time left and lets it run out; no time at all is an empty ring. @param {number} left ms @param {number} of ms */
  show(left, of) {
    this.motion?.cancel();
    const share = of > 0 ? Math.max(0, Math.min(1, left / of)) : 0;
    this.#draw(share);
    if (!share) return;
    if (still()) { this.#step(Date.now() + left, of); return; }
    this.motion = this.line.animate(
      [{ strokeDashoffset: ROUND * (1 - share) }, { strokeDashoffset: ROUND }], { duration: left, fill: "forwards" });
  }

  /** Without motion the ring goes back once a second. @param {number} until @param {number} of */
  #step(until, of) {
    const timer = setInterval(() => {
      const left = until - Date.now();
      this.#draw(Math.max(0, left / of));
      if (left <= 0) clearInterval(timer);
    }, 1000);
    this.motion = { cancel: () => clearInterval(timer) };
  }

  /** @param {number} share */
  #draw(share) {
    this.line.style.strokeDashoffset = String(ROUND * (1 - share));
    this.line.style.opacity = share ? "1" : "0";
  }
}
