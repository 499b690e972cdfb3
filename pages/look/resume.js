"use strict";
/* The Resume page: a lit line marks the requirements it proves, a requirement marks its lines; small panels open and close. */
(() => {
  const all = (within, selector) => [...within.querySelectorAll(selector)];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const show = (element, block) => element?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  /** Takes every mark off. @param {Element} page */
  const clear = (page) => {
    for (const one of all(page, ".rz-lit.on, .rz-row.on")) one.classList.remove("on");
    for (const one of all(page, ".rz-lit[aria-pressed=true]")) one.setAttribute("aria-pressed", "false");
  };

  /** @param {Element} line */
  const fromLine = (line) => {
    const page = line.closest(".rz"), again = line.classList.contains("on");
    clear(page);
    if (again) return;
    line.classList.add("on");
    line.setAttribute("aria-pressed", "true");
    const ids = line.dataset.rows.split(" ");
    const rows = all(page, ".rz-row").filter((row) => ids.includes(row.dataset.row));
    for (const row of rows) row.classList.add("on");
    show(rows[0], "nearest");
  };

  /** @param {Element} row */
  const fromRow = (row) => {
    const page = row.closest(".rz"), button = row.querySelector("button"), why = row.querySelector(".rz-why");
    const open = why.hidden;
    why.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    clear(page);
    if (!open) return;
    row.classList.add("on");
    const lines = all(page, ".rz-lit").filter((line) => line.dataset.rows.split(" ").includes(row.dataset.row));
    for (const line of lines) { line.classList.add("on"); line.setAttribute("aria-pressed", "true"); }
    const left = page.querySelector(".rz-left");
    // Beside the table the pages scroll by themselves; one below the other, the row stays where it is.
    if (lines[0] && getComputedStyle(left).position === "sticky") {
      const box = lines[0].getBoundingClientRect(), frame = left.getBoundingClientRect();
      left.scrollBy({ top: box.top - frame.top - left.clientHeight / 3, behavior: calm.matches ? "auto" : "smooth" });
    }
  };

  /** Shows the analysis of another job of the table. @param {string} match */
  const open = (match) => {
    const button = document.getElementById("btn-jump");
    button.dataset.match = match;
    button.click();
  };

  const ACTS = {
    sum: (button) => {
      const panel = document.getElementById("rz-sum");
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    },
    copy: async (button) => {
      const told = button.parentElement.querySelector(".told");
      try {
        await navigator.clipboard.writeText(document.getElementById("rz-letter").textContent);
        told.textContent = "Copied.";
      } catch { told.textContent = "Your browser keeps the clipboard closed; mark the text and copy it."; }
    },
  };

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const act = target.closest?.("[data-rz]"), tab = target.closest?.("[data-rz-tab]");
    const job = target.closest?.("[data-rz-open]");
    const line = target.closest?.(".rz-lit"), row = target.closest?.(".rz-row > button");
    if (act) ACTS[act.dataset.rz](act);
    else if (job) open(job.dataset.rzOpen);
    else if (tab) {
      const more = document.getElementById("resume-more");
      all(more, "button[role=tab]").find((one) => one.textContent.trim() === tab.dataset.rzTab)?.click();
      show(more, "start");
    } else if (line) fromLine(line);
    else if (row) fromRow(row.parentElement);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const page of all(document, ".rz")) clear(page);
  });
})();
