"""Queries by id, each id once."""

from rag.benchmark.datasets.errors import DatasetError


def add_query(queries: dict[str, str], query_id: str, text: str, *, where: str) -> None:
    """Add a query to those read before.

    Raises:
        DatasetError: its id is among them, or its text is blank.
    """
    if query_id in queries:
        raise DatasetError(
            f"{where}: the query id {query_id!r} stands on an earlier line; rename or remove one"
        )
    if not text.strip():
        raise DatasetError(f"{where}: query {query_id!r} has no text; give it one or remove it")
    queries[query_id] = text.strip()
