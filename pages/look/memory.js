"use strict";
/* What this tab remembers: choices, and what the microphone check found. A page inside a foreign frame may have no storage at all. */

const MIC = "viva-mic";

/** @param {string} key @returns {string} */
export const recall = (key) => {
  try { return sessionStorage.getItem(key) ?? ""; } catch { return ""; }
};

/** @param {string} key @param {string} words */
export const keep = (key, words) => {
  try { sessionStorage.setItem(key, words); } catch { /* then it is asked again */ }
};

/** @typedef {{device: string, half_duplex: boolean | null, echo_db: number | null}} Found */

/** What the microphone check found: the device, and whether it hears the interviewer's voice. @returns {Found} */
export const remembered = () => {
  const nothing = { device: "", half_duplex: null, echo_db: null };
  try { return { ...nothing, ...JSON.parse(recall(MIC) || "null") }; } catch { return nothing; }
};

/** @param {Partial<Found>} found */
export const remember = (found) => keep(MIC, JSON.stringify({ ...remembered(), ...found }));
