"""Bibliographic data as CSL-JSON.

Format: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html, types of CSL 1.0.2.
"""

from datetime import date
from typing import Any

from rag.citations.web_address import is_web_address
from rag.documents import OTHERS, Author, DocumentMetadata
from rag.kinds import kind_name

_TYPES = {
    "magazine-article": "article-magazine",
    "journal-article": "article-journal",
    "newspaper-article": "article-newspaper",
    "article": "article",
    "blog-post": "post-weblog",
    "book": "book",
    "report": "report",
    "guideline": "report",
    "thesis": "thesis",
    "study-answer": "webpage",
    "training-brief": "webpage",
    "web-page": "webpage",
}
# CSL has no field for "et al."; as a last name, `others` is what BibTeX says and pandoc understands
# (https://github.com/jgm/citeproc/issues/61), and other programs print it as it is.
UNNAMED = "others"
_DEFAULT_TYPE = "document"
_STANDING_ALONE = frozenset({"book", "report", "thesis"})
# Kinds for which CSL has no type of its own: readers should know what they hold.
_DESCRIBED = frozenset({"study-answer", "training-brief"})


def csl_item(document_id: str, metadata: DocumentMetadata, *, accessed: date) -> dict[str, Any]:
    """The document as one CSL-JSON item; what the source does not state is left out.

    Args:
        document_id: becomes `id`.
        metadata: of the document.
        accessed: the day on which the source was read; stated for web addresses only.
    """
    item: dict[str, Any] = {
        "id": document_id,
        "type": _TYPES.get(metadata.kind, _DEFAULT_TYPE),
        "title": metadata.title,
    }
    if metadata.kind in _DESCRIBED:
        item["genre"] = kind_name(metadata.kind)
    if metadata.authors:
        item["author"] = [_name(author) for author in metadata.authors]
    if metadata.published:
        item["issued"] = _date_parts(*metadata.published.parts)
    if metadata.publisher:
        # What stands for itself has a publisher; anything else is part of a periodical or site.
        field = "publisher" if item["type"] in _STANDING_ALONE else "container-title"
        item[field] = metadata.publisher
    if is_web_address(metadata.url):
        item["URL"] = metadata.url
        item["accessed"] = _date_parts(accessed.year, accessed.month, accessed.day)
    return item


def _name(author: Author) -> dict[str, str]:
    if author == OTHERS:
        return {"literal": UNNAMED}
    if author.literal or not (author.family and author.given):
        return {"literal": author.name}
    suffix = {"suffix": author.suffix} if author.suffix else {}
    return {"family": author.family, "given": author.given, **suffix}


def _date_parts(*parts: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]}
