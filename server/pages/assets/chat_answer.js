// An answer as it arrives, each side in its column, and what can be done with it: copy it with its
// sources, say whether it helped.

import { aboutSource, languageOf, placeOf, quoteView, sourceLink } from "./chat_quote.js";
import { element } from "./dom.js";
import { sectionOf } from "./sources.js";

export class AnswerView {
  #context;
  #statements = []; // those whose citations have not all arrived
  #citations = new Map();
  #lists = new Map(); // "" for statements that take no side
  #neutral = element("div", {});
  #columns = element("div", { class: "columns" });

  constructor(context) {
    this.#context = context;
    this.node = element("div", { class: "answer", part: "answer" }, this.#neutral, this.#columns);
  }

  statement(statement) {
    this.#statements.push(statement);
    this.#showComplete();
  }

  citation(citation) {
    this.#citations.set(citation.index, citation);
    this.#showComplete();
  }

  /** Shows what belongs under a whole answer. `question` is what it answers. */
  finish(question, answer) {
    if (this.#columns.children.length > 1) this.#columns.before(differ(answer, this.#context));
    this.node.append(
      ...unanswered(answer.unanswered ?? [], this.#context.wording),
      ...sources(answer.citations, this.#context),
      element("p", { class: "fine" }, summaryOf(answer, this.#context.wording)),
      answerActions(question, answer, this.#context),
    );
  }

  #showComplete() {
    while (this.#statements.length && this.#isComplete(this.#statements[0])) {
      const statement = this.#statements.shift();
      const citations = statement.citations.map((index) => this.#citations.get(index));
      this.#list(statement).append(quoteView(statement, citations, this.#context));
    }
  }

  #isComplete(statement) {
    return statement.citations.every((index) => this.#citations.has(index));
  }

  #list({ group, group_assigned_by: who }) {
    const side = group ?? "";
    if (!this.#lists.has(side)) {
      const list = element("ul", { class: "quotes" });
      this.#lists.set(side, list);
      if (side) this.#columns.append(column(side, who, list, this.#context.wording));
      else this.#neutral.append(list);
    }
    return this.#lists.get(side);
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

function column(side, who, list, wording) {
  return element(
    "section",
    { class: "column", part: "side", "aria-label": wording.say(side) },
    element("h4", {}, wording.say(side)),
    element("p", { class: "fine" }, wording.parts("assignedBy", { who: element("bdi", {}, who) })),
    list,
  );
}

function differ(answer, { wording }) {
  const about = answer.statements.find(({ group }) => group).group_about;
  return element("p", { class: "differ" }, wording.parts("differ", { about: element("bdi", {}, about) }));
}

/** Of several questions asked as one, those that the documents do not answer. */
function unanswered(questions, wording) {
  return questions.map((question) =>
    element(
      "p",
      { class: "none" },
      element("strong", {}, wording.say("notFound")),
      " ",
      element("bdi", {}, question),
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
      sourceLink({ ...first, deep_link: placesOf(group) }, context, title),
      element("p", { class: "fine", dir: "auto" }, aboutSource(first, context)),
    );
  }
}

/** The link of the first of several citations of a document, with the places of the others. */
function placesOf([first, ...others]) {
  const places = others.map(({ selector: [{ start, end }] }) => `&cite=${start}-${end}`).join("");
  return places ? first.deep_link.replace(/#.*/s, `${places}#cited`) : first.deep_link;
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

/** The quotes with numbered sources, for the clipboard. */
function asPlainText(question, answer, context) {
  const { wording } = context;
  return [
    question,
    "",
    ...quotes(answer.statements, wording),
    "",
    wording.say("sources"),
    ...answer.citations.map((citation) => source(citation, context)),
    "",
  ].join("\n");
}

function quotes(statements, wording) {
  let before = null;
  return statements.flatMap((statement) => {
    const numbers = statement.citations.map((n) => `[${n}]`).join("");
    const line = `“${statement.text}” ${numbers}`;
    const side = statement.group;
    const isNewSide = side && side !== before;
    before = side;
    if (!isNewSide) return [line];
    const who = wording.say("assignedBy", { who: statement.group_assigned_by });
    return [`${wording.say(side)} (${who}):`, line];
  });
}

function source(citation, context) {
  const place = placeOf(citation.deep_link, context.endpoint, { isForReading: true });
  const about = aboutSource(citation, context);
  const name = [citation.title, sectionOf(citation)].filter(Boolean).join(", ");
  return `[${citation.index}] ${[name, about, place].filter(Boolean).join(". ")}`;
}
