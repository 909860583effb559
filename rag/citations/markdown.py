r"""Text of documents inside Markdown: shown as it is, whatever signs it holds.

Source: CommonMark 0.31.2, section 2.4: a backslash before ASCII punctuation makes it plain. Signs
that begin a block are only escaped at the start of a line, so that prose stays readable.
"""

import re

from rag.citations.apa import Markup

_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_AT_LINE_START = re.compile(r"^(\s{0,3})([-+#=:])", re.MULTILINE)
_NUMBER_AT_LINE_START = re.compile(r"^(\s{0,3}\d+)([.)])", re.MULTILINE)

_IN_ADDRESSES = str.maketrans({"<": "%3C", ">": "%3E"})


def escaped(text: str) -> str:
    """`text` so that Markdown shows these very characters."""
    inline = _ANYWHERE.sub(r"\\\1", text)
    return _NUMBER_AT_LINE_START.sub(r"\1\\\2", _AT_LINE_START.sub(r"\1\\\2", inline))


def italic(text: str) -> str:
    return f"*{escaped(text)}*"


def block_quote(text: str) -> str:
    """`text` as a quote; its line ends stay."""
    # A backslash at its end keeps a line from running into the next.
    return "\\\n".join(f"> {line}" for line in escaped(text).split("\n"))


def address(url: str) -> str:
    """A web address as a link that shows itself."""
    return f"<{url.translate(_IN_ADDRESSES)}>"


MARKDOWN = Markup(text=escaped, italic=italic, address=address)
