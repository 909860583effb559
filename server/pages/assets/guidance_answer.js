// The answer as a working paper: sides beside each other, or quotes by document, then the sources.

import { element, link } from "./dom.js";
import { permalink, positionOf } from "./guidance_places.js";
import { provenanceList } from "./guidance_provenance.js";
import { withNeighbours } from "./neighbours.js";
import { describe, sectionOf, sourceAddress } from "./sources.js";
import { cut } from "./spans.js";

const BESIDE = { before: "Before it:", after: "After it:" };
const SIDES = { supports: "Supports", cautions: "Cautions", mixed: "Mixed", none: "Without a side" };

/**
 * The answer's element.
 *
 * desk: { metadata, taking, read(citation, button), only(documentId, title) }
 */
export function answerView(answer, desk) {
  const byIndex = new Map(answer.citations.map((citation) => [citation.index, citation]));
  return [
    ...groups(answer.statements, byIndex, desk),
    takeAway(answer, desk),
    element("h3", {}, "Sources"),
    sources(answer.citations, desk),
  ];
}

export function summaryOf(answer) {
  const nDocuments = new Set(answer.citations.map((citation) => citation.document_id)).size;
  return `${count(answer.statements.length, "quote")} from ${count(nDocuments, "document")}`;
}

/** A column for each side where several are taken, else quotes by document, each with its side. */
function groups(statements, byIndex, desk) {
  const items = (some, isInColumn = false) =>
    element("ol", { class: "quotes" }, some.map((statement) => quote(statement, byIndex, desk, isInColumn)));
  const taken = new Set(statements.map(({ group }) => group).filter(Boolean));
  if (taken.size > 1) return [...sideNotes(statements), columns(statements, items)];
  const single = oneSide(taken);
  const byDocument = groupedBy(statements, (statement) => byIndex.get(statement.citations[0])?.document_id);
  if (byDocument.size < 2) return [...single, items(statements), ...sideNotes(statements)];
  const sections = [...byDocument.entries()].map(([id, some]) => {
    const { title } = byIndex.get(some[0].citations[0]);
    return element(
      "section",
      { class: "by-document", "aria-label": title },
      element("h3", {}, element("bdi", {}, title)),
      element("p", { class: "fine" }, describe(desk.metadata.get(id))),
      items(some),
    );
  });
  return [...single, ...sections, ...sideNotes(statements)];
}

/** Where one side of a contested matter is quoted, that is said before anything is read. */
function oneSide([side]) {
  if (!side) return [];
  const name = element("strong", {}, SIDES[side]);
  return [element("p", { class: "fine one-side" }, "The matter is contested, and one side of it is quoted: ", name, ".")];
}

/** On which matter sides are taken and who assigned them: once for an answer, whatever it quotes. */
function sideNotes(statements) {
  const taken = statements.filter(({ group }) => group);
  const notes = groupedBy(taken, ({ group_about, group_assigned_by }) => `${group_about}\n${group_assigned_by}`);
  return [...notes.values()].map(([{ group_about: about, group_assigned_by: who }]) =>
    element(
      "p",
      { class: "fine side-note" },
      "Sides on ",
      element("strong", {}, element("bdi", {}, about)),
      ". Assigned by ",
      element("bdi", {}, who),
      ".",
    ),
  );
}

/**
 * A column for each side that is taken, in the order of the answer, whose best statement is first;
 * quotes without one are never put on a side.
 */
function columns(statements, items) {
  const bySide = groupedBy(statements, ({ group }) => group ?? "none");
  return element(
    "div",
    { class: "columns" },
    [...bySide.entries()].map(([side, some]) =>
      element(
        "section",
        { class: `column ${side}`, "aria-label": SIDES[side] },
        element("h3", {}, SIDES[side]),
        items(some, true),
      ),
    ),
  );
}

function quote(statement, byIndex, desk, isInColumn) {
  const cited = statement.citations.map((index) => byIndex.get(index)).filter(Boolean);
  const [first] = cited;
  const metadata = desk.metadata.get(first?.document_id);
  const words = cut(statement.text, [...statement.highlights].sort((a, b) => a.start - b.start));
  return element(
    "li",
    { class: "quote" },
    element(
      "blockquote",
      { lang: metadata?.language || null },
      withNeighbours(
        element("p", {}, words.map(({ text, inside }) => (inside ? element("mark", {}, text) : text))),
        statement,
        BESIDE,
        "en",
      ),
    ),
    statement.group && !isInColumn ? element("p", { class: "fine" }, SIDES[statement.group]) : null,
    first ? place(first) : null,
    first ? element("p", { class: "fine" }, describe(metadata, first.csl)) : null,
    element("div", { class: "quote-tools" }, cited.map((citation) => readButton(citation, desk)), cited.map((citation) => cite(citation, [...byIndex.values()], desk))),
  );
}

function place(citation) {
  const section = [sectionOf(citation), citation.page ? `page ${citation.page}` : ""].filter(Boolean).join(", ");
  return element(
    "p",
    { class: "where" },
    element("cite", {}, element("bdi", {}, citation.title)),
    section ? [" · ", element("bdi", {}, section)] : null,
  );
}

export function readButton(citation, desk) {
  const name = `Quote ${citation.index}: ${citation.title}`;
  const button = element("button", { type: "button", class: "chip", "aria-label": name, title: name }, String(citation.index));
  button.addEventListener("click", () =>
    desk.read({ documentId: citation.document_id, ...positionOf(citation) }, button),
  );
  return button;
}

function cite(citation, all, desk) {
  const of = `quote ${citation.index}`;
  return element(
    "details",
    { class: "cite" },
    element("summary", { "aria-label": `Cite ${of}` }, "Cite"),
    desk.taking.copyButtons([citation], of, all),
    desk.taking.linkButton(permalink(citation.document_id, positionOf(citation)), of),
  );
}

function takeAway(answer, desk) {
  const print = element("button", { type: "button", class: "choice" }, "Print or save as PDF");
  print.addEventListener("click", () => window.print());
  return element(
    "section",
    { class: "take", "aria-labelledby": "take-heading" },
    element("h3", { id: "take-heading" }, "Take this answer away"),
    desk.taking.copyButtons(answer.citations, "the answer"),
    desk.taking.downloadButtons(answer.citations, "the answer"),
    element("div", { class: "take-row" }, element("span", { class: "verb" }, "Paper"), print),
  );
}

function sources(citations, desk) {
  const items = [...groupedBy(citations, (citation) => citation.document_id).entries()];
  return element(
    "ul",
    { class: "sources" },
    items.map(([id, some]) => {
      const metadata = desk.metadata.get(id);
      return element(
        "li",
        {},
        link(sourceAddress(id), { class: "source-title" }, element("bdi", {}, some[0].title)),
        metadata ? provenanceList(metadata) : element("p", { class: "fine" }, describe(null, some[0].csl)),
        element(
          "p",
          { class: "source-tools" },
          element("span", { class: "fine" }, "Quotes"),
          some.map((citation) => readButton(citation, desk)),
          onlyButton(id, some[0].title, desk),
        ),
      );
    }),
  );
}

export function onlyButton(documentId, title, desk) {
  const button = element(
    "button",
    { type: "button", class: "plain", "aria-label": `Ask only this document: ${title}` },
    "Only this document",
  );
  button.addEventListener("click", () => desk.only(documentId, title));
  return button;
}

export function groupedBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
