"""Mistyped words of a question matched to words of the documents."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
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
        # By first letter and length: no slip changes the one, or the other by more than one.
        self._words: dict[tuple[str, int], list[str]] = {}
        for word in counts:
            self._words.setdefault((word[:1], len(word)), []).append(word)

    @classmethod
    def open(cls, path: Path, is_known: Callable[[str], bool]) -> "Spelling":
        return cls(json.loads(path.read_text(encoding="utf-8")), is_known)

    def may_be_slip(self, word: str) -> bool:
        """Whether `word` is none that the documents use or the language knows.

        One that holds a digit or is short is never taken for a slip.
        """
        is_long = word.isalpha() and len(word) >= _ONE_SLIP_FROM
        return is_long and word not in self._counts and not self._is_known(word)

    def correction(self, word: str) -> str | None:
        """The word of the documents that `word` most likely is a slip of; None to leave it.

        Among words at the smallest distance, the most frequent wins, then the first. Cost: a
        comparison with each word of the same first letter and almost the same length.

        Source: optimal string alignment (restricted Damerau-Levenshtein), which counts a swap of
        neighbours as one slip; Damerau 1964 found 80 % of slips to be one such edit.
        """
        if not self.may_be_slip(word):
            return None
        allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        # People seldom mistype the first letter; without it the false matches double.
        alike = chain.from_iterable(self._words.get((word[0], n), ()) for n in lengths)
        near = process.extract_iter(word, alike, scorer=OSA.distance, score_cutoff=allowed)
        candidates = [(slips, -self._counts[w], w) for w, slips, _ in near]
        return min(candidates)[2] if candidates else None


def write_words(path: Path, texts: Iterable[Iterable[str]]) -> None:
    """Write the folded words of all texts with their counts, as JSON."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(words)
    alphabetic = {word: counts[word] for word in sorted(counts) if word.isalpha()}
    path.write_text(json.dumps(alphabetic, ensure_ascii=False), encoding="utf-8")
