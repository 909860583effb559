// One turn of the conversation as it is seen: the question, then whatever comes of it.

import { AnswerView, summaryOf } from "./chat_answer.js";
import { callWords } from "./chat_help.js";
import { failureView, notMentioned, refusalView, retryButton } from "./chat_no_answer.js";
import { element } from "./dom.js";
import { linesWithNeighbours } from "./neighbours.js";
import { safetyCard } from "./safety_card.js";

const MOST_HEARD = 500; // characters of quotes that are read out

export class TurnView {
  #context;
  #question;
  #reply = element("div", { class: "reply" });
  #answer = null;

  constructor(question, context) {
    this.#question = question;
    this.#context = context;
    this.node = element(
      "div",
      { class: "turn", part: "turn" },
      element(
        "h3",
        { class: "asked", part: "question" },
        element("span", { class: "visually-hidden" }, `${context.wording.say("asked")} `),
        element("span", { class: "words", dir: "auto" }, question),
      ),
      this.#reply,
    );
  }

  wait(messageKey) {
    this.#answer = null;
    const said = this.#context.wording.say(messageKey);
    this.#reply.replaceChildren(element("p", { class: "waiting" }, said));
  }

  /** What should be in view: help before anything else. */
  get foremost() {
    return this.#reply.querySelector(".safety") ?? this.node;
  }

  /** How many statements are shown. */
  get nStatements() {
    return this.#reply.querySelectorAll(".quote").length;
  }

  get isWaiting() {
    return this.#reply.querySelector(".waiting") !== null;
  }

  /** An event of the stream. */
  hear(event, data) {
    if (event === "safety") this.#showSafety(data);
    if (event === "meta") this.#understood(data.interpreted_as);
    if (event === "citation") this.#streamed().citation(data);
    if (event === "statement") this.#streamed().statement(data);
  }

  /** Everything has arrived. Returns what a screen reader should hear. */
  finish(answer) {
    const { wording } = this.#context;
    if (answer.outcome === "safety") return ""; // the card is an alert: it was read out
    if (answer.outcome === "answered") {
      this.#streamed().finish(this.#question, answer);
      return heardOf(answer, wording);
    }
    this.#reply.querySelector(".waiting")?.remove();
    const isFirst = !this.node.parentNode.querySelector(".refusal");
    const { node, heard } = refusalView(this.#question, answer, this.#context, isFirst);
    this.#reply.append(node);
    return heard;
  }

  /** A turn of an earlier visit, all at once. */
  restore(answer) {
    this.#reply.replaceChildren();
    if (answer.safety) this.hear("safety", answer.safety);
    this.hear("meta", answer);
    for (const citation of answer.citations) this.hear("citation", citation);
    for (const statement of answer.statements) this.hear("statement", statement);
    this.finish(answer);
  }

  /** Returns what a screen reader should hear. */
  fail(failure, onRetry) {
    const { node, heard } = failureView(failure, this.#context, onRetry);
    this.#end(node);
    return heard;
  }

  /** Someone ended it, as the message says. */
  stop(messageKey, onRetry) {
    const { wording } = this.#context;
    const said = element("p", { class: "fine" }, wording.say(messageKey));
    this.#end(element("div", {}, said, retryButton(wording, onRetry)));
  }

  /** Before the answer was whole: what has arrived of it stays, and is said to be incomplete. */
  #end(node) {
    const note = this.#context.wording.say("incomplete");
    if (this.nStatements) this.#reply.prepend(element("p", { class: "fine" }, note));
    else this.#reply.replaceChildren();
    this.#reply.append(node);
  }

  #showSafety(safety) {
    const card = safetyCard(safety, callWords(this.#context.wording));
    card.setAttribute("part", "safety");
    card.setAttribute("dir", "auto");
    this.#reply.replaceChildren(card);
  }

  #understood(meaning) {
    if (!meaning) return;
    const words = element("bdi", {}, meaning);
    this.#reply.prepend(
      element("p", { class: "fine" }, this.#context.wording.parts("understoodAs", { meaning: words })),
    );
  }

  #streamed() {
    if (!this.#answer) {
      this.#answer = new AnswerView(this.#context);
      this.#reply.querySelector(".waiting")?.remove();
      this.#reply.append(this.#answer.node);
    }
    return this.#answer;
  }
}

/** The summary and the first quotes; the rest is counted, so that nobody must listen for minutes. */
function heardOf(answer, wording) {
  const heard = [wording.say("answerHeard", { summary: summaryOf(answer, wording) })];
  let room = MOST_HEARD;
  let nRead = 0;
  for (const statement of answer.statements) {
    const text = linesWithNeighbours(statement.text, statement, wording.beside).join(" ");
    if (nRead && text.length > room) break;
    heard.push(text);
    room -= text.length;
    nRead += 1;
  }
  for (const question of answer.unanswered ?? []) heard.push(question, wording.say("notFound"));
  for (const { textContent } of notMentioned(answer, wording)) heard.push(textContent);
  const n = answer.statements.length - nRead;
  if (n) heard.push(wording.say("moreHeard", { n }));
  return heard.join(" ");
}
