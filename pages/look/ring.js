"use strict";
/* The last minute of the candidate's frames: numbered, kept until the server has them, sent again after a break. */

/** Sixty seconds of frames of 20 ms. */
const KEPT = 3000;
const HEADER = 4;

export class Ring {
  constructor() {
    /** @type {ArrayBuffer[]} */ this.frames = [];
    /** The number of the oldest frame held. */
    this.base = 0;
    /** The number of the next frame to send. */
    this.next = 0;
    this.joined = false;
  }

  /** The number that the next captured frame gets. @returns {number} */
  get end() { return this.base + this.frames.length; }

  /** How many are not sent yet. @returns {number} */
  get waiting() { return this.end - this.next; }

  /** @param {ArrayBuffer} pcm one frame */
  add(pcm) {
    this.frames.push(pcm);
    if (this.frames.length > KEPT) { this.frames.shift(); this.base++; }
    // What fell out unsent is gone; the numbers stay gapless, since the server takes nothing after a gap.
    if (this.next < this.base) this.base = this.next;
  }

  /** The server has everything below. @param {number} frame */
  forget(frame) {
    const known = Math.min(Math.max(0, frame - this.base), this.next - this.base);
    this.frames.splice(0, known);
    this.base += known;
  }

  /** Starts again at the frame the server wants; a server that knows other numbers renames what is held.
   * @param {number} wanted */
  resume(wanted) {
    const known = this.joined && wanted >= this.base && wanted <= this.end;
    if (known) this.frames.splice(0, wanted - this.base);
    this.base = this.next = wanted;
    this.joined = true;
  }

  /** The next frames with the number of the first in front, or null when all are sent.
   * @param {number} most @returns {ArrayBuffer | null} */
  take(most) {
    const first = this.next - this.base;
    const taken = this.frames.slice(first, first + most);
    if (!taken.length) return null;
    const framed = new Uint8Array(HEADER + taken.reduce((sum, pcm) => sum + pcm.byteLength, 0));
    new DataView(framed.buffer).setUint32(0, this.next, true);
    let at = HEADER;
    for (const pcm of taken) { framed.set(new Uint8Array(pcm), at); at += pcm.byteLength; }
    this.next += taken.length;
    return framed.buffer;
  }
}
