// Steps through the cited passages in place. Without this script the same links load the page anew.
// The address stays as it was opened: no script of ours writes to a browser's history.

const KEYS = { ArrowUp: "previous-citation", ArrowDown: "next-citation" };

export function stepInPlace(page) {
  const links = [...page.querySelectorAll("a[data-citation]")];
  const marks = [...page.querySelectorAll("mark[data-citations]")];
  if (links.length < 2) return;
  const previous = page.getElementById("previous-citation");
  const next = page.getElementById("next-citation");
  let current = links.findIndex((link) => link.hasAttribute("aria-current"));

  const show = (position) => {
    const link = links[position];
    if (!link) return;
    current = position;
    const cited = marks.filter((mark) => covers(mark, link.dataset.citation));
    for (const mark of marks) {
      mark.classList.toggle("current", cited.includes(mark));
      mark.removeAttribute("id");
    }
    cited[0].id = "cited";
    links.forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    sayWhere(page, link, links.length);
    lead(previous, links[position - 1]);
    lead(next, links[position + 1]);
    lendLinks(page, link);
    cited[0].scrollIntoView({ block: "start", behavior: pace() });
  };

  previous.addEventListener("click", (event) => take(event, () => show(current - 1)));
  next.addEventListener("click", (event) => take(event, () => show(current + 1)));
  links.forEach((link, position) => {
    link.addEventListener("click", (event) => take(event, () => show(position)));
  });
  page.addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, metaKey, shiftKey, key, target } = event;
    if (!altKey || ctrlKey || metaKey || shiftKey || !KEYS[key] || target.matches("input")) return;
    event.preventDefault();
    show(current + (key === "ArrowDown" ? 1 : -1));
  });
}

function covers(mark, number) {
  return mark.dataset.citations.split(" ").includes(number);
}

/** Does it here, unless the reader wants the link in another tab. */
function take(event, step) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  step();
}

function sayWhere(page, link, total) {
  const position = page.querySelector(".cited-position");
  position.querySelector("strong").textContent = `${link.dataset.citation} of ${total}`;
  position.querySelector(".visually-hidden").textContent = `: ${link.textContent.trim()}`;
}

/** A step at either end leads nowhere, and keeps the focus that it may have. */
function lead(step, link) {
  if (link) {
    step.href = link.href;
    for (const name of ["aria-disabled", "role", "tabindex"]) step.removeAttribute(name);
    return;
  }
  step.tabIndex = 0;
  step.removeAttribute("href");
  step.setAttribute("aria-disabled", "true");
  step.setAttribute("role", "link");
}

function lendLinks(page, link) {
  page.getElementById("permalink").setAttribute("href", link.dataset.permalink);
  const original = page.getElementById("original-passage");
  original.hidden = !link.dataset.original;
  if (link.dataset.original) original.setAttribute("href", link.dataset.original);
}

function pace() {
  return matchMedia("(prefers-reduced-motion: no-preference)").matches ? "smooth" : "auto";
}
