// Filters and the page's address: they stand in it, the question never does.

const LISTS = { kind: "kind", subject: "subject", author: "author", document: "document_ids" };
const DAYS = { after: "published_after", before: "published_before" };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST = 100; // values of one filter that the service takes

/** The filters of an address's query, in the shape that the service takes. */
export function filtersOf(search) {
  const query = new URLSearchParams(search);
  const filters = {};
  for (const [name, field] of Object.entries(LISTS)) {
    filters[field] = [...new Set(query.getAll(name))].filter(Boolean).slice(0, MOST);
  }
  for (const [name, field] of Object.entries(DAYS)) {
    const day = query.get(name) ?? "";
    filters[field] = isDay(day) ? day : null;
  }
  return filters;
}

/** The query of an address with these filters; empty when there are none. */
export function queryOf(filters) {
  const query = new URLSearchParams();
  for (const [name, field] of Object.entries(LISTS)) {
    for (const value of filters[field]) query.append(name, value);
  }
  for (const [name, field] of Object.entries(DAYS)) {
    if (filters[field]) query.append(name, filters[field]);
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** Whether it is a day of the calendar that the service takes: not 13 months, not the year 0. */
function isDay(text) {
  const at = DAY.test(text) ? new Date(`${text}T00:00Z`) : NaN;
  return !Number.isNaN(+at) && at.toISOString().startsWith(text) && text > "0001";
}

/** Whether no document can pass: one day is after the other. */
export function excludeAll({ published_after: from, published_before: until }) {
  return Boolean(from && until && from > until);
}

/** Makes the page's address say these filters, so that it can be kept or passed on. */
export function showInAddress(filters) {
  history.replaceState(null, "", location.pathname + queryOf(filters));
}

export function withValue(filters, field, value, isOn) {
  const others = filters[field].filter((other) => other !== value);
  return { ...filters, [field]: isOn ? [...others, value] : others };
}

export function withDay(filters, field, day) {
  return { ...filters, [field]: isDay(day) ? day : null };
}

export function noFilters() {
  return filtersOf("");
}

/** Every filter that is set, as [field, value]. */
export function entriesOf(filters) {
  const values = Object.values(LISTS).flatMap((field) => filters[field].map((value) => [field, value]));
  const days = Object.values(DAYS).filter((field) => filters[field]).map((field) => [field, filters[field]]);
  return [...values, ...days];
}
