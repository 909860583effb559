"""Files of evaluation data line by line, with numbers for error messages, and their hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rag.benchmark.datasets.errors import DatasetError
from rag.loaders.limits import DEFAULT_LIMITS

MAX_LINE_BYTES = DEFAULT_LIMITS.max_line_bytes
_UTF8_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HASHED_AT_ONCE = 1 << 17
_HEAD_BYTES = 65_536


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every line with its number from 1, blank ones too, without its line end; read as a stream.

    Raises:
        DatasetError: the file cannot be read, or a line has more than `MAX_LINE_BYTES`.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise DatasetError.at_line(
                        path, number, f"it has more than {MAX_LINE_BYTES:,} bytes; split its text"
                    )
                if number == 1:
                    line = line.removeprefix(_UTF8_BYTE_ORDER_MARK)
                yield number, line.rstrip(b"\r\n")
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: {error.strerror or error}; check the path and its permissions"
        ) from error


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, with their numbers.

    Raises:
        DatasetError: as `numbered_lines`, or a line is not UTF-8.
    """
    for number, line in numbered_lines(path):
        text = decoded(path, number, line)
        if text.strip():
            yield number, text


def decoded(path: Path, number: int, line: bytes) -> str:
    """`line` as text.

    Raises:
        DatasetError: it is not UTF-8.
    """
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DatasetError.at_line(
            path, number, f"byte {error.start} is not valid UTF-8; convert the file to UTF-8"
        ) from error


def json_object(path: Path, number: int, line: str | bytes) -> dict[str, Any]:
    """The JSON object on a line.

    Raises:
        DatasetError: there is none.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DatasetError.at_line(
            path, number, f"it is no JSON ({error}); mend or remove it"
        ) from error
    if not isinstance(fields, dict):
        raise DatasetError.at_line(
            path, number, f"it holds a JSON {type(fields).__name__}, expected an object"
        )
    return fields


def string_field(
    fields: dict[str, Any], name: str, *, where: str, default: str | None = None
) -> str:
    """A string of a JSON object; null counts as missing.

    Raises:
        DatasetError: it is no string, or missing where there is no default.
    """
    value = fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        seen = "missing" if value is None else type(value).__name__
        raise DatasetError(f"{where}: {name} is {seen}, expected a string")
    return value


def head_of(path: Path) -> bytes:
    """The first bytes of a file, enough to recognise a format, from its first visible character."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: {error.strerror or error}; check its permissions"
        ) from error
    return head.removeprefix(_UTF8_BYTE_ORDER_MARK).lstrip()


def first_line(path: Path) -> str:
    """The first line that is not blank, as far as it stands in the head of the file."""
    return head_of(path).partition(b"\n")[0].decode("utf-8", "replace")


def sha256_of(paths: Iterable[Path]) -> str:
    """SHA-256 over the bytes of the files, one after the other: `cat FILES | sha256sum`.

    Raises:
        DatasetError: one of them cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                while part := file.read(_HASHED_AT_ONCE):
                    digest.update(part)
        except OSError as error:
            raise DatasetError(
                f"{path} cannot be read: {error.strerror or error}; check the path"
            ) from error
    return digest.hexdigest()
