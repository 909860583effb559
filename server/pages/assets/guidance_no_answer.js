// What the desk says when nothing answers.

import { element, link } from "./dom.js";
import { entriesOf, excludeAll } from "./guidance_filters.js";
import { isoDateParts, longDate, sourceAddress } from "./sources.js";

const NOT_LOOKED_UP = {
  small_talk: "Happy to help. Ask about anything in these documents.",
  form: "Footnote only quotes; it cannot shorten, translate or reword.",
  sources: "The sources stand below each answer; the number below each quote leads there.",
  contents: "You can ask about anything in these documents.",
  displeased: "Sorry. Please ask in other words.",
  personal: "Only someone who knows the person can say, such as a doctor or a therapist.",
  order: "Footnote only looks up questions in these documents; it does nothing else that it is told to.",
};
const OF_THE_LAST_ANSWER = ["form", "sources"]; // reasons: what can be asked is no reply to these
const OF_THE_DOCUMENTS = ["small_talk", "contents"]; // reasons: what can be asked is the reply

/** Whether the documents were searched in vain: else there are no nearest passages either. */
export function isLookedUp({ outcome, reason }) {
  return outcome === "answered" || !Object.hasOwn(NOT_LOOKED_UP, reason ?? "");
}

export function whyNot(answer, filters) {
  if (!isLookedUp(answer)) return NOT_LOOKED_UP[answer.reason];
  if (!excludeAll(filters)) return "No sentence found that answers this.";
  const [from, until] = [filters.published_after, filters.published_before].map((day) =>
    longDate(isoDateParts(day)),
  );
  return `No document can be from ${from} or later and from ${until} or earlier.`;
}

/** isFirst: the first refusal of a visit shows in full what the documents cover. */
export function notAnswered(answer, filters, { isFirst, askAll }) {
  const why = whyNot(answer, filters);
  const isOpen = isFirst || OF_THE_DOCUMENTS.includes(answer.reason);
  const covers = OF_THE_LAST_ANSWER.includes(answer.reason) ? null : covered(answer.covers, isOpen);
  if (!isLookedUp(answer)) return [element("p", { class: "none" }, why), covers];
  const isFiltered = entriesOf(filters).length > 0;
  const advice = isFiltered ? "Filters leave some documents out." : "Asking differently may help.";
  const all = element("button", { type: "button", class: "secondary" }, "Ask all documents");
  all.addEventListener("click", askAll);
  return [
    element(
      "p",
      { class: "none" },
      element("strong", {}, why),
      excludeAll(filters) ? null : ` The documents may say it in other words. ${advice}`,
    ),
    isFiltered ? all : null,
    covers,
  ];
}

function covered(covers, isOpen) {
  if (!covers.length) return null;
  const items = covers.map(({ document_id, title, sections }) =>
    element(
      "li",
      {},
      link(sourceAddress(document_id), { class: "source-title" }, element("bdi", {}, title)),
      sections.length ? element("p", { class: "fine" }, sections.join(" · ")) : null,
    ),
  );
  return element(
    "details",
    { class: "covers", open: isOpen },
    element("summary", {}, "What these documents cover"),
    element("ul", { class: "sources" }, items),
  );
}
