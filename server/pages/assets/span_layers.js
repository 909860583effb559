// Spans of two kinds over one text, in code points as everywhere.

import { cut } from "./spans.js";

/** How many code points `text` has. */
function lengthOf(text) {
  return Array.from(text).length;
}

/** The characters of `text` that the span covers. */
export function textAt(text, { start, end }) {
  return Array.from(text).slice(start, end).join("");
}

/**
 * Cut `text` wherever spans of either layer begin or end. Each piece knows where it starts and
 * whether it lies in a span of `outer` and of `inner`; spans of one layer do not overlap.
 */
export function cutByLayers(text, outer, inner) {
  const pieces = [];
  let start = 0;
  for (const large of cut(text, ordered(outer))) {
    for (const small of cut(large.text, clipped(ordered(inner), start, start + lengthOf(large.text)))) {
      pieces.push({ text: small.text, start, outer: large.inside, inner: small.inside });
      start += lengthOf(small.text);
    }
  }
  return pieces;
}

/** The parts of `spans` between `start` and `end`, counted from `start`. */
export function clipped(spans, start, end) {
  return spans
    .map((span) => ({ start: Math.max(span.start, start) - start, end: Math.min(span.end, end) - start }))
    .filter((span) => span.start < span.end);
}

function ordered(spans) {
  return [...spans].sort((a, b) => a.start - b.start);
}
