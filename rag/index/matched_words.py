"""Which words of a text the lexical index would find for a question."""

import unicodedata
from collections.abc import Collection

from rag.index.analysis import STOP_WORDS, WORD, folded, term
from rag.spans import Span


def matched_words(text: str, terms: Collection[str]) -> tuple[Span, ...]:
    """The words of `text` whose index term is among `terms`, in text order.

    The analysis is that of the index: "behaviours" matches the term of "behavior". A combining
    accent after a word belongs to its last letter, so that a mark never parts the two.

    Args:
        text: spans count its code points.
        terms: index terms, as `rag.index.analysis.terms` gives them.
    """
    found: list[Span] = []
    for match in WORD.finditer(text):
        word = folded(match[0])
        if word and word not in STOP_WORDS and term(word) in terms:
            found.append(Span(match.start(), _after_accents(text, match.end())))
    return tuple(found)


def _after_accents(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
