"""HTML to blocks: trafilatura finds the main text, the site around it is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.documents import Author, Document, DocumentMetadata
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.byline import is_byline
from rag.loaders.canonical_text import canonical_line
from rag.loaders.dates import parse_date
from rag.loaders.html_definitions import labelled
from rag.loaders.html_details import Details
from rag.loaders.html_elements import settle_elements
from rag.loaders.html_head import stated_authors, stated_date
from rag.loaders.html_inline import joined_text, solid_text
from rag.loaders.html_main import SITE_AROUND, mark_main
from rag.loaders.html_tables import header_texts, settle_tables
from rag.loaders.markdown import MARKDOWN_SUFFIXES
from rag.loaders.page_furniture import is_page_label
from rag.loaders.source_file import SourceFile
from rag.loaders.table_rows import Row, add_table
from rag.loaders.text_builder import TextBuilder
from rag.partial_date import PartialDate

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_PAGE = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(r"\s*<(?:body|head|main|article|section|div|p|h[1-6])[\s>]", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
_CONTAINERS = frozenset({"list", "div", "main", "body"})
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
    details: Details
    headers: frozenset[str]  # of tables, as `header_texts` gives them


def load_html(source: SourceFile) -> Iterator[Document]:
    extracted = _extract(source.text)
    page, authors, published = extracted.found, extracted.authors, extracted.published
    title = canonical_line(page.title or "")
    builder = TextBuilder()
    builder.heading(title, 1)
    body_start = joined_text(page.body)[:_FIRST_CHARACTERS]
    names = "; ".join(author.name for author in authors)
    for key, value in (("author", names), ("date", published.isoformat() if published else "")):
        if value and not _states(body_start, value):
            builder.fact(f"{key}: {value}")
    n_blocks_above = builder.n_blocks
    _Writer(builder, title, extracted).add_children(page.body)
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
    settle_elements(tree)
    settle_tables(tree)
    details, headers = Details(tree), header_texts(tree)
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
        details,
        headers,
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


class _Writer:
    """Collects the blocks of one page in reading order."""

    def __init__(self, builder: TextBuilder, title: str, extracted: _Page) -> None:
        self._builder, self._title = builder, title
        self._details, self._headers = extracted.details, extracted.headers

    def add_children(self, parent: Any) -> None:  # noqa: ANN401
        for element in parent:
            self._add(element)

    def _add(self, element: Any) -> None:  # noqa: ANN401
        text = canonical_line(joined_text(element))
        # The main text alone is left: of what stands around it, a label may be, but no heading or
        # item.
        if not text or (element.tag == "p" and is_page_label(text)):
            return
        if element.tag == "table":
            self._add_table(element)
            return
        if element.get("rend") == "dl":
            self._add_definitions(element)
            return
        if element.tag in _CONTAINERS:
            self.add_children(element)
            return
        self._details.close_before(self._builder, text)
        match element.tag:
            case "head":
                self._add_heading(text, _level(element.get("rend", "")))
            case "item":
                self._add_item(element)
            case _ if is_byline(text):
                self._builder.fact(text)
            case _:
                self._builder.paragraph(text)

    def _add_table(self, table: Any) -> None:  # noqa: ANN401
        rows: list[Row] = []
        for row in table.iterchildren("row"):
            text = canonical_line(joined_text(row))
            if text:
                self._details.close_before(self._builder, text)
                is_header = solid_text(text) in self._headers
                rows.append(Row(tuple(map(joined_text, row)), is_header=is_header))
        add_table(self._builder, rows)

    def _add_definitions(self, listed: Any) -> None:  # noqa: ANN401
        """A term with its value is one fact; where one of them is more, both are items."""
        term: Any = None  # that has not been added
        label = ""
        for item in listed:
            text = canonical_line(joined_text(item))
            if item.get("rend", "").startswith("dt"):
                self._add_all(term)
                term, label = item, text
            elif (fact := labelled(label, text)) and next(item.iter("list"), None) is None:
                self._details.close_before(self._builder, text)
                self._builder.fact(fact)
                term = None
            else:
                self._add_all(term, item)
                term = None
        self._add_all(term)

    def _add_all(self, *elements: Any) -> None:  # noqa: ANN401
        for element in elements:
            if element is not None:
                self._add(element)

    def _add_heading(self, text: str, level: int) -> None:
        if text.casefold() != self._title.casefold():
            self._builder.heading(text, level)
            self._details.open(text, level)

    def _add_item(self, item: Any) -> None:  # noqa: ANN401
        """The item's own text, then the items of lists inside it."""
        self._builder.list_item(joined_text(item, without="list"))
        for child in item:
            if child.tag == "list":
                self._add(child)


def _level(rend: str) -> int:
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2
