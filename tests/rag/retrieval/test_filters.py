from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.documents import Author, DocumentMetadata
from rag.index.store import Store, StoreWriter
from rag.messages import Filters
from rag.partial_date import PartialDate
from rag.retrieval.filters import allowed_documents
from tests.rag.index.corpora import document

GREEN, WHO = Author(family="Green", given="Scott"), Author(literal="WHO")
METADATA = [
    DocumentMetadata(
        "", "Magazine-Article", authors=(GREEN, WHO), published=PartialDate(2025, 7, 28)
    ),
    DocumentMetadata(
        "", "training-brief", subject="Psychologie", published=PartialDate(2025, 11, 14)
    ),
    DocumentMetadata("", "training-brief", subject="ÉTHIQUE", authors=(WHO,)),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An article of July, a brief of November, and a brief without a date."""
    with StoreWriter(tmp_path / "documents.sqlite") as writer:
        for number, metadata in enumerate(METADATA):
            writer.add(document("One.", document_id=f"D{number}", metadata=metadata), ())
    store = Store(tmp_path / "documents.sqlite")
    yield store
    store.close()


def test_no_filter_allows_all_without_listing_them(store: Store) -> None:
    assert allowed_documents(store, Filters()) is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(document_ids=("D2", "D0", "D9")), [0, 2]),
        (Filters(document_ids=("d2",)), []),  # ids are exact
        (Filters(kind=("training-brief",)), [1, 2]),
        (Filters(kind=("MAGAZINE-article", "pdf")), [0]),
        (Filters(subject=("psychologie", "éthique")), [1, 2]),
        (Filters(author=("scott green",)), [0]),
        (Filters(author=("who",)), [0, 2]),
        (Filters(author=("Green",)), []),  # the whole name
        (Filters(kind=("training-brief",), author=("WHO",)), [2]),
        (Filters(kind=("training-brief",), document_ids=("D0",)), []),
        (Filters(subject=("' OR 1=1 --",)), []),
    ],
)
def test_filters_allow_any_of_their_values_and_require_each_other(
    store: Store, filters: Filters, expected: list[int]
) -> None:
    assert allowed_documents(store, filters) == expected


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (date(2025, 7, 28), None, [0, 1]),
        (date(2025, 7, 29), None, [1]),
        (None, date(2025, 11, 14), [0, 1]),
        (None, date(2025, 11, 13), [0]),
        (date(2025, 7, 28), date(2025, 7, 28), [0]),
        (date(2026, 1, 1), None, []),
        (date(2025, 12, 1), date(2025, 1, 1), []),
    ],
)
def test_days_are_inclusive_and_a_document_without_a_date_passes_none(
    store: Store, after: date | None, before: date | None, expected: list[int]
) -> None:
    filters = Filters(published_after=after, published_before=before)
    assert allowed_documents(store, filters) == expected


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (date(2025, 12, 31), None, ["2025"]),
        (date(2026, 1, 1), None, []),
        (date(2025, 3, 31), None, ["2025", "2025-03"]),
        (date(2025, 4, 1), None, ["2025"]),
        (None, date(2025, 1, 1), ["2025"]),
        (None, date(2024, 12, 31), []),
        (None, date(2025, 3, 1), ["2025", "2025-03"]),
        (None, date(2025, 2, 28), ["2025"]),
        (date(2025, 3, 5), date(2025, 3, 5), ["2025", "2025-03", "2025-03-05"]),
    ],
)
def test_a_year_or_month_counts_from_its_first_day_to_its_last(
    tmp_path: Path, after: date | None, before: date | None, expected: list[str]
) -> None:
    with StoreWriter(tmp_path / "partial.sqlite") as writer:
        for text in ("2025", "2025-03", "2025-03-05"):
            metadata = DocumentMetadata("", "", published=PartialDate.fromisoformat(text))
            writer.add(document("One.", document_id=text, metadata=metadata), ())
    store = Store(tmp_path / "partial.sqlite")
    numbers = allowed_documents(store, Filters(published_after=after, published_before=before))
    assert list(store.document_ids(numbers, limit=9)) == expected
    store.close()
