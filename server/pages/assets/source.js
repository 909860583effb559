// What a script adds to the page of a document. All of it can be read without.

import { stepInPlace } from "./source_citations.js";
import { showCurrentSection } from "./source_contents.js";
import { offerCopying } from "./source_copy.js";

// Brings the cited passage into view when the address names it only in its query.
if (!location.hash) {
  document.getElementById("cited")?.scrollIntoView({ block: "start" });
}
stepInPlace(document);
offerCopying(document);
showCurrentSection(document);
