// Addresses of places in sources. They name a document and a position, never a question.

import { sourceAddress } from "./sources.js";

/** Where a citation stands in its document. */
export function positionOf(citation) {
  const { start, end } = citation.selector.find(({ type }) => type === "TextPositionSelector");
  return { start, end };
}

/** The page of the document with the span marked: short, and the same for everyone. */
export function permalink(documentId, { start, end }) {
  return new URL(`${sourceAddress(documentId)}?start=${start}&end=${end}#cited`, location.origin).href;
}
