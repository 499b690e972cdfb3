"use strict";
/* Sends a recording in hashed pieces that go on where they stopped, and follows it to its transcript. */
import { ask, fragment } from "./transcripts_server.js";

const TRIES = 4;
const hex = async (/** @type {BufferSource} */ bytes) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");
const rest = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** One piece, tried again when the line breaks; what the server refuses is not tried again.
 * @param {string} path @param {Blob} piece */
const put = async (path, piece) => {
  const bytes = await piece.arrayBuffer(), digest = await hex(bytes);
  for (let n = 1; ; n++) {
    try { await ask(path, "PUT", bytes, { "x-content-sha256": digest }); return; } catch (fault) {
      if (!(fault instanceof TypeError) || n === TRIES) throw fault;
      await rest(500 * 2 ** n);
    }
  }
};

/** Sends what of the file is not there yet; gives the recording's id. @param {File} file @param {object} said
 * @param {(words: string) => void} tell */
const send = async (file, said, tell) => {
  if (!crypto.subtle) throw new Error("This browser checks pieces only on a safe connection: use https, or this machine itself.");
  const again = await hex(new TextEncoder().encode(`${file.name} ${file.size} ${file.lastModified}`));
  const begun = await (await ask("/files/media", "POST", { ...said, file: file.name, bytes: file.size, request_id: again })).json();
  const { chunk_bytes: size, chunks, missing, media } = begun;
  let here = chunks - missing.length;
  for (const n of missing) {
    tell(`Sending: ${here} of ${chunks} pieces are here.`);
    await put(`/files/media/${media.id}/${n}`, file.slice(n * size, (n + 1) * size));
    here += 1;
  }
  tell("The file is here whole. Looking at it.");
  await ask(`/files/media/${media.id}/finish`, "POST");
  return media.id;
};

/** @param {any} page what the page can do: main, redraw */
export const bringing = ({ main, redraw }) => {
  const way = () => /** @type {HTMLElement | null} */ (main()?.querySelector(".tr-way"));

  /** Looks every second until there is nothing to wait for, or another page is in its place. @param {string} id */
  const follow = async (id) => {
    for (;;) {
      const place = way();
      if (!place) return;
      const told = place.querySelector("[data-state]");
      if (told?.dataset.state === "done") { await redraw(told.dataset.made); return; }
      if (told?.dataset.state === "failed") return;
      await rest(1000);
      if (way() !== place) return;
      place.innerHTML = await fragment(`recordings/${id}.html`);
    }
  };
  const begin = async (id, stage) => {
    way().innerHTML = await (await ask(`recordings/${id}`, "POST", { stage })).text();
    await follow(id);
  };

  return {
    keeps: {
      bring: async (place) => {
        const { file, candidate, role, track, job_description: job } = place.elements;
        const said = Object.fromEntries([candidate, role, track, job].filter((one) => one.value).map((one) => [one.name, one.value]));
        const tell = (/** @type {string} */ words) => { const place = way(); if (place) place.textContent = words; };
        const id = await send(file.files[0], said, tell).catch((fault) => { tell(""); throw fault; });
        place.hidden = true;
        await begin(id, "");
      },
    },
    acts: {
      bring: async () => {
        main().innerHTML = await fragment("bring.html");
        const page = document.getElementById("tr");
        if (page.dataset.view) page.dataset.view = "detail";
        main().querySelector("h1").focus();
      },
      retry: async (button) => {
        button.disabled = true;
        await begin(button.closest("[data-media]").dataset.media, button.dataset.stage);
      },
    },
  };
};
