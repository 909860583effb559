// What to ask next, as buttons that ask.

import { element } from "./dom.js";

export function relatedView(related, ask, heading) {
  const items = related.map(({ question }) => {
    const button = element("button", { type: "button" }, element("bdi", {}, question));
    button.addEventListener("click", () => ask(question));
    return element("li", {}, button);
  });
  return [
    element("h2", { id: "related-heading" }, heading),
    element("ul", { class: "examples" }, items),
  ];
}
