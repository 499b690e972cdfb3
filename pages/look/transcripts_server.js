"use strict";
/* What the Transcripts page asks of the server: parts of itself as HTML, and acts; a refusal is a sentence to show. */

const BASE = "/files/review";
const sentence = (told) => String(told.error || "That did not work. Try again in a moment.").replace(/^\w+: /, "");

/** Asks the server; a refusal is thrown as its sentence. A path from the root is taken as it is.
 * @param {string} path @param {string} [method] @param {object | ArrayBuffer} [body] @param {Record<string, string>} [headers] */
export const ask = async (path, method = "GET", body = undefined, headers = {}) => {
  const plain = body === undefined || body instanceof ArrayBuffer;
  const how = plain ? { method, headers, body } : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path.startsWith("/") ? path : `${BASE}/${path}`, how);
  if (!answer.ok) throw new Error(sentence(await answer.json().catch(() => ({}))));
  return answer;
};
/** A part of the page. @param {string} path */
export const fragment = async (path) => (await ask(path)).text();
