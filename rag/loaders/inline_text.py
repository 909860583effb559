"""The text of inline Markdown, HTML inside it included, without markup."""

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from markdown_it.tree import SyntaxTreeNode

from rag.loaders.visible_text import visible_text

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_NEED_NO_END = frozenset("br hr img input wbr p li dd dt tr td th".split())


def inline_text(*nodes: SyntaxTreeNode) -> str:
    """The text of neighbouring inline nodes and all below them, as a reader sees it.

    A break is a space. Struck text is left out, and so is what stands in a script or style.
    """
    leaves = [leaf for node in nodes for leaf in _leaves(node)]
    if all(leaf.type != "html_inline" for leaf in leaves):
        return "".join(map(_text, leaves))
    return visible_text("".join(_markup(leaves)))


def _leaves(node: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    if node.type in {"image", "s"}:
        return []
    if not node.children:
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _text(leaf: SyntaxTreeNode) -> str:
    if leaf.type in {"softbreak", "hardbreak"}:
        return " "
    return leaf.content if leaf.type in {"text", "code_inline"} else ""


def _markup(leaves: Sequence[SyntaxTreeNode]) -> list[str]:
    """HTML of the same text, without tags that are not closed: they would take in all the rest."""
    tags = [_TAG.match(leaf.content) if leaf.type == "html_inline" else None for leaf in leaves]
    ends: Counter[str] = Counter()  # that no tag further on has begun, by name
    markup: list[str] = []
    for leaf, tag in zip(reversed(leaves), reversed(tags), strict=True):
        if leaf.type != "html_inline":
            markup.append(escape(_text(leaf), quote=False))
            continue
        if tag is None:  # a comment
            continue
        name = tag[2].lower()
        if tag[1]:
            ends[name] += 1
        elif ends[name]:
            ends[name] -= 1
        elif name not in _NEED_NO_END:
            continue
        markup.append(leaf.content)
    return markup[::-1]
