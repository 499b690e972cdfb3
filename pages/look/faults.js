"use strict";
/* What can be wrong with a microphone or a connection, each with a sentence that says what to do. */

/** @typedef {"insecure" | "framed" | "denied" | "dismissed" | "missing" | "busy" | "worklet" | "unplugged" | "quiet" | "stopped" | "unknown"} Kind */

/** @type {Record<Kind, string>} */
export const SENTENCES = {
  insecure: "Browsers give the microphone only to secure pages. Open this page by https, or as localhost on this machine. You can type your answers here.",
  framed: "This page stands inside another one that keeps the microphone from it. Open it in a tab of its own, or type your answers.",
  denied: "The microphone is blocked for this page. Allow it with the sign at the left of the address bar, then try again, or type your answers.",
  dismissed: "The browser asked for the microphone and got no answer. Try again and choose Allow, or type your answers.",
  missing: "No microphone was found. Plug one in and try again, or type your answers.",
  busy: "Another program is using the microphone. Close calls and recorders, then try again, or type your answers.",
  worklet: "This browser is too old to send sound as you speak. Update it or use another one, or type your answers.",
  unplugged: "The microphone was unplugged. What you said is kept. Choose another one and go on, or type the rest.",
  quiet: "No sound comes from this microphone yet. Check that it is not muted, choose another one, or type your answers.",
  stopped: "The browser stopped the microphone while this page was hidden. What you said is kept. Try again to go on, or type the rest.",
  unknown: "The microphone did not open. Try again, choose another one, or type your answers.",
};

/** An error that carries its kind. */
export class Fault extends Error {
  /** @param {Kind} kind */
  constructor(kind) {
    super(SENTENCES[kind]);
    this.kind = kind;
  }
}

/** @type {Record<string, Kind>} */
const BY_NAME = {
  NotFoundError: "missing",
  DevicesNotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
  SecurityError: "framed",
};

/** Any failure as a Fault. @param {any} cause an error, a Fault or a kind @param {string} [permission] what the browser says of it
 * @returns {Fault} */
export const faultOf = (cause, permission = "") => {
  if (cause instanceof Fault) return cause;
  if (typeof cause === "string") return new Fault(/** @type {Kind} */ (cause));
  if (cause?.name !== "NotAllowedError") return new Fault(BY_NAME[cause?.name] ?? "unknown");
  if (isFramed() && !frameAllows()) return new Fault("framed");
  const dismissed = permission === "prompt" || /dismiss/i.test(cause.message ?? "");
  return new Fault(dismissed ? "dismissed" : "denied");
};

/** Throws the Fault that is known before asking. */
export const mayRecord = () => {
  if (!window.isSecureContext) throw new Fault("insecure");
  if (isFramed() && !frameAllows()) throw new Fault("framed");
  if (!navigator.mediaDevices?.getUserMedia) throw new Fault("insecure");
};

/** @returns {boolean} */
const isFramed = () => window.top !== window;

/** Whether the page around this one lets the microphone through; true where a browser cannot tell. @returns {boolean} */
const frameAllows = () => {
  const policy = /** @type {any} */ (document).permissionsPolicy ?? /** @type {any} */ (document).featurePolicy;
  return policy?.allowsFeature ? policy.allowsFeature("microphone") : true;
};
