// What is shown when there is no answer: no sentence that answers, or something failed.

import { Failure } from "./api.js";
import { aboutSource, languageOf, sourceLink } from "./chat_quote.js";
import { element } from "./dom.js";
import { sectionOf, sourceAddress } from "./sources.js";

const MAX_NEAREST = 3;
const OF_THE_LAST_ANSWER = ["form", "sources"]; // reasons: what can be asked is no reply to these
const OF_THE_DOCUMENTS = ["small_talk", "contents"]; // reasons: what can be asked is the reply

/**
 * The element and what a screen reader should hear. What the documents cover is shown in full where
 * the refusal is the conversation's first, or that is the reply.
 */
export function refusalView(question, answer, context, isFirst) {
  const { wording } = context;
  const why = wording.whyNot(answer.reason);
  const notFound = wording.say("notFound");
  const notFoundWhy = ` ${wording.say("notFoundWhy")}`;
  const isOpen = isFirst || OF_THE_DOCUMENTS.includes(answer.reason);
  const node = element(
    "div",
    { class: "answer refusal", part: "answer" },
    element("p", { class: "none" }, why ?? [element("strong", {}, notFound), notFoundWhy]),
    ...notMentioned(answer, wording),
    why ? null : changeButton(question, context),
    OF_THE_LAST_ANSWER.includes(answer.reason) ? null : covers(answer.covers ?? [], context, isOpen),
    why ? null : nearest((answer.nearest ?? []).slice(0, MAX_NEAREST), context),
    context.help(),
  );
  const missing = notMentioned(answer, wording).map(({ textContent }) => ` ${textContent}`);
  return { node, heard: (why ?? notFound + notFoundWhy) + missing.join("") };
}

/** Words of the question that no document uses, so that silence on them is not taken for an answer. */
export function notMentioned({ not_mentioned: words = [] }, wording) {
  if (!words.length) return [];
  const said = { words: element("bdi", {}, words.join(", ")) };
  return [element("p", { class: "fine" }, wording.parts("notMentioned", said))];
}

function changeButton(question, { wording, onChange }) {
  const change = element(
    "button",
    { type: "button", class: "action", part: "action" },
    wording.say("changeQuestion"),
  );
  change.addEventListener("click", () => onChange(question));
  return element("div", { class: "actions", part: "actions" }, change);
}

function covers(documents, context, isOpen) {
  if (!documents.length) return null;
  const items = documents.map((document) => {
    const place = { ...document, deep_link: sourceAddress(document.document_id) };
    const title = element("bdi", { lang: languageOf(place, context) }, document.title);
    return element(
      "li",
      {},
      sourceLink(place, context, title),
      document.sections.length
        ? element("p", { class: "fine", dir: "auto" }, document.sections.join(" · "))
        : null,
    );
  });
  return element(
    "details",
    { open: isOpen },
    element("summary", {}, context.wording.say("covers")),
    element("ul", { class: "sources", part: "sources" }, items),
  );
}

function nearest(hits, context) {
  if (!hits.length) return null;
  return element(
    "details",
    { class: "nearest", part: "nearest" },
    element("summary", {}, context.wording.say("nearest")),
    element("ul", {}, hits.map((hit) => passage(hit, context))),
  );
}

function passage(hit, context) {
  const lang = languageOf(hit, context);
  const about = [sectionOf(hit), aboutSource(hit, context)].filter(Boolean).join(" · ");
  return element(
    "li",
    {},
    sourceLink(hit, context, element("bdi", { lang }, hit.title)),
    element("p", { class: "fine", dir: "auto" }, about),
    element("p", { class: "passage", lang, dir: "auto" }, hit.text),
  );
}

/** The element and what a screen reader should hear. */
export function failureView(failure, { wording, help }, onRetry) {
  const reason = reasonOf(failure, wording);
  const node = element(
    "div",
    { class: "failed", part: "error" },
    element("p", {}, element("strong", {}, wording.say("failed")), ` ${reason}`),
    element("p", { class: "fine" }, wording.say("questionKept")),
    retryButton(wording, onRetry),
    help(),
  );
  return { node, heard: `${wording.say("failed")} ${reason} ${wording.say("questionKept")}` };
}

export function retryButton(wording, onRetry) {
  const again = element(
    "button",
    { type: "button", class: "secondary", part: "retry" },
    wording.say("retry"),
  );
  again.addEventListener("click", onRetry);
  return again;
}

/** Which kind of failure it is, for the page: never a text. */
export function kindOf(failure) {
  return failure instanceof Failure ? failure.kind : "unexpected";
}

function reasonOf(failure, wording) {
  switch (kindOf(failure)) {
    case "busy": {
      const n = Math.ceil(failure.retryAfter ?? 0);
      const when = n > 0 ? wording.say("retryIn", { n }) : "";
      return `${wording.say("overloaded")} ${when}`.trim();
    }
    case "unreachable":
    case "slow":
    case "brokenOff":
      return wording.say(failure.kind);
    case "refused":
    case "failed":
      return wording.say("serviceSays", { detail: failure.message });
    default:
      return wording.say("unexpected");
  }
}
