// The passages behind an answer, best first: the question's words and the quoted sentences marked.

import { element } from "./dom.js";
import { onlyButton } from "./guidance_answer.js";
import { permalink, positionOf } from "./guidance_places.js";
import { describe, sectionOf } from "./sources.js";
import { clipped, cutByLayers } from "./span_layers.js";

const SHOWN_FIRST = 4;

/** desk: as for `answerView`. citations: of the answer, whose sentences are marked as used. */
export function passagesView(hits, citations, desk, { isAnswered }) {
  const marked = isAnswered ? "Underlined words are those of the question. Marked sentences are quoted above." : "Underlined words are those of the question.";
  const cards = hits.map((hit) => passage(hit, citations, desk, isAnswered));
  return [
    element("h2", { id: "passages-heading" }, isAnswered ? "Passages, best first" : "Nearest passages – not an answer"),
    element("p", { class: "fine" }, hits.length ? marked : "No passage matches with these filters."),
    element("ol", { class: "ranked" }, cards),
    moreButton(cards.slice(SHOWN_FIRST)),
  ].filter(Boolean);
}

function moreButton(cards) {
  if (!cards.length) return null;
  for (const card of cards) card.hidden = true;
  const more = element("button", { type: "button", class: "secondary more" }, `Show ${cards.length} more`);
  more.addEventListener("click", () => {
    for (const card of cards) card.hidden = false;
    cards[0].querySelector("button").focus();
    more.remove();
  });
  return more;
}

function passage(hit, citations, desk, isAnswered) {
  const here = { documentId: hit.document_id, ...hit.span };
  const metadata = desk.metadata.get(hit.document_id);
  const section = sectionOf(hit);
  const name = [hit.title, section].filter(Boolean).join(", ");
  const read = element("button", { type: "button", class: "plain", "aria-label": `Read in place: ${name}` }, "Read in place");
  read.addEventListener("click", () => desk.read(here, read));
  return element(
    "li",
    { class: isAnswered ? "passage-card" : "passage-card not-an-answer" },
    element("h3", {}, element("bdi", {}, hit.title)),
    section ? element("p", { class: "where" }, element("bdi", {}, section)) : null,
    element("p", { class: "fine" }, describe(metadata)),
    element("p", { class: "passage", lang: metadata?.language || null }, words(hit, citations)),
    element("p", { class: "passage-tools" }, read, desk.taking.linkButton(permalink(hit.document_id, hit.span), name), onlyButton(hit.document_id, hit.title, desk)),
  );
}

function words(hit, citations) {
  const quoted = citations.filter((citation) => citation.document_id === hit.document_id).map(positionOf);
  const used = clipped(quoted, hit.span.start, hit.span.end);
  const nodes = [];
  let sentence = null;
  for (const piece of cutByLayers(hit.text, used, hit.matches)) {
    const shown = piece.inner ? element("span", { class: "match" }, piece.text) : piece.text;
    if (!piece.outer) {
      sentence = null;
      nodes.push(shown);
    } else {
      if (!sentence) nodes.push((sentence = element("mark", {})));
      sentence.append(shown);
    }
  }
  return nodes;
}
