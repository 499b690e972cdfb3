"use strict";
/* Sharing: a link is made, shown once, copied, and ended. */
import { ask } from "./transcripts_server.js";

/** @param {any} page what the page can do: open, card, renew */
export const sharing = ({ open, card, renew }) => {
  const path = () => `${encodeURIComponent(open())}/shares`;
  const keeps = {
    share: async (place) => {
      const { label, days } = place.elements;
      const scope = [...place.querySelectorAll("[name=scope]:checked")].map((one) => one.value);
      const made = await (await ask(path(), "POST", { scope, label: label.value, days: Number(days.value) })).json();
      await renew(["sharing", "trail"]);
      const shown = card("sharing").querySelector(".tr-link"), field = shown.querySelector("input");
      field.value = new URL(made.link, location.href).href;
      shown.hidden = false;
      field.focus();
      field.select();
    },
  };
  const acts = {
    "ask-share": () => {
      const place = card("sharing").querySelector("form");
      place.hidden = false;
      place.querySelector("input").focus();
    },
    copy: async (button) => {
      const field = button.closest(".tr-link").querySelector("input");
      field.select();
      // Without a safe origin there is no clipboard; the selection can be copied by hand.
      await navigator.clipboard?.writeText(field.value);
      button.textContent = navigator.clipboard ? "Copied" : "Press Ctrl C";
    },
    unshare: async (button) => {
      await ask(`${path()}/${button.dataset.share}`, "DELETE");
      await renew(["sharing", "trail"]);
      card("sharing").querySelector('[data-tr="ask-share"]').focus();
    },
  };
  return { keeps, acts };
};
