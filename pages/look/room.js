/* The room's small behaviours: unsent words survive a reload, single keys press buttons, the clock moves. */
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

  const tick = () => {
    const clock = $("#clock");
    if (!clock || clock.dataset.running !== "yes") return;
    const passed = Number(clock.dataset.seconds) + (Date.now() - Number(clock.dataset.since)) / 1000;
    const limit = Number(clock.dataset.limit);
    const left = limit ? Math.max(0, limit - passed) : passed;
    clock.firstChild.textContent = `${Math.floor(left / 60)}:${String(Math.floor(left % 60)).padStart(2, "0")} `;
    const bar = $("#clock-bar");
    if (bar && limit) bar.style.width = `${Math.min(100, (passed / limit) * 100)}%`;
  };

  new MutationObserver(() => {
    const clock = $("#clock");
    if (clock && !clock.dataset.since) clock.dataset.since = String(Date.now());
    restore();
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
  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") { try { localStorage.setItem("viva-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page only */ } }
  });
})();
