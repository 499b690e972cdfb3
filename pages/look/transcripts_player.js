"use strict";
/* Plays the takes of one transcript as one time line: the waveform, the word that is being said, speed, and silences left out. */

/** @param {number} seconds @returns {string} */
export const clock = (seconds) => {
  const [hours, minutes, left] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`;
};

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
/** A word stays lit this long when no other follows, in seconds. */
const LONGEST_WORD = 2;
/** Positions are rounded by the browser; a word that begins here has begun. */
const NEAR = 0.02;
/** A hand that scrolled lately is not scrolled against, in milliseconds. */
const PATIENCE = 4000;
/** How much earlier to begin where a browser cannot jump, in seconds, and how often to try. */
const EARLIER = 0.8, MOST_EARLIER = 3;

export class Player {
  /** @param {HTMLElement} detail the open transcript */
  constructor(detail) {
    this.detail = detail;
    this.place = /** @type {HTMLElement} */ (detail.querySelector(".tr-player"));
    this.sound = /** @type {HTMLAudioElement} */ (this.place.querySelector(".tr-sound"));
    /** @type {{start: number, seconds: number, path: string}[]} */
    this.takes = JSON.parse(this.place.dataset.takes);
    /** @type {[number, number][]} */
    this.quiet = JSON.parse(this.place.dataset.quiet);
    this.seconds = Number(detail.dataset.seconds);
    this.wave = /** @type {HTMLElement} */ (this.place.querySelector(".tr-wave"));
    this.words = /** @type {HTMLElement[]} */ ([...detail.querySelectorAll(".tr-said [data-s]")]);
    this.starts = this.words.map((word) => Number(word.dataset.s));
    this.take = -1;
    this.speed = 1;
    this.skips = false;
    this.until = Infinity;
    /** @type {HTMLElement | null} the button that began what plays */ this.began = null;
    /** @type {HTMLElement | null} */ this.lit = null;
    /** @type {number | null} where it will be once the sound is there */ this.wanted = null;
    /** @type {{from: number, until: number, began: HTMLElement | null, early: number} | null} what is meant to play */ this.asked = null;
    this.scrolled = 0;
    for (const name of ["timeupdate", "pause", "playing"]) this.sound.addEventListener(name, () => this.draw());
    this.sound.addEventListener("play", () => this.follow());
    this.sound.addEventListener("ended", () => this.next());
    this.sound.addEventListener("error", () => this.lost());
    for (const name of ["wheel", "touchmove"]) document.addEventListener(name, () => { this.scrolled = Date.now(); }, { passive: true });
    this.draw();
  }

  /** Seconds on the time line. @returns {number} */
  get at() {
    if (this.wanted !== null) return this.wanted;
    return this.take < 0 ? 0 : Math.min(this.seconds, this.takes[this.take].start + this.sound.currentTime);
  }

  get playing() { return !this.sound.paused && !this.sound.ended; }

  /** Plays from a second on, to another if one is given. @param {number} from @param {number} [until] @param {HTMLElement | null} [began] */
  play(from, until = Infinity, began = null) {
    this.asked = { from: Math.max(0, Math.min(this.seconds - 0.05, from)), until, began, early: 0 };
    return this.begin();
  }

  async begin() {
    const { from, until, began, early } = this.asked, take = this.takes[this.takeAt(from)];
    this.began = began;
    this.until = Infinity;
    this.sound.muted = early > 0;
    if (!(await this.seek(Math.max(take.start, from - early * EARLIER)))) return;
    this.until = until;
    try { await this.sound.play(); } catch { this.draw(); }
  }

  /** Goes to a second, and on playing there if it plays. @param {number} to */
  async move(to) {
    if (this.playing) { await this.play(to); return; }
    this.asked = null;
    this.sound.muted = false;
    await this.seek(to);
  }

  /** Plays from a place in the picture. @param {number} x of the pointer */
  playAt(x) {
    const box = this.wave.getBoundingClientRect();
    this.play(((x - box.left) / box.width) * this.seconds);
  }

  pause() { this.sound.pause(); }

  toggle() {
    if (this.playing) { this.pause(); return; }
    this.play(this.at >= this.seconds - 0.1 ? 0 : this.at);
  }

  /** Goes to a second; false when something else was asked for meanwhile. @param {number} to @returns {Promise<boolean>} */
  async seek(to) {
    const at = Math.max(0, Math.min(this.seconds - 0.05, to));
    this.wanted = at;
    const take = this.takeAt(at);
    if (take !== this.take || this.sound.error) {
      this.take = take;
      this.sound.src = this.takes[take].path;
      this.sound.playbackRate = this.speed;
      this.place.querySelector(".tr-lost").textContent = "";
    }
    if (this.sound.readyState < 1) await new Promise((done) => this.sound.addEventListener("loadedmetadata", done, { once: true }));
    if (this.wanted !== at || this.take !== take) return false;
    this.sound.currentTime = Math.max(0, at - this.takes[take].start);
    this.wanted = null;
    this.draw();
    return true;
  }

  /** The take that holds a second, or the next one behind it. @param {number} at @returns {number} */
  takeAt(at) {
    const found = this.takes.findIndex((one) => at < one.start + one.seconds - 0.01);
    return found < 0 ? this.takes.length - 1 : found;
  }

  next() {
    const take = this.takes[this.take + 1];
    if (!take || take.start >= this.until) { this.draw(); return; }
    this.play(take.start, this.until, this.began);
  }

  /** Some browsers cannot jump into the last second of a file: it begins a little earlier, unheard until the place itself. */
  lost() {
    this.wanted = null;
    if (this.asked && this.asked.early < MOST_EARLIER) { this.asked.early += 1; this.begin(); return; }
    if (this.asked) this.place.querySelector(".tr-lost").textContent = "This recording cannot be played. It may have been deleted; reload to see.";
    this.draw();
  }

  follow() {
    if (!this.detail.isConnected || !this.place.offsetParent) { this.pause(); return; }
    if (this.at >= this.until) { this.pause(); this.until = Infinity; }
    if (this.skips && this.playing && this.wanted === null) this.hop();
    this.draw();
    if (this.playing && !calm.matches && document.visibilityState === "visible") requestAnimationFrame(() => this.follow());
  }

  /** Leaves a silence out, never beyond where a quote ends. */
  hop() {
    const at = this.at, gap = this.quiet.find(([from, to]) => at >= from && at < to - 0.1);
    if (gap && gap[1] < this.until) this.play(gap[1], this.until, this.began);
  }

  /** Another speed. @param {number} speed */
  hurry(speed) { this.speed = speed; this.sound.playbackRate = speed; }

  /** Puts the position, the word and the pressed buttons on the page. */
  draw() {
    // Without frames (reduced motion, a hidden tab) a quote still ends where it ends.
    if (this.at >= this.until && this.playing) { this.pause(); this.until = Infinity; }
    if (this.skips && this.playing && calm.matches && this.wanted === null) this.hop();
    const at = this.at;
    if (this.sound.muted && at >= this.asked.from - NEAR) this.sound.muted = false;
    this.wave.style.setProperty("--at", `${((at / this.seconds) * 100).toFixed(3)}%`);
    this.wave.setAttribute("aria-valuenow", at.toFixed(2));
    this.wave.setAttribute("aria-valuetext", `${clock(at)} of ${clock(this.seconds)}`);
    this.place.classList.toggle("begun", this.take >= 0);
    this.place.querySelector(".tr-time").textContent = clock(at);
    const button = this.place.querySelector(".tr-play");
    button.setAttribute("aria-pressed", String(this.playing));
    button.setAttribute("aria-label", this.playing ? "Pause" : "Play");
    for (const one of this.detail.querySelectorAll('[data-seek][aria-pressed="true"]')) if (one !== this.began) one.setAttribute("aria-pressed", "false");
    if (this.began?.hasAttribute("aria-pressed")) this.began.setAttribute("aria-pressed", String(this.playing));
    this.light(this.take < 0 ? null : this.wordAt(at));
  }

  /** @param {number} at @returns {HTMLElement | null} */
  wordAt(at) {
    let low = 0, high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= at + NEAR) low = middle + 1; else high = middle;
    }
    return low && at - this.starts[low - 1] < LONGEST_WORD ? this.words[low - 1] : null;
  }

  /** @param {HTMLElement | null} word */
  light(word) {
    if (word === this.lit) return;
    this.lit?.classList.remove("now");
    this.lit = word;
    if (!word) return;
    word.classList.add("now");
    const box = word.getBoundingClientRect();
    const away = box.top < 200 || box.bottom > innerHeight - 40;
    if (away && this.playing && Date.now() - this.scrolled > PATIENCE) {
      word.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    }
  }
}
