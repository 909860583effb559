"""Boxes that open (`<details>`): their summary heads them, and nothing after them."""

from typing import Any

from rag.loaders.html_inline import joined_text, solid_text
from rag.loaders.text_builder import TextBuilder

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Details:
    """The boxes of a page, whose summaries it makes headings of the level below the one above.

    The extraction of main text leaves no sign where one ends, so that what is in it is told by
    its text.
    """

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - lxml has no types
        summaries = root.xpath(".//details/summary")
        self._contents = {
            solid_text(joined_text(summary)): solid_text(joined_text(summary.getparent()))
            for summary in summaries
        }
        self._open: list[_Box] = []  # outermost first
        _set_headings(root)

    def close_before(self, builder: TextBuilder, text: str) -> None:
        """End the sections of the boxes that `text`, the next block, is not in."""
        while self._open and not self._open[-1].takes(solid_text(text)):
            builder.close_sections(self._open.pop().level)

    def open(self, heading: str, level: int) -> None:
        """Tell of the next heading, which may be a summary."""
        content = self._contents.get(solid_text(heading))
        if content is not None:
            self._open.append(_Box(level, content))


class _Box:
    def __init__(self, level: int, content: str) -> None:
        self.level, self._content, self._read = level, content, 0

    def takes(self, text: str) -> bool:
        """Whether `text` comes next, or later, in this box."""
        at = self._content.find(text, self._read)
        if at >= 0:
            self._read = at + len(text)
        return at >= 0


def _set_headings(root: Any) -> None:  # noqa: ANN401
    level = 1
    for element in list(root.iter(*_HEADINGS, "summary")):
        if element.tag == "summary":
            for inside in list(element.iterdescendants(*_HEADINGS)):
                inside.drop_tag()
            n_around = sum(1 for _ in element.iterancestors("details"))
            element.tag = f"h{min(level + n_around, len(_HEADINGS))}"
        elif next(element.iterancestors("details"), None) is None:
            level = int(element.tag[1])
