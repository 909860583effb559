// Shows in the contents which section is read.

const READ_AT = 0.35; // of the window's height, from above

export function showCurrentSection(page) {
  const links = [...page.querySelectorAll(".contents a")];
  const ids = [...new Set(links.map((link) => link.hash.slice(1)))];
  const headings = ids.map((id) => page.getElementById(id));
  if (headings.length === 0) return;
  let waits = false;
  const update = () => {
    waits = false;
    const current = ids[lastAbove(headings, innerHeight * READ_AT)];
    for (const link of links) {
      if (link.hash.slice(1) !== current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) point(link);
    }
  };
  addEventListener(
    "scroll",
    () => {
      if (!waits) requestAnimationFrame(update);
      waits = true;
    },
    { passive: true },
  );
  addEventListener("resize", update);
  update();

  const folded = page.querySelector("details.contents");
  folded?.addEventListener("click", (event) => {
    if (event.target.closest("a")) folded.open = false;
  });
}

/** Position of the last heading above a line of the window, -1 for none; they stand in order. */
function lastAbove(headings, line) {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headings[middle].getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Long contents scroll by themselves; the page stays where it is. */
function point(link) {
  link.setAttribute("aria-current", "location");
  const box = link.closest(".beside");
  if (!box) return;
  const above = link.offsetTop - box.clientHeight / 2;
  if (link.offsetTop < box.scrollTop || link.offsetTop + link.offsetHeight > box.scrollTop + box.clientHeight) {
    box.scrollTop = above;
  }
}
