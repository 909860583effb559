"""Links that point into a page: the text directive of URL fragments.

Format: https://wicg.github.io/scroll-to-text-fragment/, `#:~:text=[prefix-,]start[,end][,-suffix]`.
"""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote as percent_encoded

from rag.spans import Span

# Longer quotes are named by their first and last words: browsers search for both.
_WHOLE_UP_TO_CHARACTERS = 100
_EDGE_WORDS = 5
_CONTEXT_WORDS = 4


def text_directive(text: str, block: Span, quote: Span) -> str:
    """The directive `:~:text=…` for a quote inside one block.

    Browsers mark the first place that fits, whatever its case. A long quote is therefore named
    by as many first words as stand only once in the document, and by the words around it in its
    block when there are none such.

    Args:
        text: of the document.
        block: the block element that holds the quote.
        quote: inside `block`, not empty.
    """
    words, document = quote.of(text).split(), _folded(text)
    start, end = words, words[:0]
    if len(" ".join(words)) > _WHOLE_UP_TO_CHARACTERS and len(words) > 2 * _EDGE_WORDS:
        start, end = _edges(document, words)
    prefix = suffix = ""
    if not _stands_once(document, start):
        before = text[block.start : quote.start].split()[-_CONTEXT_WORDS:]
        after = text[quote.end : block.end].split()[:_CONTEXT_WORDS]
        prefix = f"{_encoded(before)}-," if before else ""
        suffix = f",-{_encoded(after)}" if after else ""
    terms = ",".join(_encoded(term) for term in (start, end) if term)
    return f":~:text={prefix}{terms}{suffix}"


def _edges(document: str, words: list[str]) -> tuple[list[str], list[str]]:
    """The fewest first words that stand once in the document, the fewest last in what follows."""
    n_first = next(
        (
            n
            for n in range(_EDGE_WORDS, len(words) - _EDGE_WORDS + 1)
            if _stands_once(document, words[:n])
        ),
        _EDGE_WORDS,
    )
    rest = words[n_first:]
    folded = " ".join(rest).casefold()
    n_last = next(n for n in range(_EDGE_WORDS, len(rest) + 1) if _stands_once(folded, rest[-n:]))
    return words[:n_first], rest[-n_last:]


def _stands_once(folded: str, words: Sequence[str]) -> bool:
    term = " ".join(words).casefold()
    return folded.find(term, folded.find(term) + 1) == -1


@lru_cache(maxsize=8)  # an answer cites few documents, each several times
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _encoded(words: Sequence[str]) -> str:
    # `quote` leaves the hyphen, which is syntax here; "," and "&" it encodes.
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
