"use strict";
/* The browser's own recognition, where it exists and was agreed to: words out, restarted for as long as it is wanted. */
import { keep, recall } from "./memory.js";

const AGREED = "viva-recognition";
const AGAIN_MS = 300;

/** @returns {boolean} */
export const canRecognise = () => "SpeechRecognition" in window || "webkitSpeechRecognition" in window;

/** What the person said to it: "yes", "no" or "". @returns {string} */
export const agreed = () => recall(AGREED);

/** @param {boolean} yes */
export const agree = (yes) => keep(AGREED, yes ? "yes" : "no");

export class Ears {
  /** @param {string} lang @param {{heard: (text: string, final: boolean) => void, failed: (sentence: string) => void}} on */
  constructor(lang, on) {
    this.on = on;
    this.lang = lang;
    this.wanted = false;
    this.broken = false;
    this.deaf = () => false;
  }

  /** @param {boolean} wanted */
  want(wanted) {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    if (wanted) this.#begin();
    else this.made?.abort();
  }

  #begin() {
    const made = new (window.SpeechRecognition ?? window.webkitSpeechRecognition)();
    Object.assign(made, { continuous: true, interimResults: true, lang: this.lang });
    made.onresult = (event) => this.#take(event);
    made.onerror = (event) => this.#failed(event.error);
    made.onend = () => { if (this.wanted) setTimeout(() => this.wanted && this.#begin(), AGAIN_MS); };
    this.made = made;
    made.start();
  }

  /** @param {any} event */
  #take(event) {
    if (this.deaf()) return;
    for (let at = event.resultIndex; at < event.results.length; at++) {
      const text = event.results[at][0].transcript.trim();
      if (text) this.on.heard(text, event.results[at].isFinal);
    }
  }

  /** @param {string} error */
  #failed(error) {
    if (["no-speech", "aborted"].includes(error)) return;
    this.wanted = false;
    this.broken = true;
    const sentence = error === "network"
      ? "Your browser's recognition cannot reach its maker. Your sound is kept; type your answer to go on now."
      : "Your browser does not let its recognition be used here. Your sound is kept; type your answer to go on now.";
    this.on.failed(sentence);
  }
}
