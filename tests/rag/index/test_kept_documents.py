from collections.abc import Callable

import pytest

from rag.documents import Document
from rag.errors import NotFound
from rag.index.kept_documents import KeptDocuments
from tests.rag.index.corpora import document


def reader(read: list[str]) -> Callable[[str], Document]:
    """Reads a document of as many characters as its id says, and notes that it did."""

    def one(document_id: str) -> Document:
        read.append(document_id)
        return document("x" * int(document_id))

    return one


@pytest.mark.parametrize(
    ("most", "most_characters", "asked", "read"),
    [
        (2, 100, "1 2 1 2", "1 2"),
        (2, 100, "1 2 3 2 3 1", "1 2 3 1"),  # the one asked for longest ago goes
        (2, 100, "1 2 1 3 1 2", "1 2 3 2"),  # asked for again counts
        (9, 10, "4 5 6 5 6 4", "4 5 6 5 6 4"),  # 4 and 5 make room for 6, which leaves none for 5
        (9, 10, "50 50 4 50", "50 4 50"),  # one alone may be longer
    ],
)
def test_documents_asked_for_last_are_kept_as_far_as_there_is_room(
    most: int, most_characters: int, asked: str, read: str
) -> None:
    noted: list[str] = []
    kept = KeptDocuments(reader(noted), most=most, most_characters=most_characters)
    for document_id in asked.split():
        assert len(kept(document_id).text) == int(document_id)
    assert noted == read.split()


def test_what_is_not_found_is_not_kept() -> None:
    def missing(document_id: str) -> Document:
        raise NotFound("document", document_id)

    kept = KeptDocuments(missing)
    for _ in range(2):
        with pytest.raises(NotFound):
            kept("1")


def test_cleared_documents_are_read_again() -> None:
    noted: list[str] = []
    kept = KeptDocuments(reader(noted))
    first = kept("1")
    kept.clear()
    assert kept("1") == first
    assert noted == ["1", "1"]
