"""The error of everything that reads evaluation data."""

from pathlib import Path

from rag.errors import FootnoteError


class DatasetError(FootnoteError):
    """A dataset cannot be read; the message says where, what was seen and what to do."""

    @classmethod
    def at_line(cls, path: Path, number: int, problem: str) -> "DatasetError":
        """A problem on line `number`, from 1, of a file."""
        return cls(f"{place(path, number)}: {problem}")


def place(path: Path, number: int) -> str:
    """A line of a file as error messages name it."""
    return f"{path}, line {number}"
