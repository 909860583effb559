"""Footnotes in Markdown: "[^1]" in a sentence is no part of it, "[^1]: text" is a paragraph.

The syntax is that of GitHub and Pandoc, which CommonMark does not know: there, a definition of
one word is the address of a link, and neighbouring definitions run into one paragraph.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_MARK = re.compile(r"\[\^([^\]\s]{1,100})\]")
_DEFINITION = re.compile(_MARK.pattern + r":[ \t]*")
_DEFINITIONS = re.compile(r"^[ >\t]{0,8}" + _DEFINITION.pattern, re.MULTILINE)
_CODE_INDENT = 4


def add_footnotes(parser: MarkdownIt) -> None:
    """Teach `parser` both; text is to be parsed with `defined_marks` of it as `env`."""
    parser.block.ruler.before(
        "reference", "footnote", _definition, {"alt": ["paragraph", "reference"]}
    )
    parser.inline.ruler.before("link", "footnote", _mark)


def defined_marks(text: str) -> dict[str, object]:
    """What parsing `text` has to know: the footnotes that it defines."""
    return {"footnotes": frozenset(match[1] for match in _DEFINITIONS.finditer(text))}


def _definition(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if not _begins_definition(state, first):
        return False
    if silent:
        return True
    after = first + 1
    while after < end and not state.isEmpty(after) and not _ends_definition(state, after, end):
        after += 1
    lines = state.getLines(first, after, state.blkIndent, keepLastLF=False).strip()
    state.line = after
    state.push("paragraph_open", "p", 1).map = [first, after]
    inline = state.push("inline", "", 0)
    inline.content = _DEFINITION.sub("", lines, count=1)
    inline.map, inline.children = [first, after], []
    state.push("paragraph_close", "p", -1)
    return True


def _begins_definition(state: StateBlock, line: int) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    is_code = state.sCount[line] - state.blkIndent >= _CODE_INDENT
    return not is_code and _DEFINITION.match(state.src, start, state.eMarks[line]) is not None


def _ends_definition(state: StateBlock, line: int, end: int) -> bool:
    """Whether `line` begins something else, as it would after a paragraph."""
    if state.sCount[line] < state.blkIndent:
        return True
    rules = state.md.block.ruler.getRules("paragraph")
    return any(rule(state, line, end, True) for rule in rules)


def _mark(state: StateInline, silent: bool) -> bool:  # noqa: ARG001 - markdown-it's
    match = _MARK.match(state.src, state.pos)
    if match is None or match[1] not in state.env.get("footnotes", ()):
        return False
    state.pos = match.end()
    return True
