// The sentences beside a quote that it is not understood without, plainly as its surroundings.

import { element } from "./dom.js";

/**
 * The quote's element between those of the statement's `before` and `after`. `labels`: what a
 * screen reader hears first, as { before: "Before it:", after: "After it:" }, in the language `lang`.
 */
export function withNeighbours(quote, { before, after }, labels, lang) {
  return [beside(before, labels.before, lang), quote, beside(after, labels.after, lang)];
}

/** The same as text: a list of lines, the neighbours in brackets. */
export function linesWithNeighbours(line, { before, after }, labels) {
  const bracketed = (neighbour, label) => (neighbour ? [`(${label} “${neighbour.text}”)`] : []);
  return [...bracketed(before, labels.before), line, ...bracketed(after, labels.after)];
}

function beside(neighbour, label, lang) {
  if (!neighbour) return null;
  return element(
    "p",
    { class: "neighbour", part: "neighbour" },
    element("span", { class: "visually-hidden", lang }, `${label} `),
    element("bdi", {}, neighbour.text),
  );
}
