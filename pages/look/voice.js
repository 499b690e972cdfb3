"use strict";
/* The browser's own voice: speaks text piece by piece, tells how far it got, stops, pauses and goes on when told. */

const SIGN_OF_LIFE_MS = 1000;
const LATER_SIGN_MS = 3000;
const PAUSE_CHECK_MS = 250;
/** Chrome's remote voices fall silent after about 15 s of one text: shorter stretches never get there. */
const STRETCH = 180;

/** @typedef {{utterance: number, text: string, from: number}} Stretch */

/** Cuts a text at sentence ends, else at commas, else at spaces. @param {string} text @returns {string[]} */
export const stretches = (text) => {
  const cut = [];
  let rest = text;
  while (rest.length > STRETCH) {
    const head = rest.slice(0, STRETCH);
    const at = [/[.!?…。]["”’)]*\s+(?!.*[.!?…。]["”’)]*\s)/s, /[,;:]\s+(?!.*[,;:]\s)/s, /\s+(?!.*\s)/s]
      .map((mark) => head.match(mark)).find((found) => found && found.index > 20);
    const end = at ? at.index + at[0].length : STRETCH;
    cut.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest ? [...cut, rest] : cut;
};

/** The best voice for a language: its own region, on this machine, the browser's default. @param {string} lang
 * @returns {SpeechSynthesisVoice | null} */
export const voiceFor = (lang) => {
  const wanted = (lang || "en").toLowerCase().replace("_", "-");
  const worth = (one) => {
    const has = one.lang.toLowerCase().replace("_", "-");
    if (has.split("-")[0] !== wanted.split("-")[0]) return -1;
    return (has === wanted ? 4 : 0) + (one.localService ? 2 : 0) + (one.default ? 1 : 0);
  };
  const ranked = window.speechSynthesis.getVoices().map((one) => ({ one, worth: worth(one) })).sort((a, b) => b.worth - a.worth);
  return ranked[0]?.worth >= 0 ? ranked[0].one : null;
};

/** @returns {boolean} */
export const canSpeak = () => "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;

export class Voice {
  /** @param {{voiced: (utterance: number, chars: number, ended: boolean) => void, failed: (utterance: number) => void,
   *   sounding: (on: boolean) => void}} on */
  constructor(on) {
    this.on = on;
    /** @type {Stretch[]} */ this.queue = [];
    /** @type {Stretch | null} */ this.current = null;
    this.utterance = 0;
    this.told = 0; // characters of the utterance that were handed to us
    this.reached = 0; // characters of it that were spoken
    this.begun = 0; // where we began: the middle, after a reload
    this.closed = false;
    this.cleared = 0;
    this.held = false;
    this.broken = false;
  }

  /** Speaks the next text of an utterance. @param {{utterance: number, text: string, lang?: string, from?: number}} message */
  speak({ utterance, text, lang, from }) {
    if (utterance <= this.cleared) return;
    if (this.broken) { this.on.failed(utterance); return; }
    if (utterance !== this.utterance) this.#fresh(utterance, from ?? 0);
    this.lang = lang || this.lang || document.documentElement.lang || "en";
    // After a reconnect the rest of an utterance is told again: what is known of it is not spoken twice.
    const at = from ?? (this.told ? this.told + 1 : 0);
    const known = Math.max(0, this.told - at);
    const news = text.slice(known);
    let place = at + known;
    for (const one of stretches(news)) { this.queue.push({ utterance, text: one, from: place }); place += one.length; }
    this.told = Math.max(this.told, at + text.length);
    this.closed = false;
    this.#next();
  }

  /** No more text will come. @param {number} utterance */
  end(utterance) {
    if (utterance !== this.utterance) return;
    this.closed = true;
    if (!this.current && !this.queue.length && !this.held) this.on.voiced(utterance, this.told, true);
  }

  /** Falls silent at once, for this utterance and all before it. @param {number} utterance */
  clear(utterance) {
    this.cleared = Math.max(this.cleared, utterance);
    if (utterance < this.utterance) return;
    this.queue = [];
    this.held = false;
    this.#stop();
  }

  /** Pauses in place; where a voice cannot pause it stops, and speaks the rest later. */
  hold() {
    if (this.held) return;
    this.held = true;
    this.on.sounding(false);
    if (!this.current) return;
    window.speechSynthesis.pause();
    this.check = setTimeout(() => { if (this.held && !window.speechSynthesis.paused) this.#keepRest(); }, PAUSE_CHECK_MS);
  }

  go_on() {
    if (!this.held) return;
    this.held = false;
    clearTimeout(this.check);
    if (!this.current) { this.#next(); return; }
    this.on.sounding(true);
    window.speechSynthesis.resume();
    this.check = setTimeout(() => {
      if (window.speechSynthesis.speaking && !window.speechSynthesis.paused) return;
      this.#keepRest();
      this.#next();
    }, PAUSE_CHECK_MS);
  }

  close() {
    this.clear(this.utterance);
  }

  /** What is told again after a reconnect. */
  repeat() {
    if (this.utterance) this.on.voiced(this.utterance, this.reached, this.closed && !this.current && !this.queue.length);
  }

  /** @param {number} utterance @param {number} from */
  #fresh(utterance, from) {
    this.queue = [];
    this.#stop();
    this.utterance = utterance;
    this.begun = this.told = this.reached = from;
    this.held = false;
  }

  #stop() {
    clearTimeout(this.life);
    clearTimeout(this.check);
    const speaking = this.current;
    this.current = null;
    if (speaking) { window.speechSynthesis.cancel(); this.on.sounding(false); }
  }

  /** Stops, and puts back what was not spoken yet. */
  #keepRest() {
    const one = this.current;
    this.#stop();
    if (!one) return;
    const spoken = Math.max(0, this.reached - one.from);
    this.queue.unshift({ ...one, text: one.text.slice(spoken), from: one.from + spoken });
  }

  #next() {
    if (this.current || this.held) return;
    const one = this.queue.shift();
    if (!one) return;
    this.current = one;
    this.spoken = this.#made(one);
    window.speechSynthesis.resume(); // a voice left paused by another page never starts
    window.speechSynthesis.speak(this.spoken);
    // The first stretch must show life soon; a voice that has spoken may take longer over the next one.
    const patience = this.reached > this.begun ? LATER_SIGN_MS : SIGN_OF_LIFE_MS;
    this.life = setTimeout(() => this.#fail(), patience);
  }

  /** @param {Stretch} one @returns {SpeechSynthesisUtterance} */
  #made(one) {
    const spoken = new SpeechSynthesisUtterance(one.text);
    spoken.voice = voiceFor(this.lang);
    spoken.lang = spoken.voice?.lang ?? this.lang;
    spoken.onstart = () => this.#alive(one, 0);
    spoken.onboundary = (event) => this.#alive(one, event.charIndex);
    spoken.onend = () => this.#ended(one);
    spoken.onerror = () => { if (this.current === one) this.#fail(); };
    return spoken;
  }

  /** @param {Stretch} one @param {number} chars */
  #alive(one, chars) {
    if (this.current !== one) return;
    clearTimeout(this.life);
    this.on.sounding(!this.held);
    this.reached = Math.max(this.reached, one.from + chars);
    this.on.voiced(one.utterance, this.reached, false);
  }

  /** @param {Stretch} one */
  #ended(one) {
    if (this.current !== one) return;
    clearTimeout(this.life);
    this.current = null;
    this.reached = one.from + one.text.length;
    const last = !this.queue.length;
    if (last) this.on.sounding(false);
    this.on.voiced(one.utterance, this.reached, last && this.closed);
    this.#next();
  }

  #fail() {
    this.broken = true;
    this.queue = [];
    this.#stop();
    this.on.failed(this.utterance);
  }
}
