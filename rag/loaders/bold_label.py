"""The bold run with which a Markdown paragraph begins: "**Label**: text", "**Label.** text"."""

from dataclasses import dataclass
from itertools import dropwhile

from markdown_it.tree import SyntaxTreeNode

from rag.loaders.inline_text import inline_text

_SEPARATORS = ":.–—-"


@dataclass(frozen=True, slots=True)
class BoldLabel:
    text: str  # without emphasis and the sign after it
    rest: str  # what follows in the same paragraph, "" when nothing does


def bold_label(paragraph: SyntaxTreeNode) -> BoldLabel | None:
    """The label of `paragraph`, or None: it does not begin with bold text, or that text runs on."""
    inline = paragraph.children[0].children if paragraph.children else []
    parts = list(dropwhile(_is_blank, inline))
    if not parts or parts[0].type != "strong":
        return None
    label = inline_text(parts[0]).strip()
    rest = inline_text(*parts[1:]).strip()
    is_separated = not rest or label[-1:] in _SEPARATORS or rest[0] in _SEPARATORS
    if not is_separated:
        return None
    return BoldLabel(label.rstrip(":").rstrip("–—- "), rest.lstrip(_SEPARATORS).lstrip())


def _is_blank(node: SyntaxTreeNode) -> bool:
    return node.type == "text" and not node.content.strip()
