"use strict";
/* Which one of the room's states is shown: what is over or broken first, then what the microphone, the line and the server say. */

const ENDED = ["gone", "unknown", "elsewhere", "silent"];

/** @typedef {{over: boolean, mic: "off" | "opening" | "open" | "trouble", line: string, stale: boolean, mode: "" | "voice" | "keyboard",
 *   server: string, muted: boolean, half: boolean}} Standing */

/** @param {Standing} room @returns {string} a key of STATES in words.js */
export const stateName = (room) => {
  if (room.over) return "finished";
  if (room.mic === "opening") return "opening";
  if (ENDED.includes(room.line)) return room.line;
  if (room.line === "token") return room.stale ? "stale" : "token";
  if (room.mic === "trouble") return "trouble";
  if (!room.mode) return "ready";
  if (room.line === "lost") return room.mode === "keyboard" ? "lost_typing" : "lost";
  return room.line === "opening" || !room.server ? "joining" : serverState(room);
};

/** @param {Standing} room @returns {string} */
const serverState = ({ server, mode, muted, half }) => {
  if (["paused", "finished", "thinking"].includes(server)) return server;
  if (server === "speaking") return half && mode === "voice" ? "speaking_half" : "speaking";
  if (mode === "keyboard") return "keyboard";
  if (muted) return "muted";
  return server === "still_listening" ? server : "listening";
};

/** Whether the line has ended in a way that a press can mend. @param {string} name @returns {boolean} */
export const canReopen = (name) => [...ENDED, "stale"].includes(name);
