"""Which consecutive sentences of a text a reader is shown at once."""

import random
from collections.abc import Sequence


def window_around(
    sentences: Sequence[str],
    first: int,
    last: int,
    *,
    most_sentences: int,
    most_characters: int,
    rng: random.Random,
) -> range | None:
    """Positions that hold `[first, last]` and neighbours on sides that `rng` picks.

    Returns:
        None when `[first, last]` alone is too large. Characters count a space between sentences.
    """
    start, end = first, last + 1
    size = sum(len(sentence) + 1 for sentence in sentences[start:end]) - 1
    if end - start > most_sentences or size > most_characters:
        return None
    wanted = rng.randint(min(2, most_sentences), most_sentences)
    sides = {"before", "after"}
    while sides and end - start < wanted:
        side = rng.choice(sorted(sides))
        at = start - 1 if side == "before" else end
        fits = 0 <= at < len(sentences) and size + len(sentences[at]) + 1 <= most_characters
        if not fits:
            sides.discard(side)
            continue
        size += len(sentences[at]) + 1
        start, end = min(start, at), max(end, at + 1)
    return range(start, end)


def runs_of(flags: Sequence[bool]) -> list[range]:
    """Longest ranges of positions whose flag is set, in order."""
    runs: list[range] = []
    for at, is_set in enumerate(flags):
        if is_set and runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        elif is_set:
            runs.append(range(at, at + 1))
    return runs
