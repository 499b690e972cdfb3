/* The room's small behaviours: a new question is in view, unsent words survive a reload, single keys press buttons, the clock moves. */
(() => {
  const $ = (selector) => document.querySelector(selector);
  const press = (id) => { const button = $("#" + id); if (button && !button.disabled && button.offsetParent) button.click(); };
  const keyOf = () => { const here = $("#stage [data-session]"); return here ? `viva-draft-${here.dataset.session}-${here.dataset.turn}` : null; };
  const put = (field, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    const key = keyOf();
    if (key && event.target.closest && event.target.closest("#answer")) {
      try { localStorage.setItem(key, event.target.value); } catch { /* storage may be full or off */ }
    }
  });

  let shown = null;
  const restore = () => {
    const key = keyOf(), field = $("#answer textarea");
    if (!key || !field || key === shown) return;
    shown = key;
    let kept = null;
    try { kept = localStorage.getItem(key); } catch { /* no storage, nothing kept */ }
    if (kept && !field.value) put(field, kept);
    try {
      for (const old of Object.keys(localStorage)) {
        if (old.startsWith(key.slice(0, key.lastIndexOf("-"))) && old !== key) localStorage.removeItem(old);
      }
    } catch { /* the same */ }
  };

  let place = null;
  /* Whoever pressed a button at the end of a long page finds the next one at its beginning, and the keyboard with it. */
  const bring = () => {
    const on = ["#setup", "#room", "#after"].map($).find((one) => one?.offsetParent);
    const here = on?.id === "room" && $("#stage [data-session]");
    const now = here ? here.dataset.session + (document.body.classList.contains("viva-live") ? "" : `-${here.dataset.turn}`) : on?.id;
    if (!now || now === "room" || now === place) return;
    const began = place === null;
    place = now;
    if (began) return;
    if (on.getBoundingClientRect().top < 0) scrollTo(0, 0);
    if (document.activeElement === document.body) on.querySelector("h1[tabindex]")?.focus({ preventScroll: true });
  };

  /* On a slow line a press says at once that it was heard, until something of the page has changed, a refusal included. */
  const PRESSED = "#setup button.lg, #room button.lg, #after button.lg, #btn-hold, #btn-compare, #btn-look, #btn-make-kit";
  let asked = null;
  const heard = () => {
    if (!asked) return;
    clearTimeout(asked.until);
    asked.button.classList.remove("asked");
    asked.button.removeAttribute("aria-busy");
    asked = null;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(PRESSED);
    if (!button) return;
    heard();
    asked = { button, until: setTimeout(heard, 20000) };
    button.classList.add("asked");
    button.setAttribute("aria-busy", "true");
  });

  /* Since when the clock has run from the seconds that the server told. Gradio changes the page's elements in place: what is kept on
   * one of them is lost with the next answer. */
  let told = null;
  const noted = (clock) => {
    if (!clock || clock.dataset.running !== "yes") { told = null; return null; }
    const words = `${keyOf()} ${clock.dataset.seconds}`;
    if (told?.words !== words) told = { words, since: Date.now() };
    return told;
  };
  const tick = () => {
    const clock = $("#clock"), from = noted(clock);
    if (!from) return;
    const passed = Number(clock.dataset.seconds) + (Date.now() - from.since) / 1000;
    const limit = Number(clock.dataset.limit);
    const left = limit ? Math.max(0, limit - passed) : passed;
    clock.firstChild.textContent = `${Math.floor(left / 60)}:${String(Math.floor(left % 60)).padStart(2, "0")} `;
    const bar = $("#clock-bar");
    if (bar && limit) bar.style.width = `${Math.min(100, (passed / limit) * 100)}%`;
  };

  new MutationObserver((changes) => {
    if (asked && changes.some((one) => one.target !== document.head && !asked.button.contains(one.target))) heard();
    noted($("#clock"));
    restore();
    bring();
  }).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(tick, 1000);

  const keys = { t: "btn-think", r: "btn-repeat", h: "btn-hint" };
  const off = () => { try { return localStorage.getItem("viva-keys") === "off"; } catch { return false; } };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.closest("#answer, #code")) {
      event.preventDefault(); press("btn-send"); return;
    }
    const inField = event.target.closest && event.target.closest("input, textarea, select, [contenteditable], .cm-editor");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") { const help = $("#keys-help"); if (help) help.hidden = !help.hidden; return; }
    if (event.key === "Escape") { const help = $("#keys-help"); if (help) help.hidden = true; return; }
    if (off()) return;
    if (event.key === " " && !(event.target.closest && event.target.closest("button, a, summary, [role=tab]"))) {
      if ($("#btn-send")?.offsetParent) { event.preventDefault(); press("btn-send"); }
      return;
    }
    const id = keys[event.key.toLowerCase()];
    if (id) { event.preventDefault(); press(id); }
  });
  /* Tab leaves an open list. Gradio would take it for Enter, keep the list open over the page and drop the focus. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !event.target.matches?.("[role=combobox][aria-expanded=true]")) return;
    event.stopImmediatePropagation();
    const list = document.getElementById(event.target.getAttribute("aria-controls"));
    if (list) list.tabIndex = -1; // it scrolls, so that it would be the next to have the focus, and is gone
    event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") { try { localStorage.setItem("viva-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page only */ } }
  });
})();
