"use strict";
/* The Transcripts page: opens, searches, plays, notes, decides and compares. What the server drew is shown; nothing is drawn here. */
import { listenForKeys } from "./keys.js";
import { bringing } from "./transcripts_bring.js";
import { handling } from "./transcripts_handling.js";
import { count, picked, picking, ticks } from "./transcripts_picks.js";
import { clock, Player } from "./transcripts_player.js";
import { reviewers } from "./transcripts_reviewers.js";
import { ask, fragment } from "./transcripts_server.js";
import { sharing } from "./transcripts_sharing.js";
import { wished } from "./transcripts_wish.js";

const KEPT = "viva-transcript";
/** How far an arrow key goes, in seconds. */
const STEP = 5;

const page = () => /** @type {HTMLElement | null} */ (document.getElementById("tr"));
const seen = () => Boolean(page()?.offsetParent);
const main = () => document.getElementById("tr-main");
const detail = () => /** @type {HTMLElement | null} */ (document.querySelector("#tr-main .tr-detail"));
const open = () => detail()?.dataset.transcript ?? "";

/** The open transcript's player, made when it is first needed; null where nothing was recorded. @type {Player | null} */
let made = null;
const player = () => {
  const here = detail();
  if (!here?.querySelector(".tr-player")) return null;
  if (made?.detail !== here) { made?.pause(); made = new Player(here); }
  return made;
};

/** Says it beside what was pressed, else at the first place that there is. @param {string} words @param {Element} [beside] */
const say = (words, beside) => {
  const place = beside?.closest(".tr-correct, .tr-bring, .card")?.querySelector(".told") ?? document.querySelector("#tr-main .told") ?? main();
  if (place) place.textContent = words;
};

const mark = () => {
  for (const one of document.querySelectorAll("#tr-list .tr-open")) {
    if (one.dataset.open === open()) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
  }
};
const remember = () => { try { sessionStorage.setItem(KEPT, open()); } catch { /* kept for this page only */ } };

const drawn = (/** @type {string} */ id) => fragment(`${encodeURIComponent(id)}.html`);
/** Puts a drawn transcript in front. @param {string} text */
const put = (text) => {
  made?.pause();
  main().innerHTML = text;
  page().dataset.view = "detail";
  mark();
  remember();
};
/** @param {string} id of a transcript to read */
const show = async (id) => put(await drawn(id));

/** @param {HTMLElement} wanted what was pressed: it names a transcript, and may name a passage or a second */
const go = async (wanted) => {
  const { open: id, seek, until, passageLink, go: at } = wanted.dataset;
  if (id && id !== open()) {
    await show(id);
    if (page().getBoundingClientRect().top < 0) page().scrollIntoView();
    if (seek === undefined && passageLink === undefined) detail().querySelector("h1").focus({ preventScroll: true });
  } else if (id) page().dataset.view = "detail";
  if (passageLink !== undefined) {
    const place = detail().querySelector(`[data-passage="${CSS.escape(passageLink)}"]`);
    place?.scrollIntoView({ block: "center" });
  }
  if (at !== undefined) await player()?.move(Number(at));
  if (seek !== undefined) player()?.play(Number(seek), until === undefined ? Infinity : Number(until), id ? null : wanted);
};

/** Puts what the server now says into its places; open forms of other cards and the player stay as they are. @param {string[]} parts */
const renew = async (parts) => {
  const fresh = new DOMParser().parseFromString(await drawn(open()), "text/html");
  for (const part of parts) {
    const place = `[data-part="${part}"]`, now = fresh.querySelector(place), old = detail().querySelector(place);
    const details = old?.querySelector("details");
    if (now && details?.open) now.querySelector("details").open = true;
    if (now && old) old.replaceWith(now);
    else if (now) detail().querySelector(".tr-cards").append(now);
    else old?.remove();
  }
};

const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#tr .tr-find"));
const query = () => {
  const asked = new URLSearchParams({ opened: open() });
  for (const [name, value] of new FormData(form())) if (value && name !== "blind") asked.set(name, String(value));
  return asked;
};
let asking = 0;
const search = async () => {
  const mine = ++asking, ask_ = document.querySelector("#tr .tr-ask");
  if (ask_) ask_.hidden = form().elements.text.value.trim().split(/\s+/).length < 3;
  const found = await fragment(`list.html?${query()}`).catch((fault) => { say(fault.message); return null; });
  if (found === null || mine !== asking) return;
  const kept = picked();
  document.getElementById("tr-list").innerHTML = found;
  for (const one of ticks()) one.checked = kept.includes(one.value);
  count();
};

/** List, filters and a transcript anew, in one step: what is seen can be used. @param {string} [id] to read, else what is open stays */
const redraw = async (id) => {
  const kept = id ?? open(), view = id ? "detail" : page().dataset.view ?? "list";
  const [all, one] = await Promise.all([fragment("page.html"), kept ? drawn(kept).catch(() => "") : ""]);
  made?.pause();
  page().outerHTML = all;
  if (one) put(one);
  page().dataset.view = view;
};

/** Opens the form of a card and puts the cursor into it. @param {HTMLElement} card @param {string} asks @param {string} text */
const opens = (card, asks, text) => {
  const here = card.querySelector("form"), field = here.querySelector("textarea");
  here.hidden = false;
  here.querySelector(".tr-asks").textContent = asks;
  field.value = text;
  field.focus();
  return here;
};
const card = (part) => detail()?.querySelector(`[data-part="${part}"]`);

const note = () => {
  const here = card("notes"), at = made?.detail === detail() && made.take >= 0 ? made.at : null;
  const place = opens(here, at === null ? "Note on the whole" : `Note at ${clock(at)}`, "");
  place.dataset.at = at === null ? "" : at.toFixed(2);
  delete place.dataset.note;
};

/** @param {HTMLElement} button */
const decide = (button) => {
  const here = card("verdict"), wish = button.dataset.decide;
  const asks = wish === "decline" ? "Why decline? A reason is needed." : `Why ${wish}?`;
  const place = opens(here, asks, here.querySelector("textarea").defaultValue);
  place.dataset.decision = wish;
  for (const one of here.querySelectorAll("[data-decide]")) one.classList.toggle("chosen", one === button);
};

/** @param {HTMLFormElement} place */
const close = (place) => {
  place.hidden = true;
  for (const one of place.closest(".card, .tr-passage").querySelectorAll(".chosen")) one.classList.remove("chosen");
};

const more = handling({
  detail, open, card, show, search, redraw, remember,
  silence: () => made?.pause(),
  replace: (/** @type {string} */ text) => { page().outerHTML = text; },
});

const brought = bringing({ main, redraw });

const shared = sharing({ open, card, renew }), invited = reviewers({ open, card, renew });

const KEEPS = {
  ...brought.keeps,
  ...shared.keeps,
  ...invited.keeps,
  ...more.keeps,
  note: async (place) => {
    const body = { text: place.elements.text.value, at: place.dataset.at ? Number(place.dataset.at) : null };
    const path = `${encodeURIComponent(open())}/notes`;
    if (place.dataset.note) await ask(`${path}/${place.dataset.note}`, "PUT", body); else await ask(path, "POST", body);
    await renew(["notes", "trail"]);
    card("notes").querySelector('[data-tr="note"]').focus();
  },
  verdict: async (place) => {
    const first = card("verdict").dataset.first !== undefined;
    await ask(`${encodeURIComponent(open())}/verdict`, "POST", { decision: place.dataset.decision, reason: place.elements.reason.value });
    // A first verdict opens what was hidden until then.
    if (first) await show(open()); else await renew(["verdict", "reviewers", "trail"]);
    await search();
    card("verdict").querySelector('[aria-pressed="true"]').focus();
  },
};

/** Draws candidates side by side. @param {string[]} ids */
const compare = async (ids) => {
  made?.pause();
  main().innerHTML = await fragment(`compare.html?${new URLSearchParams(ids.map((id) => ["ids", id]))}`);
  if (document.querySelector("#tr .tr-picking")) picking(false, "");
  page().dataset.view = "detail";
  main().querySelector("h1").focus();
  mark();
};

/** What another page asked for: the transcripts of a kit, one of them, or some side by side. @param {import("./transcripts_wish.js").Wish} wish */
const grant = async ({ kit, ids }) => {
  const field = form()?.elements.kit;
  if (field) {
    field.value = kit;
    document.querySelector("#tr .tr-filters").open = true;
    await search();
  }
  if (ids.length > 1) { await compare(ids); return; }
  const first = ids[0] ?? document.querySelector("#tr-list .tr-open")?.dataset.open;
  if (first) await show(first);
  if (!ids.length) page().dataset.view = "list";
};

const ACTS = {
  ...brought.acts,
  ...shared.acts,
  ...invited.acts,
  ...more.acts,
  play: () => player()?.toggle(),
  speed: (button) => {
    const speeds = button.dataset.speeds.split(" ").map(Number), here = player();
    here.hurry(speeds[(speeds.indexOf(here.speed) + 1) % speeds.length]);
    button.textContent = `${here.speed} ×`;
    button.setAttribute("aria-label", `Speed: ${here.speed} times`);
  },
  skip: (button) => {
    const here = player();
    here.skips = !here.skips;
    button.setAttribute("aria-pressed", String(here.skips));
  },
  note,
  cancel: (button) => close(button.closest("form")),
  "edit-note": (button) => {
    const row = button.closest("[data-note]"), place = opens(card("notes"), "Change the note", row.dataset.text);
    place.dataset.note = row.dataset.note;
  },
  "delete-note": async (button) => {
    await ask(`${encodeURIComponent(open())}/notes/${button.closest("[data-note]").dataset.note}`, "DELETE");
    await renew(["notes", "trail"]);
  },
  blind: async (button) => {
    await ask("blind", "POST", { transcript_id: open(), on: button.getAttribute("aria-pressed") !== "true" });
    await show(open());
    await search();
    detail().querySelector(".tr-blind").focus();
  },
  down: () => {
    const cards = detail().querySelector(".tr-cards");
    cards.scrollIntoView({ block: "start" });
    cards.querySelector("button").focus({ preventScroll: true });
  },
  back: () => { made?.pause(); page().dataset.view = "list"; },
  pick: () => picking(true, open()),
  unpick: () => picking(false, ""),
  compare: () => compare(picked()),
  ask: async (button) => {
    button.disabled = true;
    try {
      const told = await fragment(`ask.html?${new URLSearchParams({ text: form().elements.text.value })}`);
      made?.pause();
      main().innerHTML = told;
      page().dataset.view = "detail";
      main().querySelector("h1").focus();
      mark();
    } finally { button.disabled = false; }
  },
  leave: async () => {
    if (!form()) { main().innerHTML = ""; return; }
    const kept = sessionStorage.getItem(KEPT) || document.querySelector("#tr-list .tr-open")?.dataset.open;
    if (kept) await show(kept);
    page().dataset.view = "list";
  },
};

document.addEventListener("click", async (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!target.closest?.("#tr")) return;
  const act = target.closest("[data-tr]"), wish = target.closest("[data-decide]");
  const wave = target.closest(".tr-wave"), link = target.closest("[data-open], [data-seek], [data-passage-link]"), word = target.closest(".tr-said [data-s]");
  try {
    if (act) await ACTS[act.dataset.tr](act);
    else if (wish) decide(wish);
    else if (wave) player()?.playAt(event.clientX);
    else if (link?.getAttribute("aria-pressed") === "true") player()?.pause();
    else if (link) await go(link);
    else if (word && !String(getSelection())) player()?.play(Number(word.dataset.s));
  } catch (fault) { say(fault.message, target); }
});

document.addEventListener("submit", async (event) => {
  const place = /** @type {HTMLFormElement} */ (event.target);
  if (!place.closest?.("#tr")) return;
  event.preventDefault();
  if (place.classList.contains("tr-find")) { await search(); return; }
  for (const one of page().querySelectorAll(".told")) one.textContent = "";
  const buttons = [...place.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  try { await KEEPS[place.dataset.form](place); } catch (fault) { place.closest(".tr-correct, .tr-bring, .card").querySelector(".told").textContent = fault.message; }
  for (const one of buttons) one.disabled = false;
});

let typing = 0;
document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name === "pick" && field.closest?.("#tr")) { count(); return; }
  if (!field.closest?.("#tr .tr-find") || field.name === "blind") return;
  clearTimeout(typing);
  typing = setTimeout(search, 250);
});
document.addEventListener("reset", (event) => { if (event.target.closest?.("#tr .tr-find")) setTimeout(search); });
document.addEventListener("change", async (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name !== "blind" || !field.closest?.("#tr .tr-find")) return;
  try { await ask("blind", "POST", { on: field.checked }); await redraw(); } catch (fault) { say(fault.message); }
});

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target).closest?.("#tr form.tr-form");
  if (!place) return;
  if (event.key === "Escape") { close(place); event.stopPropagation(); }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); place.requestSubmit(); }
}, true);

/** A line of the list further on. @param {number} by */
const step = (by) => {
  const lines = [...document.querySelectorAll("#tr-list .tr-open")];
  const at = lines.findIndex((one) => one.dataset.open === open()), next = lines[at + by];
  next?.focus();
  next?.click();
  return Boolean(next);
};
const when = (does) => () => seen() && does() !== false;
const moves = (by) => when(() => { const here = player(); if (!here) return false; here.move(here.at + by); return true; });
listenForKeys({
  " ": when(() => { const here = player(); here?.toggle(); return Boolean(here); }),
  arrowleft: moves(-STEP),
  arrowright: moves(STEP),
  m: when(() => { if (!detail()) return false; note(); return true; }),
  "/": when(() => { document.getElementById("tr-search").focus(); return true; }),
  j: when(() => step(1)),
  k: when(() => step(-1)),
});

/* Gradio says that the tab was opened; what was being read before a reload is read again. */
document.addEventListener("viva:transcripts", () => requestAnimationFrame(async () => {
  const wish = wished();
  if (wish) { try { await grant(wish); } catch (fault) { say(fault.message); } return; }
  let kept = "";
  try { kept = sessionStorage.getItem(KEPT) ?? ""; } catch { /* nothing kept */ }
  const known = [...document.querySelectorAll("#tr-list .tr-open")].some((one) => one.dataset.open === kept);
  if (kept && known && kept !== open() && !document.querySelector(".tr-beside")) await show(kept).catch(() => {});
}));
