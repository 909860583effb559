// Taking citations away: copied or saved, as the service writes them.

import { element } from "./dom.js";

export const FORMATS = {
  apa: { name: "APA", file: "sources.txt", type: "text/plain" },
  bibtex: { name: "BibTeX", file: "sources.bib", type: "application/x-bibtex" },
  "csl-json": { name: "CSL-JSON", file: "sources.json", type: "application/vnd.citationstyles.csl+json" },
  markdown: { name: "Markdown", file: "sources.md", type: "text/markdown" },
};

export class Taking {
  /** announce: says a sentence to screen readers. */
  constructor(service, announce) {
    this.service = service;
    this.announce = announce;
  }

  exported(format, citations, options = {}) {
    return this.service.text("/v1/export", { format, citations, ...options });
  }

  /**
   * A button for each format that copies the citations, and where its outcome is shown. `among`: all
   * citations of the answer, so that a source is cited alike wherever it is copied from.
   */
  copyButtons(citations, of, among = citations) {
    const cited = [...new Set(among.map((citation) => citation.document_id))];
    return this.#buttons("Copy", of, (format, outcome) =>
      this.#tell(outcome, async () => {
        const text = await this.exported(format, citations, { among: cited });
        return this.#copied(text, FORMATS[format].name, outcome);
      }),
    );
  }

  downloadButtons(citations, of) {
    return this.#buttons("Download", of, (format, outcome) =>
      this.#tell(outcome, async () => {
        const { name, file, type } = FORMATS[format];
        save(await this.exported(format, citations), file, type);
        return `Saved as ${name}: ${file}`;
      }),
    );
  }

  /** A button that copies the address of a place in a source. */
  linkButton(address, name) {
    const outcome = element("span", { class: "outcome" });
    const button = element("button", { type: "button", class: "plain", "aria-label": `Copy the link to ${name}` }, "Copy link");
    button.addEventListener("click", () =>
      this.#tell(outcome, () => this.#copied(address, "a link", outcome)),
    );
    return element("span", { class: "copy-link" }, button, outcome);
  }

  #buttons(verb, of, act) {
    const outcome = element("div", { class: "outcome" });
    const buttons = Object.entries(FORMATS).map(([format, { name }]) => {
      const button = element(
        "button",
        { type: "button", class: "choice", "aria-label": `${verb} ${of} as ${name}` },
        name,
      );
      button.addEventListener("click", () => act(format, outcome));
      return button;
    });
    return element("div", { class: "take-row" }, element("span", { class: "verb" }, verb), buttons, outcome);
  }

  async #tell(outcome, act) {
    outcome.replaceChildren();
    let said;
    try {
      said = await act();
    } catch (error) {
      said = `Not done. ${error.message}`;
    }
    outcome.prepend(element("p", { class: "fine" }, said));
    this.announce(said);
  }

  /** Where the browser gives no clipboard, the text is shown, selected, to copy by hand. */
  async #copied(text, name, outcome) {
    try {
      await navigator.clipboard.writeText(text);
      return `Copied as ${name}.`.replace("as a link", "the link");
    } catch {
      const box = element("textarea", { class: "by-hand", readonly: true, rows: 6, "aria-label": "Text to copy" });
      box.value = text;
      outcome.replaceChildren(box);
      box.focus();
      box.select();
      return "This browser does not let the page copy. The text is selected: copy it by hand.";
    }
  }
}

function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
