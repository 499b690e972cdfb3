"use strict";
/* The results of an interview kit: from its page to the Transcripts page, all of them, one, or some side by side. */
import { go } from "./transcripts_wish.js";

const MOST = 4;

/** @param {Element} here */
const ticks = (here) => /** @type {HTMLInputElement[]} */ ([...here.querySelectorAll("input[name=kit-pick]")]);

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (event.target.closest?.("[data-kit-go]"));
  if (!button) return;
  const { kitGo: kit, kitRead: one, kitCompare: compare } = button.dataset;
  const chosen = ticks(button.closest("[data-kit-results]")).filter((tick) => tick.checked).map((tick) => tick.value);
  go({ kit, ids: compare !== undefined ? chosen : one ? [one] : [] });
});

document.addEventListener("change", (event) => {
  const tick = /** @type {HTMLInputElement} */ (event.target);
  if (tick.name !== "kit-pick") return;
  const here = tick.closest("[data-kit-results]"), button = here.querySelector("[data-kit-compare]");
  const chosen = ticks(here).filter((one) => one.checked).length;
  button.disabled = chosen < 2;
  button.textContent = chosen < 2 ? "Tick two to four to compare" : `Compare ${chosen}`;
  for (const one of ticks(here)) one.disabled = chosen >= MOST && !one.checked;
});
