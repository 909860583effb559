"""Fewer questions, always the same ones."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Sample:
    """How many questions of each data set are measured.

    Args:
        size: None for all.
        seed: of the draw.
    """

    size: int | None = None
    seed: int = 0

    def of(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """`size` of the items in their order, drawn without replacement; all when there are fewer.

        Raises:
            ValueError: `size` is below 1.
        """
        if self.size is not None and self.size < 1:
            raise ValueError(f"a sample needs 1 question or more, got {self.size}")
        if self.size is None or self.size >= len(items):
            return tuple(items)
        draw = random.Random(self.seed)  # noqa: S311 a reproducible draw, no secret
        return tuple(items[at] for at in sorted(draw.sample(range(len(items)), self.size)))

    def fact(self, n_kept: int) -> tuple[str, ...]:
        """The remark that fewer than `n_kept` are measured, if so."""
        if self.size is None or self.size >= n_kept:
            return ()
        return (f"a sample of {self.size:,} with seed {self.seed} of these",)
