"""Windows of varied length out of examples, so that a reader learns to read any."""

import random

from embeddings.training.example import ReaderExample

_LONGEST = 1000  # characters, about 220 tokens
_SHORTEST = 80
_WHOLE_SHARE = 0.4  # of windows that take all that fits
_WITHOUT_ANSWER = 0.15  # of an answerable example's windows


def sample_window(example: ReaderExample, rng: random.Random) -> ReaderExample:
    """Consecutive sentences of the example, one at least.

    Of an answerable example most windows hold a sentence that answers, and some hold only such as
    do not: those are then examples without an answer.
    """
    budget = (
        _LONGEST if rng.random() < _WHOLE_SHARE else rng.randint(_SHORTEST, int(_LONGEST * 0.7))
    )
    known_wrong = [i for i, label in enumerate(example.relevant) if label is False]
    right = [i for i, label in enumerate(example.relevant) if label]
    if right and not (known_wrong and rng.random() < _WITHOUT_ANSWER):
        return _around(example, rng.choice(right), budget, rng, only_wrong=False)
    if right:
        return _around(example, rng.choice(known_wrong), budget, rng, only_wrong=True)
    return _around(example, rng.randrange(len(example.sentences)), budget, rng, only_wrong=False)


def _around(
    example: ReaderExample, anchor: int, budget: int, rng: random.Random, *, only_wrong: bool
) -> ReaderExample:
    """Grow from `anchor` to either side, by lot, while the budget lasts."""
    start, end = anchor, anchor + 1
    used = len(example.sentences[anchor])
    while True:
        sides = [i for i in (start - 1, end) if 0 <= i < len(example.sentences)]
        sides = [
            i
            for i in sides
            if used + len(example.sentences[i]) <= budget
            and not (only_wrong and example.relevant[i] is not False)
        ]
        if not sides:
            return example.cut(start, end)
        chosen = rng.choice(sides)
        used += len(example.sentences[chosen])
        start, end = min(start, chosen), max(end, chosen + 1)
