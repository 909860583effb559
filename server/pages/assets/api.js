// Talks to the service. Errors become plain sentences; they never hold the question.

export class Failure extends Error {}

export async function ask(question, history, signal) {
  return request("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, history }),
    signal,
  });
}

export async function documents(limit) {
  return request(`/v1/documents?limit=${limit}`, {});
}

async function request(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("The service cannot be reached. Is it still running?");
  }
  const message = await response.json().catch(() => null);
  if (response.ok && message) return message;
  const detail = message?.errors?.[0]?.detail ?? message?.detail;
  throw new Failure(detail ?? `The service answered with status ${response.status}.`);
}
