"""Entries of stance files held against the documents that are indexed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rag.documents import BlockKind, Document
from rag.errors import NotFound, StanceFileError
from rag.spans import Span
from rag.stances.held_back import may_cover
from rag.stances.nearest import nearest
from rag.stances.stance_file import StanceEntry
from rag.stances.stances import Stance, Stances

_QUOTABLE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


@dataclass(frozen=True, slots=True)
class UnusedStance:
    """An entry that does not count, and why."""

    path: str
    detail: str


def place_stances(
    entries: Sequence[StanceEntry],
    document: Callable[[str], Document],
    document_ids: Sequence[str],
) -> tuple[Stances, tuple[UnusedStance, ...]]:
    """What the entries say of the documents that are indexed.

    Args:
        entries: of all files.
        document: its id -> a document; raises NotFound.
        document_ids: all there are, to name the nearest.

    Returns:
        The stances, and the entries that do not count: those that name no document, section,
        block or sentence of the index, and those that hold for more of a document than such a one
        and say something else; what that one means would be shown on their side.

    Raises:
        StanceFileError: an entry speaks of a document of another folder, or one place has two
            stances.
    """
    placed: list[tuple[StanceEntry, Stance]] = []
    lost: list[StanceEntry] = []
    unused: list[UnusedStance] = []
    taken: dict[tuple[str, str | Span | None], StanceEntry] = {}
    for entry in entries:
        try:
            stance = _placed(entry, document, document_ids)
        except _Nowhere as nowhere:
            unused.append(UnusedStance(entry.place, str(nowhere)))
            lost.append(entry)
            continue
        other = taken.setdefault((stance.document_id, stance.span or stance.section), entry)
        if other is not entry:
            raise StanceFileError(
                f"{entry.place} has the stance {entry.side} where {other.place} has {other.side}, "
                f"both of {_part(stance)}; keep one"
            )
        placed.append((entry, stance))
    stances: list[Stance] = []
    for entry, stance in placed:
        inner = _lost_inside(stance, lost, document)
        if inner is None:
            stances.append(stance)
        else:
            unused.append(UnusedStance(entry.place, _held_back(stance, inner)))
    return Stances(stances), tuple(unused)


def _lost_inside(
    stance: Stance, lost: Sequence[StanceEntry], document: Callable[[str], Document]
) -> StanceEntry | None:
    of_document = (entry for entry in lost if entry.document_id == stance.document_id)
    return next(
        (entry for entry in of_document if may_cover(stance, entry, document(entry.document_id))),
        None,
    )


def _held_back(stance: Stance, lost: StanceEntry) -> str:
    return (
        f"held back: it is of {_part(stance)}, and would show what {lost.place} means as "
        f"{stance.side}; mend that entry first"
    )


class _Nowhere(Exception):
    """The entry names nothing in the index."""


def _placed(
    entry: StanceEntry, document: Callable[[str], Document], document_ids: Sequence[str]
) -> Stance:
    name = entry.document_id
    try:
        found = document(name)
    except NotFound as error:
        raise _Nowhere(f"no document is called {name!r}{nearest(name, document_ids)}") from error
    _require_same_folder(entry, found)
    if entry.section is not None:
        sections = dict.fromkeys(
            heading for block in found.blocks for heading in block.heading_path
        )
        if entry.section not in sections:
            raise _Nowhere(
                f"{name} has no section {entry.section!r}{nearest(entry.section, sections)}"
            )
        n_sections = _n_sections(entry.section, found)
        if n_sections > 1 and entry.quote is None and entry.sentence is None:
            raise _Nowhere(
                f"{name} has {n_sections} sections {entry.section!r}, and a stance is of one; "
                "quote its paragraphs instead"
            )
    return Stance(
        document_id=name,
        side=entry.side,
        about=entry.about,
        assigned_by=entry.assigned_by,
        assigned=entry.assigned,
        section=entry.section,
        span=_span_of(entry, found),
        is_sentence=entry.sentence is not None,
    )


def _n_sections(heading: str, document: Document) -> int:
    """How many sections with something below them have this heading."""
    return sum(
        before.kind is BlockKind.HEADING
        and before.span.of(document.text) == heading
        and heading in block.heading_path
        for before, block in pairwise(document.blocks)
    )


def _span_of(entry: StanceEntry, document: Document) -> Span | None:
    if entry.quote is not None:
        return _one_that_holds(entry.quote, "paragraphs or list items", entry.section, document)
    if entry.sentence is not None:
        return _one_that_holds(entry.sentence, "sentences", entry.section, document)
    return None


def _require_same_folder(entry: StanceEntry, document: Document) -> None:
    """Two folders may hold a file of one name; the later one then has another id."""
    folder = entry.path.parent
    if document.source_path and not _is_below(Path(document.source_path), folder):
        raise StanceFileError(
            f"{entry.place} names {entry.document_id!r}, which is {document.source_path} and not "
            f"below {folder}; a stance file speaks of its own folder, and where two folders hold "
            "one name, the later file keeps its suffix in its id"
        )


def _is_below(path: Path, folder: Path) -> bool:
    """By name or, where there are links, in fact."""
    is_by_name = path.absolute().is_relative_to(folder.absolute())
    return is_by_name or path.resolve().is_relative_to(folder.resolve())


def _one_that_holds(quote: str, parts: str, section: str | None, document: Document) -> Span:
    """The one block, or the one sentence, of the section that holds the words."""
    blocks = [
        block
        for block in document.blocks
        if block.kind in _QUOTABLE and (section is None or section in block.heading_path)
    ]
    spans = [block.span for block in blocks]
    if parts == "sentences":
        spans = [s.span for s in document.sentences if document.blocks[s.block] in blocks]
    found = [span for span in spans if quote in " ".join(span.of(document.text).split())]
    if len(found) != 1:
        where = document.document_id if section is None else f"{section!r}"
        raise _Nowhere(
            f"{where} has {len(found)} {parts} that hold {quote!r}, one is needed; quote its words "
            "exactly, and more of them"
        )
    return found[0]


def _part(stance: Stance) -> str:
    if stance.span is not None and stance.is_sentence:
        return f"one sentence of {stance.document_id}"
    if stance.span is not None:
        return f"one block of {stance.document_id}"
    if stance.section is not None:
        return f"section {stance.section!r} of {stance.document_id}"
    return f"the whole of {stance.document_id}"
