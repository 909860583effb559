// The turns of a conversation, and how they outlast a reload when the page wants that.

const MAX_HISTORY = 5;
const MAX_REPLIES = 19; // after what was met with help; a service takes 20 turns
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
   * What a follow-up leans on: the last turns since help was shown. Until one after it is answered,
   * all from the first that was met with help, so that what goes on from there is too.
   */
  history() {
    const open = this.#after(({ answer }) => answer.outcome === "answered");
    const from = open.findIndex(metWithHelp);
    const [first, ...replies] = open.slice(from);
    const since = () => this.kept().slice(-MAX_HISTORY);
    const leant = from < 0 ? since() : [first, ...replies.slice(-MAX_REPLIES)];
    return leant.map(({ question, answer }) => ({
      question,
      passage_ids: [...new Set(answer.citations.map((citation) => citation.passage_id))],
    }));
  }

  /** The turns that may be kept for a reload: none that was met with help, none from before it. */
  kept() {
    return this.#after(metWithHelp);
  }

  /** The turns after the last one that `isIt`. */
  #after(isIt) {
    return this.#turns.slice(this.#turns.findLastIndex(isIt) + 1);
  }
}

function metWithHelp({ answer }) {
  return answer.outcome === "safety";
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
