// A quoted sentence with its marked words and numbered citations, and what each opens.

import { element, link, urlOf } from "./dom.js";
import { withNeighbours } from "./neighbours.js";
import { describe, sectionOf } from "./sources.js";
import { cut } from "./spans.js";

const TEXT_FRAGMENT = /:~:.*$/s;
const LONGEST_TAIL = 24; // code points; more than a word would run over the edge

let nPanels = 0;

/** A list item. `citations` are those of the statement, in its order. */
export function quoteView(statement, citations, context) {
  const panel = element("div", { id: `source-${++nPanels}`, hidden: true });
  const chips = chipsOf(citations, panel, context);
  const [first] = citations;
  const section = first ? sectionOf(first) : "";
  const { wording } = context;
  return element(
    "li",
    { class: statement.group ? `quote ${statement.group}` : "quote", part: "quote" },
    element(
      "blockquote",
      { lang: first ? languageOf(first, context) : "" },
      withNeighbours(
        element("p", { dir: "auto" }, quoted(statement, chips)),
        statement,
        wording.beside,
        wording.language,
      ),
    ),
    statement.group ? element("p", { class: "fine side" }, wording.say(statement.group)) : null,
    section ? element("p", { class: "fine where", dir: "auto" }, section) : null,
    panel,
  );
}

/** A button for each citation; it opens the source in the panel, and closes it again. */
function chipsOf(citations, panel, context) {
  const chips = citations.map((citation) => chip(citation, panel, context));
  const press = (pressed, citation) => {
    const opens = pressed.getAttribute("aria-expanded") === "false";
    for (const one of chips) one.setAttribute("aria-expanded", String(opens && one === pressed));
    panel.hidden = !opens;
    panel.replaceChildren(...(opens ? [sourcePanel(citation, context)] : []));
    if (opens) context.onCitation(citation);
  };
  chips.forEach((one, i) => one.addEventListener("click", () => press(one, citations[i])));
  return chips;
}

function chip(citation, panel, { wording }) {
  return element(
    "button",
    {
      type: "button",
      class: "chip",
      part: "citation",
      "aria-label": nameOf(citation, wording),
      "aria-expanded": "false",
      "aria-controls": panel.id,
    },
    String(citation.index),
  );
}

/** The sentence with its highlights; its last word and its chips stay on one line. */
function quoted(statement, chips) {
  const nBulk = lengthBeforeTail(statement.text);
  const pieces = cut(statement.text, [...statement.highlights].sort((a, b) => a.start - b.start));
  const bulk = [];
  const tail = [];
  let at = 0;
  for (const { text, inside } of pieces) {
    for (const half of cut(text, [{ start: 0, end: Math.max(0, nBulk - at) }])) {
      const shown = inside ? element("mark", { part: "mark" }, half.text) : half.text;
      (half.inside ? bulk : tail).push(shown);
    }
    at += Array.from(text).length;
  }
  // Each part is isolated, so that an override of direction in a document ends with it.
  return [
    element("span", { class: "words" }, bulk),
    element("span", { class: "tail" }, element("span", { class: "words" }, tail), chips),
  ];
}

function lengthBeforeTail(text) {
  const nAll = Array.from(text).length;
  const nBefore = Array.from(text.slice(0, text.trimEnd().lastIndexOf(" ") + 1)).length;
  return nAll - nBefore > LONGEST_TAIL ? nAll : nBefore;
}

/** The address of a place in a source, absolute; `isForReading` leaves out the text fragment. */
export function placeOf(deepLink, endpoint, { isForReading = false } = {}) {
  const path = isForReading ? deepLink.replace(TEXT_FRAGMENT, "") : deepLink;
  return urlOf(path.startsWith("/") ? endpoint + path : path, endpoint)?.href ?? "";
}

/** The name of a citation for people: "Source 2: title". */
function nameOf(citation, wording) {
  return wording.say("sourceNamed", { n: citation.index, title: citation.title });
}

/** Kind, date and authors in the language of the interface. */
export function aboutSource(source, { wording, metadataById }) {
  return describe(metadataById.get(source.document_id), source.csl, {
    language: wording.language === "en" ? "en-GB" : wording.language,
    kindName: (kind) => wording.kind(kind),
  });
}

/** The language that a source says it is in, "" (unknown to the browser too) when it says none. */
export function languageOf(source, { metadataById }) {
  const said = metadataById.get(source.document_id)?.language || source.csl?.language || "";
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(said) ? said : "";
}

function sourcePanel(citation, context) {
  const { wording } = context;
  const section = sectionOf(citation);
  return element(
    "div",
    { class: "source", part: "source", role: "group", "aria-label": nameOf(citation, wording) },
    element("p", { class: "source-title", dir: "auto" }, citation.title),
    fine(element("bdi", {}, aboutSource(citation, context))),
    inContext(citation, context),
    section ? fine(wording.parts("section", { section: element("bdi", {}, section) })) : null,
    citation.page ? fine(wording.say("page", { page: citation.page })) : null,
    sourceLink(citation, context, wording.say("readInSource")),
  );
}

/** A link to the marked place, which opens beside the page so that the conversation stays. */
export function sourceLink(source, { wording, endpoint }, ...children) {
  return link(
    placeOf(source.deep_link, endpoint),
    { class: "source-link", part: "source-link", target: "_blank", rel: "noopener noreferrer" },
    ...children,
    element("span", { class: "visually-hidden" }, ` ${wording.say("newTab")}`),
  );
}

function inContext(citation, context) {
  const quote = citation.selector.find(({ type }) => type === "TextQuoteSelector");
  if (!quote) return null;
  return element(
    "blockquote",
    { class: "context", part: "context", lang: languageOf(citation, context), dir: "auto" },
    quote.prefix ? `…${quote.prefix}` : "",
    element("mark", { part: "mark" }, quote.exact),
    quote.suffix ? `${quote.suffix}…` : "",
  );
}

function fine(text) {
  return element("p", { class: "fine" }, text);
}
