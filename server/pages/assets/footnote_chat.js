// The element <footnote-chat>. docs/widget.md describes it; /widget/footnote-chat.js defines it.

import { Service } from "./api.js";
import { Conversation, forget, keep, kept } from "./chat_conversation.js";
import { Dialogue } from "./chat_dialogue.js";
import { questionsAmong } from "./chat_form.js";
import { Frame } from "./chat_frame.js";
import { HelpLines } from "./chat_help.js";
import { languageAround, spokenLanguage, Wording } from "./chat_language.js";
import * as settings from "./chat_settings.js";
import { chatStyle } from "./chat_style.js";

const MAX_LISTED = 200;
const SITE_KEY_HEADER = "X-Footnote-Site-Key";

export class FootnoteChat extends HTMLElement {
  static observedAttributes = settings.ATTRIBUTES;

  #root = this.attachShadow({ mode: "open" });
  #conversation = new Conversation();
  #metadataById = new Map();
  #titles = []; // questions among the documents' titles
  #isListed = false;
  #isBuilt = false;
  #endpoint;
  #service;
  #wording;
  #help = new HelpLines({
    service: () => this.#service,
    region: () => settings.regionOf(this),
  });
  #frame = new Frame({
    onAsk: (question) => this.ask(question),
    onStop: () => this.#dialogue.stop(),
    onOpen: () => this.open(),
    onClose: () => this.close(),
    onClear: () => {
      this.reset();
      this.#frame.say(this.#wording.say("cleared"));
      this.#frame.form.focus();
    },
  });
  #dialogue = new Dialogue(this.#frame, this.#conversation, {
    service: () => this.#service,
    request: () => ({ region: settings.regionOf(this), lang: this.#wording.language }),
    context: (turn, question) => this.#context(turn, question),
    emit: (...told) => this.#emit(...told),
    focus: () => this.#focus(),
    answered: () => {
      this.#remember();
      this.#list();
    },
  });

  connectedCallback() {
    this.#root.adoptedStyleSheets = [chatStyle()];
    this.#serve();
    this.#speak();
    this.#build();
    this.#isBuilt = true;
    this.#recall();
  }

  disconnectedCallback() {
    this.#isBuilt = false;
    this.#dialogue.stop();
    this.#frame.leave();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#isBuilt || before === now) return;
    if (name === "endpoint") this.#moved();
    if (name === "site-key") this.#serve();
    if (name === "mode") this.#build();
    if (name === "open") this.#followOpen({ takesFocus: true });
    if (["heading", "placeholder", "region"].includes(name)) this.#speak();
    if (name === "lang") {
      this.#speak();
      this.#dialogue.restore();
    }
    if (name === "suggestions") this.#suggest();
    if (name === "storage") this.#remember();
  }

  open() {
    if (!settings.isInline(this)) this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  /** Asks as if the question had been typed. Resolves to what came of it, never rejects. */
  async ask(question) {
    const asked = String(question).toWellFormed().trim(); // half a character is none to the service
    if (!asked || !this.#isBuilt) return "stopped";
    this.open();
    this.#frame.suggestions.show([]);
    this.#frame.hasTurns = true;
    this.#focus();
    return this.#dialogue.ask(asked);
  }

  reset() {
    this.#dialogue.clear();
    forget(this.#endpoint);
    this.#frame.hasTurns = false;
    this.#suggest();
  }

  #build() {
    const isInline = settings.isInline(this);
    this.#root.replaceChildren(this.#frame.build(isInline));
    this.#frame.enter();
    this.#suggest();
    if (isInline) this.#list();
    else this.#followOpen({ takesFocus: false });
  }

  #followOpen({ takesFocus }) {
    const wasOpen = this.#frame.isOpen;
    if (!this.hasAttribute("open")) this.#frame.close();
    else if (!settings.isInline(this)) this.#frame.open({ takesFocus });
    if (this.#frame.isOpen === wasOpen) return;
    this.#emit(wasOpen ? "close" : "open");
    if (!wasOpen) this.#list();
  }

  #speak() {
    const said = this.getAttribute("lang") || languageAround(this);
    this.#wording = new Wording(spokenLanguage(said ? [said] : navigator.languages));
    this.#frame.speak(
      this.#wording,
      this.getAttribute("heading") || this.#wording.say("heading"),
      this.getAttribute("placeholder") || this.#wording.say("placeholder"),
      this.#help.fold(this.#wording, { part: "help" }),
    );
  }

  #serve() {
    this.#endpoint = settings.endpointOf(this);
    const key = this.getAttribute("site-key");
    this.#service = new Service(this.#endpoint, key ? { [SITE_KEY_HEADER]: key } : {});
  }

  /** Another service: other documents, another conversation. */
  #moved() {
    this.#dialogue.clear();
    this.#frame.hasTurns = this.#isListed = false;
    this.#titles = [];
    this.#metadataById.clear();
    this.#serve();
    this.#suggest();
    this.#recall();
    if (settings.isInline(this) || this.#frame.isOpen) this.#list();
  }

  /** Asks once which documents there are and who can help: a failure is not told. */
  async #list() {
    if (this.#isListed) return;
    this.#isListed = true;
    const service = this.#service;
    this.#help.load();
    try {
      const { documents } = await service.get(`/v1/documents?limit=${MAX_LISTED}`);
      if (service !== this.#service) return;
      for (const { document_id, metadata } of documents) {
        this.#metadataById.set(document_id, metadata);
      }
      this.#titles = questionsAmong(documents);
      this.#suggest();
    } catch {
      if (service === this.#service) this.#isListed = false;
    }
  }

  #suggest() {
    const isStarted = this.#frame.log.hasChildNodes();
    this.#frame.suggestions.show(isStarted ? [] : (settings.suggestionsOf(this) ?? this.#titles));
  }

  #remember() {
    if (settings.keepsConversation(this)) keep(this.#endpoint, this.#conversation.kept());
    else forget(this.#endpoint);
  }

  #recall() {
    if (!settings.keepsConversation(this) || this.#conversation.turns.length) return;
    const turns = kept(this.#endpoint);
    if (!turns.length) return;
    try {
      this.#dialogue.recall(turns);
    } catch {
      // They are of another version, or of someone else's making.
      this.#dialogue.clear();
      return forget(this.#endpoint);
    }
    this.#frame.hasTurns = true;
    this.#suggest();
  }

  /** On a touch screen the box would bring up the keyboard, over the answer. */
  #focus() {
    if (matchMedia("(pointer: coarse)").matches) this.#frame.log.focus({ preventScroll: true });
    else this.#frame.form.focus();
  }

  /** Tells the page; the `text` of what was typed or answered only where it asks for that. */
  #emit(name, detail = {}, text = {}) {
    const told = this.hasAttribute("share-text") ? { ...detail, ...text } : detail;
    this.dispatchEvent(
      new CustomEvent(`footnote-${name}`, { bubbles: true, composed: true, detail: told }),
    );
  }

  #context(turn, question) {
    return {
      wording: this.#wording,
      endpoint: this.#endpoint,
      metadataById: this.#metadataById,
      say: (text) => this.#frame.say(text),
      help: () => this.#help.fold(this.#wording),
      onCitation: ({ index, document_id }) => this.#emit("citation", { turn, index, document_id }),
      onFeedback: (isHelpful) => this.#emit("feedback", { turn, helpful: isHelpful }, { question }),
      onChange: (again) => {
        this.#frame.form.question = again;
        this.#frame.form.focus();
      },
    };
  }
}
