"""Markup to the text that a reader sees."""

import re

_BLOCK_END = "\0"
_NO_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # of XML


def visible_lines(markup: str) -> list[str]:
    """The text of an HTML fragment, a line for each block and each row that has some.

    Entities are decoded, comments, scripts, styles and what is struck out left out.
    """
    if "<" not in markup and "&" not in markup:
        return [markup]
    # Here: only sources with markup inside need it.
    from lxml import etree, html  # type: ignore[import-untyped]

    from rag.loaders.html_inline import joined_text, settle_inline
    from rag.loaders.html_tables import rows_as_text, settle_tables

    try:
        root = html.fragment_fromstring(
            _NO_CHARACTERS.sub("", markup),
            create_parent="div",
            # Else what is nested more than 256 deep is lost, and a text above 10 MB.
            parser=html.HTMLParser(huge_tree=True),
        )
    except (etree.ParserError, ValueError):
        return []
    etree.strip_elements(root, "script", "style", "template", etree.Comment, with_tail=False)
    settle_inline(root)
    settle_tables(root)
    rows_as_text(root)
    lines = joined_text(root, block_end=_BLOCK_END).split(_BLOCK_END)
    return [line for line in lines if line.strip()]


def visible_text(markup: str) -> str:
    """The lines of `visible_lines`, in one."""
    return " ".join(visible_lines(markup))
