"use strict";
/* The microphone as 20 ms frames: any context rate in, PCM16 mono 16 kHz out, 320 samples a message, with their level. */

const FRAME = 320;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.open = true;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.power = 0;
    this.resampler = new globalThis.viva.Resampler(sampleRate, globalThis.viva.RATE);
    this.port.onmessage = () => { this.open = false; };
  }

  /** @param {Float32Array[][]} inputs @returns {boolean} */
  process(inputs) {
    const channel = inputs[0][0];
    if (channel && this.open) this.resampler.push(channel, (value) => this.#put(value));
    return this.open;
  }

  /** @param {number} value */
  #put(value) {
    const held = Math.max(-1, Math.min(1, value));
    this.frame[this.filled++] = Math.round(held * 32767);
    this.power += held * held;
    if (this.filled === FRAME) this.#send();
  }

  #send() {
    const level = Math.sqrt(this.power / FRAME);
    this.port.postMessage({ pcm: this.frame.buffer, level }, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.power = 0;
  }
}

registerProcessor("viva-capture", Capture);
