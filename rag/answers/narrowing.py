"""A part of what was read for a question."""

from collections.abc import Collection
from dataclasses import replace

from rag.answers.candidates import ReadQuestion
from rag.answers.windows import names_all


def of_others(read: ReadQuestion, documents: Collection[str]) -> ReadQuestion:
    """What was read in all documents but these."""
    return replace(
        read,
        windows=tuple(w for w in read.windows if w.document.document_id not in documents),
        candidates=tuple(c for c in read.candidates if c.document.document_id not in documents),
    )


def naming(read: ReadQuestion, words: str) -> ReadQuestion:
    """What was read in passages that have all of these words."""
    named = {w.passage.passage_id for w in read.windows if names_all(w, words)}
    return replace(
        read, candidates=tuple(c for c in read.candidates if c.passage.passage_id in named)
    )
