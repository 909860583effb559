"""Names of datasets, and lists of ids in notes and errors."""

import re
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path

_MOST_LISTED = 5
_SPLIT_NAME = re.compile(r"(?:train|dev|val|valid|validation|test)(?:\b|_)", re.IGNORECASE)


def dataset_name(text: str) -> str:
    """`text` in letters, digits, hyphens and dots: "beir/scifact/test" as "beir-scifact-test"."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.") or "dataset"


def file_dataset_name(path: Path) -> str:
    """The file's stem, with its folder's name where the stem only says which split it is."""
    path = path.resolve()
    is_split = _SPLIT_NAME.match(path.stem) is not None
    return dataset_name(f"{path.parent.name}-{path.stem}" if is_split else path.stem)


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 document", "2,500 documents", "3 queries"."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"


def listed(ids: Collection[str]) -> str:
    """The first five, and how many more there are."""
    return listed_of(ids, len(ids))


def listed_of(first_ids: Iterable[str], total: int) -> str:
    """As `listed` where of `total` ids only the first are known."""
    shown = list(islice(first_ids, _MOST_LISTED))
    more = f" and {total - len(shown):,} more" if total > len(shown) else ""
    return ", ".join(shown) + more
