// Copies the link to the marked passage: its positions and its words, and nothing that anyone typed.

import { element } from "./dom.js";

const SHOWN_FOR_MS = 2500;

export function offerCopying(page) {
  const permalink = page.getElementById("permalink");
  if (!permalink) return;
  const button = element("button", { type: "button" }, "Copy link");
  const said = element("span", { class: "visually-hidden", role: "status" });
  permalink.hidden = true;
  permalink.after(button, said);
  button.addEventListener("click", async () => {
    const address = new URL(permalink.getAttribute("href"), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      showForCopying(button, address);
      return;
    }
    button.textContent = "Copied";
    said.textContent = "The link to this passage is copied.";
    setTimeout(() => {
      button.textContent = "Copy link";
      said.textContent = "";
    }, SHOWN_FOR_MS);
  });
}

/** Where a page may not copy by itself, a reader can. */
function showForCopying(button, address) {
  const bar = button.closest(".cited-bar");
  bar.querySelector(".copy-by-hand")?.remove();
  const field = element("input", {
    class: "copy-by-hand",
    readonly: true,
    "aria-label": "Link to this passage, to copy by hand",
    value: address,
  });
  bar.append(field);
  field.focus();
  field.select();
}
