// The page to ask on. The question lives in the box and in the request's body, nowhere else.

import { Failure, Service } from "./api.js";
import { element, link } from "./dom.js";
import { failed, resultOf } from "./result.js";
import { describe, sourceAddress } from "./sources.js";

const service = new Service();
const MAX_LISTED = 200;
const MAX_EXAMPLES = 4;

const form = document.getElementById("ask");
const box = document.getElementById("question");
const button = form.querySelector("button");
const result = document.getElementById("result");
const announcement = document.getElementById("announcement");
const examples = document.getElementById("examples");
const documentList = document.getElementById("documents");

const MAX_TURNS = 5;

const metadataById = new Map();
let running = null;
let conversation = []; // earlier questions and what answered them; gone when the page is left

form.addEventListener("submit", (event) => {
  event.preventDefault();
  answerTo(box.value.trim());
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

box.addEventListener("input", fitBox);

async function answerTo(question) {
  if (!question) return;
  running?.abort();
  const controller = new AbortController();
  running = controller;
  setBusy(true);
  try {
    const answer = await service.ask({ question, history: conversation }, { signal: controller.signal });
    remember(question, answer);
    show(resultOf(question, answer, metadataById));
    if (answer.outcome === "safety") result.firstElementChild.scrollIntoView({ block: "start" });
    examples.hidden = true;
  } catch (error) {
    if (error.name === "AbortError") return;
    const reason = error instanceof Failure ? error.message : "The page could not show the answer.";
    show(failed(question, reason, () => answerTo(question)));
  } finally {
    if (running === controller) setBusy(false);
  }
}

function remember(question, answer) {
  if (answer.outcome === "safety") return;
  const passages = new Set(answer.citations.map((citation) => citation.passage_id));
  conversation = [...conversation, { question, passage_ids: [...passages] }].slice(-MAX_TURNS);
}

function show({ node, heard }) {
  result.replaceChildren(node);
  announcement.textContent = heard;
  node.scrollIntoView({ block: "nearest" });
}

function setBusy(busy) {
  result.setAttribute("aria-busy", String(busy));
  form.classList.toggle("busy", busy);
  button.textContent = busy ? "Asking…" : "Ask";
  if (busy) announcement.textContent = "";
}

function fitBox() {
  box.rows = 1;
  while (box.scrollHeight > box.clientHeight + 1 && box.rows < 6) box.rows += 1;
}

async function listDocuments() {
  const page = await service.get(`/v1/documents?limit=${MAX_LISTED}`);
  for (const { document_id, metadata } of page.documents) metadataById.set(document_id, metadata);
  showExamples(page.documents);
  showDocuments(page);
}

function showExamples(listed) {
  const questions = listed
    .map(({ metadata }) => metadata.title)
    .filter((title) => title.endsWith("?") && title.length <= 120)
    .slice(0, MAX_EXAMPLES);
  examples.querySelector("ul").replaceChildren(
    ...questions.map((question) => {
      const choice = element("button", { type: "button" }, question);
      choice.addEventListener("click", () => {
        box.value = question;
        fitBox();
        answerTo(question);
      });
      return element("li", {}, choice);
    }),
  );
  examples.hidden = questions.length === 0 || result.hasChildNodes();
}

function showDocuments(page) {
  const items = page.documents.map(({ document_id, metadata }) =>
    element(
      "li",
      {},
      link(sourceAddress(document_id), {}, metadata.title || document_id),
      element("p", { class: "fine" }, describe(metadata)),
    ),
  );
  const rest = page.total - page.documents.length;
  if (rest > 0) items.push(element("li", { class: "fine" }, `and ${rest.toLocaleString("en")} more`));
  documentList.querySelector("summary").textContent =
    `Answers come from ${page.total.toLocaleString("en")} document${page.total === 1 ? "" : "s"}`;
  documentList.querySelector("ul").replaceChildren(...items);
  documentList.hidden = page.total === 0;
}

fitBox();
box.focus({ preventScroll: true });
listDocuments().catch(() => {
  // Examples and the list are a help, not needed to ask; an error shows when a question is asked.
});
