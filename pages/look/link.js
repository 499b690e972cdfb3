"use strict";
/* The live socket: opens, keeps and resumes it; frames and asked-for things are sent again until the server has them. */
import { Ring } from "./ring.js";

const RETRY_MS = [250, 500, 1000, 2000, 4000];
const TOO_FAST_MS = 5000;
const GIVE_UP_MS = 60_000;
const PING_MS = 4000;
const DEAF_MS = 9000;
/** Frames of one message, messages sent at once and the pause after them: a minute of backlog takes 1.2 s and floods nobody. */
const TOGETHER = 25;
const BURST = 2;
const BURST_PAUSE_MS = 20;
/** Two frames share a message, three after two seconds below this level, which spares phones and servers; a word ends that at once. */
const PAIRED = 2;
const HUSH = 0.006;
const HUSH_FRAMES = 100;
const HUSHED_TOGETHER = 3;
/** Close codes after which trying again by itself is no use; whether an interview is finished is told by a message. */
const VERDICTS = { 4401: "token", 4404: "unknown", 4408: "silent", 4409: "elsewhere" };

/** @typedef {"idle" | "opening" | "open" | "lost" | "gone" | "token" | "unknown" | "silent" | "elsewhere"} Condition */

/** An id for a request; randomUUID is missing on plain http. @returns {string} */
const freshId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

export class Link {
  /**
   * @param {() => string} address where the socket is, token and all
   * @param {() => object} hello the first message after each opening
   * @param {{message: (m: any) => void, sound: (utterance: number, pcm: ArrayBuffer) => void, changed: (c: Condition) => void}} on
   */
  constructor(address, hello, on) {
    this.address = address;
    this.hello = hello;
    this.on = on;
    this.ring = new Ring();
    /** @type {Condition} */ this.condition = "idle";
    /** @type {WebSocket | null} */ this.socket = null;
    /** @type {{message: object, frame: number, sentAt: number}[]} */ this.asked = [];
    this.lostAt = 0;
    this.tries = 0;
    this.heardAt = 0;
    /** Frames since the last one that was not quiet. */
    this.hushed = 0;
    this.online = () => { if (this.condition === "lost") this.#dial(); };
    window.addEventListener("online", this.online);
  }

  open() {
    this.tries = 0;
    this.lostAt = 0;
    this.#become("opening");
    this.#dial();
    this.pinging ??= setInterval(() => this.#ping(), PING_MS);
  }

  /** Says hello anew, by a new socket; nothing is lost by it. */
  greet() {
    if (this.condition === "open") this.#again(0);
  }

  /** Ends it for good: nothing is sent, nothing comes back. */
  close() {
    clearInterval(this.pinging);
    clearTimeout(this.retry);
    clearTimeout(this.pumping);
    this.pinging = this.pumping = undefined;
    window.removeEventListener("online", this.online);
    this.#drop();
    this.condition = "idle";
  }

  /** @param {ArrayBuffer} pcm 20 ms of sound; kept while the line is down @param {number} level its root mean square */
  frame(pcm, level) {
    this.ring.add(pcm);
    const woken = level > HUSH && this.hushed >= HUSH_FRAMES;
    this.hushed = level > HUSH ? 0 : this.hushed + 1;
    if (woken || this.ring.waiting >= (this.hushed < HUSH_FRAMES ? PAIRED : HUSHED_TOGETHER)) this.#pump();
  }

  /** Says something that is only true now; dropped while the line is down. @param {object} message */
  send(message) {
    if (this.condition === "open") this.socket.send(JSON.stringify(message));
  }

  /** Asks for something that must arrive once, in its place among the frames. @param {object} message */
  ask(message) {
    this.asked.push({ message: { ...message, request_id: freshId() }, frame: this.ring.end, sentAt: 0 });
    this.#pump();
  }

  #dial() {
    clearTimeout(this.retry);
    this.#drop();
    const socket = new WebSocket(this.address());
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", ...this.hello() }));
    socket.onmessage = (event) => { if (socket === this.socket) this.#take(event.data); };
    socket.onclose = (event) => { if (socket === this.socket) this.#closed(event.code); };
    this.socket = socket;
    this.heardAt = Date.now();
  }

  #drop() {
    const old = this.socket;
    this.socket = null;
    if (old && old.readyState < WebSocket.CLOSING) old.close();
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    this.heardAt = Date.now();
    if (data instanceof ArrayBuffer) {
      if (data.byteLength >= 4) this.on.sound(new DataView(data).getUint32(0, true), data.slice(4));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "ack") this.ring.forget(message.frame);
    else if (message.type === "again") { this.#renumber(message.frame); this.#pump(); }
    else if (message.type === "pong") this.#proven(message.at);
    else {
      if (message.type === "welcome") this.#welcomed(message.frame);
      this.on.message(message);
    }
  }

  /** @param {number} frame */
  #welcomed(frame) {
    this.tries = this.lostAt = 0;
    for (const one of this.asked) one.sentAt = 0;
    this.#renumber(frame);
    this.#become("open");
    this.#pump();
  }

  /** @param {number} frame the one that the server wants next */
  #renumber(frame) {
    const before = this.ring.end;
    this.ring.resume(frame);
    for (const one of this.asked) one.frame += this.ring.end - before;
  }

  /** @param {number} code */
  #closed(code) {
    this.socket = null;
    clearTimeout(this.pumping);
    this.pumping = undefined;
    const verdict = VERDICTS[code];
    if (verdict) this.#become(/** @type {Condition} */ (verdict));
    else this.#again(code === 4429 ? TOO_FAST_MS : 0);
  }

  /** Tries again, later each time, for a minute. @param {number} atLeast milliseconds */
  #again(atLeast) {
    this.lostAt ||= Date.now();
    if (Date.now() - this.lostAt > GIVE_UP_MS) { this.#become("gone"); return; }
    this.#become("lost");
    this.#drop();
    const wait = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)] * (0.8 + Math.random() * 0.4);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.#dial(), Math.max(wait, atLeast));
  }

  /** A line that is silent although asked is dead, whatever the browser thinks of it. */
  #ping() {
    if (!this.socket) return;
    if (Date.now() - this.heardAt > DEAF_MS) { this.#drop(); this.#closed(1006); }
    else this.send({ type: "ping", at: Date.now() });
  }

  /** The answer to a ping proves that everything sent before it arrived. @param {number} at */
  #proven(at) {
    this.asked = this.asked.filter((one) => !one.sentAt || one.sentAt > at);
  }

  /** Sends what waits, frames and asked-for things in the order in which they came. */
  #pump() {
    if (this.condition !== "open" || this.pumping) return;
    for (let sent = 0; sent < BURST; sent++) {
      this.#sendAsked();
      const framed = this.ring.take(this.#together());
      if (!framed) return;
      this.socket.send(framed);
    }
    this.pumping = setTimeout(() => { this.pumping = undefined; this.#pump(); }, BURST_PAUSE_MS);
  }

  /** How many frames may go before something asked for must. @returns {number} */
  #together() {
    return Math.min(TOGETHER, ...this.asked.filter((one) => !one.sentAt).map((one) => one.frame - this.ring.next));
  }

  #sendAsked() {
    for (const one of this.asked) {
      if (one.sentAt || one.frame > this.ring.next) continue;
      one.sentAt = Date.now();
      this.socket.send(JSON.stringify(one.message));
    }
  }

  /** @param {Condition} condition */
  #become(condition) {
    if (condition === this.condition) return;
    this.condition = condition;
    this.on.changed(condition);
  }
}
