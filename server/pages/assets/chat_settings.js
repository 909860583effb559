// What the attributes of <footnote-chat> mean. Anything not understood is taken as not given.

import { OPENABLE, urlOf } from "./dom.js";

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

/** Where the service is: the origin of the endpoint, else the one that this script came from. */
export function endpointOf(element) {
  const given = urlOf(element.getAttribute("endpoint") ?? "", element.ownerDocument.baseURI);
  const isGiven = element.hasAttribute("endpoint") && OPENABLE.test(given?.protocol);
  return isGiven ? given.origin : new URL(import.meta.url).origin;
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
