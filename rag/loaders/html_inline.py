"""What stands inside a sentence of HTML, put as the characters that a reader sees."""

import re
from typing import Any

from rag.loaders.canonical_text import canonical_line
from rag.loaders.formulas import formula_text
from rag.loaders.raised_text import lowered, raised

_NOT_READ = ("del", "s", "strike", "rp", "rt")  # what was struck out; how a word is pronounced
_BREAKS = frozenset({"br", "hr", "lb"})
_BLOCKS = frozenset(
    "address article aside blockquote body caption cell center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header item li legend list "
    "main nav ol option p pre quote row section summary table tbody td tfoot th thead tr ul".split()
)
_MARK = re.compile(r"[\[(]?\s*(?:note )?(?:\d{1,4}|[a-z]{1,4}|[*†‡§¶#]{1,4})\s*[\])]?", re.I)
_QUOTATION_MARKS = (("“", "”"), ("‘", "’"))  # in turn, the outer ones first


def settle_inline(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Change the tree below `root` in place.

    Struck text and marks of footnotes go; formulas, superscripts, subscripts and `<q>` become
    text.
    """
    from lxml import etree  # type: ignore[import-untyped]  # here: serving never needs it

    etree.strip_elements(root, *_NOT_READ, with_tail=False)
    for formula in list(root.iter("math")):
        _put(formula, _formula(formula))
    for raising in list(root.iter("sup")):
        mark = _footnote_mark(raising)
        if mark is not None:
            _put(mark, "")
    for raising in reversed(list(root.iter("sup"))):
        _put_moved(raising, raised("".join(raising.itertext())))
    for lowering in reversed(list(root.iter("sub"))):
        _put_moved(lowering, lowered("".join(lowering.itertext())))
    # The inner ones first: each counts those around it, which are quotations still.
    for quotation in reversed(list(root.iter("q"))):
        _put_in_marks(quotation)


def joined_text(root: Any, *, block_end: str = " ", without: str = "") -> str:  # noqa: ANN401
    """The text below `root`: words run on over inline elements and end with blocks and breaks.

    Args:
        root: an element; what follows it is not part of it.
        block_end: put before and after each block, where a break is a space.
        without: the tag of blocks inside whose text is left out.
    """
    from lxml import etree  # here: as above

    parts = [root.text or ""]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if element is root:
            continue
        if is_block(element):
            parts.append(block_end)
        elif element.tag in _BREAKS:
            parts.append(" ")
        if event != "start":  # a comment has a tail too, and no text that is read
            parts.append(element.tail or "")
        elif element.tag == without:
            walk.skip_subtree()
        else:
            parts.append(element.text or "")
    return "".join(parts)


def solid_text(text: str) -> str:
    """`text` without white space, which the extraction of main text may change."""
    return "".join(canonical_line(text).split())


def holds_blocks(element: Any) -> bool:  # noqa: ANN401
    """Whether `element` is more than a part of one line."""
    return any(child.tag in _BREAKS or is_block(child) for child in element.iterdescendants())


def is_block(element: Any) -> bool:  # noqa: ANN401
    return element.tag in _BLOCKS


def _formula(math: Any) -> str:  # noqa: ANN401
    stated = " ".join(math.get("alttext", "").split())
    # TeX is for machines: what a reader sees is the formula itself.
    is_plain = stated and not set(stated) & set("\\{}")
    return stated if is_plain else formula_text(math) or stated


def _footnote_mark(raising: Any) -> Any:  # noqa: ANN401
    """The element to leave out when `raising` is the mark of a footnote, else None."""
    text = "".join(raising.itertext()).strip()
    around = raising.getparent()
    if around is not None and around.tag == "a" and _leads_to_note(around):
        return around if "".join(around.itertext()).strip() == text else raising
    links = list(raising.iter("a"))
    if not links or not all(map(_leads_to_note, links)):
        return None
    for link in links:
        text = text.replace("".join(link.itertext()).strip(), "", 1)
    return None if any(map(str.isalnum, text)) else raising


def _leads_to_note(link: Any) -> bool:  # noqa: ANN401
    has_target = bool(link.get("href", "").partition("#")[2])
    return has_target and _MARK.fullmatch("".join(link.itertext()).strip()) is not None


def _put_moved(element: Any, text: str) -> None:  # noqa: ANN401
    if not holds_blocks(element):
        _put(element, text)


def _put(element: Any, text: str) -> None:  # noqa: ANN401
    """`text` in the place of `element`."""
    element.tail = text + (element.tail or "")
    element.drop_tree()


def _put_in_marks(quotation: Any) -> None:  # noqa: ANN401
    depth = sum(1 for _ in quotation.iterancestors("q"))
    opening, closing = _QUOTATION_MARKS[depth % len(_QUOTATION_MARKS)]
    quotation.text = opening + (quotation.text or "")
    if len(quotation):
        quotation[-1].tail = (quotation[-1].tail or "") + closing
    else:
        quotation.text += closing
    quotation.tag = "span"
