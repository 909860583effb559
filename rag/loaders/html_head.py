"""What a web page says of itself in the elements of its head that are made for it."""

from typing import Any

from rag.documents import Author
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line

# The first that names someone counts: what is written for libraries, then for browsers and sites.
_AUTHOR_NAMES = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author")
_NOBODY = frozenset({"admin", "administrator", "anonymous", "author", "unknown", "webmaster"})


def stated_authors(tree: Any) -> tuple[Author, ...]:  # noqa: ANN401 - lxml has no types
    """The authors that a parsed page states, each once; addresses and "admin" are no names."""
    named: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        named.setdefault(name.strip().lower(), []).append(element.get("content") or "")
    for name in _AUTHOR_NAMES:
        values = [canonical_line(value) for value in named.get(name, ()) if _is_name(value)]
        authors = dict.fromkeys(author for value in values for author in parse_authors(value))
        if authors:
            return tuple(authors)
    return ()


def _is_name(value: str) -> bool:
    return "://" not in value and "@" not in value and value.strip().casefold() not in _NOBODY
