"""How deep Markdown may nest. The parser drops what is deeper, and all that follows it."""

from collections.abc import Callable
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block

_Rule = Callable[[StateBlock, int, int, bool], bool]

_DEEPEST = 96  # levels in which another may open; a list takes two, a quotation one
_PARSER_LIMIT = _DEEPEST + 4  # with the list that opens there, and the text in it
_ANY_TEXT = ["paragraph", "reference", "blockquote"]  # what the rules interrupt, as in the library


def bound_nesting(parser: MarkdownIt) -> None:
    """Let `parser` read the markers of lists and quotations as text where they are too deep."""
    rules = parser.block.ruler
    rules.at("blockquote", partial(_bounded, blockquote), {"alt": [*_ANY_TEXT, "list"]})
    rules.at("list", partial(_bounded, list_block), {"alt": _ANY_TEXT})
    parser.options["maxNesting"] = _PARSER_LIMIT


def _bounded(rule: _Rule, state: StateBlock, first: int, end: int, silent: bool) -> bool:
    return state.level < _DEEPEST and rule(state, first, end, silent)
