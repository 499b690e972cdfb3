"use strict";
/* What the room shows: one state in words, the ring, the level, captions of both sides and the buttons. */
import { Captions } from "./captions.js";
import { h, put } from "./dom.js";
import { Meter } from "./meter.js";
import { RingFace } from "./ring_face.js";
import { patienceChoice, Toolbar } from "./toolbar.js";
import { consentCard, Trouble } from "./trouble.js";
import { Typing } from "./typing.js";
import { CONSENT, leftWords, STATES } from "./words.js";

const NOTICE_MS = 9000;

export class Face {
  /** @param {string} patience @param {Record<string, (...values: any[]) => any>} on */
  constructor(patience, on) {
    this.ring = new RingFace(on.round);
    this.meter = new Meter();
    this.captions = new Captions();
    this.typing = new Typing(on.typed);
    this.tools = new Toolbar(on.pressed);
    this.trouble = new Trouble({ again: on.again, keyboard: () => on.pressed("keyboard") });
    this.consent = consentCard(CONSENT, on.agreed);
    this.consent.hidden = true;
    this.title = h("b", { class: "title" });
    this.words = h("span", {});
    this.left = h("span", { "aria-hidden": "true" });
    this.notice = h("p", { class: "notice", role: "status" });
    this.ears = h("p", { class: "small ears" });
    this.element = this.#laidOut(patienceChoice(patience, on.patience));
    // A button pressed by pointer gives the focus back, so that Space afterwards means Done and not the same button again.
    this.element.addEventListener("click", (event) => { if (event.detail) event.target.closest("button")?.blur(); });
    this.ticking = setInterval(() => this.#tick(), 250);
  }

  /** @param {HTMLElement} patience @returns {HTMLElement} */
  #laidOut(patience) {
    const status = h("div", { role: "status" }, this.title, h("p", { class: "words" }, this.words, this.left));
    const heart = h("div", { class: "heart" }, this.ring.element, h("div", { class: "says" }, status, this.meter.element));
    return h("section", { class: "live viva", "aria-label": "The interview by voice" }, heart, this.trouble.element, this.consent,
      this.notice, this.captions.element, this.typing.element, this.tools.element, h("div", { class: "foot" }, patience, this.ears));
  }

  /** @param {{name: string, left: number, of: number, fault: string, keyboard: boolean, started: boolean, ready: boolean, muted: boolean,
   *   paused: boolean, over: boolean, hints: number | null, coding: boolean, asking: boolean, ears: string}} room */
  show(room) {
    const words = STATES[room.name];
    this.element.dataset.state = room.name;
    put(this.title, words.title);
    put(this.words, room.name === "trouble" ? "" : words.words);
    this.ring.name(words.press, Boolean(words.off));
    this.#time(room);
    this.trouble.show(room.fault, room.keyboard);
    this.consent.hidden = !room.asking;
    this.typing.show(room.keyboard, room.coding);
    this.element.classList.toggle("types", room.keyboard);
    this.captions.arrange(room);
    this.meter.element.hidden = room.keyboard || !room.started || room.over;
    this.tools.show(room);
    put(this.ears, room.ears);
  }

  /** Starts the ring once for each new stretch of time. @param {{name: string, left: number, of: number}} room */
  #time({ name, left, of }) {
    const key = `${name} ${left} ${of}`;
    if (key === this.timed) return;
    this.timed = key;
    this.waits = name === "still_listening";
    this.until = performance.now() + left;
    this.ring.show(this.waits ? left : 0, of);
    this.#tick();
  }

  #tick() {
    put(this.left, this.waits ? leftWords(this.until - performance.now()) : "");
  }

  /** A sentence that goes by itself. @param {string} sentence */
  tell(sentence) {
    put(this.notice, sentence);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => put(this.notice, ""), NOTICE_MS);
  }

  close() {
    clearInterval(this.ticking);
    clearTimeout(this.telling);
    this.ring.show(0, 0);
    this.element.remove();
  }
}
