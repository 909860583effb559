// Asks and shows: one question at a time, from the box to the last word of its answer.

import { Failure } from "./api.js";
import { kindOf } from "./chat_no_answer.js";
import { TurnView } from "./chat_turn.js";

const LONG_MS = 8_000;
const TOO_LONG_MS = 60_000;

export class Dialogue {
  #frame;
  #conversation;
  #chat;
  // { number (from 1), question, view, answer (null until it is whole) } as shown: the last that was
  // asked, for the first time or again, is the last.
  #turns = [];
  #running = null; // { controller, turn }

  /** `chat` gives the service, what goes with every request, and what the views of a turn need. */
  constructor(frame, conversation, chat) {
    this.#frame = frame;
    this.#conversation = conversation;
    this.#chat = chat;
  }

  /** Resolves to what came of it: the outcome, "failed" or "stopped". */
  async ask(question) {
    this.#abandon("leftForNext");
    const failed = this.#turns.find((turn) => turn.question === question && !turn.answer);
    return this.#attempt(failed ?? this.#add(question));
  }

  /** Ends the search at a person's wish; the question goes back into the box. */
  stop() {
    const question = this.#abandon("stopped");
    if (question === null) return;
    this.#giveBack(question);
    this.#frame.say(this.#frame.wording.say("stopped"));
  }

  /** Takes over the turns of an earlier visit, and throws when they are not as they should be. */
  recall(turns) {
    for (const { question, answer } of turns) {
      this.#conversation.add(question, answer);
      this.#add(question, answer);
    }
    this.restore();
  }

  /** Shows every turn where it was, those with an answer in the language of the moment. */
  restore() {
    const { log } = this.#frame;
    log.replaceChildren();
    for (const turn of this.#turns) {
      if (turn.answer) turn.view = this.#view(turn);
      log.append(turn.view.node);
      if (turn.answer) turn.view.restore(turn.answer);
    }
  }

  clear() {
    this.#abandon("stopped");
    this.#turns = [];
    this.#conversation.clear();
    this.#frame.log.replaceChildren();
  }

  #add(question, answer = null) {
    const turn = { number: this.#turns.length + 1, question, answer };
    turn.view = this.#view(turn);
    this.#turns.push(turn);
    return turn;
  }

  #view({ number, question }) {
    return new TurnView(question, this.#chat.context(number, question));
  }

  /** Ends what runs, says why, and returns its question; null when nothing runs. */
  #abandon(messageKey) {
    if (!this.#running) return null;
    const { controller, turn } = this.#running;
    this.#running = null;
    controller.abort();
    turn.view.stop(messageKey, this.#retrying(turn));
    this.#frame.form.busy = false;
    return turn.question;
  }

  /** What asks the turn anew. */
  #retrying(turn) {
    return () => {
      this.#abandon("leftForNext");
      this.#chat.focus();
      this.#attempt(turn);
    };
  }

  async #attempt(turn) {
    const { number, question, view } = turn;
    this.#turns = [...this.#turns.filter((other) => other !== turn), turn];
    this.#frame.log.append(view.node);
    const running = { controller: new AbortController(), turn };
    this.#running = running;
    const timers = this.#watch(running);
    this.#frame.form.busy = true;
    view.wait("searching");
    this.#frame.say(this.#frame.wording.say("searching"));
    reveal(view.foremost, this.#frame.log);
    const history = this.#conversation.history();
    this.#chat.emit("ask", { turn: number, followsUp: history.length > 0 }, { question });
    const started = performance.now();
    try {
      const answer = await this.#answer({ question, history }, running);
      if (this.#running !== running) return "stopped";
      this.#answered(turn, answer, performance.now() - started);
      return answer.outcome;
    } catch (error) {
      if (this.#running !== running) return "stopped";
      this.#failed(turn, running.isTooLate ? new Failure("slow", "") : error);
      return "failed";
    } finally {
      timers.forEach(clearTimeout);
      if (this.#running === running) {
        this.#running = null;
        this.#frame.form.busy = false;
      }
    }
  }

  async #answer(asked, running) {
    let nHeard = 0;
    const request = { ...this.#chat.request(), ...asked };
    try {
      return await this.#chat.service().ask(request, {
        signal: running.controller.signal,
        hear: (event, data) => {
          if (this.#running !== running) return;
          nHeard += 1;
          const { view } = running.turn;
          view.hear(event, data);
          if (event === "statement") followStart(view, this.#frame.log);
        },
      });
    } catch (error) {
      const isCut = nHeard > 0 && error instanceof Failure && error.kind === "unreachable";
      throw isCut ? new Failure("brokenOff", "") : error;
    }
  }

  #answered(turn, answer, milliseconds) {
    const { number, question, view } = turn;
    turn.answer = answer;
    this.#conversation.add(question, answer);
    this.#frame.form.forget(question);
    const heard = view.finish(answer);
    this.#frame.say(heard);
    reveal(view.foremost, this.#frame.log);
    this.#chat.answered();
    this.#chat.emit(
      "answer",
      {
        turn: number,
        // That someone was met with help is no matter of every script of the page.
        outcome: answer.outcome === "safety" ? "no_answer" : answer.outcome,
        statements: answer.statements.length,
        documents: new Set(answer.citations.map((citation) => citation.document_id)).size,
        milliseconds: Math.round(milliseconds),
      },
      { question, answer, outcome: answer.outcome },
    );
  }

  #failed(turn, failure) {
    const { number, question, view } = turn;
    this.#frame.say(view.fail(failure, this.#retrying(turn)));
    reveal(view.foremost, this.#frame.log);
    this.#giveBack(question);
    const { retryAfter = null } = failure;
    this.#chat.emit("error", { turn: number, kind: kindOf(failure), retryAfter }, { question });
  }

  /** The question back into the box, unless the next one is being typed there. */
  #giveBack(question) {
    if (this.#frame.form.isEmpty) this.#frame.form.question = question;
  }

  #watch(running) {
    const isWaiting = () => this.#running === running && running.turn.view.isWaiting;
    return [
      setTimeout(() => {
        if (!isWaiting()) return;
        running.turn.view.wait("searchingLong");
        this.#frame.say(this.#frame.wording.say("searchingLong"));
      }, LONG_MS),
      setTimeout(() => {
        running.isTooLate = true;
        running.controller.abort();
      }, TOO_LONG_MS),
    ];
  }
}

/** Brings a turn into view: all of it, or its beginning when it fills the view. */
function reveal(node, log) {
  const scroller = log.closest(".scroller");
  // Where a panel is low, all of it scrolls and the scroller is as tall as what is in it.
  const room = Math.min(scroller?.clientHeight ?? innerHeight, innerHeight);
  node.scrollIntoView({ block: node.offsetHeight > 0.7 * room ? "start" : "nearest" });
}

/** Keeps the beginning of an answer in view while it grows, unless someone scrolled away from it. */
function followStart({ node, nStatements }, log) {
  const view = log.closest(".scroller")?.getBoundingClientRect();
  const { top } = node.getBoundingClientRect();
  const isInView = top >= Math.max(0, view?.top ?? 0) && top < innerHeight;
  if (nStatements === 1 || isInView) node.scrollIntoView({ block: "start" });
}
