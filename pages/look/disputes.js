"use strict";
/* Objecting to a decision in the report: the form at a key point, and the places on the page that say so once it is kept. */
(() => {
  const sentence = (told) => String(told.error || "That did not work. Try again in a moment.").replace(/^\w+: /, "");

  /** @param {string} path @param {RequestInit} how */
  const ask = async (path, how) => {
    const answer = await fetch(path, how);
    const told = await answer.json();
    if (!answer.ok) throw new Error(sentence(told));
  };

  /** Puts what the report now says into its places, and nothing else: other forms and open answers stay as they are.
   * @param {HTMLElement} report @param {string[]} parts */
  const renew = async (report, parts) => {
    const answer = await fetch(`/files/report/${report.dataset.session}.html?report=${report.dataset.report}`);
    if (!answer.ok) throw new Error("It is kept. Reload the page to see it.");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
      const place = `[data-part="${CSS.escape(part)}"]`, now = fresh.querySelector(place);
      if (now) report.querySelector(place)?.replaceWith(now);
    }
  };

  /** Does it, shows it, and gives the focus back to the same key point. @param {HTMLFormElement} form @param {() => Promise<void>} act */
  const settle = async (form, act) => {
    const report = /** @type {HTMLElement} */ (form.closest("[data-report]"));
    const { question, point } = form.dataset, here = `point-${question}-${point}`;
    const buttons = [...form.querySelectorAll("button")];
    for (const one of buttons) one.disabled = true;
    try {
      await act();
      await renew(report, [here, `head-${question}`, "total"]);
      report.querySelector(`[data-part="${CSS.escape(here)}"] .disagree summary`)?.focus();
    } catch (fault) {
      form.querySelector(".told").textContent = fault.message;
    }
    for (const one of buttons) one.disabled = false;
  };

  const close = (/** @type {Element} */ inside) => {
    const details = /** @type {HTMLDetailsElement} */ (inside.closest("details.disagree"));
    details.open = false;
    details.querySelector("summary").focus();
  };

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches?.("form.dispute")) return;
    event.preventDefault();
    const report = form.closest("[data-report]"), { question, point } = form.dataset;
    const status = form.querySelector("input[type=radio]:checked")?.value;
    const body = JSON.stringify({
      report_id: report.dataset.report, question_id: question, point, status,
      why: form.elements.why.value, quote: form.elements.quote.value,
    });
    settle(form, () => ask("/files/disputes", { method: "POST", headers: { "content-type": "application/json" }, body }));
  });

  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest?.("button[data-dispute]");
    if (!button) return;
    if (button.dataset.dispute === "close") { close(button); return; }
    const form = button.closest("form"), report = form.closest("[data-report]"), { question, point } = form.dataset;
    const path = [report.dataset.report, question, point].map(encodeURIComponent).join("/");
    settle(form, () => ask(`/files/disputes/${path}`, { method: "DELETE" }));
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form.dispute");
    if (!form || event.key !== "Escape") return;
    close(form);
    event.stopPropagation();
  }, true);
})();
