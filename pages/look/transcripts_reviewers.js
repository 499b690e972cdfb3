"use strict";
/* Reviewers: somebody is invited by a link that is shown once, and an invitation is ended. */
import { ask, fragment } from "./transcripts_server.js";

/** @param {any} page what the page can do: open, card, renew */
export const reviewers = ({ open, card, renew }) => {
  const path = () => `${encodeURIComponent(open())}/reviewers`;
  const keeps = {
    reviewer: async (place) => {
      const { label, host, days, files } = place.elements;
      const also = [...place.querySelectorAll("[name=also]:checked")].map((one) => one.value);
      const blind = place.elements["blind-first"].checked;
      const body = { transcript_ids: also, label: label.value, host: host.value, days: Number(days.value), blind, files: files.checked };
      const made = await (await ask(path(), "POST", body)).json();
      await renew(["reviewers", "trail"]);
      const shown = card("reviewers").querySelector(".tr-link"), field = shown.querySelector("input");
      field.value = new URL(made.link, location.href).href;
      shown.hidden = false;
      field.focus();
      field.select();
    },
  };
  const acts = {
    "ask-reviewer": async () => {
      const place = card("reviewers").querySelector(".tr-invite");
      place.innerHTML = await fragment(`${path()}/form.html`);
      place.querySelector("input").focus();
    },
    "end-reviewer": async (button) => {
      await ask(`${path()}/${button.dataset.reviewer}`, "DELETE");
      await renew(["reviewers", "trail"]);
      card("reviewers").querySelector('[data-tr="ask-reviewer"]').focus();
    },
  };
  return { keeps, acts };
};
