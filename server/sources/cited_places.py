"""Which places of a document an address names: `start` and `end`, and any number of `cite`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.documents import Document
from rag.spans import Span

MAX_PLACES = 100
_POSITION = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CitedPlaces:
    """The places that are there, in text order, each once.

    Args:
        spans: every one shares a character with a block of the document.
        current: position in `spans` of the one that is read now, the first when the one that the
            address names is not there; None without any.
        n_missing: places that the address names and the document does not have.
        n_left_out: places beyond `MAX_PLACES`, which nobody looked at.
    """

    spans: tuple[Span, ...] = ()
    current: int | None = None
    n_missing: int = 0
    n_left_out: int = 0


NO_PLACES = CitedPlaces()


def cited_places(
    document: Document, *, start: str | None, end: str | None, cites: Sequence[str] = ()
) -> CitedPlaces:
    """The places that an address names, as far as the document has them.

    Args:
        document: that they are looked up in.
        start: of the place that is read now, as the address has it.
        end: likewise; without both, the first of `cites` is read now.
        cites: further places, each like "412-437"; the current one may be among them.
    """
    first = [(start or "", end or "")] if start is not None or end is not None else []
    others = [_parted(cite) for cite in cites[: MAX_PLACES - len(first)]]
    named = list(dict.fromkeys([*first, *others]))
    found = [_span(document, *place) for place in named]
    spans = tuple(sorted({span for span in found if span is not None}))
    now = next((span for span in found[:1] if span is not None), None)
    return CitedPlaces(
        spans=spans,
        current=spans.index(now) if now is not None else (0 if spans else None),
        n_missing=found.count(None),
        n_left_out=max(0, len(cites) - len(others)),
    )


def _parted(cite: str) -> tuple[str, str]:
    start, _, end = cite.partition("-")
    return start, end


def _span(document: Document, start: str, end: str) -> Span | None:
    if not (_POSITION.fullmatch(start) and _POSITION.fullmatch(end)):
        return None
    first, last = int(start), int(end)
    if not first < last <= len(document.text):
        return None
    span = Span(first, last)
    return span if any(_touch(block.span, span) for block in document.blocks) else None


def _touch(one: Span, other: Span) -> bool:
    return max(one.start, other.start) < min(one.end, other.end)
