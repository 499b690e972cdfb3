"use strict";
/* Does the microphone hear the loudspeaker? The level while a test sentence sounds, against the room's level before it. */
import { canSpeak, voiceFor } from "./voice.js";

const BEFORE_MS = 1000;
const SIGN_OF_LIFE_MS = 1500;
const LONGEST_MS = 6000;
/** An echo stands this far above the room, and is no mere hiss. */
const ECHO_DB = 6;
const AUDIBLE_DB = -58;
const SENTENCES = {
  en: "This is how I sound when I ask you a question.",
  de: "So klinge ich, wenn ich Ihnen eine Frage stelle.",
  fr: "Voici ma voix quand je vous pose une question.",
  es: "Así sueno cuando le hago una pregunta.",
};

/** @param {number} level @returns {number} */
const decibels = (level) => 20 * Math.log10(Math.max(level, 1e-6));

/** The level that a share of the frames stays under. @param {number[]} levels @param {number} share @returns {number} */
const percentile = (levels, share) => [...levels].sort((a, b) => a - b)[Math.floor((levels.length - 1) * share)] ?? 0;

/** How far the sentence stood above the room, and whether that is an echo. @param {number[]} before @param {number[]} during
 * @returns {{echo_db: number, echo: boolean}} */
export const judged = (before, during) => {
  const room = decibels(percentile(before, 0.7)), sound = decibels(percentile(during, 0.8));
  return { echo_db: Math.round(sound - Math.max(room, -80)), echo: sound - room > ECHO_DB && sound > AUDIBLE_DB };
};

/** @param {{voice: string, lang: string}} value @param {import("./sound.js").Sound} sound
 * @param {(take: (pcm: ArrayBuffer, level: number) => void) => void} listen
 * @returns {Promise<{echo_db: number | null, echo: boolean, spoken: boolean}>} */
export const echoTest = async (value, sound, listen) => {
  /** @type {number[]} */ const before = [], /** @type {number[]} */ during = [];
  listen((_pcm, level) => before.push(level));
  await new Promise((done) => { setTimeout(done, BEFORE_MS); });
  const play = value.voice === "client" && canSpeak() ? byBrowser : byPage;
  const spoken = await play(value, sound, () => listen((_pcm, level) => during.push(level)));
  return spoken ? { ...judged(before, during), spoken } : { echo_db: null, echo: true, spoken };
};

/** @param {{lang: string}} value @param {any} _sound @param {() => void} begun @returns {Promise<boolean>} whether it sounded */
const byBrowser = ({ lang }, _sound, begun) => new Promise((done) => {
  const spoken = new SpeechSynthesisUtterance(SENTENCES[lang.slice(0, 2)] ?? SENTENCES.en);
  spoken.voice = voiceFor(lang);
  spoken.lang = spoken.voice?.lang ?? lang;
  const over = (/** @type {boolean} */ well) => { clearTimeout(life); window.speechSynthesis.cancel(); done(well); };
  let life = setTimeout(() => over(false), SIGN_OF_LIFE_MS);
  spoken.onstart = () => { clearTimeout(life); life = setTimeout(() => over(true), LONGEST_MS); begun(); };
  spoken.onend = () => over(true);
  spoken.onerror = () => over(false);
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(spoken);
});

/** Through the same way that the server's voice takes: four vowel-like sounds, a second and a half.
 * @param {any} _value @param {import("./sound.js").Sound} sound @param {() => void} begun @returns {Promise<boolean>} */
const byPage = async (_value, { context }, begun) => {
  const from = context.currentTime + 0.05;
  [[140, 700, 1200], [165, 350, 2200], [150, 500, 1700], [125, 600, 1000]].forEach(([pitch, ...formants], at) => {
    for (const formant of formants) vowel(context, pitch, formant, from + at * 0.38);
  });
  begun();
  await new Promise((done) => { setTimeout(done, 1700); });
  return context.state === "running";
};

/** @param {AudioContext} context @param {number} pitch @param {number} formant @param {number} at */
const vowel = (context, pitch, formant, at) => {
  const voice = new OscillatorNode(context, { type: "sawtooth", frequency: pitch });
  const throat = new BiquadFilterNode(context, { type: "bandpass", frequency: formant, Q: 9 });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setTargetAtTime(0.5, at, 0.03);
  loudness.gain.setTargetAtTime(0, at + 0.26, 0.04);
  voice.connect(throat).connect(loudness).connect(context.destination);
  voice.start(at);
  voice.stop(at + 0.5);
};
