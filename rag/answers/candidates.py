"""The sentences that may answer, with the scores a reader gave them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.reader import Reading
from rag.answers.windows import Window
from rag.documents import BlockKind, Document, Passage
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence with its relevance, a logit: higher answers better."""

    document: Document
    passage: Passage
    span: Span
    kind: BlockKind
    relevance: float
    answer: Span | None

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)


def ranked_candidates(
    windows: Sequence[Window], readings: Sequence[Reading]
) -> tuple[Candidate, ...]:
    """Every sentence that was read, most relevant first, ties by document and position."""
    candidates = [
        Candidate(
            document=window.document,
            passage=window.passage,
            span=span,
            kind=window.kinds[i],
            relevance=reading.relevance[i],
            answer=reading.answers[i],
        )
        for window, reading in zip(windows, readings, strict=True)
        for i, span in enumerate(window.sentences)
    ]
    return tuple(sorted(candidates, key=lambda c: (-c.relevance, c.document.document_id, c.span)))
