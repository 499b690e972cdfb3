"use strict";
/* Correcting a passage, grading again, tags, deleting: what changes the open transcript itself. */
import { ask, fragment } from "./transcripts_server.js";

/** @param {any} page what the page can do: detail, open, card, show, search, redraw, remember, silence, replace */
export const handling = ({ detail, open, card, show, search, redraw, remember, silence, replace }) => {
  /** The transcript anew, at the passage that was changed. @param {string} n */
  const again = async (n) => {
    await show(open());
    const place = detail().querySelector(`[data-passage="${CSS.escape(n)}"]`);
    place?.scrollIntoView({ block: "center" });
    place?.querySelector(".tr-edit")?.focus({ preventScroll: true });
  };
  const passageOf = (inside) => inside.closest("[data-passage]").dataset.passage;

  const keeps = {
    correct: async (place) => {
      const n = passageOf(place);
      await ask(`${encodeURIComponent(open())}/passages/${n}`, "PUT", { text: place.elements.text.value });
      await again(n);
    },
    tags: async (place) => {
      await ask(`${encodeURIComponent(open())}/tags`, "PUT", { tags: place.elements.tags.value });
      await redraw();
    },
  };

  const acts = {
    correct: (button) => {
      const passage = button.closest("[data-passage]"), place = detail().querySelector("[data-form=correct]");
      passage.append(place);
      place.querySelector(".told").textContent = "";
      place.querySelector("[data-tr=revert]").hidden = !passage.querySelector(".tr-who .pill");
      place.hidden = false;
      place.elements.text.value = passage.querySelector("p").textContent;
      place.elements.text.focus();
    },
    revert: async (button) => {
      const n = passageOf(button);
      await ask(`${encodeURIComponent(open())}/passages/${n}`, "PUT", { revert: true });
      await again(n);
    },
    regrade: async (button) => {
      button.disabled = true;
      button.textContent = "Grading again";
      try { await ask(`${encodeURIComponent(open())}/grades`, "POST"); } finally { button.disabled = false; }
      await show(open());
      await search();
    },
    ungrade: async (button) => {
      if (!button.dataset.sure) {
        button.dataset.sure = "yes";
        button.textContent = "Take this grade off for good";
        return;
      }
      await ask(`${encodeURIComponent(open())}/grades/${button.dataset.n}`, "DELETE");
      await show(open());
      await search();
    },
    "ask-delete": (button) => { button.hidden = true; const sure = card("files").querySelector(".tr-sure"); sure.hidden = false; sure.querySelector("[data-tr=keep]").focus(); },
    keep: () => {
      card("files").querySelector(".tr-sure").hidden = true;
      const first = card("files").querySelector("[data-tr=ask-delete]");
      first.hidden = false; first.focus();
    },
    delete: async () => {
      await ask(encodeURIComponent(open()), "DELETE");
      silence();
      replace(await fragment("page.html"));
      remember();
    },
  };
  return { keeps, acts };
};
