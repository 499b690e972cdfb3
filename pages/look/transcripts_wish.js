"use strict";
/* What another page wants to be shown on the Transcripts page, kept until that page is drawn. */

/** @typedef {{kit: string, ids: string[]}} Wish a kit to filter by; of its transcripts none, one to read, or some to compare */

/** @type {Wish | null} */
let wanted = null;

/** The tab of the Transcripts page, once it is drawn. */
const tab = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#pages button[role=tab]")])
  .find((one) => one.textContent.trim() === "Transcripts");

/** Goes to the Transcripts page. @param {Wish} wish */
export const go = (wish) => {
  wanted = wish;
  tab()?.click();
};

/** What was wished for, once. */
export const wished = () => {
  const one = wanted;
  wanted = null;
  return one;
};

/* A link from a page of its own to this tab: the tabs are drawn late, so it waits for its own. */
if (location.hash === "#transcripts") {
  const look = () => {
    const here = tab();
    if (!here) { requestAnimationFrame(look); return; }
    history.replaceState(null, "", location.pathname + location.search);
    here.click();
  };
  look();
}
