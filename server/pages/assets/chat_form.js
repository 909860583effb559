// What one asks with: a box with a button that sends or stops, and questions to start with.

import { element } from "./dom.js";

const MOST = 2000; // code points, as the service counts
const MAX_ROWS = 6;
const MAX_SUGGESTED = 4;
const LONGEST_SUGGESTED = 120; // code points

export class QuestionForm {
  #wording;
  #box = element("textarea", {
    id: "question",
    part: "input",
    rows: "1",
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-describedby": "hint",
  });
  #button = element("button", { type: "submit", class: "primary", part: "send" });
  #label = element("label", { for: "question" });
  #hint = element("p", { id: "hint", class: "hint" });
  #isBusy = false;

  /** `onAsk(question)` hears a question that may be sent, `onStop()` the wish to stop. */
  constructor({ onAsk, onStop, say }) {
    this.node = element(
      "form",
      { class: "ask", part: "form" },
      this.#label,
      element("div", { class: "ask-row" }, this.#box, this.#button),
      this.#hint,
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#isBusy && !this.#question()) return onStop();
      this.#send(onAsk, say);
    });
    this.#button.addEventListener("click", (event) => {
      if (!this.#isBusy) return;
      event.preventDefault();
      onStop();
    });
    this.#box.addEventListener("keydown", (event) => this.#keyed(event));
    this.#box.addEventListener("input", () => this.#changed());
  }

  speak(wording, placeholder) {
    this.#wording = wording;
    this.#label.textContent = wording.say("questionLabel");
    this.#box.placeholder = placeholder;
    this.busy = this.#isBusy;
    this.#changed();
  }

  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.#button.textContent = this.#wording.say(isBusy ? "stop" : "send");
    this.#button.classList.toggle("stops", isBusy);
  }

  get isEmpty() {
    return !this.#question();
  }

  /** Puts a question into the box, its end under the caret. */
  set question(question) {
    this.#box.value = question;
    this.#changed();
  }

  /** Empties the box if this question stands in it. */
  forget(question) {
    if (this.#question() === question) this.question = "";
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  #question() {
    return this.#box.value.trim();
  }

  #send(onAsk, say) {
    const question = this.#question();
    if (!question) return;
    if (this.#tooMany() > 0) {
      say(this.#hint.textContent);
      return;
    }
    this.question = "";
    onAsk(question);
  }

  #keyed(event) {
    // 229: the key that ends a composition, in browsers that report it after its end.
    const composes = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composes) return;
    event.preventDefault();
    if (this.#question()) this.node.requestSubmit();
  }

  #tooMany() {
    return Array.from(this.#question()).length - MOST;
  }

  #changed() {
    const n = this.#tooMany();
    const values = { n, most: MOST };
    this.#hint.textContent = n > 0 ? this.#wording.say("tooLong", values) : "";
    this.#box.setAttribute("aria-invalid", String(n > 0));
    this.#box.rows = 1;
    if (!this.#box.value) return; // a placeholder that wraps would take the room to read
    while (this.#box.scrollHeight > this.#box.clientHeight + 1 && this.#box.rows < MAX_ROWS) {
      this.#box.rows += 1;
    }
  }
}

/** Questions among the titles of documents, as GET /v1/documents lists them. */
export function questionsAmong(documents) {
  return documents
    .map(({ metadata }) => metadata.title)
    .filter((title) => title.endsWith("?") && Array.from(title).length <= LONGEST_SUGGESTED)
    .slice(0, MAX_SUGGESTED);
}

export class Suggestions {
  #heading = element("h3", { id: "suggestions-heading" });
  #list = element("ul", { class: "suggestions" });
  #onChoose;

  constructor({ onChoose }) {
    this.#onChoose = onChoose;
    this.node = element(
      "section",
      { part: "suggestions", "aria-labelledby": "suggestions-heading", hidden: true },
      this.#heading,
      this.#list,
    );
  }

  speak(wording) {
    this.#heading.textContent = wording.say("suggestions");
  }

  show(questions) {
    this.#list.replaceChildren(...questions.map((question) => this.#choice(question)));
    this.node.hidden = questions.length === 0;
  }

  #choice(question) {
    const button = element(
      "button",
      { type: "button", class: "suggestion", part: "suggestion", dir: "auto" },
      question,
    );
    button.addEventListener("click", () => this.#onChoose(question));
    return element("li", {}, button);
  }
}
