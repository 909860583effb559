"""The format of stance files: read, checked, and turned into entries."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from reprlib import repr as short_repr  # a file's aliases may nest without end
from typing import Annotated, Any, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from rag.errors import StanceFileError
from rag.messages import Group
from rag.stances.nearest import nearest
from rag.yaml_keys import repeated_key

FILE_NAMES = ("stances.yaml", "stances.yml")
_LARGEST = 1_000_000  # bytes
_MOST_COMPLAINTS = 5


@dataclass(frozen=True, slots=True)
class StanceEntry:
    """One entry as the file has it, not yet held against the documents.

    Args:
        path: the file.
        matter: 1-based; None in a file of one matter.
        number: 1-based within its matter.
        about: the contested matter.
        assigned_by: who says so.
        assigned: when, as text; empty where the file says nothing.
        document_id: whose stance it is.
        side: supports, cautions or mixed.
        section: a heading, if it is of a part.
        quote: words of one block, if it is of that block; a run of white space is one blank.
        sentence: words of one sentence, if it is of that sentence alone.
    """

    path: Path
    matter: int | None
    number: int
    about: str
    assigned_by: str
    assigned: str
    document_id: str
    side: Group
    section: str | None
    quote: str | None
    sentence: str | None

    @property
    def place(self) -> str:
        return f"{_place(self.path, self.matter)}, stance {self.number}"


def stance_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The stance files among `paths` and directly in the folders among them, each once."""
    named = [path for path in paths if path.name in FILE_NAMES]
    inside = [path / name for path in paths if path.is_dir() for name in FILE_NAMES]
    files = [path for path in (*named, *inside) if path.is_file()]
    return tuple({path.parent.resolve() / path.name: path for path in files}.values())


def read_stance_files(files: Sequence[Path]) -> tuple[StanceEntry, ...]:
    """The entries of all files, in their order.

    Raises:
        StanceFileError: a file cannot be read or is not of the format.
    """
    return tuple(entry for path in files for entry in _entries(path))


def _as_text(value: object) -> object:
    """A date or a year as text, since YAML makes more of it."""
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return value


def _in_nfc(name: str) -> str:
    """As document ids and texts are."""
    return unicodedata.normalize("NFC", name)


def _in_one_line(text: str) -> str:
    return _in_nfc(" ".join(text.split()))


_Name = Annotated[str, Field(min_length=1), AfterValidator(_in_nfc)]
_Clause = Annotated[str, Field(pattern=r"\S"), AfterValidator(_in_one_line)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: _Name
    stance: Group
    section: _Name | None = None
    quote: _Clause | None = None
    sentence: _Clause | None = None
    assigned_by: _Clause | None = None

    @model_validator(mode="after")
    def _names_one_part(self) -> Self:
        if self.quote is not None and self.sentence is not None:
            raise ValueError("has both a quote and a sentence; keep the one that it speaks of")
        return self


class _Matter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: _Clause
    assigned_by: _Clause
    assigned: Annotated[str, BeforeValidator(_as_text)] = ""
    stances: tuple[_Entry, ...] = Field(min_length=1)


def _entries(path: Path) -> Iterator[StanceEntry]:
    content = _content(path)
    matters = content if isinstance(content, list) else [content]
    for position, fields in enumerate(matters, start=1):
        number = position if isinstance(content, list) else None
        try:
            matter = _Matter.model_validate(fields)
        except ValidationError as error:
            raise StanceFileError(_complaints(_place(path, number), error)) from error
        for entry_number, entry in enumerate(matter.stances, start=1):
            yield StanceEntry(
                path=path,
                matter=number,
                number=entry_number,
                about=matter.about,
                assigned_by=entry.assigned_by or matter.assigned_by,
                assigned=matter.assigned,
                document_id=entry.document,
                side=entry.stance,
                section=entry.section,
                quote=entry.quote,
                sentence=entry.sentence,
            )


def _place(path: Path, matter: int | None) -> str:
    return str(path) if matter is None else f"{path}, matter {matter}"


def _content(path: Path) -> Any:  # noqa: ANN401 as YAML gives it
    try:
        n_bytes = path.stat().st_size
        if n_bytes > _LARGEST:
            raise StanceFileError(f"{path} has {n_bytes} bytes, {_LARGEST} are allowed; split it")
        text = path.read_text(encoding="utf-8")
        if (again := repeated_key(text)) is not None:
            raise StanceFileError(f"{path}, line {again.line} has {again.key!r} again; keep one")
        return yaml.safe_load(text)
    # A day that no calendar has is a ValueError, nesting without end a RecursionError.
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise StanceFileError(
            f"{path} cannot be read as a stance file: {error}; docs/stances.md has the format"
        ) from error


def _complaints(place: str, error: ValidationError) -> str:
    # A list of which no entry is right counts as too short as well, which says nothing new.
    found = [
        problem
        for problem in error.errors(include_url=False)
        if not (problem["type"] == "too_short" and problem["input"])
    ]
    said = [_complaint(place, problem) for problem in found[:_MOST_COMPLAINTS]]
    if len(found) > _MOST_COMPLAINTS:
        said.append(f"and {len(found) - _MOST_COMPLAINTS} more")
    return "; ".join(said)


def _complaint(place: str, problem: Mapping[str, Any]) -> str:
    loc: tuple[str | int, ...] = problem["loc"]
    if len(loc) > 1:
        place += f", stance {int(loc[1]) + 1}"
    keys = tuple((_Entry if len(loc) > 1 else _Matter).model_fields)
    key = loc[-1] if loc and isinstance(loc[-1], str) else None
    value = short_repr(problem["input"])
    match problem["type"]:
        case "extra_forbidden":
            return (
                f"{place} has an unknown key {key!r}{nearest(str(key), keys)}; "
                f"allowed are {', '.join(keys)}"
            )
        case "missing":
            return f"{place} lacks {key!r}"
        case "enum":
            return (
                f"{place} has the stance {value}{nearest(value, Group)}; "
                f"allowed are {', '.join(Group)}"
            )
        case "model_type":
            return f"{place} is {value}; needed is a mapping with {', '.join(keys)}"
        case "value_error" if key is None:
            return f"{place} {problem['ctx']['error']}"
        case "string_type":
            return f"{place}: {key!r} is {value}, which YAML takes for no text; quote it"
        case "string_too_short" | "string_pattern_mismatch":
            return f"{place}: {key!r} is empty; fill it in or leave it out"
        case _:
            return f"{place}: {key!r} is {value}: {problem['msg']}"
