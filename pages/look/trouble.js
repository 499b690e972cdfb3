"use strict";
/* The card for what is wrong, with what to do about it, and the card that asks for consent. */
import { h, put } from "./dom.js";
import { inputs } from "./sound.js";

export class Trouble {
  /** @param {{again: (device: string) => void, keyboard: () => void}} on */
  constructor(on) {
    this.sentence = h("p", {});
    this.devices = h("select", { "aria-label": "Microphone" });
    this.again = h("button", { type: "button", class: "go", id: "live-again", onclick: () => on.again(this.devices.value) }, "Try again");
    this.type = h("button", { type: "button", id: "live-type", onclick: () => on.keyboard() }, "Type instead");
    this.element = h("div", { class: "card trouble", role: "alert", hidden: true }, this.sentence,
      h("div", { class: "row" }, this.devices, this.again, this.type));
  }

  /** @param {string} sentence nothing hides the card @param {boolean} typing whether the person types already */
  show(sentence, typing) {
    const appears = sentence && this.element.hidden;
    this.element.hidden = !sentence;
    this.type.hidden = typing;
    put(this.sentence, sentence);
    if (appears) fill(this.devices);
  }
}

/** Lists the microphones in a select, which hides while there is no choice. @param {HTMLSelectElement} select @param {string} [chosen] */
export const fill = async (select, chosen = "") => {
  const there = await inputs();
  const before = chosen || select.value;
  select.replaceChildren(...there.map((one, at) => h("option", { value: one.deviceId }, one.label || `Microphone ${at + 1}`)));
  if (there.some((one) => one.deviceId === before)) select.value = before;
  select.hidden = there.length < 2;
};

/** The question for consent. @param {string} words @param {(yes: boolean) => void} answered @returns {HTMLElement} */
export const consentCard = (words, answered) => {
  const button = (text, yes, name) => h("button", { type: "button", id: `live-${name}`, class: yes ? "go" : "", onclick: () => answered(yes) }, text);
  return h("div", { class: "card consent", role: "group", "aria-label": "Recognition by your browser" }, h("h3", {}, "Turn your speech into words here?"),
    h("p", {}, words), h("div", { class: "row" }, button("Use my browser's recognition", true, "agree"), button("No, thank you", false, "decline")));
};
