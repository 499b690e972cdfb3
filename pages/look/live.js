"use strict";
/* The live component's way in: makes a room for its value, follows the value, and tells the page and Gradio what happens. */
import { LiveRoom } from "./live_room.js";

/** @typedef {import("./live_room.js").Value} Value */

/** @param {Value | string | null} value @returns {Value | null} */
const read = (value) => {
  const found = typeof value === "string" ? JSON.parse(value || "null") : value;
  return found?.session_id ? { ...found } : null;
};

/** Puts the room into a component; another interview in its value is another room, another token a new key.
 * @param {HTMLElement} element @param {{value: Value | string | null}} props
 * @param {(name: string, then: () => void) => void} watch
 * @param {(name: string, detail: object) => void} trigger @param {string[]} triggers the events that Gradio listens to */
export const mount = (element, props, watch, trigger, triggers) => {
  /** @type {LiveRoom | null} */ let room = null;
  const place = /** @type {HTMLElement} */ (element.querySelector(".live-place") ?? element);
  const fire = (/** @type {string} */ name, /** @type {any} */ { view, ...detail }) => {
    const told = { session_id: room?.value.session_id, ...detail };
    place.dispatchEvent(new CustomEvent(`viva:${name}`, { bubbles: true, detail: { ...told, view } }));
    if (triggers.includes(name)) trigger(name, told);
  };
  const follow = () => {
    const value = read(props.value);
    if (room && value?.session_id === room.value.session_id) { room.renewed(value); return; }
    room?.close();
    room = value && new LiveRoom(place, value, fire);
  };
  watch("value", follow);
  follow();
};
