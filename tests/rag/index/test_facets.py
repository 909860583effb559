from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.documents import OTHERS, Author, DocumentMetadata
from rag.index.facets import Facets
from rag.index.store import Store, StoreWriter
from rag.partial_date import PartialDate
from tests.rag.index.corpora import document

GREEN = Author(family="Green", given="Zoë")
DOCUMENTS = (
    DocumentMetadata(
        "A", "pdf", authors=(GREEN,), published=PartialDate(2024, 2, 3), subject="Cats"
    ),
    DocumentMetadata("B", "PDF", authors=(GREEN, Author(literal="WHO")), subject="cats"),
    DocumentMetadata("C", "odd-kind", published=PartialDate(2025, 7, 28), subject="Straße"),
    DocumentMetadata("D", "", authors=(Author(literal="who"),)),
)


def store_of(path: Path, *all_metadata: DocumentMetadata) -> Store:
    with StoreWriter(path) as writer:
        for n, metadata in enumerate(all_metadata):
            writer.add(document("Text.", document_id=str(n), metadata=metadata), ())
    return Store(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_of(tmp_path / "store.sqlite", *DOCUMENTS)
    yield store
    store.close()


def counted(facets: Facets, name: str) -> list[tuple[str, str, int]]:
    return [(v.value, v.label, v.n_documents) for v in getattr(facets, name).values]


def test_values_are_counted_without_regard_to_case_most_frequent_first(store: Store) -> None:
    facets = store.facets(10)
    assert counted(facets, "kind") == [("pdf", "PDF", 2), ("odd-kind", "odd-kind", 1)]
    assert counted(facets, "subject") == [("Cats", "Cats", 2), ("Straße", "Straße", 1)]
    assert counted(facets, "author") == [("WHO", "WHO", 2), ("Zoë Green", "Zoë Green", 2)]


def test_days_reach_from_the_earliest_to_the_latest(store: Store) -> None:
    published = store.facets(10).published
    assert (published.earliest, published.latest) == (date(2024, 2, 3), date(2025, 7, 28))
    assert published.n_undated == 2


@pytest.mark.parametrize(
    ("dates", "earliest", "latest"),
    [
        (["2008", "2021-03-05"], date(2008, 1, 1), date(2021, 3, 5)),
        (["2021", "2021-03", "2021-03-05"], date(2021, 1, 1), date(2021, 12, 31)),
        (["2021-03", "2021-03-05"], date(2021, 3, 1), date(2021, 3, 31)),
    ],
)
def test_a_year_or_month_reaches_from_its_first_day_to_its_last(
    tmp_path: Path, dates: list[str], earliest: date, latest: date
) -> None:
    documents = [
        DocumentMetadata("A", "pdf", published=PartialDate.fromisoformat(text)) for text in dates
    ]
    store = store_of(tmp_path / "store.sqlite", *documents)
    published = store.facets(5).published
    assert (published.earliest, published.latest) == (earliest, latest)
    store.close()


def test_rare_values_are_left_out_and_their_number_is_told(store: Store) -> None:
    kind = store.facets(1).kind
    assert [value.value for value in kind.values] == ["pdf"]
    assert kind.n_values == 2


def test_authors_without_names_are_no_author_to_filter_by(tmp_path: Path) -> None:
    et_al = DocumentMetadata("A", "pdf", authors=(GREEN, OTHERS))
    store = store_of(tmp_path / "store.sqlite", et_al)
    assert counted(store.facets(5), "author") == [("Zoë Green", "Zoë Green", 1)]
    store.close()


def test_an_author_named_twice_by_one_document_counts_once(tmp_path: Path) -> None:
    twice = DocumentMetadata("A", "pdf", authors=(GREEN, GREEN))
    store = store_of(tmp_path / "store.sqlite", twice)
    assert counted(store.facets(5), "author") == [("Zoë Green", "Zoë Green", 1)]
    store.close()


def test_documents_that_state_nothing_have_no_values(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store.sqlite", DocumentMetadata("", ""))
    facets = store.facets(5)
    assert facets.kind.n_values == facets.subject.n_values == facets.author.n_values == 0
    assert facets.published.earliest is None
    assert facets.published.n_undated == 1
    store.close()
