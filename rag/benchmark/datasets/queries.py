"""Queries by id, each id once."""

from rag.benchmark.datasets.errors import DatasetError


def add_query(queries: dict[str, str], query_id: str, text: str, *, where: str) -> None:
    """Add a query to those read before; a text of white space alone becomes "".

    Whether a blank query matters, its judgements say: see `retrieval_dataset`.

    Raises:
        DatasetError: its id is among them.
    """
    if query_id in queries:
        raise DatasetError(
            f"{where}: the query id {query_id!r} stands on an earlier line; rename or remove one"
        )
    queries[query_id] = text.strip()
