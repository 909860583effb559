"""With a stand-in for ir_datasets 0.6 (`load`, `has_*`, `*_iter`), whose data lie in memory."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.ir_datasets_catalogue import open_ir_dataset
from rag.benchmark.optional import MissingLibrary
from tests.rag.benchmark.datasets.written import document_ids


class GenericDoc(NamedTuple):
    doc_id: str
    text: str

    def default_text(self) -> str:
        return self.text


class TitledDoc(NamedTuple):
    doc_id: str
    title: str
    abstract: str

    def default_text(self) -> str:
        return f"{self.title} {self.abstract}"


class OtherDoc(NamedTuple):
    doc_id: str
    lines: str

    def default_text(self) -> str:
        return self.lines


class Query(NamedTuple):
    query_id: str
    text: str

    def default_text(self) -> str:
        return self.text


class Qrel(NamedTuple):
    query_id: str
    doc_id: str
    relevance: int
    iteration: str


@dataclass
class LibraryDataset:
    docs: Sequence[GenericDoc | TitledDoc | OtherDoc] = ()
    queries: Sequence[Query] = (Query("1", "Cats?"),)
    qrels: Sequence[Qrel] = (Qrel("1", "d1", 1, "0"),)
    ids_read: list[str] = field(default_factory=list)

    def has_docs(self) -> bool:
        return bool(self.docs)

    def has_queries(self) -> bool:
        return bool(self.queries)

    def has_qrels(self) -> bool:
        return bool(self.qrels)

    def docs_iter(self) -> Iterator[GenericDoc | TitledDoc | OtherDoc]:
        for document in self.docs:
            self.ids_read.append(document.doc_id)
            yield document

    def queries_iter(self) -> Iterator[Query]:
        return iter(self.queries)

    def qrels_iter(self) -> Iterator[Qrel]:
        return iter(self.qrels)


def install(monkeypatch: pytest.MonkeyPatch, name: str, dataset: LibraryDataset) -> None:
    library = ModuleType("ir_datasets")
    library.load = {name: dataset}.__getitem__  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ir_datasets", library)


def test_a_collection_is_read_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    install(
        monkeypatch,
        "pets/tiny",
        LibraryDataset(
            docs=[
                GenericDoc("d1", "Cats sleep."),
                TitledDoc("d2", "Dogs", "Dogs bark."),
                OtherDoc("1", "Fish swim."),
            ],
            queries=[Query("2", "Fish?"), Query("1", "Cats?")],
            qrels=[Qrel("1", "d1", 2, "0"), Qrel("1", "1", 1, "0"), Qrel("1", "d9", 1, "0")],
        ),
    )
    dataset = open_ir_dataset("ir_datasets:pets/tiny")
    assert (dataset.name, dataset.source) == ("pets-tiny", "ir_datasets:pets/tiny")
    assert [document.text for document in dataset.documents()] == [
        "Cats sleep.",
        "Dogs\n\nDogs bark.",
        "Fish swim.",
    ]
    assert [query.text for query in dataset.queries] == ["Cats?"]
    assert dataset.qrels == {"1": {"d1": 2, "1": 1, "d9": 1}}
    assert dataset.notes == (
        "1 judged document missing from the corpus, which no system can find: d9",
    )
    assert not dataset.ignores_identical_ids


def test_documents_are_asked_for_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    library_dataset = LibraryDataset(docs=[GenericDoc(f"d{n}", "Text.") for n in range(5)])
    install(monkeypatch, "pets", library_dataset)
    documents = open_ir_dataset("ir_datasets:pets").documents()
    library_dataset.ids_read.clear()
    assert next(documents).document_id == "d0"
    assert library_dataset.ids_read == ["d0"]


def test_the_hash_changes_with_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = set()
    for text, grade in (("Cats.", 1), ("Cats.", 1), ("Cats!", 1), ("Cats.", 2)):
        dataset = LibraryDataset(docs=[GenericDoc("d1", text)], qrels=[Qrel("1", "d1", grade, "0")])
        install(monkeypatch, "pets", dataset)
        hashes.add(open_ir_dataset("ir_datasets:pets").sha256)
    assert len(hashes) == 3


def test_the_rule_of_beir_holds_for_its_datasets(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = LibraryDataset(
        docs=[GenericDoc("1", "Cats."), GenericDoc("d1", "Dogs.")],
        qrels=[Qrel("1", "1", 1, "0"), Qrel("1", "d1", 1, "0")],
    )
    install(monkeypatch, "beir/pets", dataset)
    opened = open_ir_dataset("ir_datasets:beir/pets")
    assert opened.qrels == {"1": {"d1": 1}}
    assert opened.ignores_identical_ids
    assert document_ids(opened) == ["1", "d1"]


def test_without_the_library_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_datasets", None)
    with pytest.raises(MissingLibrary, match=r"ir_datasets:vaswani .*pip install ir_datasets$"):
        open_ir_dataset("ir_datasets:vaswani")


def test_an_unknown_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "pets", LibraryDataset())
    with pytest.raises(DatasetError, match="ir_datasets has no dataset 'fish'"):
        open_ir_dataset("ir_datasets:fish")


def test_a_collection_without_judgements_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "pets", LibraryDataset(docs=[GenericDoc("d1", "x")], qrels=()))
    with pytest.raises(DatasetError, match="ir_datasets:pets has no qrels; name a part of it"):
        open_ir_dataset("ir_datasets:pets")


def test_a_failed_download_is_an_error_with_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unreachable(LibraryDataset):
        def docs_iter(self) -> Iterator[GenericDoc | TitledDoc | OtherDoc]:
            raise RuntimeError("All download sources failed")

    install(monkeypatch, "pets", Unreachable(docs=[GenericDoc("d1", "x")]))
    with pytest.raises(DatasetError, match="RuntimeError: All download sources failed"):
        open_ir_dataset("ir_datasets:pets")
