// Where a source comes from, in plain words. What it does not state is said to be not stated.

import { element, link, OPENABLE, urlOf } from "./dom.js";
import { isoDateParts, longDate } from "./sources.js";

export const NOT_STATED = "not stated";

/** Label and words, or a link, of each thing that a reader wants to know of a source. */
export function provenanceOf(metadata) {
  const authors = metadata.authors.join(", ");
  const hasOwnPublisher = metadata.publisher && metadata.publisher !== authors;
  return [
    ["Kind", metadata.kind_name || NOT_STATED],
    ["Author", authors || NOT_STATED],
    ["Date", longDate(isoDateParts(metadata.published)) || NOT_STATED],
    ...(OPENABLE.test(urlOf(metadata.url)?.protocol) ? [["Address", link(metadata.url, {}, metadata.url)]] : []),
    ...(hasOwnPublisher ? [["Publisher", metadata.publisher]] : []),
    // No format that is read here has a field for it, so no source can state it.
    ["Peer reviewed", NOT_STATED],
  ];
}

export function provenanceList(metadata) {
  return element(
    "dl",
    { class: "provenance" },
    provenanceOf(metadata).map(([label, words]) =>
      element("div", {}, element("dt", {}, label), element("dd", {}, words)),
    ),
  );
}
