"use strict";
/* The microphone check: device and level, a sentence recorded and played back, and whether the room echoes the interviewer. */
import { h, put } from "./dom.js";
import { echoTest } from "./echo.js";
import { faultOf, SENTENCES } from "./faults.js";
import { Meter } from "./meter.js";
import { SILENT, SILENT_FRAMES } from "./mic.js";
import { remember, remembered } from "./memory.js";
import { Sound } from "./sound.js";
import { fill } from "./trouble.js";

const RECORD_MS = 3000;
const SIGNS = { todo: "○", busy: "…", good: "✓", unsure: "!", bad: "✗" };

/** One line of the check: a sign, a name, what was found and what can be pressed. */
class Line {
  /** @param {string} name @param {string} told @param {...Node} extras */
  constructor(name, told, ...extras) {
    this.sign = h("span", { class: "sign", "aria-hidden": "true" });
    this.told = h("p", { class: "told", role: "status" });
    this.row = h("div", { class: "row" });
    this.element = h("li", {}, this.sign, h("div", {}, h("b", {}, name), this.told, ...extras, this.row));
    this.show("todo", told);
  }

  /** @param {keyof typeof SIGNS} how @param {string} told @param {...HTMLElement} buttons */
  show(how, told, ...buttons) {
    this.element.className = how;
    put(this.sign, SIGNS[how]);
    put(this.told, told);
    this.row.replaceChildren(...buttons);
  }
}

/** @param {string} words @param {() => void} pressed @param {string} id @param {boolean} [main] @returns {HTMLElement} */
const button = (words, pressed, id, main = false) => h("button", { type: "button", id, class: main ? "go" : "", onclick: pressed }, words);

class Check {
  /** @param {HTMLElement} place @param {{voice: string, lang: string}} value */
  constructor(place, value) {
    this.value = value;
    this.heard = 0;
    this.meter = new Meter(40);
    this.meter.element.hidden = true;
    this.devices = h("select", { "aria-label": "Microphone", hidden: true, onchange: () => this.#open() });
    this.mic = new Line("Your microphone", "Nothing is recorded or sent during the check.", this.devices, this.meter.element);
    this.own = new Line("Your voice", "Three seconds, played back to you.");
    this.other = new Line("The interviewer's voice", "A short sentence shows whether your microphone hears it.");
    this.verdict = h("p", { role: "status" });
    this.element = this.#laidOut();
    place.replaceChildren(this.element);
    this.mic.row.append(button("Check my microphone", () => this.#open(), "mic-open", true));
    this.#sayKnown();
    this.checking = setInterval(() => { if (!this.element.isConnected || !this.element.offsetParent) this.#rest(); }, 1000);
  }

  #laidOut() {
    return h("section", { class: "mic-check card", "aria-label": "Microphone check" }, h("h3", {}, "Can I hear you?"), this.verdict,
      h("ol", {}, this.mic.element, this.own.element, this.other.element));
  }

  #sayKnown() {
    const { half_duplex: half } = remembered();
    put(this.verdict, half === null ? "Half a minute now saves the first question." : half
      ? "Checked: I will wait until I have finished speaking before I listen." : "Checked: you can interrupt me at any moment.");
  }

  /** Opens the microphone that is chosen; the context is made inside the tap. */
  async #open() {
    this.sound ??= new Sound({ frame: (pcm, level) => this.#frame(pcm, level), played: (report) => this.played?.(report),
      sounding: () => {}, fault: (kind) => this.#fault(kind) });
    this.sound.wake();
    this.mic.show("busy", "Your browser may ask you to allow the microphone.");
    try { await this.sound.listen(this.devices.value || remembered().device); } catch (fault) { this.#fault(faultOf(fault).kind); return; }
    this.heard = 0;
    this.best = 0;
    this.meter.element.hidden = false;
    await fill(this.devices, this.sound.device.id);
    remember({ device: this.devices.value ? this.sound.device.id : "" });
    this.mic.show("busy", "Say something: the bars should move.");
    this.own.show("todo", "Three seconds, played back to you.", button("Record three seconds", () => this.#record(), "mic-record"));
    this.other.show("todo", "A short sentence shows whether your microphone hears it. Please be quiet for a moment.",
      button("Play the test sentence", () => this.#echo(), "mic-echo"));
  }

  /** @param {import("./faults.js").Kind} kind */
  #fault(kind) {
    this.meter.element.hidden = true;
    this.sound?.deaf();
    this.mic.show("bad", SENTENCES[kind], button("Try again", () => this.#open(), "mic-open", true));
    fill(this.devices);
  }

  /** @param {ArrayBuffer} pcm @param {number} level */
  #frame(pcm, level) {
    this.meter.add(level);
    this.take?.(pcm, level);
    this.best = Math.max(this.best, level);
    if (++this.heard === SILENT_FRAMES && this.best < SILENT) this.mic.show("unsure", SENTENCES.quiet);
    if (this.best > 0.01 && this.mic.element.className !== "good") this.mic.show("good", `I hear you. ${this.sound.device.label}`);
  }

  /** Three seconds into memory, then played back; nothing leaves this page. */
  async #record() {
    /** @type {ArrayBuffer[]} */ const kept = [];
    let loudest = 0;
    this.take = (pcm, level) => { kept.push(pcm); loudest = Math.max(loudest, level); };
    this.own.show("busy", "Speak now: for example, “I like a clear question.”");
    await wait(RECORD_MS);
    this.take = undefined;
    this.#judge(kept, loudest);
  }

  /** @param {ArrayBuffer[]} kept @param {number} loudest */
  #judge(kept, loudest) {
    const again = () => [button("Listen", () => this.#playBack(kept), "mic-listen", true), button("Record again", () => this.#record(), "mic-record")];
    if (loudest < 0.01) this.own.show("unsure", "That was very quiet. Come closer, or turn the microphone up.", ...again());
    else if (loudest > 0.7) this.own.show("unsure", "That was so loud that it may be distorted. Move back a little.", ...again());
    else this.own.show("good", "That was clear. Listen to it, if you like.", ...again());
  }

  /** @param {ArrayBuffer[]} kept */
  #playBack(kept) {
    this.sound.wake();
    this.number = (this.number ?? 0) + 1;
    const utterance = this.number;
    this.sound.tell({ type: "begin", utterance, from: 0 });
    for (const pcm of kept) this.sound.tell({ type: "sound", utterance, pcm: pcm.slice(0) });
    this.sound.tell({ type: "end", utterance });
  }

  async #echo() {
    this.sound.wake();
    this.other.show("busy", "Please be quiet for a moment.");
    const found = await echoTest(this.value, this.sound, (take) => { this.take = take; });
    this.take = undefined;
    this.#tellEcho(found);
    this.#sayKnown();
  }

  /** @param {{echo_db: number | null, echo: boolean, spoken: boolean}} found */
  #tellEcho({ echo_db, echo, spoken }) {
    const again = button("Test again", () => this.#echo(), "mic-echo");
    if (!spoken) {
      this.other.show("unsure", "Your browser's voice did not start. You will read the questions; everything else works.", again);
      return;
    }
    remember({ half_duplex: echo, echo_db });
    if (echo) this.other.show("unsure", "Your microphone hears me. Use headphones and test again, or I will wait until I have finished speaking.", again);
    else this.other.show("good", "Your microphone does not hear me, so you can interrupt me.", again);
  }

  /** Lets the microphone go when the check is out of sight. */
  #rest() {
    if (this.sound?.stream) {
      this.sound.deaf();
      this.meter.element.hidden = true;
      this.mic.show("todo", "The microphone is off again.", button("Check my microphone", () => this.#open(), "mic-open", true));
      for (const line of [this.own, this.other]) line.row.replaceChildren();
    }
    if (!this.element.isConnected) { clearInterval(this.checking); this.sound?.close(); }
  }
}

/** @param {number} ms @returns {Promise<void>} */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Puts the check into a component. @param {HTMLElement} element @param {{value: any}} props */
export const mount = (element, props) => {
  const value = typeof props.value === "string" ? JSON.parse(props.value || "{}") : props.value ?? {};
  new Check(/** @type {HTMLElement} */ (element.querySelector(".mic-place") ?? element), { voice: "client", lang: "en", ...value });
};
