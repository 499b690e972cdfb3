"use strict";
/* The room's words: each state as a title, a sentence and what a press on the round button does. */

/** @typedef {{title: string, words: string, press: string, off?: boolean}} Words */

/** @type {Record<string, Words>} */
export const STATES = {
  ready: { title: "Ready when you are", words: "Press the microphone, then just talk. I wait while you think.", press: "Start talking", off: true },
  opening: { title: "One moment", words: "The microphone is being opened. Your browser may ask you to allow it.", press: "Please wait" },
  joining: { title: "One moment", words: "The interviewer is joining.", press: "Please wait" },
  listening: { title: "Listening", words: "Begin whenever you like. I wait while you think.", press: "Mute the microphone" },
  still_listening: { title: "Still listening", words: "Take your time. I will answer when you are done", press: "Mute the microphone" },
  thinking: { title: "Thinking", words: "I have your answer and am forming mine.", press: "Mute the microphone" },
  speaking: { title: "Speaking", words: "You can interrupt me at any moment.", press: "Mute the microphone" },
  speaking_half: { title: "Speaking", words: "I listen again as soon as I have finished. Esc stops me.", press: "Mute the microphone" },
  paused: { title: "Paused", words: "Nothing runs and nothing is heard while you are away.", press: "Go on", off: true },
  muted: { title: "Muted", words: "Nothing you say is sent. Press the microphone to go on.", press: "Unmute the microphone", off: true },
  keyboard: { title: "Typing", words: "The microphone is off. Press it to talk again.", press: "Talk instead", off: true },
  trouble: { title: "I cannot hear you yet", words: "", press: "Try the microphone again", off: true },
  lost: { title: "Connection lost", words: "What you say is kept and sent when it is back.", press: "Mute the microphone" },
  lost_typing: { title: "Connection lost", words: "What you write is kept. I am trying to come back.", press: "Talk instead", off: true },
  gone: { title: "Still no connection", words: "What you said so far is kept. Try again, or go on by typing below.", press: "Try again", off: true },
  token: { title: "One moment", words: "This page was open for long; I am asking for a new key to the room.", press: "Please wait", off: true },
  stale: { title: "The room was closed", words: "This page was open for too long. Reload it; your answers are kept.", press: "Try again", off: true },
  unknown: { title: "This interview is not here", words: "Reload the page to see which one is running. Nothing was lost.", press: "Try again", off: true },
  silent: { title: "The line was closed", words: "I heard nothing for a long time. Press the microphone and we go on.", press: "Go on", off: true },
  elsewhere: { title: "You are in another tab", words: "The interview goes on there. Press the microphone to have it here.", press: "Have it here", off: true },
  finished: { title: "That was the interview", words: "Thank you. Your report is being written.", press: "Finished", off: true },
};

const SMALL = ["", "one second", "two seconds", "three seconds", "four seconds", "five seconds"];

/** The end of the sentence of still_listening, for the eye only: read aloud each second it would disturb.
 * @param {number} left milliseconds @returns {string} */
export const leftWords = (left) => {
  const seconds = Math.ceil(left / 1000);
  return seconds > 0 ? `, in about ${SMALL[seconds] ?? `${seconds} seconds`} of silence.` : ".";
};

export const VOICE_FAILED = "Your browser's voice did not start, so read the questions here.";
export const DECLINED = "Your browser's recognition stays off. Your sound is kept; type your answers.";
export const PRESS_TO_HEAR = "Your browser holds the sound back. Press any key or tap the page to hear me.";
export const WAS_AWAY = "While you were away I went on listening.";
export const CONSENT =
  "Your browser can turn your speech into words as you talk. To do so it may send your voice to its maker, for example to Google from Chrome. "
  + "Without it, your sound is kept and you type your answers.";
export const EARS = "Your browser's recognition listens; it may send your voice to its maker.";
