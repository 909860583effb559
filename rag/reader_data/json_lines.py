"""Records of a JSON Lines file, checked for the fields that a builder reads."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.errors import TrainingDataError


def records(path: Path, *, strings: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects of the file, blank lines passed over; read as a stream.

    Raises:
        TrainingDataError: the file cannot be read as UTF-8, a line is no JSON object, or one of
            `strings` is no string in it.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _record(line, strings, where=f"{path}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path} cannot be read: {error}; check the path") from error


def _record(line: str, strings: Sequence[str], *, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise TrainingDataError(f"{where}: no JSON ({error}); download the file again") from error
    if not isinstance(record, dict):
        raise TrainingDataError(f"{where}: a JSON {type(record).__name__}, expected an object")
    for name in strings:
        if not isinstance(value := record.get(name), str):
            raise TrainingDataError(f"{where}: {name} is {value!r}, expected a string")
    return record
