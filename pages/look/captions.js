"use strict";
/* Live captions of both sides: what is certain is strong, what may still change is soft. Text only, never markup. */
import { h, put } from "./dom.js";

class Side {
  /** @param {string} name @param {string} title @param {string} empty */
  constructor(name, title, empty) {
    this.empty = empty;
    this.sure = h("span", { class: "sure", "aria-live": "polite" });
    // Words that may change would be read out again and again: for the eye only, until they are certain.
    this.maybe = h("span", { class: "maybe", "aria-hidden": "true" });
    this.element = h("div", { class: `caption ${name}` }, h("div", { class: "who" }, title), h("p", {}, this.sure, this.maybe));
    this.turn = null;
    this.show("", true, null);
  }

  /** @param {string} text all of this turn so far @param {boolean} final @param {any} turn */
  show(text, final, turn) {
    const before = turn === this.turn ? this.known ?? "" : "";
    const sure = final ? text : text.startsWith(before) ? before : "";
    this.turn = turn;
    this.known = final ? text : before;
    this.#put(sure, text.slice(sure.length));
  }

  /** @param {string} sure @param {string} maybe */
  #put(sure, maybe) {
    put(this.sure, sure);
    put(this.maybe, sure || maybe ? maybe : this.empty);
    this.text = sure + maybe;
  }

  /** @returns {boolean} */
  get blank() { return !this.text; }
}

export class Captions {
  constructor() {
    this.interviewer = new Side("interviewer", "Interviewer", "");
    this.you = new Side("you", "You", "Your words stand here as I hear them.");
    this.element = h("section", { class: "captions", "aria-label": "Captions" }, this.interviewer.element, this.you.element);
  }

  /** Whose words are shown: the interviewer's while they sound, or while they stand nowhere else on the page.
   * @param {{name: string, started: boolean, keyboard: boolean}} room */
  arrange({ name, started, keyboard }) {
    const speaks = name.startsWith("speaking"), mine = !this.you.blank;
    const question = document.querySelector("#stage h1")?.textContent?.trim() ?? "";
    const asked = Boolean(question) && this.interviewer.text.includes(question);
    this.interviewer.element.hidden = this.interviewer.blank || !(speaks || (!mine && !asked));
    this.you.element.hidden = keyboard || (!mine && !this.interviewer.element.hidden);
    this.element.hidden = !started || (this.interviewer.element.hidden && this.you.element.hidden);
  }

  /** The candidate's words that are certain, and their turn. @returns {{text: string, turn: any}} */
  get heard() { return { text: this.you.known ?? "", turn: this.you.turn }; }

  /** A server may tell the words that still change apart, as `interim`.
   * @param {{side: "you" | "interviewer", text: string, final: boolean, turn: any, interim?: string}} caption */
  show({ side, text, final, turn, interim }) {
    const one = side === "you" ? this.you : this.interviewer;
    one.show(text ?? "", Boolean(final) || Boolean(interim), turn);
    if (interim) one.show(`${text} ${interim}`.trim(), false, turn);
  }
}
