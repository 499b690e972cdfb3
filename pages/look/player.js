"use strict";
/* Plays recordings in the report: whole answers, a place in the waveform, or a quote's own second. One sound at a time. */
(() => {
  const sound = new Audio();
  sound.preload = "auto";
  /** What is meant to play: the file, the second it ends at, and the button that began it. */
  let until = Infinity, began = null, file = "";

  const all = (selector) => [...document.querySelectorAll(selector)];
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const players = () => all(".aloud").filter((one) => one.dataset.audio === file);
  const playing = () => !sound.paused && !sound.ended;

  /** Puts the position and the pressed buttons on the page. */
  const draw = () => {
    const at = sound.currentTime;
    for (const one of players()) {
      const whole = Number(one.dataset.seconds), wave = one.querySelector(".wave");
      one.classList.add("begun");
      wave.style.setProperty("--at", `${Math.min(100, (at / whole) * 100).toFixed(2)}%`);
      wave.setAttribute("aria-valuenow", at.toFixed(1));
      wave.setAttribute("aria-valuetext", `${clock(at)} of ${clock(whole)}`);
      one.querySelector(".time").textContent = `${clock(at)} / ${clock(whole)}`;
    }
    for (const button of all(".aloud .play, .hear")) {
      const here = button.closest(".aloud")?.dataset.audio === file || button === began;
      button.setAttribute("aria-pressed", String(playing() && here));
    }
  };

  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const follow = () => {
    if (sound.currentTime >= until) { sound.pause(); until = Infinity; }
    // A report that is not on the page any more is not heard either.
    if (playing() && !players().some((one) => one.offsetParent) && !(began && began.offsetParent)) sound.pause();
    draw();
    if (playing() && !calm.matches && document.visibilityState === "visible") requestAnimationFrame(follow);
  };
  // Without frames (reduced motion, a hidden tab) the position moves four times a second; a quote still ends where it ends.
  for (const name of ["timeupdate", "pause", "ended"]) sound.addEventListener(name, () => { if (sound.currentTime >= until) sound.pause(); draw(); });
  sound.addEventListener("play", () => requestAnimationFrame(follow));
  sound.addEventListener("error", () => {
    for (const one of players()) {
      one.classList.add("lost");
      one.querySelector(".time").textContent = "This recording cannot be played. It may have been deleted; reload to see.";
    }
    for (const button of all(".aloud .play, .hear")) button.setAttribute("aria-pressed", "false");
  });

  const ready = () => sound.readyState >= 1 ? Promise.resolve()
    : new Promise((done) => sound.addEventListener("loadedmetadata", done, { once: true }));

  /** @param {string} wanted @param {number} from @param {number} end @param {Element} button */
  const play = async (wanted, from, end, button) => {
    sound.pause();
    for (const one of players()) if (wanted !== file) one.classList.remove("begun");
    if (wanted !== file || sound.error) { file = wanted; sound.src = wanted; }
    began = button; until = Infinity;
    await ready();
    if (file !== wanted || began !== button) return;
    sound.currentTime = from;
    // Timers end a quote more exactly than frames of a busy page; the position decides.
    until = end;
    try { await sound.play(); } catch { draw(); }
  };

  const seek = async (player, to) => {
    const whole = Number(player.dataset.seconds), at = Math.max(0, Math.min(whole - 0.05, to));
    if (player.dataset.audio === file) { until = Infinity; await ready(); sound.currentTime = at; draw(); return; }
    await play(player.dataset.audio, at, Infinity, player.querySelector(".play"));
  };

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const quote = target.closest?.(".hear"), button = target.closest?.(".aloud .play"), wave = target.closest?.(".wave");
    if (quote) {
      if (quote === began && playing()) { sound.pause(); return; }
      play(quote.dataset.audio, Number(quote.dataset.start), Number(quote.dataset.end), quote);
    } else if (button) {
      const player = button.closest(".aloud");
      if (player.dataset.audio === file && playing()) { sound.pause(); return; }
      const goOn = player.dataset.audio === file && !sound.ended ? sound.currentTime : 0;
      play(player.dataset.audio, goOn, Infinity, button);
    } else if (wave) {
      const box = wave.getBoundingClientRect(), player = wave.closest(".aloud");
      seek(player, ((event.clientX - box.left) / box.width) * Number(player.dataset.seconds));
    }
  });

  const STEPS = { ArrowLeft: -2, ArrowRight: 2, ArrowDown: -2, ArrowUp: 2, PageDown: -10, PageUp: 10 };
  document.addEventListener("keydown", (event) => {
    const wave = event.target.closest?.(".wave");
    if (!wave || event.ctrlKey || event.metaKey || event.altKey) return;
    const player = wave.closest(".aloud"), mine = player.dataset.audio === file;
    const at = mine ? sound.currentTime : 0;
    if (event.key === " " || event.key === "Enter") player.querySelector(".play").click();
    else if (event.key in STEPS) seek(player, at + STEPS[event.key]);
    else if (event.key === "Home") seek(player, 0);
    else if (event.key === "End") seek(player, Number(player.dataset.seconds));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* The recording as a whole: deleting it, and asking for words that were not heard. */
  const root = (element) => element.closest("[data-report]");
  const sentence = (told) => String(told.error || "That did not work. Try again in a moment.").replace(/^\w+: /, "");

  /** Asks the server; a refusal is thrown as its sentence. */
  const ask = async (path, method) => {
    const answer = await fetch(path, { method });
    const told = await answer.json();
    if (!answer.ok) throw new Error(sentence(told));
    return told;
  };

  /** Puts the report as it now is into its place. @param {HTMLElement} report */
  const renew = async (report) => {
    const answer = await fetch(`/files/report/${report.dataset.session}.html`);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-report]");
    report.innerHTML = fresh.innerHTML;
    Object.assign(report.dataset, fresh.dataset);
  };

  const ACTS = {
    "ask-delete": (card, button) => { button.hidden = true; card.querySelector(".sure").hidden = false; card.querySelector("[data-act=keep]").focus(); },
    keep: (card) => {
      card.querySelector(".sure").hidden = true;
      const first = card.querySelector("[data-act=ask-delete]");
      first.hidden = false; first.focus();
    },
    delete: async (card) => {
      const report = root(card);
      sound.pause(); sound.removeAttribute("src"); file = "";
      await ask(`/files/audio/${report.dataset.session}`, "DELETE");
      await renew(report);
    },
    transcribe: async (card) => {
      const report = root(card);
      await ask(`/files/audio/${report.dataset.session}/transcript`, "POST");
      await renew(report);
    },
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".act[data-act]");
    if (!button) return;
    const card = button.closest(".card, .banner");
    button.disabled = true;
    try { await ACTS[button.dataset.act](card, button); } catch (fault) { card.querySelector(".told").textContent = fault.message; }
    button.disabled = false;
  });

  /** While words are being filled in: looks every two seconds, and shows the report that follows. */
  const waiting = new Map();
  setInterval(async () => {
    for (const report of all("[data-report]")) {
      const key = report.dataset.session;
      if (report.querySelector("[data-transcript=working]") && !waiting.has(key)) waiting.set(key, report.dataset.report);
      if (!waiting.has(key) || !report.offsetParent) continue;
      const told = await ask(`/files/audio/${key}/transcript`, "GET").catch(() => ({ state: "working" }));
      // A question that is being answered is not taken off the page.
      if (report.querySelector(".sure:not([hidden])")) continue;
      // Done, but the report is still the earlier one: the new one is on its way.
      if (told.state === "working" || (told.state === "done" && told.report === waiting.get(key))) continue;
      waiting.delete(key);
      await renew(report);
    }
  }, 2000);
})();
