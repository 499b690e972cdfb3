"use strict";
/* Choosing two to four transcripts of the list, to be held side by side. */

/** The ticks of the list. */
export const ticks = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#tr-list input[name=pick]")]);

/** The ids that are chosen. */
export const picked = () => ticks().filter((one) => one.checked).map((one) => one.value);

/** Says how many are chosen; a fifth cannot be. */
export const count = () => {
  const button = document.querySelector('#tr [data-tr="compare"]');
  if (!button) return;
  const chosen = picked().length;
  button.disabled = chosen < 2;
  button.textContent = chosen < 2 ? "Choose two to four" : `Compare ${chosen}`;
  for (const one of ticks()) one.disabled = chosen >= 4 && !one.checked;
};

/** Shows the ticks or takes them away. @param {boolean} on @param {string} first chosen already */
export const picking = (on, first) => {
  document.getElementById("tr").classList.toggle("picking", on);
  document.querySelector("#tr .tr-picking").hidden = !on;
  document.querySelector('#tr [data-tr="pick"]').hidden = on;
  for (const one of ticks()) { one.checked = on && one.value === first; one.disabled = false; }
  count();
};
