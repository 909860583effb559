// What the attributes of <footnote-chat> mean. Anything not understood is taken as not given.

import { OPENABLE, urlOf } from "./dom.js";

const FROM_HERE = "../../"; // this script is at /assets/…/chat_settings.js of the service

export const ATTRIBUTES = [
  "endpoint",
  "site-key",
  "mode",
  "open",
  "heading",
  "placeholder",
  "suggestions",
  "lang",
  "theme",
  "region",
  "storage",
  "share-text",
];

/**
 * Where the service is: origin and path of the endpoint, without a slash at the end, else where this
 * script came from.
 */
export function endpointOf(element) {
  const said = element.getAttribute("endpoint")?.trim();
  const given = said ? urlOf(said, element.ownerDocument.baseURI) : null;
  const isGiven = OPENABLE.test(given?.protocol);
  const { origin, pathname } = isGiven ? given : new URL(FROM_HERE, import.meta.url);
  return origin + pathname.replace(/\/+$/, "");
}

export function isInline(element) {
  return element.getAttribute("mode") === "inline";
}

export function keepsConversation(element) {
  return element.getAttribute("storage") === "session";
}

/** The page's own suggestions, null when it gives none that can be read. */
export function suggestionsOf(element) {
  try {
    const given = JSON.parse(element.getAttribute("suggestions"));
    return Array.isArray(given) ? given.filter((one) => typeof one === "string" && one.trim()) : null;
  } catch {
    return null;
  }
}

/** ISO 3166-1 alpha-2, null when the page does not say one. */
export function regionOf(element) {
  const region = element.getAttribute("region")?.trim().toUpperCase() ?? "";
  return /^[A-Z]{2}$/.test(region) ? region : null;
}
