"""Elements of a page that the extraction of main text would lose, put as ones that it keeps."""

from functools import cache
from typing import Any

from rag.loaders.html_inline import holds_blocks, is_block, joined_text, settle_inline

# What is left to the extraction, which leaves some of it out on purpose.
_LEFT_OUT = "dialog fencedframe hgroup main menuitem noindex picture rtc search svg template"
_CUT = frozenset({"blink", "marquee", "meter", "progress"})  # by it, in the midst of sentences


def settle_elements(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Change the tree below `root` in place, as `settle_inline` does; its metadata stay.

    Captions of pictures become paragraphs.
    """
    settle_inline(root)
    for element in list(root.iter()):
        if _is_plain(element):
            element.drop_tag()
        elif element.tag in {"time", "output"} or _labels_text(element):
            _keep(element)
    for caption in list(root.iter("figcaption")):
        _keep_caption(caption)
    for code in root.iter("pre"):
        _set_apart(code)
    for listed in root.xpath(".//td//li | .//td//dt | .//td//dd"):
        listed.tag = "p"  # lists are left out of cells
    for around in root.xpath(".//td//ul | .//td//ol | .//td//dl"):
        around.drop_tag()
    for details in root.iter("details"):
        _keep_bare_text(details)


def _is_plain(element: Any) -> bool:  # noqa: ANN401
    """Whether it is an inline element at which the extraction cuts or trims a sentence."""
    tag = element.tag
    if not isinstance(tag, str) or element.getparent() is None:
        return False
    if tag == "code":
        return "\n" not in joined_text(element) and next(element.iterancestors("pre"), None) is None
    return tag not in _known() and not holds_blocks(element)


@cache
def _known() -> frozenset[str]:
    from lxml.html import defs  # type: ignore[import-untyped]  # here: serving never needs it

    return frozenset(defs.tags).union(_LEFT_OUT.split()) - _CUT


def _labels_text(element: Any) -> bool:  # noqa: ANN401
    """Whether it is a label in a text, not one of a form."""
    if element.tag != "label" or next(element.iterancestors("form"), None) is not None:
        return False
    return "for" not in element.attrib


def _keep(element: Any) -> None:  # noqa: ANN401
    """Show the text of `element`, and leave what it states for machines where it is."""
    if element.tag == "time":
        stated = element.makeelement("time", element.attrib)
        if "datetime" not in stated.attrib:
            stated.set("datetime", joined_text(element).strip())
        element.addnext(stated)
    element.attrib.clear()
    element.tag = "span"


def _keep_caption(caption: Any) -> None:  # noqa: ANN401
    figure = next(caption.iterancestors("figure"), None)
    if figure is not None:
        figure.tag = "div"  # pictures in it are left out as all are
    caption.tag = "div" if holds_blocks(caption) else "p"


def _set_apart(code: Any) -> None:  # noqa: ANN401
    """End the words around a block of code, which may come to stand in a line."""
    before, around = code.getprevious(), code.getparent()
    if before is not None:
        before.tail = f"{before.tail or ''}\n"
    elif around is not None:
        around.text = f"{around.text or ''}\n"
    if len(code):
        code[-1].tail = f"{code[-1].tail or ''}\n"
    else:
        code.text = f"{code.text or ''}\n"


def _keep_bare_text(details: Any) -> None:  # noqa: ANN401
    """Make a paragraph of what stands in `details` without one."""
    summary = next(details.iterchildren("summary"), None)
    others = [] if summary is None else list(summary.itersiblings())
    if summary is None or any(is_block(child) or holds_blocks(child) for child in others):
        return
    paragraph = details.makeelement("p")
    paragraph.text, summary.tail = summary.tail, None
    paragraph.extend(others)
    details.append(paragraph)
