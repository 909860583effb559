// Says plainly that a question could not be answered, and offers to try again.

import { element } from "./dom.js";

export function failed(question, reason, retry) {
  const again = element("button", { type: "button", class: "secondary" }, "Try again");
  again.addEventListener("click", retry);
  return {
    node: element(
      "section",
      { class: "result failed", "aria-label": "Error" },
      element("h2", {}, "That did not work"),
      element("p", {}, reason),
      element("p", {}, "Your question is still in the box."),
      again,
    ),
    heard: `That did not work. ${reason}`,
  };
}
