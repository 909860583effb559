"""Stances that would be shown where a more specific one is meant whose place was not found."""

from collections.abc import Iterator

from rag.documents import Block, Document
from rag.stances.stance_file import StanceEntry
from rag.stances.stances import Stance


def may_cover(stance: Stance, lost: StanceEntry, document: Document) -> bool:
    """Whether a stance may hold where `lost` is meant, and says there what that entry does not.

    Args:
        stance: placed in the document.
        lost: an entry of the same document that could not be placed.
        document: of both.
    """
    if (stance.side, stance.about) == (lost.side, lost.about):
        return False
    if stance.is_sentence:
        return False
    if stance.span is not None:
        blocks = _blocks_meant(lost, document) if lost.sentence is not None else ()
        return any(stance.span.covers(block.span) for block in blocks)
    if stance.section is not None:
        return any(stance.section in path for path in _paths_above(lost, document))
    return True


def _paths_above(lost: StanceEntry, document: Document) -> Iterator[tuple[str, ...]]:
    """The headings above the places that may be meant."""
    is_section = lost.quote is None and lost.sentence is None
    for block in _blocks_meant(lost, document):
        # A section that was not found may be any that stands inside another.
        yield block.heading_path[:-1] if is_section else block.heading_path


def _blocks_meant(lost: StanceEntry, document: Document) -> list[Block]:
    """Those of the section that the entry names; all, where it names none that is there."""
    inside = [block for block in document.blocks if lost.section in block.heading_path]
    return inside or list(document.blocks)
