// How a source is described to a reader.

// The types of CSL-JSON. The kinds of documents are named by the service (`kind_name`).
const CSL_TYPES = {
  "article-magazine": "Magazine article",
  "article-journal": "Journal article",
  "article-newspaper": "Newspaper article",
  webpage: "Web page",
};

function cslTypeName(type) {
  if (!type) return "";
  return CSL_TYPES[type] ?? type.charAt(0).toUpperCase() + type.slice(1).replaceAll("-", " ");
}

/** "28 July 2025", or as much of it as is known. `parts` as in CSL-JSON: [year, month, day]. */
export function longDate(parts, language = "en-GB") {
  const [year, month, day] = parts ?? [];
  if (!year) return "";
  if (!month) return String(year);
  const format = { year: "numeric", month: "long", timeZone: "UTC" };
  if (day) format.day = "numeric";
  return new Intl.DateTimeFormat(language, format).format(new Date(Date.UTC(year, month - 1, day ?? 1)));
}

export function isoDateParts(day) {
  return day ? day.split("-").map(Number) : null;
}

/**
 * Kind, date and author in one line, from the document's metadata or else from its CSL-JSON. Other
 * `words` than English ones: a `language` and `kindName(kind)`, undefined for a kind it cannot name.
 */
export function describe(metadata, csl, words = {}) {
  const authors = metadata?.authors ?? (csl?.author ?? []).map(authorName);
  const kind =
    words.kindName?.(metadata?.kind ?? csl?.type) ??
    metadata?.kind_name ??
    csl?.genre ??
    cslTypeName(csl?.type);
  const date = metadata ? isoDateParts(metadata.published) : csl?.issued?.["date-parts"]?.[0];
  const parts = [kind, longDate(date, words.language), authors.join(", ")];
  return parts.filter(Boolean).join(" · ");
}

function authorName(author) {
  return author.literal ?? [author.given, author.family, author.suffix].filter(Boolean).join(" ");
}

const PATH_SEPARATOR = " › ";

/** The section, unless its first heading repeats the title. */
export function sectionOf({ section, title }) {
  const headings = section.split(PATH_SEPARATOR);
  return (headings[0] === title ? headings.slice(1) : headings).join(PATH_SEPARATOR);
}

export function sourceAddress(documentId) {
  return `/sources/${documentId.split("/").map(encodeURIComponent).join("/")}`;
}
