"""Which sentences of the passages found are worth a network's look, and with how much around them.

Similarities put the right sentence among the first few far more often than first, so a network
reads only windows around those few. What a question costs is a number of tokens, not of passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.windows import Window

_CHARACTERS_A_TOKEN = 4.0  # of English prose in word pieces; only the budget depends on it
_QUESTION_TOKENS = 16.0  # a question of ten words and its special tokens, read with each window


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences `[start, end)` of window number `window`."""

    window: int
    start: int
    end: int


def stretches(
    windows: Sequence[Window],
    scores: Sequence[Sequence[float]],
    *,
    tokens: int | None,
    around: int,
) -> tuple[Stretch, ...]:
    """What to read: the best-scored sentences with their neighbours, joined where they touch.

    Args:
        windows: passages found.
        scores: of each sentence of each window, higher is better.
        tokens: to be read in all, roughly; the best sentence is always read. None reads all.
        around: sentences on either side of a chosen one.

    Returns:
        Stretches in order of window and position, not overlapping.
    """
    if tokens is None:
        return tuple(Stretch(i, 0, len(w.sentences)) for i, w in enumerate(windows) if w.sentences)
    ranked = sorted(
        ((-score, i, j) for i, row in enumerate(scores) for j, score in enumerate(row)),
    )
    chosen: dict[int, set[int]] = {}
    left = float(tokens)
    for _, i, j in ranked:
        read = chosen.setdefault(i, set())
        if j in read:
            continue
        near = range(max(0, j - around), min(len(windows[i].sentences), j + around + 1))
        new = [k for k in near if k not in read]
        cost = sum(_tokens(windows[i], k) for k in new)
        if not _touches(new, read):
            cost += (
                _QUESTION_TOKENS
                + len("".join(windows[i].passage.context[-1:])) / _CHARACTERS_A_TOKEN
            )
        if cost > left and left < tokens:
            break
        left -= cost
        read.update(new)
    return tuple(stretch for i in sorted(chosen) for stretch in _runs(i, sorted(chosen[i])))


def _tokens(window: Window, sentence: int) -> float:
    return len(window.sentences[sentence]) / _CHARACTERS_A_TOKEN + 1


def _touches(new: Sequence[int], read: set[int]) -> bool:
    return new[0] - 1 in read or new[-1] + 1 in read


def _runs(window: int, positions: Sequence[int]) -> list[Stretch]:
    runs: list[Stretch] = []
    for position in positions:
        if runs and runs[-1].end == position:
            runs[-1] = Stretch(window, runs[-1].start, position + 1)
        else:
            runs.append(Stretch(window, position, position + 1))
    return runs
