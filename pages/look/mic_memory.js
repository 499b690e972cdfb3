"use strict";
/* What the microphone check found, kept for this tab: the device, and whether it hears the interviewer's voice. */

const KEY = "viva-mic";

/** @typedef {{device: string, half_duplex: boolean | null, echo_db: number | null}} Found */

/** @returns {Found} */
export const remembered = () => {
  const nothing = { device: "", half_duplex: null, echo_db: null };
  try { return { ...nothing, ...JSON.parse(sessionStorage.getItem(KEY) ?? "null") }; } catch { return nothing; }
};

/** @param {Partial<Found>} found */
export const remember = (found) => {
  try { sessionStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...found })); } catch { /* then it is asked again */ }
};
