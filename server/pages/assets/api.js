// Talks to a service, here or elsewhere. Questions travel in bodies; errors never hold them.

import { serverSentEvents } from "./event_stream.js";

/**
 * Why a request failed. `kind` is one of
 * - "unreachable": no response, or the connection broke;
 * - "busy": overloaded or starting; `retryAfter` is in seconds;
 * - "refused": the service says why in `message`, in English;
 * - "failed": a fault of the service.
 */
export class Failure extends Error {
  constructor(kind, message, retryAfter = null) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

export class Service {
  #headers;

  /**
   * `base`: the service's address, absolute or relative to the page; `headers` go with each request.
   */
  constructor(base = "/", headers = {}) {
    this.base = new URL(base, document.baseURI).href.replace(/\/+$/, "");
    this.#headers = headers;
  }

  /** The address of a path of the service, which begins with a slash. */
  address(path) {
    return this.base + path;
  }

  get(path, { signal } = {}) {
    return this.#message(path, { signal });
  }

  post(path, body, { signal } = {}) {
    return this.#message(path, { ...posted(body), signal });
  }

  /** Posts, and resolves to the response as text. */
  async text(path, body, { signal } = {}) {
    const response = await this.#fetched(path, { ...posted(body), signal });
    return response.text().catch((error) => {
      throw error.name === "AbortError" ? error : broken();
    });
  }

  /**
   * Asks, and hears the answer as it comes: `hear(event, data)` for each of the events safety,
   * meta, citation and statement. Resolves to the whole answer, as `post("/v1/ask", …)` does; to
   * help, which comes first, as soon as it is there: nothing that follows or fails may take it away.
   */
  async ask(request, { signal, hear = () => {} } = {}) {
    const options = posted(request);
    options.headers.Accept = "text/event-stream, application/problem+json;q=0.9";
    const response = await this.#fetched("/v1/ask", { ...options, signal });
    const answer = { safety: null, citations: [], statements: [] };
    for await (const { event, data } of pieces(response)) {
      if (event === "error") throw failureOf(data, data.status, null);
      if (event === "done") return { ...answer, ...data };
      if (event === "meta") Object.assign(answer, data);
      if (event === "citation") answer.citations.push(data);
      if (event === "statement") answer.statements.push(data);
      hear(event, data);
      if (event === "safety") return { ...answer, outcome: "safety", safety: data };
    }
    throw broken();
  }

  async #message(path, options) {
    const response = await this.#fetched(path, options);
    return response.json().catch((error) => {
      throw error.name === "AbortError" ? error : broken();
    });
  }

  async #fetched(path, options) {
    let response;
    try {
      response = await fetch(this.address(path), {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        ...options,
        headers: { ...this.#headers, ...options.headers },
      });
    } catch (error) {
      throw error.name === "AbortError" ? error : broken();
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => null);
    throw failureOf(problem, response.status, response.headers.get("Retry-After"));
  }
}

async function* pieces(response) {
  try {
    yield* serverSentEvents(response.body);
  } catch (error) {
    throw error.name === "AbortError" ? error : broken();
  }
}

function posted(body) {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

function broken() {
  return new Failure("unreachable", "The service cannot be reached. Is it still running?");
}

function failureOf(problem, status, retryAfter) {
  const detail =
    problem?.errors?.[0]?.detail ?? problem?.detail ?? `The service answered with status ${status}.`;
  const busy = status === 429 || status === 503;
  const kind = busy ? "busy" : status >= 500 ? "failed" : "refused";
  return new Failure(kind, detail, busy ? Number(retryAfter) || null : null);
}
