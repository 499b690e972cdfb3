"use strict";
/* Changes a stream's rate inside a worklet: windowed sinc, exact for whole rates; loaded before capture and playback. */

/** Zero crossings on each side of the sinc; with the Kaiser window below about 80 dB down beyond the transition. */
const CROSSINGS = 24;
const KAISER_BETA = 8;
/** The edge sits this far below the lower Nyquist frequency, so that the transition ends on it. */
const EDGE = 0.92;
const MOST_PHASES = 640;

/** @param {number} a @param {number} b @returns {number} */
const divisor = (a, b) => (b ? divisor(b, a % b) : a);

/** The modified Bessel function I0 as its power series. @param {number} x @returns {number} */
const bessel = (x) => {
  let sum = 1, term = 1;
  for (let k = 1; term > sum * 1e-9; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
};

class Resampler {
  /** @param {number} from samples a second in @param {number} to samples a second out */
  constructor(from, to) {
    const common = divisor(Math.round(from), Math.round(to));
    this.up = Math.round(to) / common;
    this.down = Math.round(from) / common;
    this.cutoff = 0.5 * Math.min(1, to / from) * EDGE;
    this.half = Math.ceil(CROSSINGS / (2 * this.cutoff));
    this.phases = Math.min(this.up, MOST_PHASES);
    this.table = this.#table();
    this.held = new Float32Array(2 * this.half + 8192);
    this.length = this.half; // silence before the first sample, so that it can stand in the middle of the filter
    this.at = this.half;
    this.phase = 0;
  }

  /** One row of filter taps for each phase, each row summing to one. @returns {Float32Array[]} */
  #table() {
    const width = 2 * this.half;
    return Array.from({ length: this.phases }, (_, phase) => {
      const row = Float32Array.from({ length: width }, (_, tap) => this.#tap(tap - this.half + 1 - phase / this.phases));
      const sum = row.reduce((total, value) => total + value, 0);
      return row.map((value) => value / sum);
    });
  }

  /** The filter at a distance from its centre, in input samples. @param {number} distance @returns {number} */
  #tap(distance) {
    const x = 2 * this.cutoff * distance;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const reach = 1 - (distance / this.half) ** 2;
    return reach <= 0 ? 0 : (sinc * bessel(KAISER_BETA * Math.sqrt(reach))) / bessel(KAISER_BETA);
  }

  /** Takes samples and hands each finished one to `out`. @param {Float32Array} samples @param {(value: number) => void} out */
  push(samples, out) {
    if (this.length + samples.length > this.held.length) this.#forget(samples.length);
    this.held.set(samples, this.length);
    this.length += samples.length;
    while (this.at + this.half < this.length) {
      out(this.#one());
      this.phase += this.down;
      this.at += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
  }

  /** @returns {number} */
  #one() {
    const row = this.table[Math.floor((this.phase * this.phases) / this.up)];
    const first = this.at - this.half + 1;
    let sum = 0;
    for (let tap = 0; tap < row.length; tap++) sum += row[tap] * this.held[first + tap];
    return sum;
  }

  /** Drops what no filter reaches any more, and grows when that is not enough. @param {number} wanted */
  #forget(wanted) {
    const first = Math.max(0, this.at - this.half);
    const kept = this.held.subarray(first, this.length);
    const room = Math.max(this.held.length, kept.length + wanted);
    const next = room > this.held.length ? new Float32Array(room) : this.held;
    next.set(kept);
    this.held = next;
    this.length -= first;
    this.at -= first;
  }
}

globalThis.viva = { Resampler, RATE: 16000 };
