"use strict";
/* Moments are kept and sent in UTC and read in the reader's own time; without this file they stay in UTC, and say so. */

const OWN = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const found = document.getElementsByTagName("time");

const turn = () => {
  for (const one of found) {
    const when = new Date(one.dateTime);
    if (one.title || !one.dateTime || Number.isNaN(when.getTime())) continue;
    one.title = one.textContent ?? "";
    one.textContent = OWN.format(when);
  }
};

new MutationObserver(turn).observe(document.documentElement, { childList: true, subtree: true });
turn();
