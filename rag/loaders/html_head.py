"""What a web page says of itself in the elements of its head that are made for it."""

from collections.abc import Iterator, Sequence
from typing import Any

from rag.documents import Author
from rag.loaders.authors import listed_authors, parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.dates import parse_date
from rag.partial_date import PartialDate

# The first that says something counts: what is written for libraries, then for sites and browsers.
_AUTHOR_NAMES = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author")
_DATE_NAMES = (
    "citation_publication_date",
    "citation_date",
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "date",
)


def stated_authors(tree: Any) -> tuple[Author, ...]:  # noqa: ANN401 - lxml has no types
    """The authors that a parsed page states, each once."""
    for values in _values(tree, _AUTHOR_NAMES):
        # Several elements are an author each; a single one may name them all.
        authors = listed_authors(values) if len(values) > 1 else parse_authors("".join(values))
        if authors:
            return tuple(dict.fromkeys(authors))
    return ()


def stated_date(tree: Any) -> PartialDate | None:  # noqa: ANN401 - lxml has no types
    """The date of publication that a parsed page states, as precise as it does."""
    dates = (parse_date(value) for values in _values(tree, _DATE_NAMES) for value in values)
    return next((date for date in dates if date is not None), None)


def _values(tree: Any, names: Sequence[str]) -> Iterator[list[str]]:  # noqa: ANN401
    """What the elements of each name hold."""
    held: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        held.setdefault(name.strip().lower(), []).append(canonical_line(element.get("content", "")))
    return (held.get(name, []) for name in names)
