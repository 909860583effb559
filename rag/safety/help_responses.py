"""Help in the shape of each response that a question can get."""

import uuid

from rag.messages import (
    Answer,
    HighlightResponse,
    Outcome,
    Safety,
    SearchResponse,
    Timings,
)

_NO_TIME = Timings(encode=0.0, retrieve=0.0, read=0.0, compose=0.0, total=0.0)


def help_answer(safety: Safety, *, generation: str, timings_ms: Timings = _NO_TIME) -> Answer:
    """Help instead of an answer.

    Args:
        safety: what to show.
        generation: the one that would have answered; "" when none is open.
        timings_ms: of the check, where somebody measures it.
    """
    return Answer(
        id=uuid.uuid4().hex,
        outcome=Outcome.SAFETY,
        answer="",
        statements=(),
        citations=(),
        confidence=0.0,
        safety=safety,
        generation=generation,
        timings_ms=timings_ms,
    )


def help_hits(safety: Safety, *, generation: str) -> SearchResponse:
    """Help instead of passages."""
    return SearchResponse(hits=(), safety=safety, generation=generation)


def help_highlights(safety: Safety) -> HighlightResponse:
    """Help instead of sentences."""
    return HighlightResponse(answerable=0.0, sentences=(), safety=safety)
