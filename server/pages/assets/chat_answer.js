// An answer as it arrives, each side in its column, and what can be done with it: copy it with its
// sources, say whether it helped.

import { notMentioned } from "./chat_no_answer.js";
import { aboutSource, languageOf, placeOf, quoteView, sourceLink } from "./chat_quote.js";
import { element } from "./dom.js";
import { linesWithNeighbours } from "./neighbours.js";
import { sectionOf } from "./sources.js";

export class AnswerView {
  #context;
  #citations = new Map();
  #shown = []; // statements with their list items
  #list = element("ul", { class: "quotes" });
  #columns = element("div", { class: "columns" });
  #lists = new Map(); // of the columns, by side

  constructor(context) {
    this.#context = context;
    this.node = element("div", { class: "answer", part: "answer" }, this.#list, this.#columns);
  }

  /** A citation comes before the first statement that needs it. */
  citation(citation) {
    this.#citations.set(citation.index, citation);
  }

  /** One side stands among the other statements; with a second one, each gets its column. */
  statement(statement) {
    const citations = statement.citations.map((index) => this.#citations.get(index));
    const item = quoteView(statement, citations.filter(Boolean), this.#context);
    this.#shown.push({ statement, item });
    this.#list.append(item);
    if (!this.#isContested()) return;
    for (const { statement, item } of this.#shown) {
      if (statement.group && item.parentNode === this.#list) this.#column(statement).append(item);
    }
  }

  /** Shows what belongs under a whole answer. `question` is what it answers. */
  finish(question, answer) {
    // Above the columns; where none are, below the quotes.
    this.#columns[this.#isContested() ? "before" : "after"](...sides(answer, this.#context.wording));
    this.node.append(
      ...unanswered(answer.unanswered ?? [], this.#context.wording),
      ...notMentioned(answer, this.#context.wording),
      ...sources(answer.citations, this.#context),
      element("p", { class: "fine" }, summaryOf(answer, this.#context.wording)),
      answerActions(question, answer, this.#context),
    );
  }

  #isContested() {
    return new Set(this.#shown.map(({ statement }) => statement.group).filter(Boolean)).size > 1;
  }

  #column({ group }) {
    if (!this.#lists.has(group)) {
      const { wording } = this.#context;
      const list = element("ul", { class: "quotes" });
      this.#lists.set(group, list);
      this.#columns.append(
        element(
          "section",
          { class: "column", part: "side", "aria-label": wording.say(group) },
          element("h4", {}, wording.say(group)),
          list,
        ),
      );
    }
    return this.#lists.get(group);
  }
}

/** "3 quotes from 2 documents, word for word". */
export function summaryOf(answer, wording) {
  const nDocuments = new Set(answer.citations.map((citation) => citation.document_id)).size;
  return wording.say("summary", {
    quotes: wording.say("quotes", { n: answer.statements.length }),
    documents: wording.say("documents", { n: nDocuments }),
  });
}

/** What the sides are about and who assigned them: once for an answer, whatever it quotes. */
function sides({ statements }, wording) {
  const taken = statements.filter(({ group }) => group);
  const notes = taken.map(({ group_about: about, group_assigned_by: who }) => {
    const values = { about: element("bdi", {}, about), who: element("bdi", {}, who) };
    return element("p", { class: "fine" }, wording.parts("sides", values));
  });
  return notes.filter((note, i) => notes.findIndex((other) => other.isEqualNode(note)) === i);
}

/** Of several questions asked as one, those that the documents do not answer. */
function unanswered(questions, wording) {
  return questions.map((question) =>
    element(
      "p",
      { class: "none" },
      element("bdi", {}, question),
      " ",
      element("strong", {}, wording.say("notFound")),
    ),
  );
}

function sources(citations, context) {
  const byDocument = new Map();
  for (const citation of citations) {
    const before = byDocument.get(citation.document_id) ?? [];
    byDocument.set(citation.document_id, [...before, citation]);
  }
  return [
    element("h4", {}, context.wording.say("sources")),
    element("ul", { class: "sources", part: "sources" }, [...byDocument.values()].map(listed)),
  ];

  function listed(group) {
    const [first] = group;
    const title = element("bdi", { lang: languageOf(first, context) }, first.title);
    return element(
      "li",
      {},
      element("span", { class: "fine" }, group.map(({ index }) => `[${index}]`).join(" ")),
      " ",
      sourceLink(first, context, title),
      element("p", { class: "fine", dir: "auto" }, aboutSource(first, context)),
    );
  }
}

function answerActions(question, answer, context) {
  const node = element("div", { class: "actions", part: "actions" });
  node.append(copyButton(question, answer, context, node), ...feedback(context, node));
  return node;
}

function copyButton(question, answer, context, node) {
  const { wording, say } = context;
  const button = action(wording.say("copy"));
  button.addEventListener("click", async () => {
    const text = asPlainText(question, answer, context);
    try {
      await navigator.clipboard.writeText(text);
      say(wording.say("copied"));
      button.textContent = wording.say("copied");
      setTimeout(() => (button.textContent = wording.say("copy")), 2500);
    } catch {
      // No clipboard without https, or where the page forbids it.
      copyByHand(text, wording, node);
    }
  });
  return button;
}

function copyByHand(text, wording, node) {
  node.parentNode.querySelector(".by-hand")?.remove();
  const box = element("textarea", { readonly: true, rows: "6" });
  box.value = text;
  node.after(element("label", { class: "by-hand" }, wording.say("copyByHand"), box));
  box.select();
}

/** Two choices of which one can hold. Nothing is sent: the page hears of it and may do as it likes. */
function feedback({ wording, onFeedback, say }, node) {
  const thanks = element("span", { class: "fine" });
  const choices = [
    [true, action(wording.say("helpful"))],
    [false, action(wording.say("notHelpful"))],
  ];
  for (const [isHelpful, button] of choices) {
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return;
      for (const [, other] of choices) other.setAttribute("aria-pressed", String(other === button));
      thanks.textContent = wording.say("thanks");
      node.append(thanks);
      say(thanks.textContent);
      onFeedback(isHelpful);
    });
  }
  return choices.map(([, button]) => button);
}

function action(text) {
  return element("button", { type: "button", class: "action", part: "action" }, text);
}

/** All that is shown with numbered sources, for the clipboard. */
function asPlainText(question, answer, context) {
  const { wording } = context;
  const meaning = answer.interpreted_as;
  return [
    question,
    ...(meaning ? [wording.say("understoodAs", { meaning })] : []),
    "",
    ...answer.statements.flatMap((statement) => quoted(statement, wording)),
    ...sides(answer, wording).map(({ textContent }) => textContent),
    ...[...unanswered(answer.unanswered ?? [], wording), ...notMentioned(answer, wording)].map(
      ({ textContent }) => textContent,
    ),
    "",
    wording.say("sources"),
    ...answer.citations.map((citation) => source(citation, context)),
    "",
  ].join("\n");
}

function quoted(statement, wording) {
  const { text, citations, group } = statement;
  const side = group ? `${wording.say(group)}: ` : "";
  const line = `${side}“${text}” ${citations.map((n) => `[${n}]`).join("")}`;
  return linesWithNeighbours(line, statement, wording.beside);
}

function source(citation, context) {
  const place = placeOf(citation.deep_link, context.endpoint, { isForReading: true });
  const about = aboutSource(citation, context);
  const name = joined(citation.title, ",", sectionOf(citation));
  return `[${citation.index}] ${joined(joined(name, ".", about), ".", place)}`;
}

/** Two texts with a mark between them, unless the first has one at its end: "Does it help?". */
function joined(text, mark, next) {
  if (!text || !next) return text || next;
  return `${text}${/[.!?…]$/u.test(text) ? "" : mark} ${next}`;
}
