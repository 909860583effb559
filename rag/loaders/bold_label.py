"""The bold run with which a Markdown paragraph begins: "**Label**: text", "**Label.** text"."""

from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

_SEPARATORS = ":.–—-"


@dataclass(frozen=True, slots=True)
class BoldLabel:
    text: str  # without emphasis and the sign after it
    rest: str  # what follows in the same paragraph, "" when nothing does


def bold_label(paragraph: SyntaxTreeNode) -> BoldLabel | None:
    """The label of `paragraph`, or None: it does not begin with bold text, or that text runs on."""
    inline = paragraph.children[0].children if paragraph.children else []
    parts = [node for node in inline if node.type != "text" or node.content.strip()]
    if not parts or parts[0].type != "strong":
        return None
    label = inline_text(parts[0]).strip()
    rest = "".join(inline_text(node) for node in parts[1:]).strip()
    is_separated = not rest or label[-1:] in _SEPARATORS or rest[0] in _SEPARATORS
    if not is_separated:
        return None
    return BoldLabel(label.rstrip(":").rstrip("–—- "), rest.lstrip(_SEPARATORS).lstrip())


def inline_text(node: SyntaxTreeNode) -> str:
    """The text of an inline node and all below it, without markup."""
    if node.type in {"text", "code_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return "" if node.type == "image" else "".join(inline_text(child) for child in node.children)
