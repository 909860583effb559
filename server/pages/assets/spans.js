// The one place where spans, which count code points, meet JavaScript strings, which count UTF-16.

/** Cut `text` into pieces that lie inside or outside of `spans` (ordered, not overlapping). */
export function cut(text, spans) {
  const characters = Array.from(text);
  const pieces = [];
  let at = 0;
  const add = (end, inside) => {
    if (end > at) pieces.push({ text: characters.slice(at, end).join(""), inside });
    at = Math.max(at, end);
  };
  for (const { start, end } of spans) {
    add(start, false);
    add(end, true);
  }
  add(characters.length, false);
  return pieces;
}

/** How many code points `text` has. */
export function lengthOf(text) {
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
