"use strict";
/* The answer by keyboard: a field, a second one for code where the question wants code, drafts that survive a reload. */
import { h } from "./dom.js";

const MOST = 20_000;

/** @param {() => void} work storage may be full or off; then a draft lives as long as the page */
const quietly = (work) => { try { work(); } catch { /* nothing to do about it */ } };

export class Typing {
  /** @param {(text: string, code: string) => void} send */
  constructor(send) {
    this.send = send;
    this.key = "";
    this.answer = h("textarea", { id: "live-answer", rows: 5, maxlength: MOST, placeholder: "Say it as you would say it aloud" });
    this.code = h("textarea", { id: "live-code", rows: 9, maxlength: MOST, spellcheck: "false", autocapitalize: "off" });
    this.codeLabel = h("label", { for: "live-code", hidden: true }, "Your code", this.code);
    this.button = h("button", { type: "submit", class: "go", id: "live-send" }, "Send answer", h("kbd", {}, "Ctrl Enter"));
    this.element = h("form", { class: "typing", hidden: true }, h("label", { for: "live-answer" }, "Your answer", this.answer),
      this.codeLabel, h("div", { class: "row" }, this.button));
    this.element.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    this.element.addEventListener("input", () => this.#keep());
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.#submit(); }
    });
  }

  /** @param {boolean} shown @param {boolean} coding whether the question wants code */
  show(shown, coding) {
    const appears = shown && this.element.hidden;
    this.element.hidden = !shown;
    this.codeLabel.hidden = !coding;
    if (appears) this.answer.focus({ preventScroll: true });
  }

  /** Another turn has another draft. @param {string} key */
  turn(key) {
    if (key === this.key) return;
    quietly(() => sessionStorage.removeItem(this.key));
    const moved = Boolean(this.key);
    this.key = key;
    let kept = { text: "", code: "" };
    quietly(() => { kept = JSON.parse(sessionStorage.getItem(key) ?? "null") ?? kept; });
    if (moved || kept.text) this.answer.value = kept.text;
    if (moved || kept.code) this.code.value = kept.code;
  }

  #keep() {
    quietly(() => sessionStorage.setItem(this.key, JSON.stringify({ text: this.answer.value, code: this.code.value })));
  }

  #submit() {
    const text = this.answer.value.trim(), code = this.codeLabel.hidden ? "" : this.code.value.trim();
    if (!text && !code) { this.answer.focus(); return; }
    this.send(text, code);
    this.answer.value = this.code.value = "";
    quietly(() => sessionStorage.removeItem(this.key));
  }
}
