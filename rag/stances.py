"""Which side a source takes on a contested matter: said by a person in a file, never guessed.

A folder of documents may hold `stances.yaml`. It is read when the folder is indexed, held against
the documents, and kept in the generation, so that one generation always answers alike. Format and
advice: docs/stances.md.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.documents import BlockKind, Document
from rag.errors import NotFound, StanceFileError
from rag.messages import Group
from rag.spans import Span

FILE_NAMES = ("stances.yaml", "stances.yml")
_LARGEST = 1_000_000  # bytes


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str = Field(min_length=1)
    stance: Group
    section: str | None = Field(default=None, min_length=1)
    quote: str | None = Field(default=None, min_length=1)
    assigned_by: str | None = Field(default=None, min_length=1)


class _Matter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = Field(min_length=1)
    assigned_by: str = Field(min_length=1)
    assigned: date | str = ""
    stances: tuple[_Entry, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Stance:
    """What one entry of a stance file says.

    Args:
        document_id: whose stance it is.
        side: supports, cautions or mixed.
        about: the contested matter.
        assigned_by: who says so.
        assigned: when; empty where the file says nothing.
        section: a heading; None for the whole document or a block.
        span: of the block that a quote names, in the document's text.
    """

    document_id: str
    side: Group
    about: str
    assigned_by: str
    assigned: str = ""
    section: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class UnusedStance:
    """An entry that names nothing in the index, and why."""

    path: str
    detail: str


class Stances:
    """The stances of one generation. Look-ups cost a few dictionary reads."""

    def __init__(self, stances: Iterable[Stance] = ()) -> None:
        self._all = tuple(stances)
        self._of_documents: dict[str, list[Stance]] = {}
        for stance in self._all:
            self._of_documents.setdefault(stance.document_id, []).append(stance)

    def __bool__(self) -> bool:
        return bool(self._all)

    def of(self, document_id: str, heading_path: Sequence[str], span: Span) -> Stance | None:
        """The most specific stance of a sentence: of its block, its section, or its document.

        Args:
            document_id: its document.
            heading_path: the headings above it, outermost first.
            span: where it stands in the document's text.
        """
        found = self._of_documents.get(document_id, [])
        for stance in found:
            if stance.span and stance.span.start <= span.start and span.end <= stance.span.end:
                return stance
        for heading in reversed(heading_path):
            for stance in found:
                if stance.span is None and stance.section == heading:
                    return stance
        return next((s for s in found if s.span is None and s.section is None), None)

    def of_document(self, document_id: str) -> tuple[Stance, ...]:
        """Every stance of a document, as the file orders them."""
        return tuple(self._of_documents.get(document_id, ()))

    def documents_on(self, side: Group) -> frozenset[str]:
        """Ids of the documents of which some part takes this side."""
        return frozenset(stance.document_id for stance in self._all if stance.side is side)

    def as_json(self) -> str:
        """Text that `stances_from_json` reads."""
        return json.dumps(
            [
                {
                    "document": stance.document_id,
                    "side": stance.side,
                    "about": stance.about,
                    "assigned_by": stance.assigned_by,
                    "assigned": stance.assigned,
                    "section": stance.section,
                    "span": stance.span and [stance.span.start, stance.span.end],
                }
                for stance in self._all
            ],
            ensure_ascii=False,
            indent=1,
        )


def stances_from_json(text: str) -> Stances:
    """What `as_json` wrote.

    Raises:
        ValueError: it did not write this.
    """
    try:
        return Stances(
            Stance(
                document_id=entry["document"],
                side=Group(entry["side"]),
                about=entry["about"],
                assigned_by=entry["assigned_by"],
                assigned=entry["assigned"],
                section=entry["section"],
                span=entry["span"] and Span(*entry["span"]),
            )
            for entry in json.loads(text)
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no stances: {type(error).__name__} {error}") from error


def stance_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The stance files directly in the folders among `paths`."""
    folders = [path for path in paths if path.is_dir()]
    return tuple(
        folder / name for folder in folders for name in FILE_NAMES if (folder / name).is_file()
    )


def read_stances(
    files: Sequence[Path],
    document: Callable[[str], Document],
    document_ids: Sequence[str],
) -> tuple[Stances, tuple[UnusedStance, ...]]:
    """What the files say of the documents that are indexed.

    Args:
        files: stance files.
        document: its id -> a document; raises NotFound.
        document_ids: all there are, to name the nearest.

    Returns:
        The stances, and the entries that name no document, section or passage of the index.

    Raises:
        StanceFileError: a file cannot be read, is not of the format, or gives one place two sides.
    """
    stances: list[Stance] = []
    unused: list[UnusedStance] = []
    for path in files:
        for matter in _matters(path):
            for number, entry in enumerate(matter.stances, start=1):
                try:
                    stances.append(_placed(entry, matter, document, document_ids))
                except _Nowhere as nowhere:
                    where = f"{path}, {matter.about!r}, stance {number}"
                    unused.append(UnusedStance(where, str(nowhere)))
    _require_one_side_each(stances)
    return Stances(stances), tuple(unused)


class _Nowhere(Exception):
    """The entry names nothing in the index."""


def _placed(
    entry: _Entry,
    matter: _Matter,
    document: Callable[[str], Document],
    document_ids: Sequence[str],
) -> Stance:
    try:
        found = document(entry.document)
    except NotFound as error:
        raise _Nowhere(
            f"no document is called {entry.document!r}{_nearest(entry.document, document_ids)}"
        ) from error
    headings = [
        block.span.of(found.text) for block in found.blocks if block.kind is BlockKind.HEADING
    ]
    if entry.section is not None and entry.section not in headings:
        raise _Nowhere(
            f"{entry.document} has no section {entry.section!r}{_nearest(entry.section, headings)}"
        )
    return Stance(
        document_id=entry.document,
        side=entry.stance,
        about=matter.about,
        assigned_by=entry.assigned_by or matter.assigned_by,
        assigned=str(matter.assigned),
        section=entry.section,
        span=None if entry.quote is None else _block_of(entry.quote, found),
    )


def _block_of(quote: str, document: Document) -> Span:
    blocks = [block.span for block in document.blocks if quote in block.span.of(document.text)]
    if len(blocks) != 1:
        raise _Nowhere(
            f"{document.document_id} has {len(blocks)} paragraphs that hold {quote!r}, one is "
            "needed; quote its words exactly, and more of them"
        )
    return blocks[0]


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; the nearest is {near[0]!r}" if near else ""


def _require_one_side_each(stances: Sequence[Stance]) -> None:
    sides: dict[tuple[str, str | None, Span | None], Stance] = {}
    for stance in stances:
        key = (stance.document_id, stance.section, stance.span)
        other = sides.setdefault(key, stance)
        if other is not stance:
            part = f"section {stance.section!r}" if stance.section else "the same part"
            raise StanceFileError(
                f"{stance.document_id}, {part} has two stances, {other.side} and {stance.side}; "
                "keep one"
            )


def _matters(path: Path) -> tuple[_Matter, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            raise StanceFileError(
                f"{path} has {path.stat().st_size} bytes, {_LARGEST} are allowed; split it"
            )
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise StanceFileError(f"{path} cannot be read as a stance file: {error}") from error
    matters = content if isinstance(content, list) else [content]
    try:
        return tuple(_Matter.model_validate(matter) for matter in matters)
    except ValidationError as error:
        raise StanceFileError(f"{path} is no stance file: {_complaints(error)}") from error


def _complaints(error: ValidationError) -> str:
    known = sorted({*_Matter.model_fields, *_Entry.model_fields})
    said: list[str] = []
    for complaint in error.errors(include_url=False):
        place = [part + 1 if isinstance(part, int) else part for part in complaint["loc"]]
        text = f"{' '.join(map(str, place)) or 'the file'}: {complaint['msg']}"
        if complaint["type"] == "extra_forbidden":
            text += _nearest(str(place[-1]), known)
        elif complaint["type"] not in {"missing", "model_type"}:
            text += f", got {str(complaint['input'])[:60]!r}"
        said.append(text)
    return "; ".join(said)
