"use strict";
/* One interview's room: what the person does goes to the server, what the server says is shown and sounded. */
import { agree, agreed, canRecognise, Ears } from "./ears.js";
import { Face } from "./face.js";
import { Link } from "./link.js";
import { Mic } from "./mic.js";
import { keep, recall, remembered } from "./memory.js";
import { giveBack, nameEars, takePage, watchPage } from "./room_page.js";
import { canReopen, stateName } from "./room_state.js";
import { SENTENCES } from "./faults.js";
import { Sound } from "./sound.js";
import { Speaker } from "./speaker.js";
import { DECLINED, EARS, WAS_AWAY } from "./words.js";

const PATIENCE = "viva-patience";
const TOKEN_MS = 6000;

/** @typedef {{session_id: string, token: string, voice: "client" | "server" | "none", recognition: "server" | "browser" | "none",
 *   record: boolean, lang: string, view?: any}} Value what the page's component gives */

export class LiveRoom {
  /** @param {HTMLElement} place @param {Value} value @param {(name: string, detail: object) => void} fire */
  constructor(place, value, fire) {
    this.value = value;
    this.fire = fire;
    this.view = value.view ?? {};
    this.state = { state: "", left_ms: 0, of_ms: 0 };
    /** @type {"" | "voice" | "keyboard"} */ this.mode = "";
    this.over = this.stale = false;
    this.patience = recall(PATIENCE) || "normal";
    this.#sounds();
    this.#lines();
    this.face = this.#faced();
    place.replaceChildren(this.face.element);
    takePage(true);
    this.unwatch = watchPage(this.face.element, {
      press: (name) => this.face.tools.press(name),
      hush: () => this.#hush(),
      tap: () => { if (this.mode) this.sound.wake(); },
      seen: () => { if (this.link.condition === "silent") this.link.open(); },
      gone: () => this.close(),
    });
    this.#took(this.view);
    this.#show();
  }

  #sounds() {
    this.sound = new Sound({
      frame: (pcm, level) => this.mic.frame(pcm, level),
      played: (report) => this.speaker.played(report),
      sounding: (on) => this.speaker.sounds("server", on),
      fault: (kind) => this.mic.fail(SENTENCES[kind]),
    });
    this.mic = new Mic(this.sound, {
      frame: (pcm, level) => this.#frame(pcm, level),
      changed: () => this.#show(),
      failed: () => { this.link.send({ type: "mode", mode: "keyboard" }); this.#show(); },
      kept: () => this.face.tell(WAS_AWAY),
    });
  }

  #lines() {
    this.link = new Link(() => this.#address(), () => this.#hello(), {
      message: (message) => this.#message(message),
      sound: (utterance, pcm) => this.speaker.sound(utterance, pcm),
      changed: (condition) => this.#linked(condition),
    });
    this.speaker = new Speaker(this.sound, this.link, (sentence) => this.face.tell(sentence));
    this.ears = new Ears(this.value.lang, {
      heard: (text, final) => this.link.send({ type: "heard", text, final }),
      failed: (sentence) => { this.face.tell(sentence); this.#show(); },
    });
  }

  /** @returns {Face} */
  #faced() {
    return new Face(this.patience, {
      round: () => this.#round(),
      pressed: (press) => this.#pressed(press),
      again: (device) => { this.mic.device = device || this.mic.device; this.#voice(); },
      agreed: (yes) => this.#agreed(yes),
      typed: (text, code) => this.link.ask({ type: "typed", text, code }),
      patience: (patience) => this.#bePatient(patience),
    });
  }

  // --- to the server ---------------------------------------------------------------------------------------------

  /** @returns {string} */
  #address() {
    const { session_id, token } = this.value;
    return `${location.origin.replace(/^http/, "ws")}/live/${encodeURIComponent(session_id)}?token=${encodeURIComponent(token)}`;
  }

  #hello() {
    const { voice, record } = this.value;
    const speaks = voice === "client" && this.speaker.broken ? "none" : voice;
    // A server that was started anew knows neither: the words it had heard already, and whether somebody types.
    const { text, turn } = this.face.captions.heard;
    const mode = this.mode === "keyboard" ? "keyboard" : "voice";
    const told = { patience: this.patience, record, muted: this.mic.muted, mode, heard: { text, turn } };
    return { voice: speaks, recognition: this.#recognition(), half_duplex: this.#half(), ...told };
  }

  /** @returns {"server" | "browser" | "none"} */
  #recognition() {
    if (this.value.recognition !== "browser") return this.value.recognition;
    return canRecognise() && agreed() === "yes" && !this.ears.broken ? "browser" : "none";
  }

  /** Whether it must not listen while it speaks. Before the check has heard no echo that is so for the browser's own voice:
   * echo cancellation knows only the sound that goes through the page. @returns {boolean} */
  #half() {
    return remembered().half_duplex ?? this.value.voice === "client";
  }

  /** @param {ArrayBuffer} pcm @param {number} level */
  #frame(pcm, level) {
    if (this.state.state === "paused") return;
    this.face.meter.add(level);
    // What our own voice says into the microphone must not count as an answer: silence goes in its place.
    if (this.#half() && this.speaker.on) new Int16Array(pcm).fill(0);
    this.link.frame(pcm, level);
  }

  // --- what the person does --------------------------------------------------------------------------------------

  /** The round button: start, mute, or mend what is broken. */
  #round() {
    if (this.over || this.mic.stage === "opening") return;
    this.sound.wake();
    const mends = canReopen(this.#name());
    if (mends) this.#reopen();
    if (this.state.state === "paused") this.link.ask({ type: "act", action: "resume" });
    if (this.mic.stage !== "open") this.#voice();
    else if (!mends && this.state.state !== "paused") this.#mute(!this.mic.muted);
  }

  #reopen() {
    if (!this.stale) { this.link.open(); return; }
    this.stale = false;
    this.#renew();
  }

  async #voice() {
    if (!await this.mic.open()) return;
    if (this.mic.muted) this.#mute(false);
    if (this.mode === "keyboard") this.fire("keyboard", { on: false });
    this.#join("voice");
  }

  #keyboard() {
    this.sound.wake();
    this.mic.off();
    this.#join("keyboard");
    this.fire("keyboard", { on: true });
  }

  /** @param {"voice" | "keyboard"} mode */
  #join(mode) {
    const first = !this.mode;
    this.mode = mode;
    if (first) this.link.open();
    else this.link.send({ type: "mode", mode });
    this.#show();
  }

  /** @param {import("./toolbar.js").Press} press */
  #pressed(press) {
    const resumes = press === "pause" && this.state.state === "paused";
    if (press === "done") this.link.ask({ type: "done" });
    else if (press === "mute") this.#mute(!this.mic.muted);
    else if (press === "keyboard" && this.mode === "keyboard") this.#voice();
    else if (press === "keyboard") this.#keyboard();
    else this.link.ask({ type: "act", action: resumes ? "resume" : press });
  }

  /** @param {boolean} on */
  #mute(on) {
    this.mic.mute(on);
    this.link.send({ type: "mute", on });
    this.#show();
  }

  /** @param {string} patience */
  #bePatient(patience) {
    this.patience = patience;
    keep(PATIENCE, patience);
    this.link.send({ type: "patience", patience });
  }

  /** @param {boolean} yes whether the browser may recognise; the server learns it by a new hello */
  #agreed(yes) {
    agree(yes);
    if (yes) this.link.greet();
    else this.face.tell(DECLINED);
    this.#show();
  }

  /** Esc: the interviewer falls silent. @returns {boolean} */
  #hush() {
    if (!this.speaker.on) return false;
    this.link.send({ type: "stop" });
    this.speaker.hush();
    return true;
  }

  // --- from the server -------------------------------------------------------------------------------------------

  /** @param {import("./link.js").Condition} condition */
  #linked(condition) {
    clearTimeout(this.renewing);
    if (condition === "open") this.#joined();
    if (condition === "token") this.#renew();
    if (["elsewhere", "unknown"].includes(condition)) this.mic.off();
    if (["gone", "unknown"].includes(condition)) giveBack(this.face.typing.answer.value);
    else takePage(true);
    this.#show();
  }

  #joined() {
    if (this.mic.stage !== "open") this.link.send({ type: "mode", mode: "keyboard" });
    this.speaker.repeat();
  }

  /** The key to the room is old: asks the page for a new one. */
  #renew() {
    this.fire("token", {});
    this.renewing = setTimeout(() => { this.stale = true; this.#show(); }, TOKEN_MS);
  }

  /** @param {any} message */
  #message(message) {
    const takes = {
      welcome: () => this.#took(message.view),
      view: () => this.#took(message.view),
      state: () => { this.state = message; if (message.state === "finished") this.#end({}); },
      caption: () => this.face.captions.show(message),
      notice: () => this.face.tell(message.text),
      error: () => this.#error(message),
      said: () => this.fire("said", message),
      judged: () => this.fire("judged", message),
      finished: () => this.#end(message),
    };
    if (message.type in takes) takes[message.type]();
    else this.speaker.message(message);
    this.#show();
  }

  /** @param {any} view the whole view after a committed turn */
  #took(view) {
    if (!view) return;
    const moved = view.turn !== this.view.turn;
    this.view = view;
    this.face.typing.turn(`viva-typed-${this.value.session_id}-${view.turn}`);
    if (moved) this.fire("turn", { turn: view.turn, view });
  }

  /** @param {{sentence: string, fatal: boolean}} error */
  #error({ sentence, fatal }) {
    if (fatal) this.mic.fail(sentence);
    else this.face.tell(sentence);
  }

  /** @param {any} detail */
  #end(detail) {
    if (this.over) return;
    this.over = true;
    this.state = { state: "finished", left_ms: 0, of_ms: 0 };
    this.mic.off();
    this.link.close();
    this.fire("finished", { job_id: detail.job_id ?? "" });
  }

  // --- what is shown ---------------------------------------------------------------------------------------------

  /** @returns {string} */
  #name() {
    return stateName({ over: this.over, mic: this.mic.stage, line: this.link.condition, stale: this.stale, mode: this.mode,
      server: this.state.state, muted: this.mic.muted, half: this.#half() });
  }

  #show() {
    const name = this.#name();
    this.#hears(name);
    const line = ["open", "lost"].includes(this.link.condition);
    this.face.show({
      name, left: this.state.left_ms ?? 0, of: this.state.of_ms ?? 0,
      fault: this.over ? "" : this.mic.fault,
      keyboard: this.mode === "keyboard" && !this.over,
      started: Boolean(this.mode), ready: Boolean(this.mode) && line && !this.over,
      muted: this.mic.muted, paused: name === "paused", over: this.over,
      hints: this.view.hints_left ?? null,
      coding: this.view.track === "coding" && ["core", "follow_up"].includes(this.view.phase),
      asking: this.#asks(),
      ears: this.ears.wanted ? EARS : "",
    });
  }

  /** @returns {boolean} whether the browser's recognition waits for consent */
  #asks() {
    return this.value.recognition === "browser" && canRecognise() && !agreed() && this.mode === "voice" && !this.over;
  }

  /** @param {string} name */
  #hears(name) {
    const listens = this.mic.stage === "open" && !this.mic.muted && !["paused", "finished"].includes(name);
    this.ears.want(listens && this.link.condition === "open" && this.#recognition() === "browser");
    this.ears.deaf = () => this.#half() && this.speaker.on;
    nameEars(this.ears.wanted);
  }

  /** A new key to the same room. @param {Value} value */
  renewed(value) {
    this.value = value;
    this.stale = false;
    if (this.link.condition === "token") this.link.open();
  }

  close() {
    this.unwatch();
    clearTimeout(this.renewing);
    this.ears.want(false);
    this.link.close();
    this.speaker.close();
    this.mic.close();
    this.sound.close();
    this.face.close();
    takePage(false);
    nameEars(false);
  }
}
