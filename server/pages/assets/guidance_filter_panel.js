// The panel of filters: its choices are what the index holds.

import { element } from "./dom.js";
import { entriesOf, noFilters, withDay, withValue } from "./guidance_filters.js";
import { isoDateParts, longDate } from "./sources.js";

const LEGENDS = { kind: "Kind", subject: "Subject", author: "Author", document_ids: "Document" };
const DAYS = { published_after: "Published from", published_before: "Published until" };

export class FilterPanel {
  /**
   * panel: the <details> with the choices. chosen: where the filters in force are listed.
   * changed: called with the new filters when a person changes them.
   */
  constructor(panel, chosen, filters, changed) {
    this.panel = panel;
    this.chosen = chosen;
    this.filters = filters;
    this.changed = changed;
    this.labels = new Map(); // "field value" -> what to show
    this.choices = {};
    this.published = null;
  }

  /** Offers the facets of the index and its documents, of which there are `nDocuments`. */
  offer(facets, documents, nDocuments) {
    for (const field of ["kind", "subject", "author"]) {
      const { values, n_values } = facets[field];
      this.#choose(field, values, n_values);
    }
    const titles = documents.map(({ document_id, metadata }) => ({
      value: document_id,
      label: metadata.title || document_id,
    }));
    this.#choose("document_ids", titles, nDocuments);
    this.published = facets.published;
    this.panel.hidden = false;
    this.#render();
  }

  name(field, value, label) {
    this.labels.set(`${field} ${value}`, label);
  }

  set(filters) {
    this.filters = filters;
    this.#render();
  }

  /** The filters in force in words, for the answer and its print. */
  inWords() {
    return entriesOf(this.filters).map(([field, value]) => this.#label(field, value));
  }

  #choose(field, values, nInAll) {
    for (const { value, label } of values) this.name(field, value, label);
    this.choices[field] = { values, rest: nInAll - values.length };
  }

  #label(field, value) {
    if (DAYS[field]) return `${DAYS[field]} ${longDate(isoDateParts(value))}`;
    return this.labels.get(`${field} ${value}`) ?? value;
  }

  #change(filters) {
    this.set(filters);
    this.changed(filters);
  }

  #render() {
    const focused = this.panel.contains(document.activeElement) ? document.activeElement.id : null;
    const groups = Object.keys(LEGENDS).map((field) => this.#group(field)).filter(Boolean);
    if (this.published?.earliest) groups.push(this.#days());
    this.panel.querySelector(".filter-groups").replaceChildren(...groups);
    this.#showChosen();
    // A value that the index does not hold goes when it is unchecked.
    if (focused) (document.getElementById(focused) ?? this.panel.querySelector("summary")).focus();
  }

  #group(field) {
    const { values = [], rest = 0 } = this.choices[field] ?? {};
    if (values.length < 2 && !this.filters[field].length) return null;
    const offered = new Set(values.map(({ value }) => value));
    const others = this.filters[field].filter((value) => !offered.has(value)).map((value) => ({ value }));
    return element(
      "fieldset",
      { class: field === "document_ids" ? "long" : null },
      element("legend", {}, LEGENDS[field]),
      [...others, ...values].map(({ value, n_documents }) => {
        const box = element("input", {
          type: "checkbox",
          id: `filter-${field}-${encodeURIComponent(value)}`,
          checked: this.filters[field].includes(value),
        });
        box.addEventListener("change", () =>
          this.#change(withValue(this.filters, field, value, box.checked)),
        );
        const count = n_documents ? element("span", { class: "fine" }, ` ${n_documents}`) : null;
        return element("label", {}, box, element("span", {}, element("bdi", {}, this.#label(field, value)), count));
      }),
      rest > 0 ? element("p", { class: "fine" }, `and ${rest.toLocaleString("en")} more, less frequent`) : null,
    );
  }

  #days() {
    const { earliest, latest, n_undated } = this.published;
    return element(
      "fieldset",
      {},
      element("legend", {}, "Date"),
      Object.entries(DAYS).map(([field, label]) => {
        const input = element("input", {
          type: "date",
          id: `filter-${field}`,
          min: earliest,
          max: latest,
          value: this.filters[field],
        });
        input.addEventListener("change", () => this.#change(withDay(this.filters, field, input.value)));
        return element("label", { class: "day" }, element("span", {}, label), input);
      }),
      n_undated
        ? element("p", { class: "fine" }, `A date leaves out ${n_undated} undated document${n_undated === 1 ? "" : "s"}.`)
        : null,
    );
  }

  #showChosen() {
    const entries = entriesOf(this.filters);
    const count = document.getElementById("n-filters");
    count.hidden = entries.length === 0;
    count.textContent = `${entries.length} on`;
    const items = entries.map(([field, value]) => {
      const label = this.#label(field, value);
      const remove = element(
        "button",
        { type: "button", class: "remove", "aria-label": `Remove the filter ${label}` },
        element("bdi", {}, label),
        element("span", { "aria-hidden": "true" }, " ×"),
      );
      remove.addEventListener("click", () => {
        const without = DAYS[field] ? withDay(this.filters, field, "") : withValue(this.filters, field, value, false);
        this.#change(without);
        (this.chosen.querySelector("button") ?? this.panel.querySelector("summary")).focus();
      });
      return element("li", {}, remove);
    });
    const clear = element("button", { type: "button", class: "plain" }, "Clear all");
    clear.addEventListener("click", () => {
      this.#change(noFilters());
      this.panel.querySelector("summary").focus();
    });
    this.chosen.replaceChildren(
      element("p", { id: "chosen-label" }, "Only from"),
      element("ul", { "aria-labelledby": "chosen-label" }, items),
      clear,
    );
    this.chosen.hidden = entries.length === 0;
  }
}
