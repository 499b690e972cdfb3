"use strict";
/* The room's buttons, and the choice of how long it waits. */
import { h, put } from "./dom.js";

/** @typedef {"done" | "think" | "repeat" | "hint" | "skip" | "mute" | "keyboard" | "pause"} Press */

/** @type {[Press, string, string][]} what is pressed, its words, its key */
const MAIN = [["done", "Done", "Space"], ["think", "Let me think", "T"], ["repeat", "Repeat", "R"], ["hint", "Hint", "H"], ["skip", "Skip", ""]];
/** @type {[Press, string, string][]} */
const EDGE = [["mute", "Mute", "M"], ["keyboard", "Type instead", ""], ["pause", "Pause", ""]];
const PATIENCE = [["quick", "Quick"], ["normal", "Normal"], ["patient", "Patient"]];

export class Toolbar {
  /** @param {(press: Press) => void} pressed */
  constructor(pressed) {
    /** @type {Record<string, HTMLButtonElement>} */ this.buttons = {};
    const made = (/** @type {[Press, string, string]} */ [name, words, key]) => {
      const attributes = { type: "button", id: `live-${name}`, class: name === "done" ? "go" : "", onclick: () => pressed(name) };
      const keys = key ? { "aria-keyshortcuts": key } : {};
      this.buttons[name] = h("button", { ...attributes, ...keys }, h("span", {}, words), ...(key ? [h("kbd", {}, key)] : []));
      return this.buttons[name];
    };
    this.element = h("div", { class: "tools", role: "group", "aria-label": "Your answer" },
      ...MAIN.map(made), h("span", { class: "edge" }, ...EDGE.map(made)));
  }

  /** @param {{ready: boolean, started: boolean, keyboard: boolean, muted: boolean, paused: boolean, over: boolean, hints: number | null}} room */
  show({ ready, started, keyboard, muted, paused, over, hints }) {
    const all = this.buttons;
    this.element.classList.toggle("asleep", !started);
    for (const name of ["done", "think", "repeat", "hint", "skip", "mute"]) all[name].disabled = !ready || paused;
    all.pause.disabled = !ready;
    this.element.hidden = over;
    all.hint.disabled ||= hints === 0;
    all.done.hidden = all.mute.hidden = keyboard;
    put(all.hint.firstChild, hints ? `Hint (${hints})` : "Hint");
    put(all.keyboard.firstChild, keyboard ? "Talk instead" : "Type instead");
    put(all.mute.firstChild, muted ? "Unmute" : "Mute");
    put(all.pause.firstChild, paused ? "Resume" : "Pause");
    all.mute.setAttribute("aria-pressed", String(muted));
  }

  /** Presses a button as a key does. @param {string} name @returns {boolean} whether it could be pressed */
  press(name) {
    const button = this.buttons[name];
    if (button.disabled || button.hidden || !button.offsetParent) return false;
    button.click();
    return true;
  }
}

/** The choice of patience. @param {string} chosen @param {(patience: string) => void} changed @returns {HTMLElement} */
export const patienceChoice = (chosen, changed) => {
  const option = ([value, words]) => {
    const input = h("input", { type: "radio", name: "live-patience", value, checked: value === chosen, onchange: () => changed(value) });
    return h("label", {}, input, h("span", {}, words));
  };
  return h("fieldset", { class: "patience" }, h("legend", {}, "How long I wait"), ...PATIENCE.map(option));
};
