"""What stands between two lines that are joined: a blank, nothing, or the hyphen of a word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010")
_HYPHEN = re.compile("[-\u2010\u2011]")
_WORD = re.compile(rf"[^\W_]+(?:{_HYPHEN.pattern}[^\W_]+)*")
_LONGEST_WORD = 60  # characters looked at on either side of a line end
# Before these the hyphen is part of the word wherever the line ends ("self-esteem").
_PREFIXES = frozenset(
    "self non well cross semi quasi ex all half high low long short co pre post".split()
)
# After a whole word these are the second part of one with a hyphen ("evidence-based").
_SECOND_PARTS = frozenset(
    "based centered centred driven esteem focused focussed guided induced oriented term".split()
)
_LEAST_WHOLE_WORD = 4  # letters; "de-based", "in-duced" are parted words
_INNER_WORDS = frozenset("to of the and in on by for at a or".split())  # "face-to-face"
# Before these the hyphen stands for the rest of a word: "pre- and post-treatment".
_SUSPENDING = frozenset("and or to nor but und oder bis et ou y o e".split())
_CHINESE_OR_JAPANESE = re.compile(
    "[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\U00020000-\U0003ffff]"
)
_SIGN_BESIDE_THEM = re.compile("[\u2014\u2018\u2019\u201c\u201d\u2026\u00b7]")


@dataclass(frozen=True, slots=True)
class LineEnds:
    """How the lines of one document are joined.

    Args:
        words: of the document, in small letters: words without hyphens, and each two parts of a
            word that a hyphen joins inside a line, with it.
        parts_words: whether a hyphen at a line end for which nothing else speaks parts a word
            that is written without it.
    """

    words: frozenset[str] = frozenset()
    parts_words: bool = False

    @classmethod
    def of(cls, lines: Sequence[str], *, parts_words: bool | None = None) -> Self:
        """The line ends of a document; without `parts_words`, what most known words show."""
        words = frozenset(_words(lines))
        if parts_words is None:
            known = [cls(words)._keeps_hyphen(above, below) for above, below in pairwise(lines)]
            parts_words = known.count(False) > known.count(True)
        return cls(words, parts_words)

    def joined(self, lines: Iterable[str]) -> str:
        """One line of several, in which words are as they are written elsewhere."""
        parts: list[str] = []
        for line in lines:
            if parts:
                parts[-1] = self._with_end(parts[-1], line)
            parts.append(line)
        return "".join(parts)

    def _with_end(self, above: str, below: str) -> str:
        """`above` as it stands in one line with `below`."""
        if above.endswith(_SOFT_HYPHEN):
            return above[:-1]
        pieces = _pieces(above, below)
        if pieces is None:
            return above if _join_without_blank(above[-1:], below[:1]) else f"{above} "
        if pieces[1].lower() in _SUSPENDING:
            return f"{above} "
        keeps = self._keeps_hyphen(above, below)
        if keeps is None:
            keeps = not self.parts_words or not pieces[1][0].islower() or pieces[0][-1].isdigit()
        return above if keeps else above[:-1]

    def _keeps_hyphen(self, above: str, below: str) -> bool | None:
        """Whether a word that goes on from `above` to `below` has a hyphen, None if unknown."""
        pieces = _pieces(above, below)
        if pieces is None:
            return None
        before, after = (_HYPHEN.split(piece.lower()) for piece in pieces)
        if f"{before[-1]}-{after[0]}" in self.words:
            return True
        if before[-1] + after[0] in self.words:
            return False
        is_compound = len(before) > 1 or (len(after) > 1 and after[0] in _INNER_WORDS)
        is_prefix = before[-1] in _PREFIXES or len(before[-1]) == 1
        ends_compound = after[0] in _SECOND_PARTS and len(before[-1]) >= _LEAST_WHOLE_WORD
        return True if is_compound or is_prefix or ends_compound else None


def _words(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for match in _WORD.finditer(line.lower()):
            parts = _HYPHEN.split(match[0])
            yield from parts
            yield from (f"{one}-{two}" for one, two in pairwise(parts))


def _pieces(above: str, below: str) -> tuple[str, str] | None:
    """What stands before and after a hyphen at the end of `above`, None without one."""
    if not above.endswith(_HYPHENS):
        return None
    before = _WORD.findall(above[-_LONGEST_WORD:-1])
    after = _WORD.match(below[:_LONGEST_WORD])
    if not before or after is None or not above[:-1].endswith(before[-1]):
        return None
    return before[-1], after[0]


def _join_without_blank(last: str, first: str) -> bool:
    """Whether both are Chinese or Japanese characters, or one is and the other a sign."""
    sides = [_CHINESE_OR_JAPANESE.match(side) is not None for side in (last, first)]
    signs = [_SIGN_BESIDE_THEM.match(side) is not None for side in (last, first)]
    return all(sides) or (sides[0] and signs[1]) or (signs[0] and sides[1])
