"use strict";
/* Single keys press the room's buttons: only outside fields, never over a focused control, and not when they were switched off. */

const FIELDS = "input, textarea, select, [contenteditable], .cm-editor";
const CONTROLS = "button, a, summary, [role=tab], [role=radio]";

/** @returns {boolean} */
const off = () => {
  try { return localStorage.getItem("viva-keys") === "off"; } catch { return false; }
};

/** @param {KeyboardEvent} event @returns {string} the key that is meant for the room, or nothing */
const meant = (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest?.(FIELDS)) return "";
  if (event.key === "Escape") return "escape";
  if (off() || (event.key === " " && target.closest?.(CONTROLS))) return "";
  return event.key.toLowerCase();
};

/** Listens until it is told to stop. @param {Record<string, () => boolean>} keys what each does; false when it did nothing
 * @returns {() => void} */
export const listenForKeys = (keys) => {
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const act = keys[meant(event)];
    if (act?.()) event.preventDefault();
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
};
