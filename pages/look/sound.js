"use strict";
/* The microphone in and the loudspeaker out: one AudioContext, two worklets, and names for what can be wrong with them. */
import { faultOf, mayRecord } from "./faults.js";

const WORKLETS = ["resample", "capture", "playback"].map((name) => new URL(`./${name}.worklet.js`, import.meta.url).href);
const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

export class Sound {
  /** @param {{frame: (pcm: ArrayBuffer, level: number) => void, played: (report: any) => void, sounding: (on: boolean) => void,
   *   fault: (kind: import("./faults.js").Kind) => void}} on */
  constructor(on) {
    this.on = on;
    /** @type {AudioContext | null} */ this.context = null;
    /** @type {MediaStream | null} */ this.stream = null;
    /** @type {AudioWorkletNode | null} */ this.output = null;
    this.muted = false;
    this.devices = () => this.#checkDevice();
  }

  /** Makes the context. Must be called inside the tap itself: later is too late on iOS. */
  wake() {
    if (!this.context) {
      this.context = new (window.AudioContext ?? window.webkitAudioContext)({ latencyHint: "interactive" });
      this.ready = this.context.audioWorklet ? this.#load() : Promise.reject(faultOf("worklet"));
      this.ready.catch(() => {}); // told by whoever waits for it
    }
    if (this.context.state !== "running") this.context.resume().catch(() => {});
  }

  async #load() {
    for (const url of WORKLETS) await this.context.audioWorklet.addModule(url);
    this.output = new AudioWorkletNode(this.context, "viva-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    this.output.port.onmessage = ({ data }) => ("sounding" in data ? this.on.sounding(data.sounding) : this.on.played(data));
    this.output.connect(this.context.destination);
  }

  /** Opens the microphone; rejects with a Fault. @param {string} device its id, empty for the usual one */
  async listen(device) {
    this.deaf();
    mayRecord();
    const stream = await this.#stream(device);
    try { await this.ready; } catch (fault) { stop(stream); throw faultOf(fault); }
    if (this.context.state === "closed") { stop(stream); return; }
    this.stream = stream;
    this.mute(this.muted);
    this.#tap(stream);
    const track = stream.getAudioTracks()[0];
    track.addEventListener("ended", () => { if (this.stream === stream) this.#gone(); });
    navigator.mediaDevices.addEventListener?.("devicechange", this.devices);
  }

  /** @param {string} device @returns {Promise<MediaStream>} */
  async #stream(device) {
    const ask = (one) => navigator.mediaDevices.getUserMedia({ audio: one });
    try {
      return await ask(device ? { ...WANTED, deviceId: { exact: device } } : WANTED);
    } catch (fault) {
      const missing = device && ["OverconstrainedError", "NotFoundError"].includes(fault.name);
      if (!missing) throw await explained(fault);
      return ask(WANTED).catch(async (second) => { throw await explained(second); });
    }
  }

  /** @param {MediaStream} stream */
  #tap(stream) {
    const options = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" };
    this.source = this.context.createMediaStreamSource(stream);
    this.input = new AudioWorkletNode(this.context, "viva-capture", options);
    this.input.port.onmessage = ({ data }) => this.on.frame(data.pcm, data.level);
    this.source.connect(this.input);
  }

  /** Lets the microphone go, so that the browser's sign for it goes out. */
  deaf() {
    if (!this.stream) return;
    navigator.mediaDevices.removeEventListener?.("devicechange", this.devices);
    this.input.port.postMessage("stop");
    this.source.disconnect();
    stop(this.stream);
    this.stream = null;
  }

  /** @param {boolean} on */
  mute(on) {
    this.muted = on;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** The open microphone's name and id. @returns {{label: string, id: string}} */
  get device() {
    const track = this.stream?.getAudioTracks()[0];
    return { label: track?.label ?? "", id: track?.getSettings().deviceId ?? "" };
  }

  async #checkDevice() {
    const track = this.stream?.getAudioTracks()[0];
    const there = await inputs();
    const known = there.some((one) => one.deviceId === this.device.id);
    if (track && (track.readyState === "ended" || (this.device.id && there.length && !known) || !there.length)) this.#gone();
  }

  #gone() {
    this.deaf();
    this.on.fault("unplugged");
  }

  /** Tells the playback worklet; what is said before it is loaded waits for it. @param {object} message @param {Transferable[]} [moved] */
  tell(message, moved = []) {
    if (!this.ready) return;
    this.ready.then(() => this.output.port.postMessage(message, moved)).catch(() => {});
  }

  close() {
    this.deaf();
    this.tell({ type: "close" });
    this.context?.close().catch(() => {});
  }
}

/** The microphones there are; names only once one was allowed. @returns {Promise<MediaDeviceInfo[]>} */
export const inputs = async () => {
  const all = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  return all.filter((one) => one.kind === "audioinput" && one.deviceId);
};

/** @param {MediaStream} stream */
const stop = (stream) => stream.getTracks().forEach((track) => track.stop());

/** What a refused microphone means; asks the browser whether it was refused for good. @param {any} fault @returns {Promise<Error>} */
const explained = async (fault) => {
  const asked = await navigator.permissions?.query?.({ name: /** @type {any} */ ("microphone") }).catch(() => null);
  return faultOf(fault, asked?.state ?? "");
};
