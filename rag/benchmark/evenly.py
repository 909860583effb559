"""Some of many, drawn evenly over all of them."""

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def evenly(items: Sequence[_Item], limit: int | None) -> Sequence[_Item]:
    """`limit` of the items in their order, as far apart as may be; all of fewer, or for None."""
    if limit is None or limit >= len(items):
        return items
    return [items[i * len(items) // limit] for i in range(limit)]
