"""The text of a piece of a Word document as it reads with tracked changes accepted."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from rag.loaders.docx_symbols import UNKNOWN_SYMBOL, symbol
from rag.loaders.formulas import formula_text
from rag.loaders.raised_text import lowered, raised

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NO_TEXT = frozenset(f"{_W}{name}" for name in "del moveFrom txbxContent pPr rt".split())
_AS_TEXT = {
    f"{_W}{name}": text
    for text, names in {" ": "tab ptab br cr p", "-": "noBreakHyphen"}.items()
    for name in names.split()
}
_WRAPPERS = frozenset(f"{_W}{name}" for name in "sdtContent customXml smartTag ins moveTo".split())
_MARKS = (f"{_W}footnoteReference", f"{_W}endnoteReference")
_NOT_SEEN = (f"{_W}vanish", f"{_W}strike", f"{_W}dstrike")
_OFF = frozenset({"0", "false", "off"})
_PLACES = {"superscript": raised, "subscript": lowered}


def qualified(name: str) -> str:
    """The tag or attribute of that name in WordprocessingML."""
    return f"{_W}{name}"


def is_on(switch: Any, name: str = "val") -> bool:  # noqa: ANN401 - python-docx has no types
    """Whether an element that is there, or an attribute of it, turns on what it is named for."""
    return switch.get(f"{_W}{name}") not in _OFF


def text_of(element: Any) -> str:  # noqa: ANN401 - python-docx has no types
    """The text of a paragraph or cell, without that of boxes in it and the marks of notes.

    Hidden and struck-out text is left out. A symbol that is not known is `UNKNOWN_SYMBOL`.
    """
    pieces = groupby(_pieces(element), key=itemgetter(0))
    joined = ((place, "".join(text for _, text in run)) for place, run in pieces)
    return "".join(_PLACES[place](text) if place in _PLACES else text for place, text in joined)


def inside(parent: Any, *names: str) -> Iterator[Any]:  # noqa: ANN401
    """The children of `parent` of these names, those in content controls included, in order."""
    tags = {f"{_W}{name}" for name in names}
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS or (child.tag == f"{_W}sdt" and not _is_filled_in(child)):
            yield from inside(child, *names)


def _pieces(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Texts in reading order, each with its place: "superscript", "subscript" or another."""
    from lxml import etree  # type: ignore[import-untyped]  # here: serving never needs it

    place = font = ""
    walk = etree.iterwalk(element, events=("start",))
    for _, node in walk:
        tag = node.tag
        if tag == f"{_W}r":
            place, font = _look(node)
        if tag in _NO_TEXT or _is_not_read(node):
            walk.skip_subtree()
        elif tag == f"{_M}oMath":
            walk.skip_subtree()
            yield "", formula_text(node)
        elif tag == f"{_W}t":
            yield place, _with_symbols(node.text or "", font)
        elif tag == f"{_W}sym":
            yield place, symbol(node.get(f"{_W}font", ""), _code(node.get(f"{_W}char", "")))
        elif tag in _AS_TEXT:
            yield place, _AS_TEXT[tag]


def _is_not_read(node: Any) -> bool:  # noqa: ANN401
    if node.tag == f"{_W}sdt":
        return _is_filled_in(node)
    if node.tag != f"{_W}r":
        return False
    properties = node.find(f"{_W}rPr")
    is_hidden = properties is not None and any(
        child.tag in _NOT_SEEN and is_on(child) for child in properties
    )
    return is_hidden or any(child.tag in _MARKS for child in node)


def _is_filled_in(control: Any) -> bool:  # noqa: ANN401
    """Whether Word wrote what is in it: a prompt to fill it in, or the table of contents."""
    properties = control.find(f"{_W}sdtPr")
    if properties is None:
        return False
    gallery = properties.find(f"{_W}docPartObj/{_W}docPartGallery")
    is_contents = gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
    return is_contents or properties.find(f"{_W}showingPlcHdr") is not None


def _look(run: Any) -> tuple[str, str]:  # noqa: ANN401
    """Of a run: whether it is raised or lowered, and its font."""
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    font = run.find(f"{_W}rPr/{_W}rFonts")
    return (
        "" if place is None else place.get(f"{_W}val", ""),
        "" if font is None else font.get(f"{_W}ascii", ""),
    )


def _with_symbols(text: str, font: str) -> str:
    """`text` with the characters that only `font` has put as ones that all have."""
    if not any("\uf000" <= character <= "\uf0ff" for character in text):
        return text
    return "".join(
        symbol(font, ord(character)) if "\uf000" <= character <= "\uf0ff" else character
        for character in text
    )


def _code(hexadecimal: str) -> int:
    try:
        return int(hexadecimal, 16)
    except ValueError:
        return ord(UNKNOWN_SYMBOL)
