"""SHA-256 of files, to know a model by its bytes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from embeddings.errors import ChecksumMismatch, InvalidModelFolder


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_files(folder: Path, expected: Mapping[str, str]) -> None:
    """Compare files with what was recorded when they were made.

    Args:
        folder: where the files lie.
        expected: hex SHA-256 by file name.

    Raises:
        InvalidModelFolder: a file is missing.
        ChecksumMismatch: a file holds other bytes.
    """
    for name, sha256 in expected.items():
        path = folder / name
        if not path.is_file():
            raise InvalidModelFolder(folder, f"{name} is missing")
        seen = sha256_of_file(path)
        if seen != sha256:
            raise ChecksumMismatch(path, expected=sha256, seen=seen)
