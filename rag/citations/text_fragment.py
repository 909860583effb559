"""Links that point into a page: the text directive of URL fragments.

Format: https://wicg.github.io/scroll-to-text-fragment/, `#:~:text=[prefix-,]start[,end][,-suffix]`.
"""

from urllib.parse import quote

from rag.spans import Span

# Longer quotes are named by their first and last words: browsers search for both.
_WHOLE_UP_TO_CHARACTERS = 100
_EDGE_WORDS = 5
_CONTEXT_WORDS = 4


def text_directive(block: str, span: Span, *, is_unique: bool) -> str:
    """The directive `:~:text=…` for a quote inside one block of text.

    Args:
        block: the text of the block element that holds the quote.
        span: of the quote in `block`, not empty.
        is_unique: whether the quote stands only once in the document; else the words around it
            in the same block are added.
    """
    prefix = suffix = ""
    if not is_unique:
        before = block[: span.start].split()[-_CONTEXT_WORDS:]
        after = block[span.end :].split()[:_CONTEXT_WORDS]
        prefix = f"{_encoded(before)}-," if before else ""
        suffix = f",-{_encoded(after)}" if after else ""
    words = span.of(block).split()
    if len(" ".join(words)) <= _WHOLE_UP_TO_CHARACTERS or len(words) <= 2 * _EDGE_WORDS:
        return f":~:text={prefix}{_encoded(words)}{suffix}"
    start, end = words[:_EDGE_WORDS], words[-_EDGE_WORDS:]
    return f":~:text={prefix}{_encoded(start)},{_encoded(end)}{suffix}"


def _encoded(words: list[str]) -> str:
    # `quote` leaves the hyphen, which is syntax here; "," and "&" it encodes.
    return quote(" ".join(words), safe="").replace("-", "%2D")
