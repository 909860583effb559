"""Records of a JSON Lines file, checked for the fields that a builder reads."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def records(path: Path, *, strings: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects of the file, blank lines passed over; read as a stream.

    Raises:
        ValueError: a line is no JSON object, or one of `strings` is no string in it.
        OSError: the file cannot be read.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _record(line, strings, where=f"{path}, line {number}")


def _record(line: str, strings: Sequence[str], *, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{where}: no JSON ({error}); download the file again") from error
    if not isinstance(record, dict):
        raise ValueError(  # noqa: TRY004 the file is at fault, not a caller's type
            f"{where}: a JSON {type(record).__name__}, expected an object"
        )
    for name in strings:
        if not isinstance(value := record.get(name), str):
            raise ValueError(  # noqa: TRY004 as above
                f"{where}: {name} is {value!r}, expected a string"
            )
    return record
