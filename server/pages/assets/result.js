// Shows what a question got: an answer, no answer, a safety message or an error.

import { element, link } from "./dom.js";
import { safetyCard } from "./safety_card.js";
import { describe, sectionOf, sourceAddress } from "./sources.js";
import { cut } from "./spans.js";

const SIDES = { supports: "In favour", cautions: "Cautions", mixed: "Mixed" };

/** The element for an answer, and the sentence that a screen reader hears. */
export function resultOf(question, answer, metadataById) {
  if (answer.outcome === "answered") return answered(question, answer, metadataById);
  if (answer.outcome === "safety") return safety(answer);
  return notAnswered(question, answer, metadataById);
}

export function failed(question, reason, retry) {
  const again = element("button", { type: "button", class: "secondary" }, "Try again");
  again.addEventListener("click", retry);
  return {
    node: element(
      "section",
      { class: "result failed", "aria-label": "Error" },
      element("h2", {}, "That did not work"),
      element("p", {}, reason),
      element("p", {}, "Your question is still in the box."),
      again,
    ),
    heard: `That did not work. ${reason}`,
  };
}

function answered(question, answer, metadataById) {
  const byIndex = new Map(answer.citations.map((citation) => [citation.index, citation]));
  const nDocuments = new Set(answer.citations.map((citation) => citation.document_id)).size;
  const summary = `${count(answer.statements.length, "quote")} from ${count(nDocuments, "document")}`;
  return {
    node: element(
      "section",
      { class: "result", "aria-labelledby": "result-heading" },
      element("h2", { id: "result-heading", class: "asked" }, question),
      interpreted(answer),
      statements(answer.statements, byIndex),
      element("h3", {}, "Sources"),
      sources(answer.citations, metadataById),
      element(
        "p",
        { class: "fine" },
        `${summary}, word for word · ${confidence(answer.confidence)} · ` +
          `${Math.max(1, Math.round(answer.timings_ms.total))} ms`,
      ),
    ),
    heard: `Answer: ${summary}.`,
  };
}

function interpreted(answer) {
  if (!answer.interpreted_as) return null;
  return element("p", { class: "fine" }, `Understood as: ${answer.interpreted_as}`);
}

/** One list; where sources take several sides, a column for each beside the others. */
function statements(all, byIndex) {
  const sides = [...new Set(all.map((statement) => statement.group).filter(Boolean))];
  const list = (some, isInColumn) =>
    element("ul", { class: "quotes" }, some.map((statement) => quote(statement, byIndex, isInColumn)));
  if (sides.length < 2) return list(all, false);
  const neutral = all.filter((statement) => !statement.group);
  return [
    neutral.length ? list(neutral, false) : null,
    element("div", { class: "columns" }, sides.map((side) => {
      const ofSide = all.filter((statement) => statement.group === side);
      return element(
        "section",
        { class: "column", "aria-label": SIDES[side] },
        element("h3", {}, SIDES[side]),
        element("p", { class: "fine" }, `Assigned by ${ofSide[0].group_assigned_by}.`),
        list(ofSide, true),
      );
    })),
  ];
}

function quote(statement, byIndex, isInColumn) {
  const chips = statement.citations.map((index) => chip(byIndex.get(index)));
  const first = byIndex.get(statement.citations[0]);
  const section = first ? sectionOf(first) : "";
  return element(
    "li",
    { class: statement.group ? `quote ${statement.group}` : "quote" },
    statement.group && !isInColumn ? element("p", { class: "side" }, SIDES[statement.group]) : null,
    element("blockquote", {}, element("p", {}, quoted(statement, chips))),
    section ? element("p", { class: "where" }, section) : null,
  );
}

/** The sentence with its highlights; its last word and its chips stay on one line. */
function quoted(statement, chips) {
  const lastSpace = statement.text.trimEnd().lastIndexOf(" ");
  const bulk = Array.from(statement.text.slice(0, lastSpace + 1)).length;
  const whole = cut(statement.text, [...statement.highlights].sort((a, b) => a.start - b.start));
  const before = [];
  const last = [];
  let at = 0;
  for (const piece of whole) {
    const halves = cut(piece.text, [{ start: 0, end: Math.max(0, bulk - at) }]);
    for (const half of halves) {
      const shown = piece.inside ? element("mark", {}, half.text) : half.text;
      (half.inside ? before : last).push(shown);
    }
    at += Array.from(piece.text).length;
  }
  return [...before, element("span", { class: "tail" }, last, chips)];
}

function chip(citation) {
  const name = `Source ${citation.index}: ${citation.title}`;
  return link(
    citation.deep_link,
    { class: "chip", "aria-label": name, title: name },
    String(citation.index),
  );
}

function sources(citations, metadataById) {
  const byDocument = Map.groupBy
    ? Map.groupBy(citations, (citation) => citation.document_id)
    : grouped(citations);
  const items = [...byDocument.values()].map((group) => {
    const [first] = group;
    const about = describe(metadataById.get(first.document_id), first.csl);
    return element(
      "li",
      {},
      link(first.deep_link, { class: "source-title" }, first.title),
      element("p", { class: "fine" }, about ? `${about} · ` : "", "quotes", group.map(chip)),
    );
  });
  return element("ul", { class: "sources" }, items);
}

function grouped(citations) {
  const groups = new Map();
  for (const citation of citations) {
    const group = groups.get(citation.document_id) ?? [];
    groups.set(citation.document_id, [...group, citation]);
  }
  return groups;
}

function notAnswered(question, answer, metadataById) {
  const nearest = answer.nearest.slice(0, 3).map((hit) =>
    element(
      "li",
      {},
      link(hit.deep_link, { class: "source-title" }, hit.title),
      element("p", { class: "fine" }, [sectionOf(hit), describe(metadataById.get(hit.document_id))].filter(Boolean).join(" · ")),
      element("p", { class: "passage" }, hit.text),
    ),
  );
  return {
    node: element(
      "section",
      { class: "result", "aria-labelledby": "result-heading" },
      element("h2", { id: "result-heading", class: "asked" }, question),
      interpreted(answer),
      element(
        "p",
        { class: "none" },
        element("strong", {}, "Not in these documents. "),
        "No sentence in them answers this well enough to quote, so nothing is made up. " +
          "Asking with other words may help.",
      ),
      nearest.length
        ? element(
            "details",
            { class: "nearest" },
            element("summary", {}, "Nearest passages — not an answer"),
            element("ul", {}, nearest),
          )
        : null,
      answer.covers.length
        ? [
            element("h3", {}, "What these documents cover"),
            element("ul", { class: "sources" }, answer.covers.map(covered)),
          ]
        : null,
    ),
    heard: "Not in these documents. No sentence in them answers this.",
  };
}

function covered({ document_id, title, sections }) {
  return element(
    "li",
    {},
    link(sourceAddress(document_id), { class: "source-title" }, title),
    sections.length ? element("p", { class: "fine" }, sections.join(" · ")) : null,
  );
}

function safety(answer) {
  return { node: element("div", { class: "result" }, safetyCard(answer.safety)), heard: "" };
}

function confidence(probability) {
  const percent = Math.min(99, Math.max(1, Math.round(100 * probability)));
  return `${percent}% likely to answer it`;
}

function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
