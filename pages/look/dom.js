"use strict";
/* Elements made from values: every text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children
 * @returns {any} */
export const h = (tag, attributes = {}, ...children) => dressed(document.createElement(tag), attributes, children);

/** An SVG element. @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children
 * @returns {any} */
export const svg = (tag, attributes = {}, ...children) => dressed(document.createElementNS(SVG, tag), attributes, children);

/** @param {any} element @param {Record<string, any>} attributes @param {(Node | string)[]} children */
const dressed = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

/** Changes a text only when it differs, so that a live region is not read out again. @param {Element} element @param {string} text */
export const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** @returns {boolean} whether the person asked for less motion */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
