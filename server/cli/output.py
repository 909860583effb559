"""Results on stdout, everything else on stderr; no escape codes unless a person is reading."""

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

DONE, FAILED, USAGE, NO_ANSWER = 0, 1, 2, 3


def show(text: str = "", *, bold: bool = False, dim: bool = False) -> None:
    """One piece of text on stdout; styled only on a terminal that wants colour."""
    plain = printable(text)
    if not ((bold or dim) and _wants_style()):
        typer.echo(plain)
    else:
        typer.secho(plain, bold=bold or None, dim=dim or None)


def show_pieces(pieces: Iterable[tuple[str, bool]]) -> None:
    """One line on stdout in pieces, each with whether it is bold where that can be shown."""
    is_styled = _wants_style()
    parts = ((printable(text), bold and is_styled) for text, bold in pieces)
    typer.echo("".join(typer.style(text, bold=True) if bold else text for text, bold in parts))


def show_line(text: str) -> None:
    """A line for programs on stdout, as it is."""
    typer.echo(text)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream (None when it is closed) is a terminal that knows escape codes."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _wants_style() -> bool:
    return "NO_COLOR" not in os.environ and is_terminal(sys.stdout)


def show_json(message: "BaseModel | Mapping[str, Any] | Sequence[Any]") -> None:
    """The same object as over HTTP, indented."""
    if isinstance(message, Mapping | Sequence):
        typer.echo(json.dumps(message, ensure_ascii=False, indent=2))
    else:
        typer.echo(message.model_dump_json(indent=2))


def json_ready(report: object) -> dict[str, Any]:
    """A report (a dataclass) as a JSON object."""
    from pydantic import TypeAdapter

    ready: dict[str, Any] = TypeAdapter(type(report)).dump_python(report, mode="json")
    return ready


def note(text: str) -> None:
    """A remark on stderr."""
    typer.echo(printable(text), err=True)


def show_columns(rows: Iterable[Sequence[str]], *, indent: str = "  ") -> None:
    """Rows with aligned columns; the last column is as long as it needs to be."""
    table = [[printable(cell) for cell in row] for row in rows]
    if not table:
        return
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]) - 1)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        show(indent + "  ".join([*cells, row[-1]]).rstrip())


def printable(text: str) -> str:
    """`text` without control characters: a document could otherwise steer the terminal."""
    return "".join(
        character if character in "\n\t" or unicodedata.category(character) != "Cc" else "�"
        for character in text
    )


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def titled_section(section: str, title: str) -> str:
    """What to show after a title: the section, unless its first heading repeats the title."""
    own = section.removeprefix(title).removeprefix(" › ")
    return f" › {own}" if own else ""
