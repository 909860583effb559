"""A question from an argument or from stdin."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from rag.errors import InvalidQuestion

if TYPE_CHECKING:
    from pydantic import ValidationError

_OPTIONS = {
    "history": "--after",
    "question": "QUESTION",
    "kind": "--kind",
    "document_ids": "--document",
}  # those of other names, the outer before the inner


def question_text(argument: str) -> str:
    """The argument, or what stdin holds when it is "-".

    Raises:
        InvalidQuestion: stdin is not UTF-8.
    """
    if argument != "-":
        return argument
    try:
        return sys.stdin.buffer.read().decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise InvalidQuestion("the question on stdin is not UTF-8") from error


def usage_error(error: "ValidationError") -> typer.BadParameter:
    """A request that cannot be made, told by the names of the command line without the values."""
    return typer.BadParameter(reasons(error))


def reasons(error: "ValidationError") -> str:
    """What is wrong with each field, without the values."""
    from server.field_words import field_words

    found = error.errors(include_input=False, include_url=False)
    return "; ".join(f"{_as_typed(problem['loc'])} {field_words(problem)}" for problem in found)


def _as_typed(location: Sequence[int | str]) -> str:
    """The name on the command line of a field, as --max-statements; nested ones have their own."""
    name = next((_OPTIONS[str(part)] for part in location if str(part) in _OPTIONS), None)
    return name or f"--{str(location[0]).replace('_', '-')}"
