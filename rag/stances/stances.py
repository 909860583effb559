"""Look-up of the stances of one generation."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from rag.messages import Group
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Stance:
    """What one entry of a stance file says.

    Args:
        document_id: whose stance it is.
        side: supports, cautions or mixed.
        about: the contested matter.
        assigned_by: who says so.
        assigned: when, as the file has it; empty where it says nothing.
        section: a heading; None for the whole document or a block.
        span: of the block or sentence that a quote names, in the document's text.
        is_sentence: whether the span is of a sentence alone.
    """

    document_id: str
    side: Group
    about: str
    assigned_by: str
    assigned: str = ""
    section: str | None = None
    span: Span | None = None
    is_sentence: bool = False

    @property
    def is_of_whole(self) -> bool:
        """Whether it is of the document as a whole."""
        return self.section is None and self.span is None


class Stances:
    """The stances of one generation. Look-ups cost a few dictionary reads.

    Of several stances of one place the first counts.
    """

    def __init__(self, stances: Iterable[Stance] = ()) -> None:
        self._all = tuple(stances)
        self._of_documents: dict[str, list[Stance]] = {}
        self._whole: dict[str, Stance] = {}
        self._sections: dict[tuple[str, str], Stance] = {}
        self._blocks: dict[str, list[tuple[Span, Stance]]] = {}  # by span; blocks do not overlap
        self._sentences: dict[tuple[str, Span], Stance] = {}
        for stance in self._all:
            self._of_documents.setdefault(stance.document_id, []).append(stance)
            if stance.span is not None and stance.is_sentence:
                self._sentences.setdefault((stance.document_id, stance.span), stance)
            elif stance.span is not None:
                self._blocks.setdefault(stance.document_id, []).append((stance.span, stance))
            elif stance.section is not None:
                self._sections.setdefault((stance.document_id, stance.section), stance)
            else:
                self._whole.setdefault(stance.document_id, stance)
        for blocks in self._blocks.values():
            blocks.sort(key=itemgetter(0))

    def __len__(self) -> int:
        return len(self._all)

    def of(
        self, document_id: str, heading_path: Sequence[str] = (), span: Span | None = None
    ) -> Stance | None:
        """The most specific stance of a sentence: its own, its block's, section's or document's.

        Args:
            document_id: its document.
            heading_path: the headings above it, outermost first; the innermost counts first.
            span: where it stands in the document's text; without it neither sentence nor block is
                looked at.
        """
        if document_id not in self._of_documents:
            return None
        if span is not None:
            of_text = self._sentences.get((document_id, span)) or self._of_block(document_id, span)
            if of_text is not None:
                return of_text
        for heading in reversed(heading_path):
            if (document_id, heading) in self._sections:
                return self._sections[document_id, heading]
        return self._whole.get(document_id)

    def _of_block(self, document_id: str, span: Span) -> Stance | None:
        blocks = self._blocks.get(document_id, ())
        before = bisect_right(blocks, span.start, key=lambda block: block[0].start)
        if not before:
            return None
        block, stance = blocks[before - 1]
        return stance if block.covers(span) else None

    def of_document(self, document_id: str) -> tuple[Stance, ...]:
        """Every stance of a document, as the file orders them."""
        return tuple(self._of_documents.get(document_id, ()))

    @property
    def matters(self) -> tuple[str, ...]:
        """What the stances are about, each once, in the order of the file."""
        return tuple(dict.fromkeys(stance.about for stance in self._all))

    def documents_on(self, side: Group, about: str) -> frozenset[str]:
        """Ids of the documents of which some part takes this side of the matter."""
        return frozenset(
            stance.document_id
            for stance in self._all
            if stance.side is side and stance.about == about
        )

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
                    "is_sentence": stance.is_sentence,
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
                # Generations made before stances of sentences hold none.
                is_sentence=entry.get("is_sentence", False),
            )
            for entry in json.loads(text)
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no stances: {type(error).__name__} {error}") from error
