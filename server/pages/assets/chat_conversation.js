// The turns of a conversation, and how they outlast a reload when the page wants that.

const MAX_HISTORY = 5;
const PREFIX = "footnote-chat:"; // of keys in the session's storage, which ends with the tab

/** Questions with their answers, oldest first. */
export class Conversation {
  #turns = [];

  get turns() {
    return this.#turns;
  }

  add(question, answer) {
    this.#turns.push({ question, answer });
  }

  clear() {
    this.#turns = [];
  }

  /**
   * What a follow-up leans on: the last turns since help was shown. Right after help, what was met
   * with it instead, so that a question that goes on from there is too.
   */
  history() {
    const since = this.kept();
    return (since.length ? since : this.#after((isHelp) => !isHelp))
      .slice(-MAX_HISTORY)
      .map(({ question, answer }) => ({
        question,
        passage_ids: [...new Set(answer.citations.map((citation) => citation.passage_id))],
      }));
  }

  /** The turns that may be kept for a reload: none that was met with help, none from before it. */
  kept() {
    return this.#after((isHelp) => isHelp);
  }

  /** The turns after the last one of which `isIt(whether it was met with help)` is true. */
  #after(isIt) {
    const last = this.#turns.findLastIndex(({ answer }) => isIt(answer.outcome === "safety"));
    return this.#turns.slice(last + 1);
  }
}

export function keep(endpoint, turns) {
  try {
    sessionStorage.setItem(PREFIX + endpoint, JSON.stringify(turns));
  } catch {
    // Storage is full or forbidden: the conversation lasts until the page is left.
  }
}

/** The turns that were kept, whatever they hold; none when there are none or they are not readable. */
export function kept(endpoint) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + endpoint)).filter(({ answer }) => answer);
  } catch {
    return [];
  }
}

export function forget(endpoint) {
  try {
    sessionStorage.removeItem(PREFIX + endpoint);
  } catch {
    // Forbidden storage holds nothing.
  }
}
