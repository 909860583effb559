from collections.abc import Iterator
from itertools import count, islice

import pytest

from rag.benchmark.datasets import collection as collections
from rag.benchmark.datasets.collection import Collection, retrieval_dataset
from rag.benchmark.datasets.judgements import Judgements
from rag.benchmark.datasets.records import Record, stream_documents


def record(number: int) -> Record:
    return Record(f"d{number}", "", f"Text {number}.", b"", "generated", f"record {number}")


def test_an_endless_corpus_is_streamed_one_record_at_a_time() -> None:
    asked_for: list[int] = []

    def endless() -> Iterator[Record]:
        for number in count():
            asked_for.append(number)
            yield record(number)

    documents = stream_documents(endless())
    assert asked_for == []
    assert [document.document_id for document in islice(documents, 2)] == ["d0", "d1"]
    assert asked_for == [0, 1]


def test_two_ids_that_share_a_digest_are_no_duplicates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "_digest", lambda _: 7)
    dataset = retrieval_dataset(
        Collection(
            name="tiny",
            source="tiny",
            sha256="",
            records=lambda: map(record, range(3)),
            queries={"q": "Text?"},
            judgements=Judgements({"q": {"d1": 1}}),
        )
    )
    assert len(list(dataset.documents())) == 3
    assert not dataset.ignores_identical_ids
