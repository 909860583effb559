// Builds elements. Text enters as text nodes, never as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** The address as a URL, null when it is none: `URL.parse`, which browsers of 2023 lack. */
export function urlOf(address, base) {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

export const OPENABLE = /^https?:$/; // protocols

/** A link, or plain text when the address is nothing that a browser should open. */
export function link(address, attributes, ...children) {
  const url = urlOf(address, document.baseURI);
  if (!OPENABLE.test(url?.protocol)) return element("span", {}, ...children);
  const elsewhere = url.origin !== location.origin;
  return element(
    "a",
    { href: url.href, rel: elsewhere ? "noopener noreferrer" : null, ...attributes },
    ...children,
  );
}
