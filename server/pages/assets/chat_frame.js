// The chat's own furniture: heading, log, box and foot, in a page or behind a launcher.

import { QuestionForm, Suggestions } from "./chat_form.js";
import { element } from "./dom.js";

const KEYS = ["keydown", "keypress", "keyup"];
const PANEL = { class: "panel", part: "panel", "aria-labelledby": "heading" };
const NARROW = "(max-width: 32em)"; // as in chat_style.js: there the chat fills the screen

export class Frame {
  // The status says what is new, once; a live log would read each part as it arrives.
  log = element("div", {
    role: "log",
    class: "log",
    part: "log",
    "aria-live": "off",
    tabindex: "0",
  });
  form;
  suggestions;
  wording;
  #heading = element("h2", { id: "heading", part: "heading" });
  #close = element("button", { type: "button", class: "close", part: "close" }, "×");
  #clear = element("button", { type: "button", class: "action", part: "clear", hidden: true });
  #purpose = element("p", { class: "purpose", part: "purpose" });
  #status = element("p", { class: "visually-hidden", role: "status" });
  #launcher = element("button", {
    type: "button",
    class: "launcher",
    part: "launcher",
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
  });
  #foot = element("div", { class: "foot" });
  #scroller = element("div", { class: "scroller" });
  #chat = element("div", {});
  #panel = null;
  #dock = null;
  #onClose;

  constructor({ onAsk, onStop, onOpen, onClose, onClear }) {
    this.#onClose = onClose;
    this.form = new QuestionForm({ onAsk, onStop, say: (text) => this.say(text) });
    this.suggestions = new Suggestions({ onChoose: onAsk });
    this.#launcher.addEventListener("click", () => (this.isOpen ? onClose() : onOpen()));
    this.#close.addEventListener("click", onClose);
    this.#clear.addEventListener("click", onClear);
    // A page's shortcuts should not fire while someone types here.
    for (const key of KEYS) this.#chat.addEventListener(key, (event) => event.stopPropagation());
  }

  /** The chat for this place. What is in the log and the box stays. */
  build(isInline) {
    this.leave();
    this.#panel = isInline ? this.#section() : this.#dialog();
    this.#dock = isInline
      ? null
      : element("div", { class: "dock", popover: "manual" }, this.#panel, this.#launcher);
    this.#chat.className = isInline ? "chat inline" : "chat";
    this.#chat.replaceChildren(this.#dock ?? this.#panel);
    return this.#chat;
  }

  /** Once it is in the page: above all else there, whatever its z-index. */
  enter() {
    if (this.#dock?.isConnected) this.#dock.showPopover?.();
  }

  leave() {
    if (this.#panel?.open) this.#panel.close();
    this.#launcher.setAttribute("aria-expanded", "false");
  }

  /** `help` is the line that unfolds to whom one can reach. */
  speak(wording, heading, placeholder, help) {
    this.wording = wording;
    this.#chat.lang = wording.language;
    this.#heading.textContent = heading;
    this.#launcher.textContent = heading;
    this.#close.setAttribute("aria-label", wording.say("close"));
    this.#clear.textContent = wording.say("clear");
    this.#foot.replaceChildren(this.#clear, help);
    this.#purpose.textContent = wording.say("purpose");
    this.log.setAttribute("aria-label", wording.say("conversation"));
    this.suggestions.speak(wording);
    this.form.speak(wording, placeholder);
  }

  /** Has a screen reader say this, once. */
  say(text) {
    this.#status.textContent = text;
  }

  get isOpen() {
    return Boolean(this.#panel?.open);
  }

  /** Opens the dialog. Focus moves in when a person asked for it, not when a page loads open. */
  open({ takesFocus }) {
    if (this.isOpen || this.#panel?.localName !== "dialog") return;
    if (!takesFocus) this.#panel.open = true;
    else if (matchMedia(NARROW).matches) this.#panel.showModal();
    else this.#panel.show();
    this.#launcher.setAttribute("aria-expanded", "true");
    if (takesFocus) this.form.focus();
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.#panel.matches(":focus-within");
    this.#panel.close();
    this.#launcher.setAttribute("aria-expanded", "false");
    if (hadFocus) this.#launcher.focus();
  }

  set hasTurns(hasTurns) {
    this.#clear.hidden = !hasTurns;
  }

  #section() {
    return element(
      "section",
      PANEL,
      this.#header([]),
      this.log,
      this.form.node,
      this.#foot,
      this.suggestions.node,
      this.#purpose,
      this.#status,
    );
  }

  #dialog() {
    this.#scroller.replaceChildren(this.log, this.suggestions.node, this.#purpose);
    const dialog = element(
      "dialog",
      PANEL,
      this.#header([this.#close]),
      this.#scroller,
      this.form.node,
      this.#foot,
      this.#status,
    );
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      this.#onClose();
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#onClose();
    });
    return dialog;
  }

  #header(buttons) {
    return element("div", { class: "header", part: "header" }, this.#heading, buttons);
  }
}
