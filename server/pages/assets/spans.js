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
