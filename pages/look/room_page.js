"use strict";
/* The room and the page around it: keys, taps, events for others, and the page's own field for when the line is down for good. */
import { listenForKeys } from "./keys.js";

const CHECK_MS = 2000;

/** Watches the page until told to stop. @param {HTMLElement} element the room's
 * @param {{press: (name: string) => boolean, hush: () => boolean, tap: () => void, seen: () => void, gone: () => void}} on @returns {() => void} */
export const watchPage = (element, on) => {
  const press = (/** @type {string} */ name) => () => on.press(name);
  const stop = listenForKeys({ " ": press("done"), t: press("think"), r: press("repeat"), h: press("hint"), m: press("mute"), escape: on.hush });
  const checking = setInterval(() => { if (!element.isConnected) on.gone(); }, CHECK_MS);
  const seen = () => { if (!document.hidden) on.seen(); };
  document.addEventListener("visibilitychange", seen);
  document.addEventListener("pointerdown", on.tap);
  document.addEventListener("keydown", on.tap);
  return () => {
    stop();
    clearInterval(checking);
    document.removeEventListener("visibilitychange", seen);
    document.removeEventListener("pointerdown", on.tap);
    document.removeEventListener("keydown", on.tap);
  };
};

/** Hides the page's own typing while the room is open, or gives it back. @param {boolean} open */
export const takePage = (open) => { document.body.classList.toggle("viva-live", open); };

/** Leaves what was typed in the page's own field, which goes another way to the server. @param {string} typed */
export const giveBack = (typed) => {
  takePage(false);
  const field = document.querySelector("#answer textarea");
  if (!(field instanceof HTMLTextAreaElement) || field.value || !typed) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, typed);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** The head names the browser's recognition while it listens. @param {boolean} on */
export const nameEars = (on) => { document.body.toggleAttribute("data-viva-ears", on); };
