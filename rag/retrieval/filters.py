"""Which documents may answer, as a condition on the store."""

from typing import Any

from rag.index.store import Store
from rag.messages import Filters


def allowed_documents(
    store: Store, filters: Filters, *, without: str | None = None
) -> list[int] | None:
    """Rows of the documents that pass every filter; None when nothing is filtered.

    Lists allow any of their values, compared without regard to case; days are inclusive. A
    document that states a year or a month alone may be of any of its days, and passes where one of
    them would. A document without a date passes no date filter: it cannot be said to be recent
    enough.
    """
    conditions: list[str] = []
    values: list[Any] = []

    def require(condition: str, *bound: str) -> None:
        conditions.append(condition)
        values.extend(bound)

    if filters.document_ids:
        require(f"document_id IN ({_marks(filters.document_ids)})", *filters.document_ids)
    if filters.kind:
        require(f"kind IN ({_marks(filters.kind)})", *_folded(filters.kind))
    if filters.subject:
        require(f"subject IN ({_marks(filters.subject)})", *_folded(filters.subject))
    if filters.author:
        require(
            "number IN (SELECT document FROM document_authors "  # noqa: S608 only question marks
            f"WHERE name IN ({_marks(filters.author)}))",
            *_folded(filters.author),
        )
    if filters.published_after:
        # As text "2025" comes before "2025-07-28", though its last day comes after.
        day = filters.published_after.isoformat()
        require("(published >= ? OR published IN (?, ?))", day, day[:7], day[:4])
    if filters.published_before:
        require("published <= ?", filters.published_before.isoformat())
    if without is not None:
        require("document_id != ?", without)
    if not conditions:
        return None
    return store.document_numbers(" AND ".join(conditions), values)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _folded(values: tuple[str, ...]) -> list[str]:
    return [value.casefold() for value in values]
