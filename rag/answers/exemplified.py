"""Sentences that give examples, and what they give examples of.

By the patterns of Hearst (COLING 1992): "herbs, such as mint", "herbs (for example mint)", "tools
including a rake".
"""

import re
from collections.abc import Set

from rag.index import analysis

_SIGN = re.compile(
    r"\b(?:for example|for instance|such as|including)\b|, like\b|\be\.g\.", re.IGNORECASE
)
_WORDS_BEFORE = 6  # the noun phrase right before the sign, with what stands around it


def gives_examples(text: str) -> bool:
    """Whether the sentence says that it gives examples."""
    return _SIGN.search(text) is not None


def gives_examples_of(text: str, terms: Set[str]) -> bool:
    """Whether what stands right before the sign, "herbs" in "herbs such as mint", has all terms.

    Args:
        text: the sentence.
        terms: index terms of what examples are asked of; none are never exemplified.
    """
    if not terms:
        return False
    for sign in _SIGN.finditer(text):
        before = " ".join(text[: sign.start()].split()[-_WORDS_BEFORE:])
        if terms <= frozenset(analysis.terms(before)):
            return True
    return False
