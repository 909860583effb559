"""A question from an argument or from stdin."""

import sys
from typing import TYPE_CHECKING

import typer

from rag.errors import InvalidQuestion

if TYPE_CHECKING:
    from pydantic import ValidationError


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
    """A request that cannot be made, told without what was typed."""
    reasons = (
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_context=False, include_url=False)
    )
    return typer.BadParameter("; ".join(reasons))
