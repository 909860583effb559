"""Advice for a name that is not known."""

from collections.abc import Iterable

from rapidfuzz import process

_MIN_SIMILARITY = 60  # 0 to 100; below it a suggestion would mislead


def nearest(name: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known name; empty when none is near."""
    found = process.extractOne(name, [str(other) for other in known], score_cutoff=_MIN_SIMILARITY)
    return f"; the nearest is {found[0]!r}" if found else ""
