// The card for someone in danger: help comes first, and the box stays open.

import { element, link } from "./dom.js";

/**
 * The card of an answer's `safety`, an alert that is read out at once. Its `words`: `call(number)`,
 * `text(number)`, `website`, and `emergency` for a number that is not known.
 */
export function safetyCard({ message, resources, emergency }, words) {
  const isListed = resources.some(
    ({ name, phone }) => name === emergency.name && phone === emergency.phone,
  );
  return element(
    "section",
    { class: "safety", role: "alert" },
    message.split("\n").filter(Boolean).map((line) => element("p", { lang: "en" }, line)),
    resourceList(isListed ? resources : [...resources, emergency], words),
  );
}

export function resourceList(resources, words) {
  return element("ul", { class: "resources" }, resources.map((entry) => resource(entry, words)));
}

function resource({ name, phone, sms, url, hours }, words) {
  const ways = [
    phone ? way("tel", phone, words.call(phone)) : null,
    sms ? way("sms", sms, words.text(sms)) : null,
    url ? link(url, {}, words.website) : null,
  ].filter(Boolean);
  return element(
    "li",
    {},
    element("strong", {}, name ?? ""),
    hours ? element("span", { class: "fine" }, hours) : null,
    element("span", { class: "ways" }, ways.length ? ways : words.emergency),
  );
}

/** A telephone or text link; letters of "HOME to 741741" stay visible but are not dialled. */
function way(scheme, number, text) {
  const dialled = number.match(/\+?[\d][\d\s()-]*/)?.[0].replaceAll(/[^\d+]/g, "");
  return dialled ? element("a", { href: `${scheme}:${dialled}` }, text) : element("span", {}, text);
}
