// The source read in place: its text beside the answer, the quotes marked, one of them in view.

import { element, link } from "./dom.js";
import { permalink } from "./guidance_places.js";
import { provenanceList } from "./guidance_provenance.js";
import { clipped, cutByLayers, textAt } from "./span_layers.js";

const LISTS = { fact: "facts", header_row: "facts", list_item: "items" }; // by kind of block
const FIRST_WORDS = 8; // of a paragraph that takes a side
const FIRST_LEVEL = 3; // of headings in the text: the title is the pane's own

export class Reader {
  /** library: of documents. taking: makes copy buttons. moved: called when it opens or closes. */
  constructor(pane, { library, taking, announce, moved }) {
    Object.assign(this, { pane, library, taking, announce, moved });
    this.quotes = new Map(); // document id -> positions of the answer's quotes, in text order
    this.opener = null;
    pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** The places to step through: those that the answer cites. */
  follow(places) {
    this.quotes = new Map();
    for (const { documentId, start, end } of places) {
      const known = this.quotes.get(documentId) ?? [];
      if (!known.some((place) => place.start === start)) known.push({ start, end });
      this.quotes.set(documentId, known.sort((a, b) => a.start - b.start));
    }
  }

  async open({ documentId, start, end }, opener) {
    this.opener = opener ?? this.opener;
    const request = (this.request = {});
    this.pane.hidden = false;
    this.moved(true);
    this.pane.setAttribute("aria-busy", "true");
    try {
      const found = await this.library.document(documentId);
      if (this.request === request) this.#show(found, { start, end });
    } catch (error) {
      if (this.request === request) this.#fail(error, { documentId, start, end });
    }
    if (this.request === request) this.pane.removeAttribute("aria-busy");
  }

  /** Close without moving the focus: what it belonged to has gone. */
  reset() {
    this.request = null;
    this.opener = null;
    this.pane.hidden = true;
    this.pane.replaceChildren();
    this.moved(false);
  }

  close() {
    const opener = this.opener;
    this.reset();
    if (opener?.isConnected) opener.focus();
  }

  #show(found, place) {
    const quotes = this.quotes.get(found.document_id) ?? [];
    const inside = quotes.findIndex((quote) => quote.start < place.end && place.start < quote.end);
    const isQuote = quotes.some((quote) => quote.start === place.start && quote.end === place.end);
    const stops = inside < 0 ? [place, ...quotes].sort((a, b) => a.start - b.start) : quotes;
    this.found = found;
    this.stops = stops;
    this.passage = isQuote ? null : place;
    this.current = inside < 0 ? stops.indexOf(place) : inside;
    this.#render();
  }

  #step(by) {
    this.current = (this.current + by + this.stops.length) % this.stops.length;
    this.#render();
    this.announce(`Quote ${this.current + 1} of ${this.stops.length}.`);
  }

  #render() {
    const { metadata, document_id } = this.found;
    const stop = this.stops[this.current];
    const name = metadata.title || document_id;
    const text = element(
      "div",
      { class: "reader-text", tabindex: "0", role: "region", "aria-label": "Text of the source", lang: metadata.language || null },
      blocks(this.found, this.passage ? [this.passage] : [], this.stops, stop),
    );
    const heading = element("h2", { tabindex: "-1" }, element("bdi", {}, name));
    const focusIsOnStep = document.activeElement?.dataset?.step;
    this.pane.replaceChildren(
      element("div", { class: "reader-bar" }, this.#steps(), this.#closeButton()),
      heading,
      provenanceList(metadata),
      stances(this.found),
      element(
        "p",
        { class: "reader-links" },
        link(permalink(document_id, stop), {}, "Open the full page"),
        this.taking.linkButton(permalink(document_id, stop), "this passage"),
      ),
      text,
    );
    const focused = focusIsOnStep ? this.pane.querySelector(`[data-step="${focusIsOnStep}"]`) : heading;
    focused.focus({ preventScroll: true });
    this.pane.scrollIntoView({ block: "nearest" });
    bringIntoView(text, text.querySelector(".current"));
  }

  #steps() {
    if (this.stops.length < 2) return element("p", { class: "fine" }, "Read in place");
    const button = (by, label, sign) => {
      const made = element("button", { type: "button", class: "step", "data-step": by, "aria-label": label }, sign);
      made.addEventListener("click", () => this.#step(by));
      return made;
    };
    return element(
      "div",
      { class: "steps" },
      button(-1, "Previous quote in this source", "↑"),
      element("span", { class: "fine" }, `Quote ${this.current + 1} of ${this.stops.length}`),
      button(1, "Next quote in this source", "↓"),
    );
  }

  #closeButton() {
    const button = element("button", { type: "button", class: "plain" }, "Close");
    button.addEventListener("click", () => this.close());
    return button;
  }

  #fail(error, place) {
    const again = element("button", { type: "button", class: "secondary" }, "Try again");
    again.addEventListener("click", () => this.open(place));
    this.pane.replaceChildren(
      element("div", { class: "reader-bar" }, element("p", { class: "fine" }, "Read in place"), this.#closeButton()),
      element("p", {}, `The source could not be opened. ${error.message}`),
      again,
    );
    again.focus();
    this.announce(`The source could not be opened. ${error.message}`);
  }
}

function stances({ stances: all, text }) {
  if (!all.length) return null;
  const lines = all.map(({ stance, about, section, span, assigned_by }) =>
    element(
      "li",
      {},
      `${stance[0].toUpperCase()}${stance.slice(1)} `,
      span ? ["where it says “", element("bdi", {}, firstWords(textAt(text, span))), "”"] : null,
      span ? null : section ? ["below “", element("bdi", {}, section), "”"] : "as a whole",
      `: ${about}. Assigned by ${assigned_by}.`,
    ),
  );
  return element(
    "details",
    { class: "reader-stances" },
    element("summary", {}, "Sides that this source takes"),
    element("ul", {}, lines),
  );
}

function firstWords(text) {
  const words = text.split(/\s+/);
  return words.slice(0, FIRST_WORDS).join(" ") + (words.length > FIRST_WORDS ? "…" : "");
}

/** The blocks of the text; those of a list stand in one list. */
function blocks(found, passages, stops, current) {
  const below = found.blocks.filter((block) => !isTitle(block, found) || holdsAny(block, stops));
  const levels = [...new Set(below.map(({ level }) => level).filter(Boolean))].sort((a, b) => a - b);
  const nodes = [];
  let list = null;
  for (const block of below) {
    const text = textAt(found.text, block.span);
    const inner = clipped(stops, block.span.start, block.span.end);
    const shown = pieces(text, block.span.start, { passages, inner, current, span: block.span });
    const kind = LISTS[block.kind];
    if (kind) {
      if (list?.className !== kind) nodes.push((list = element("ul", { class: kind })));
      list.append(element("li", block.kind === "header_row" ? { class: "columns" } : {}, shown));
      continue;
    }
    list = null;
    const level = Math.min(FIRST_LEVEL + levels.indexOf(block.level), 6);
    nodes.push(element(block.kind === "heading" ? `h${level}` : "p", {}, shown));
  }
  return nodes;
}

/** Whether the block repeats the title, which the pane shows already. */
function isTitle({ kind, span }, { text, metadata }) {
  return kind === "heading" && textAt(text, span) === metadata.title;
}

function holdsAny({ span }, stops) {
  return clipped(stops, span.start, span.end).length > 0;
}

function pieces(text, offset, { passages, inner, current, span }) {
  const outer = clipped(passages, span.start, span.end);
  return cutByLayers(text, outer, inner).map((piece) => {
    const at = offset + piece.start;
    if (piece.inner) {
      const isCurrent = current.start <= at && at < current.end;
      return element("mark", { class: isCurrent ? "current" : null }, piece.text);
    }
    return piece.outer ? element("span", { class: "around" }, piece.text) : piece.text;
  });
}

function bringIntoView(box, mark) {
  if (!mark) return;
  const above = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += above - box.clientHeight / 3;
}
