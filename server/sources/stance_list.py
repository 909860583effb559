"""Which sides the parts of a document take, for a page to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.documents import BlockKind, Document
from rag.spans import Span
from rag.stances import Stance


@dataclass(frozen=True, slots=True)
class TakenSide:
    """One part of a document with the side that it takes.

    Args:
        side: in plain words.
        css_class: of the side, fixed words.
        section: the heading below which it holds; None for all of the document, or one block.
        anchor: of that heading in the page, if the document has it once.
        span: the block that it holds for.
        quote: that block's text.
    """

    side: str
    css_class: str
    section: str | None
    anchor: str | None
    span: Span | None
    quote: str


@dataclass(frozen=True, slots=True)
class ContestedMatter:
    """One matter with the sides that the document takes on it, and who says so."""

    about: str
    assigned_by: str
    assigned: str
    sides: tuple[TakenSide, ...]


def contested_matters(document: Document, stances: Sequence[Stance]) -> tuple[ContestedMatter, ...]:
    """The stances by matter and by who assigned them, in the order of the stance file."""
    grouped: dict[tuple[str, str, str], list[TakenSide]] = {}
    for stance in stances:
        key = (stance.about, stance.assigned_by, stance.assigned)
        grouped.setdefault(key, []).append(_side(document, stance))
    return tuple(ContestedMatter(*key, tuple(sides)) for key, sides in grouped.items())


def _side(document: Document, stance: Stance) -> TakenSide:
    text = document.text
    is_inside = stance.span is not None and stance.span.end <= len(text)
    return TakenSide(
        side=stance.side.plain_name,
        css_class=stance.side.value,
        section=stance.section,
        anchor=_anchor(document, stance.section),
        span=stance.span if is_inside else None,
        quote=stance.span.of(text) if stance.span is not None and is_inside else "",
    )


def _anchor(document: Document, section: str | None) -> str | None:
    found = [
        position
        for position, block in enumerate(document.blocks)
        if block.kind is BlockKind.HEADING and block.span.of(document.text) == section
    ]
    return f"section-{found[0]}" if len(found) == 1 else None
