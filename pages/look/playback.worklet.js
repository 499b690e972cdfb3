"use strict";
/* The interviewer's sound: utterances in order, PCM16 16 kHz in, what really sounded counted, silence at once on clear. */

/** Source samples resampled at a time: small, so that one long piece never holds the audio thread up. */
const BLOCK = 160;
const REPORT_S = 0.1;

/** One utterance on its way out. */
class Utterance {
  /** @param {number} number @param {number} from samples of it that were played before a reconnect */
  constructor(number, from) {
    this.number = number;
    this.from = from;
    this.received = from;
    this.ended = false;
    this.flushed = false;
    this.heard = 0; // samples given out, at the context's rate
    this.pieces = [];
    this.at = 0;
    this.ready = [];
    this.given = 0;
    this.resampler = new globalThis.viva.Resampler(globalThis.viva.RATE, sampleRate);
  }

  /** The next sample, or undefined when none is there. @returns {number | undefined} */
  next() {
    while (this.given === this.ready.length) if (!this.#more()) return undefined;
    this.heard++;
    return this.ready[this.given++];
  }

  /** Resamples the next block. @returns {boolean} false when there is nothing to resample */
  #more() {
    this.ready = [];
    this.given = 0;
    const block = this.#block();
    if (block) this.resampler.push(block, (value) => this.ready.push(value));
    return Boolean(block);
  }

  /** @returns {Float32Array | null} */
  #block() {
    const piece = this.pieces[0];
    if (!piece) return this.#tail();
    const block = Float32Array.from(piece.subarray(this.at, this.at + BLOCK), (value) => value / 32768);
    this.at += BLOCK;
    if (this.at >= piece.length) { this.pieces.shift(); this.at = 0; }
    return block;
  }

  /** Pushes the last samples out of the filter, once. @returns {Float32Array | null} */
  #tail() {
    if (!this.ended || this.flushed) return null;
    this.flushed = true;
    return new Float32Array(this.resampler.half);
  }

  /** @returns {number} samples at 16 kHz that sounded */
  get played() {
    return Math.min(this.received, this.from + Math.floor((this.heard * globalThis.viva.RATE) / sampleRate));
  }
}

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.open = true;
    /** @type {Utterance[]} */ this.queue = [];
    this.cleared = 0;
    this.held = false;
    this.unreported = 0;
    this.sounding = false;
    this.port.onmessage = (event) => this[event.data.type](event.data);
  }

  /** @param {{utterance: number, from: number}} message */
  begin({ utterance, from }) {
    if (utterance > this.cleared && !this.#of(utterance)) this.queue.push(new Utterance(utterance, from));
  }

  /** @param {{utterance: number, pcm: ArrayBuffer}} message */
  sound({ utterance, pcm }) {
    const one = this.#of(utterance);
    if (!one) return;
    const samples = new Int16Array(pcm);
    if (samples.length) one.pieces.push(samples);
    one.received += samples.length;
  }

  /** @param {{utterance: number}} message */
  end({ utterance }) {
    const one = this.#of(utterance);
    if (one) one.ended = true;
  }

  /** Falls silent at once, for this utterance and all before it. @param {{utterance: number}} message */
  clear({ utterance }) {
    for (const one of this.queue) if (one.number <= utterance) this.#report(one, true);
    this.queue = this.queue.filter((one) => one.number > utterance);
    this.cleared = Math.max(this.cleared, utterance);
    this.held = false;
    this.#tell(false);
  }

  hold() { this.held = true; }

  go_on() { this.held = false; }

  close() { this.open = false; }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs @returns {boolean} */
  process(_inputs, outputs) {
    const out = outputs[0];
    const filled = this.held ? 0 : this.#fill(out[0]);
    for (let channel = 1; channel < out.length; channel++) out[channel].set(out[0]);
    this.#tell(filled > 0);
    this.unreported += filled;
    if (this.unreported >= sampleRate * REPORT_S && this.queue[0]) this.#report(this.queue[0], false);
    return this.open;
  }

  /** @param {Float32Array} target @returns {number} samples that sounded */
  #fill(target) {
    let filled = 0;
    while (filled < target.length && this.queue[0]) {
      const value = this.queue[0].next();
      if (value !== undefined) target[filled++] = value;
      else if (this.queue[0].ended) this.#report(this.queue.shift(), true);
      else break;
    }
    return filled;
  }

  /** @param {number} utterance @returns {Utterance | undefined} */
  #of(utterance) { return this.queue.find((one) => one.number === utterance); }

  /** @param {Utterance} one @param {boolean} ended */
  #report(one, ended) {
    this.unreported = 0;
    this.port.postMessage({ utterance: one.number, samples: one.played, ended });
  }

  /** @param {boolean} sounding */
  #tell(sounding) {
    if (sounding !== this.sounding) this.port.postMessage({ sounding });
    this.sounding = sounding;
  }
}

registerProcessor("viva-playback", Playback);
