"use strict";
/* The interviewer's side of the sound: the server's or the browser's own voice, and how much of it was really heard. */
import { canSpeak, Voice } from "./voice.js";
import { PRESS_TO_HEAR, VOICE_FAILED } from "./words.js";

/** A room goes on sounding for a moment after the last sample. */
const TAIL_MS = 250;

export class Speaker {
  /** @param {import("./sound.js").Sound} output @param {import("./link.js").Link} link @param {(sentence: string) => void} tell */
  constructor(output, link, tell) {
    this.output = output;
    this.link = link;
    this.tell = tell;
    this.on = false;
    this.sounding = { server: false, client: false };
    this.utterance = 0;
    /** @type {any} */ this.last = null;
    /** Samples of each utterance that were handed to playback, and how many of the next ones are known already. */
    this.got = new Map();
    this.voice = canSpeak() ? new Voice({
      voiced: (utterance, chars, ended) => link.send({ type: "voiced", utterance, chars, ended }),
      failed: (utterance) => { link.send({ type: "voice_failed", utterance }); tell(VOICE_FAILED); },
      sounding: (on) => this.sounds("client", on),
    }) : null;
  }

  /** @returns {boolean} whether the browser's voice gave no sign */
  get broken() { return !this.voice || this.voice.broken; }

  /** @param {any} message one of speak, speak_end, clear, hold, go_on */
  message(message) {
    const { type, utterance } = message;
    if (type === "speak") this.#speak(message);
    if (type === "speak_end") this.#end(utterance);
    if (type === "clear") { this.output.tell({ type, utterance }); this.voice?.clear(utterance); }
    if (type === "hold") { this.output.tell({ type }); this.voice?.hold(); }
    if (type === "go_on") { this.output.tell({ type }); this.voice?.go_on(); }
  }

  /** @param {any} message */
  #speak(message) {
    this.utterance = Math.max(this.utterance, message.utterance);
    if (message.voice === "server") this.#begin(message.utterance, message.from ?? 0);
    else if (this.voice) this.voice.speak(message);
    else this.link.send({ type: "voice_failed", utterance: message.utterance });
  }

  /** An utterance begins, or is sent again from a sample on: what is here already is passed over. @param {number} utterance @param {number} from */
  #begin(utterance, from) {
    const had = this.got.get(utterance);
    if (had) { had.skip = Math.max(0, had.received - from); return; }
    this.got.set(utterance, { received: from, skip: 0 });
    for (const old of this.got.keys()) if (old < utterance - 4) this.got.delete(old);
    this.output.tell({ type: "begin", utterance, from });
    if (this.output.context?.state !== "running") this.tell(PRESS_TO_HEAR);
  }

  /** @param {number} utterance @param {ArrayBuffer} pcm */
  sound(utterance, pcm) {
    if (!this.got.has(utterance)) this.#begin(utterance, 0);
    const had = this.got.get(utterance);
    const known = Math.min(had.skip, pcm.byteLength >> 1);
    had.skip -= known;
    const news = pcm.slice(known * 2, pcm.byteLength & ~1);
    had.received += news.byteLength >> 1;
    if (news.byteLength) this.output.tell({ type: "sound", utterance, pcm: news }, [news]);
  }

  /** @param {number} utterance */
  #end(utterance) {
    if (!this.got.has(utterance)) { this.voice?.end(utterance); return; }
    this.output.tell({ type: "end", utterance });
    if (this.last?.utterance === utterance && this.last.ended) this.repeat();
  }

  /** @param {{utterance: number, samples: number, ended: boolean}} report */
  played(report) {
    this.last = { type: "played", ...report };
    this.link.send(this.last);
  }

  /** After a reconnect: says again how far it got. */
  repeat() {
    if (this.last) this.link.send(this.last);
    this.voice?.repeat();
  }

  /** Falls silent by the candidate's own wish. */
  hush() {
    this.output.tell({ type: "clear", utterance: this.utterance });
    this.voice?.clear(this.utterance);
  }

  /** @param {"server" | "client"} who @param {boolean} on */
  sounds(who, on) {
    this.sounding[who] = on;
    clearTimeout(this.tail);
    if (this.sounding.server || this.sounding.client) this.on = true;
    else this.tail = setTimeout(() => { this.on = false; }, TAIL_MS);
  }

  close() {
    clearTimeout(this.tail);
    this.voice?.close();
  }
}
