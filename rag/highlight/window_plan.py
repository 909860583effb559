"""Which stretches of a text are read at once, so that each sentence is read among its neighbours.

Each piece (a sentence, or a part of a long one) is in the core of exactly one window, and its
reading is taken from there: where it has the most context. The maximum over all windows that hold
a piece would be higher for those that happen to be read twice, and one fixed threshold is applied
to all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_PIECES = 10  # of one window; a reader has learnt from windows of at most about ten sentences
_SIDE_SHARE = 0.25  # of a window's tokens for context on one side: reading costs twice at most
_PART = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")
_LETTERS_A_TOKEN = 6  # of an English word in word pieces, beyond its first


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """Pieces `[start, end)` are read; the readings of `[core_start, core_end)` are kept."""

    start: int
    end: int
    core_start: int
    core_end: int


def plan_windows(
    tokens: Sequence[int], *, most_tokens: int, context: int
) -> tuple[PlannedWindow, ...]:
    """Windows over the pieces of one group whose cores follow one another without a gap.

    Args:
        tokens: of each piece.
        most_tokens: of one window; only a single piece may have more.
        context: pieces on either side of a core, fewer where a quarter of the window is full.
    """
    windows: list[PlannedWindow] = []
    side = int(_SIDE_SHARE * most_tokens)
    at = 0
    while at < len(tokens):
        start = _reach_back(tokens, at, most_tokens=side, most_pieces=context)
        used = sum(tokens[start:at])
        end = at
        while end < len(tokens) and (
            end == at or (used + tokens[end] <= most_tokens and end - start < _MOST_PIECES)
        ):
            used += tokens[end]
            end += 1
        core_end = end
        if end < len(tokens):
            back = _reach_back(tokens, end, most_tokens=side, most_pieces=context)
            core_end = max(at + 1, back)
        windows.append(PlannedWindow(start, end, at, core_end))
        at = core_end
    return tuple(windows)


def estimated_tokens(text: str) -> int:
    """Word pieces of `text`, roughly: of English within a few in a hundred, and its separator."""
    return 1 + sum(1 + (len(part) - 1) // _LETTERS_A_TOKEN for part in _PART.findall(text))


def _reach_back(tokens: Sequence[int], at: int, *, most_tokens: int, most_pieces: int) -> int:
    """The first of the pieces before `at` that fit."""
    start, used = at, 0
    while start > 0 and at - start < most_pieces and used + tokens[start - 1] <= most_tokens:
        start -= 1
        used += tokens[start]
    return start
