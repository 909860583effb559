"""Passages into documents: the best passage stands for its document."""

from collections.abc import Iterable

from rag.benchmark.outcomes import RankedItem


def best_per_document(
    passages: Iterable[tuple[str, float]], *, depth: int, leave_out: str | None = None
) -> tuple[RankedItem, ...]:
    """The first passage of each document, in the passages' order.

    Args:
        passages: (document id, score), best first.
        depth: documents at most, 1 or more.
        leave_out: the id of a document that does not count: the question itself.
    """
    best: dict[str, float] = {}
    for document_id, score in passages:
        if document_id not in best and document_id != leave_out:
            if len(best) == depth:
                break
            best[document_id] = score
    return tuple(RankedItem(document_id, score) for document_id, score in best.items())
