// The guidance desk. The question lives in the box, in requests' bodies and on this page alone.

import { Failure, Service } from "./api.js";
import { Conversation } from "./chat_conversation.js";
import { element } from "./dom.js";
import { answerView, summaryOf } from "./guidance_answer.js";
import { FilterPanel } from "./guidance_filter_panel.js";
import { filtersOf, noFilters, showInAddress, withValue } from "./guidance_filters.js";
import { Library } from "./guidance_library.js";
import { isLookedUp, notAnswered, whyNot } from "./guidance_no_answer.js";
import { passagesView } from "./guidance_passages.js";
import { positionOf } from "./guidance_places.js";
import { Reader } from "./guidance_reader.js";
import { relatedView } from "./guidance_related.js";
import { Taking } from "./guidance_take.js";
import { failed } from "./failed.js";
import { safetyCard } from "./safety_card.js";
import { longDate } from "./sources.js";

const MOST = 2000; // code points, as the service counts
const MAX_LISTED = 200;
const MAX_PASSAGES = 10;
const MAX_SUGGESTED = 6;
const WIDE = "(min-width: 60rem)";
const CARD_WORDS = {
  call: (number) => `Call ${number}`,
  text: (number) => `Text ${number}`,
  website: "Website",
  emergency: "Call the emergency number where you are",
};

const byId = (id) => document.getElementById(id);
const form = byId("ask");
const box = byId("question");
const button = form.querySelector("button");
const result = byId("result");
const passages = byId("passages");
const related = byId("related");

const service = new Service();
const conversation = new Conversation(); // gone when the page is left
const library = new Library(service);
const taking = new Taking(service, announce);
const reader = new Reader(byId("reader"), { library, taking, announce, moved: showReader });
const panel = new FilterPanel(byId("filters"), byId("chosen"), filtersOf(location.search), filtersChanged);
const desk = { metadata: library.metadata, taking, read: (place, opener) => reader.open(place, opener), only };

let running = null;
let asked = null; // the question shown, with the conversation before it
let earlier = [];

form.addEventListener("submit", (event) => {
  event.preventDefault();
  answerTo(box.value.toWellFormed().trim()); // half a character is none to the service
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

box.addEventListener("input", () => {
  fitBox();
  const n = Array.from(box.value.trim()).length - MOST; // maxlength would count UTF-16 units
  const hint = `At most ${MOST.toLocaleString("en")} characters: ${n.toLocaleString("en")} too many.`;
  box.setCustomValidity(n > 0 ? hint : "");
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key !== "/" || !isPlain || isTyping || !byId("shortcut").checked) return;
  event.preventDefault();
  box.focus();
  box.select();
});

window.addEventListener("popstate", () => panel.set(filtersOf(location.search)));

function answerTo(question) {
  if (question) ask({ question, history: conversation.history() }, { isNew: true });
}

async function ask(turn, { isNew }) {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const { signal } = controller;
  setBusy(true);
  try {
    const filters = panel.filters;
    const answer = await service.ask({ ...turn, audience: "therapist", filters }, { signal });
    await library.know(answer.citations.map((citation) => citation.document_id));
    if (signal.aborted) return;
    asked = turn;
    if (isNew) remember(turn.question, answer);
    showAnswer(turn.question, answer);
    if (isNew && answer.outcome !== "safety") bringAnswerIntoView();
    if (answer.outcome !== "safety" && isLookedUp(answer)) await showPassages(turn, answer, filters, signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    clearBelow();
    const reason = error instanceof Failure ? error.message : "The page could not show the answer.";
    const { node, heard } = failed(turn.question, reason, () => ask(turn, { isNew }));
    result.replaceChildren(node);
    announce(heard);
  } finally {
    if (running === controller) setBusy(false);
  }
}

function showAnswer(question, answer) {
  clearBelow();
  byId("side").hidden = answer.outcome === "safety";
  if (answer.outcome === "safety") {
    asked = null;
    const card = safetyCard(answer.safety, CARD_WORDS);
    result.replaceChildren(card);
    card.scrollIntoView({ block: "start" });
    return;
  }
  const isAnswered = answer.outcome === "answered";
  const words = panel.inWords();
  result.replaceChildren(
    element(
      "section",
      { class: "result", "aria-labelledby": "result-heading" },
      element("h2", { id: "result-heading", class: "asked" }, question),
      answer.interpreted_as ? element("p", { class: "fine" }, `Understood as: ${answer.interpreted_as}`) : null,
      words.length ? element("p", { class: "fine" }, `Only from: ${words.join("; ")}`) : null,
      isAnswered ? answerView(answer, desk) : refusal(answer),
      isAnswered ? unanswered(answer) : null,
      notMentioned(answer),
      isAnswered ? element("div", { class: "references" }) : null,
      element("p", { class: "fine colophon" }, colophon(answer)),
    ),
  );
  announce(isAnswered ? `Answer: ${summaryOf(answer)}.` : whyNot(answer, panel.filters));
  if (isAnswered) showReferences(answer.citations);
  reader.follow(answer.citations.map((citation) => ({ documentId: citation.document_id, ...positionOf(citation) })));
}

/** On a phone the answer would come below the edge, or behind the keyboard. */
function bringAnswerIntoView() {
  if (matchMedia("(pointer: coarse)").matches) box.blur();
  if (result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView({ block: "start" });
}

function refusal(answer) {
  const nRefused = conversation.turns.filter((turn) => turn.answer.outcome === "no_answer").length;
  const askAll = () => setFilters(noFilters());
  return notAnswered(answer, panel.filters, { isFirst: nRefused < 2, askAll });
}

/** The parts of a question that nothing above answers, so that silence is not taken for an answer. */
function unanswered(answer) {
  return answer.unanswered.map((part) =>
    element("p", { class: "none" }, element("strong", {}, "No sentence found that answers: "), part),
  );
}

/** What is shown says nothing of a word that no document uses. */
function notMentioned({ not_mentioned: words }) {
  if (!words.length) return null;
  return element("p", { class: "fine" }, "No document mentions: ", element("bdi", {}, words.join(", ")));
}

function colophon(answer) {
  const now = new Date();
  const day = longDate([now.getFullYear(), now.getMonth() + 1, now.getDate()]);
  const facts = [`Asked on ${day}`];
  if (answer.outcome === "answered") {
    const percent = Math.min(99, Math.max(1, Math.round(100 * answer.confidence)));
    facts.push(`${summaryOf(answer)}, word for word`, `${percent}% likely to answer it`);
  }
  return [...facts, `index ${answer.generation}`].join(" · ");
}

async function showReferences(citations) {
  const place = result.querySelector(".references");
  try {
    const text = await taking.exported("apa", citations, { with_quotes: false });
    place.replaceChildren(
      element("h3", {}, "References (APA)"),
      element("ul", {}, text.trim().split("\n\n").map((reference) => element("li", {}, reference))),
    );
  } catch {
    // The sources stand above with what is known of them; the references only repeat it.
  }
}

async function showPassages({ question }, answer, filters, signal) {
  const isAnswered = answer.outcome === "answered";
  const show = (hits) => {
    passages.replaceChildren(...passagesView(hits, answer.citations, desk, { isAnswered }));
    passages.hidden = false;
  };
  if (!isAnswered) show(answer.nearest);
  const request = { question: answer.interpreted_as ?? question, filters, top_k: MAX_PASSAGES };
  try {
    const found = await service.post("/v1/search", request, { signal });
    await library.know(found.hits.map((hit) => hit.document_id));
    if (signal.aborted) return;
    show(found.hits);
    related.replaceChildren(...relatedView(found.related, askFor, "Related, in the documents’ own words"));
    related.hidden = found.related.length === 0;
  } catch (error) {
    if (error.name === "AbortError") return;
    const again = element("button", { type: "button", class: "secondary" }, "Load the passages again");
    again.addEventListener("click", () => showPassages({ question }, answer, filters, signal));
    const reason = element("p", {}, `The passages could not be loaded. ${error.message}`);
    passages.replaceChildren(element("h2", { id: "passages-heading" }, "Passages"), reason, again);
    passages.hidden = false;
    announce(reason.textContent);
  }
}

function askFor(question) {
  box.value = question;
  fitBox();
  answerTo(question);
  form.scrollIntoView({ block: "nearest" });
}

function remember(question, answer) {
  conversation.add(question, answer);
  if (answer.outcome === "safety") return;
  earlier = [question, ...earlier.filter((other) => other !== question)];
  byId("earlier").querySelector("ol").replaceChildren(
    ...earlier.map((other) => {
      const again = element("button", { type: "button", class: "plain" }, other);
      again.addEventListener("click", () => askFor(other));
      return element("li", {}, again);
    }),
  );
  byId("earlier").hidden = earlier.length < 2;
}

function filtersChanged(filters) {
  showInAddress(filters);
  if (asked) ask(asked, { isNew: false });
}

function setFilters(filters) {
  panel.set(filters);
  filtersChanged(filters);
}

function only(documentId, title) {
  panel.name("document_ids", documentId, title);
  setFilters(withValue({ ...panel.filters, document_ids: [] }, "document_ids", documentId, true));
}

function clearBelow() {
  reader.reset();
  for (const place of [passages, related]) {
    place.hidden = true;
    place.replaceChildren();
  }
}

function showReader(isOpen) {
  document.querySelector(".desk").classList.toggle("is-reading", isOpen);
}

function announce(sentence) {
  byId("announcement").textContent = sentence;
}

function setBusy(busy) {
  result.setAttribute("aria-busy", String(busy));
  form.classList.toggle("busy", busy);
  button.textContent = busy ? "Asking…" : "Ask";
  if (busy) announce("");
}

function fitBox() {
  box.rows = 1;
  while (box.scrollHeight > box.clientHeight + 1 && box.rows < 6) box.rows += 1;
}

async function offerFilters() {
  const [facets, page] = await Promise.all([
    service.get("/v1/facets"),
    service.get(`/v1/documents?limit=${MAX_LISTED}`),
  ]);
  library.note(page.documents);
  panel.offer(facets, page.documents, page.total);
  if (!result.hasChildNodes()) suggest(page.documents);
}

/** To begin with: titles of documents that are questions. */
function suggest(documents) {
  const questions = documents
    .map(({ metadata }) => metadata.title)
    .filter((title) => title.endsWith("?") && title.length <= 200)
    .slice(0, MAX_SUGGESTED)
    .map((question) => ({ question }));
  related.replaceChildren(...relatedView(questions, askFor, "Questions these documents discuss"));
  related.hidden = questions.length === 0;
}

fitBox();
box.focus({ preventScroll: true });
byId("filters").open = byId("earlier").open = matchMedia(WIDE).matches;
panel.set(panel.filters);
offerFilters().catch(() => {
  // Filters are a help, not needed to ask; an error shows when a question is asked.
});
