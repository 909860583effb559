// The start page's list of the documents that answers come from.

import { Service } from "./api.js";
import { element, link } from "./dom.js";
import { describe, sourceAddress } from "./sources.js";

const MAX_LISTED = 200;

const list = document.getElementById("documents");

async function fill() {
  const page = await new Service().get(`/v1/documents?limit=${MAX_LISTED}`);
  const items = page.documents.map(({ document_id, metadata }) =>
    element(
      "li",
      {},
      link(sourceAddress(document_id), {}, metadata.title || document_id),
      element("p", { class: "fine" }, describe(metadata)),
    ),
  );
  const rest = page.total - page.documents.length;
  if (rest > 0) items.push(element("li", { class: "fine" }, `and ${rest.toLocaleString("en")} more`));
  list.querySelector("summary").textContent =
    `Answers come from ${page.total.toLocaleString("en")} document${page.total === 1 ? "" : "s"}`;
  list.querySelector("ul").replaceChildren(...items);
  list.hidden = page.total === 0;
}

fill().catch(() => {
  // The list is a help, not needed to ask; an error shows when a question is asked.
});
