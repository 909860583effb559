"""Mistyped words of a question matched to words of the documents."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

# One slip in a word of this length or more, two from the second length on: shorter words have
# too many neighbours, and a "correction" would change the question.
_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 4, 9


class Spelling:
    """The words that the documents use, with how often.

    Args:
        counts: folded words as `rag.index.analysis.words` gives them.
        is_known: whether a word is a proper word of the language, used here or not.
    """

    def __init__(self, counts: dict[str, int], is_known: Callable[[str], bool]) -> None:
        self._counts, self._is_known = counts, is_known
        self._words = sorted(counts)

    @classmethod
    def open(cls, path: Path, is_known: Callable[[str], bool]) -> "Spelling":
        return cls(json.loads(path.read_text(encoding="utf-8")), is_known)

    def correction(self, word: str) -> str | None:
        """The word of the documents that `word` most likely is a slip of; None to leave it.

        Words that the documents use, that the language knows, that hold a digit or that are short
        are left. Among words at the smallest distance, the most frequent wins, then the first.

        Source: optimal string alignment (restricted Damerau-Levenshtein), which counts a swap of
        neighbours as one slip; Damerau 1964 found 80 % of slips to be one such edit.
        """
        allowed = (len(word) >= _ONE_SLIP_FROM) + (len(word) >= _TWO_SLIPS_FROM)
        if not allowed or not word.isalpha() or word in self._counts or self._is_known(word):
            return None
        near = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        # People seldom mistype the first letter; without it the false matches double.
        candidates = [(slips, -self._counts[w], w) for w, slips, _ in near if w[0] == word[0]]
        return min(candidates)[2] if candidates else None


def write_words(path: Path, texts: Iterable[Iterable[str]]) -> None:
    """Write the folded words of all texts with their counts, as JSON."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(words)
    alphabetic = {word: counts[word] for word in sorted(counts) if word.isalpha()}
    path.write_text(json.dumps(alphabetic, ensure_ascii=False), encoding="utf-8")
