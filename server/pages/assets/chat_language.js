// Which language the interface speaks, and how a message becomes words in it.

import { MESSAGES } from "./chat_messages.js";

const FALLBACK = "en";

/** The first of the wanted language tags that there are messages for, else English. */
export function spokenLanguage(wanted) {
  const known = wanted.map((tag) => String(tag ?? "").trim().toLowerCase().split(/[-_]/)[0]);
  return known.find((language) => Object.hasOwn(MESSAGES, language)) ?? FALLBACK;
}

/** The `lang` of the element or of what it stands in, across shadow trees; "" when none says. */
export function languageAround(element) {
  for (let at = element; at; at = at.getRootNode().host) {
    const lang = at.closest('[lang]:not([lang=""])')?.getAttribute("lang");
    if (lang) return lang;
  }
  return "";
}

/** Messages in one language. */
export class Wording {
  #messages;
  #plural;
  #number;

  constructor(language) {
    this.language = language;
    this.#messages = MESSAGES[language];
    this.#plural = new Intl.PluralRules(language);
    this.#number = new Intl.NumberFormat(language);
  }

  /** The name of a kind of source, undefined for one that the interface has no name for. */
  kind(kind) {
    return named(this.#messages.kinds, kind);
  }

  /** Why a message was not looked up, undefined for a reason without words of its own. */
  whyNot(reason) {
    return named(this.#messages.whyNot, reason);
  }

  /** What is heard before the sentence `before` a quote, and the one `after` it. */
  get beside() {
    return { before: this.say("before"), after: this.say("after") };
  }

  /** The message with its values as text. A number `n` chooses the plural form. */
  say(key, values = {}) {
    return this.parts(key, values).join("");
  }

  /** The message as a list of strings and values, so that a value can be an element. */
  parts(key, values = {}) {
    const message = this.#messages[key];
    const text = typeof message === "string" ? message : this.#form(message, values.n);
    return text.split(/\{(\w+)\}/).map((part, i) => (i % 2 ? this.#shown(values[part]) : part));
  }

  #form(forms, n) {
    return forms[this.#plural.select(n)] ?? forms.other;
  }

  #shown(value) {
    return typeof value === "number" ? this.#number.format(value) : value;
  }
}

/** What a service names is not always ours: "constructor" is none of our words. */
function named(words, name) {
  return Object.hasOwn(words, name ?? "") ? words[name] : undefined;
}
