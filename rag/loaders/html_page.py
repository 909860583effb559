"""HTML to blocks: trafilatura finds the main text, the site around it is left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.documents import Author, Document, DocumentMetadata
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.byline import is_byline
from rag.loaders.canonical_text import canonical_line
from rag.loaders.dates import parse_date
from rag.loaders.html_head import stated_authors, stated_date
from rag.loaders.html_main import SITE_AROUND, mark_main
from rag.loaders.markdown import MARKDOWN_SUFFIXES
from rag.loaders.page_furniture import is_furniture
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder
from rag.partial_date import PartialDate

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_PAGE = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(r"\s*<(?:body|head|main|article|section|div|p|h[1-6])[\s>]", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
_FIRST_CHARACTERS = 2_000


def recognises_html(source: SourceFile) -> bool:
    start = source.head_text[:_FIRST_CHARACTERS]
    if source.suffix in _SUFFIXES:
        return "<" in start
    if _PAGE.search(start) is not None:
        return True
    # A Markdown file may begin with a picture or a box in HTML.
    return source.suffix not in MARKDOWN_SUFFIXES and _FRAGMENT.match(start) is not None


@dataclass(frozen=True, slots=True)
class _Page:
    """Trafilatura's document, and who wrote it when.

    `found.body` is a tree of head, p, list, table and quote elements.
    """

    found: Any
    authors: tuple[Author, ...]
    published: PartialDate | None


def load_html(source: SourceFile) -> Iterator[Document]:
    extracted = _extract(source.text)
    page, authors, published = extracted.found, extracted.authors, extracted.published
    title = canonical_line(page.title or "")
    builder = TextBuilder()
    builder.heading(title, 1)
    body_start = " ".join(page.body.itertext())[:_FIRST_CHARACTERS]
    names = "; ".join(author.name for author in authors)
    for key, value in (("author", names), ("date", published.isoformat() if published else "")):
        if value and not _states(body_start, value):
            builder.fact(f"{key}: {value}")
    n_blocks_above = builder.n_blocks
    _add_children(builder, page.body, title)
    if builder.n_blocks == n_blocks_above:
        raise _no_text()
    metadata = DocumentMetadata(
        title=title or source.readable_name,
        kind="web-page",
        url=page.url or "",
        authors=authors,
        published=published,
        publisher=canonical_line(page.sitename or ""),
        language=_language(source.text),
    )
    yield source.document(builder, metadata)


def _extract(markup: str) -> _Page:
    import trafilatura  # here: it takes a quarter of a second, and serving never needs it

    tree: Any = trafilatura.load_html(markup.replace("\x00", ""))
    if tree is None:
        raise _no_text()
    authors, published = stated_authors(tree), stated_date(tree)
    is_marked = mark_main(tree)
    page: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        prune_xpath=SITE_AROUND if is_marked else None,
        # Only dates that the page states as its own; a search in its text would be a guess.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None or page.body is None:
        raise _no_text()
    # Trafilatura looks for persons and for days: it cuts "Department for Education", drops single
    # words, and makes a day of a month.
    return _Page(
        page,
        authors or parse_authors(page.author or ""),
        published or parse_date(page.date or ""),
    )


def _no_text() -> LoadError:
    return LoadError("empty", "no main text was found in it; save the page once it has loaded")


def _states(text: str, value: str) -> bool:
    """Whether `text` names the author, or the day, that the page's metadata names."""
    day = parse_date(value)
    return value in text or (day is not None and day == parse_date(text))


def _language(markup: str) -> str:
    match = _LANGUAGE.search(markup[:_FIRST_CHARACTERS])
    return match[1] if match else ""


def _add_children(builder: TextBuilder, parent: Any, title: str) -> None:  # noqa: ANN401
    for element in parent:
        _add_element(builder, element, title)


def _add_element(builder: TextBuilder, element: Any, title: str) -> None:  # noqa: ANN401
    text = canonical_line(" ".join(element.itertext()))
    if not text or is_furniture(text):
        return
    match element.tag:
        case "head":
            if text.casefold() != title.casefold():
                builder.heading(text, _level(element.get("rend", "")))
        case "item":
            _add_item(builder, element, title)
        case "row":
            cells = (canonical_line(" ".join(cell.itertext())) for cell in element)
            builder.fact(" | ".join(cell for cell in cells if cell))
        case "list" | "table" | "div" | "main" | "body":
            _add_children(builder, element, title)
        case _ if is_byline(text):
            builder.fact(text)
        case _:
            builder.paragraph(text)


def _add_item(builder: TextBuilder, item: Any, title: str) -> None:  # noqa: ANN401
    """The item's own text, then the items of lists inside it."""
    nested = [child for child in item if child.tag == "list"]
    own = [item.text or "", *(part for child in item for part in _parts(child, nested))]
    builder.list_item(" ".join(own))
    for child in nested:
        _add_element(builder, child, title)


def _parts(child: Any, nested: Sequence[Any]) -> Iterator[str]:  # noqa: ANN401
    if child not in nested:
        yield from child.itertext()
    yield child.tail or ""


def _level(rend: str) -> int:
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2
