"""Markdown (CommonMark with tables) to blocks."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from rag.documents import Document, DocumentMetadata
from rag.loaders.bold_label import BoldLabel, bold_label
from rag.loaders.inline_text import inline_text
from rag.loaders.markdown_footnotes import add_footnotes, defined_marks
from rag.loaders.markdown_nesting import bound_nesting
from rag.loaders.source_file import SourceFile
from rag.loaders.table_rows import PICTURE, Row, add_table
from rag.loaders.text_builder import TextBuilder
from rag.loaders.visible_text import visible_lines

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_OTHER_SIGNALS = (
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),  # a link
    re.compile(r"\*\*[^*\n]{1,200}\*\*"),  # bold
    re.compile(r"^(?:[-*+]|\d{1,3}\.) \S", re.MULTILINE),  # a list
    re.compile(r"^(?:```|~~~)", re.MULTILINE),  # a code fence
)
_CALLOUT = re.compile(r"^\[![A-Za-z][\w-]{0,30}\][+-]?\s*")  # "[!NOTE]", as GitHub marks a box
_TASK = re.compile(r"^\[[ xX]\]\s+")  # of a list of things to do
_MOST_HEADING_WORDS = 14
_LEAST_SECTION_CHARACTERS = 80  # text after a bold label that is a section, not a value


def recognises_markdown(source: SourceFile) -> bool:
    text = source.head_text
    if source.suffix in MARKDOWN_SUFFIXES:
        return bool(text)
    n_signals = sum(1 for signal in _OTHER_SIGNALS if signal.search(text))
    return n_signals + 2 * bool(_ATX_HEADING.search(text)) >= 3


def load_markdown(source: SourceFile) -> Iterator[Document]:
    builder = TextBuilder()
    add_markdown(builder, source.text)
    metadata = DocumentMetadata(
        title=markdown_title(source.text) or source.readable_name, kind="markdown"
    )
    yield source.document(builder, metadata)


def markdown_title(text: str) -> str:
    """The first level-1 heading, or ""."""
    for node in _tree(text).children:
        if node.type == "heading" and node.tag == "h1":
            return " ".join(inline_text(node).split())
    return ""


def add_markdown(builder: TextBuilder, text: str, *, base_level: int = 0, title: str = "") -> None:
    """Append the blocks of `text` to `builder`.

    Args:
        builder: what the document has so far.
        text: Markdown.
        base_level: added to the level of every heading.
        title: a heading of this text is left out: the document already begins with it.
    """
    writer = _BlockWriter(builder, base_level, " ".join(title.split()).casefold())
    writer.add_all(_tree(text).children)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    add_footnotes(parser)
    bound_nesting(parser)
    return parser


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser().parse(text, defined_marks(text)))


class _BlockWriter:
    def __init__(self, builder: TextBuilder, base_level: int, title: str) -> None:
        self._builder, self._base_level, self._title = builder, base_level, title
        self._section_level = builder.level  # of the last heading that Markdown marks as one

    def add_all(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            self._add(node)

    def _add(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._add_heading(node)
            case "paragraph":
                self._add_paragraph(node)
            case "bullet_list" | "ordered_list":
                self._add_list(node)
            case "blockquote":
                self._add_quote(node)
            case "table":
                self._add_table(node)
            case "fence" | "code_block":
                self._builder.paragraph(node.content)
            case "html_block":
                for line in visible_lines(node.content):
                    self._builder.paragraph(line)
            case _:
                self.add_all(node.children)

    def _add_heading(self, node: SyntaxTreeNode) -> None:
        text = inline_text(node)
        if " ".join(text.split()).casefold() == self._title:
            return
        self._builder.heading(text, int(node.tag[1:]) + self._base_level)
        self._section_level = self._builder.level

    def _add_paragraph(self, node: SyntaxTreeNode) -> None:
        label = bold_label(node)
        if label is not None and not label.rest and _reads_as_heading(label.text):
            self._builder.heading(label.text, self._section_level + 1)
        else:
            self._builder.paragraph(inline_text(node))

    def _add_quote(self, node: SyntaxTreeNode) -> None:
        """What is quoted, without the mark of a box, whose own title stays."""
        children = list(node.children)
        if children and children[0].type == "paragraph":
            text = inline_text(children[0])
            if _CALLOUT.match(text):
                self._builder.paragraph(_CALLOUT.sub("", text))
                children = children[1:]
        self.add_all(children)

    def _add_list(self, node: SyntaxTreeNode) -> None:
        """A list of labelled sections becomes headings with text; any other list, items."""
        labels = [_item_label(item) for item in node.children]
        level = self._builder.level
        if _are_sections(labels, node.children):
            for item, label in zip(node.children, labels, strict=True):
                self._add_section(item, label, level + 1)
            self._builder.close_sections(level + 1)
        else:
            for item in node.children:
                self._add_item(item)

    def _add_section(self, item: SyntaxTreeNode, label: BoldLabel | None, level: int) -> None:
        if label is None:
            self._builder.close_sections(level)
            self._add_item(item)
            return
        self._builder.heading(label.text, level)
        self._builder.paragraph(label.rest)
        self.add_all(item.children[1:])

    def _add_item(self, item: SyntaxTreeNode) -> None:
        for child in item.children:
            if child.type == "paragraph":
                self._builder.list_item(_TASK.sub("", inline_text(child)))
            else:
                self._add(child)

    def _add_table(self, node: SyntaxTreeNode) -> None:
        rows = [
            Row(tuple(map(_cell_text, row.children)), is_header=part.type == "thead")
            for part in node.children
            for row in part.children
        ]
        add_table(self._builder, rows)


def _cell_text(cell: SyntaxTreeNode) -> str:
    """Of a picture alone in a cell, its description: a tick is no empty cell."""
    text = inline_text(cell)
    pictures = [] if text.strip() else [node for node in cell.walk() if node.type == "image"]
    return (pictures[0].content or PICTURE) if pictures else text


def _item_label(item: SyntaxTreeNode) -> BoldLabel | None:
    first = item.children[0] if item.children else None
    return bold_label(first) if first is not None and first.type == "paragraph" else None


def _are_sections(labels: Sequence[BoldLabel | None], items: Sequence[SyntaxTreeNode]) -> bool:
    """Whether most items are a bold label with a text of its own, rather than a short value."""
    n_sections = sum(
        1
        for label, item in zip(labels, items, strict=True)
        if label is not None
        and (len(label.rest) >= _LEAST_SECTION_CHARACTERS or len(item.children) > 1)
    )
    return n_sections > len(items) / 2


def _reads_as_heading(text: str) -> bool:
    return len(text.split()) <= _MOST_HEADING_WORDS and not text.endswith((".", "!", ","))
