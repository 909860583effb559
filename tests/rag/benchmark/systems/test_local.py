from pathlib import Path

import pytest

from embeddings.reader import SentenceReader
from rag.benchmark.dataset import Dataset, Task
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.systems import local
from rag.benchmark.systems.answering import Workplace
from rag.benchmark.systems.config import SystemConfig, load_system
from rag.benchmark.systems.local import LocalSystem
from rag.settings import ReaderSettings
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.benchmark.tiny_collections import write_beir
from tests.rag.index.tiny_encoder import TinyEncoder

# The first two share a word with the question, the second shares two that the reader counts.
DOCUMENTS = {
    "d1": ("", "Cats, cats, cats."),
    "d2": ("", "Where do cats sleep? They sleep in baskets."),
    "d3": ("", "A sparrow sings."),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    folder = write_beir(tmp_path / "tiny", DOCUMENTS, {"q": "sleep baskets cats"}, {"q": {"d2": 1}})
    return open_dataset(str(folder))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> OverlapReader:
    reader = OverlapReader()

    def load(_settings: ReaderSettings) -> SentenceReader:
        return reader

    monkeypatch.setattr(local, "load_network", load)
    return reader


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading a network fails the test."""

    def refuse(name: str, **_options: object) -> SentenceReader:
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr("rag.answers.reading.load_reader", refuse)


def shipped(name: str, **changes: object) -> SystemConfig:
    config = load_system(name)
    assert isinstance(config, SystemConfig)
    return config.model_copy(update=changes)


def ranking(config: SystemConfig, dataset: Dataset, folder: Path) -> list[str]:
    folder.mkdir()
    system = LocalSystem(config, Task.RETRIEVAL, encoder=TinyEncoder())
    place = Workplace(folder, folder.parent / f"{folder.name}.sqlite")
    with system.ready_for(dataset, place, lambda _: None) as answering:
        return [item.item_id for item in answering.answer(dataset.queries[0]).ranking]


def test_the_reader_puts_the_best_in_a_new_order(
    network: OverlapReader, dataset: Dataset, tmp_path: Path
) -> None:
    plain = ranking(shipped("hybrid"), dataset, tmp_path / "plain")
    assert network.read_windows == []
    # Of the reader alone: two words in one sentence of d2, one in d1, none in d3.
    order = ranking(shipped("hybrid+reader", rerank_weight=1.0), dataset, tmp_path / "alone")
    assert order == ["d2", "d1", "d3"]
    assert set(network.read_windows) == {
        ("Cats, cats, cats.",),
        ("Where do cats sleep?", "They sleep in baskets."),
        ("A sparrow sings.",),
    }
    without = ranking(shipped("hybrid+reader", rerank_weight=0.0), dataset, tmp_path / "without")
    assert without == plain


def test_only_the_best_are_read(network: OverlapReader, dataset: Dataset, tmp_path: Path) -> None:
    plain = ranking(shipped("hybrid"), dataset, tmp_path / "plain")
    config = shipped("hybrid+reader", reranked=2, rerank_weight=1.0)
    order = ranking(config, dataset, tmp_path / "two")
    assert len(network.read_windows) == 2
    assert sorted(order[:2]) == sorted(plain[:2])
    assert order[2:] == plain[2:]


def test_a_run_with_the_reader_names_its_weights(network: OverlapReader) -> None:
    system = LocalSystem(shipped("hybrid+reader"), Task.RETRIEVAL, encoder=TinyEncoder())
    assert system.identity()["reader"] == {
        "name": "overlap",
        "weights_sha256": network.identity.weights_sha256,
        "max_tokens": 128,
    }


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("task", [Task.ANSWERS, Task.SENTENCES])
def test_a_system_that_reads_by_similarity_needs_no_network(task: Task) -> None:
    config = shipped("served", reader=ReaderSettings(name="similarity-1"))
    system = LocalSystem(config, task, encoder=TinyEncoder())
    assert system.identity()["reader"] == {"name": "similarity-1"}


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", ["bm25", "dense", "hybrid", "served"])
def test_ranking_documents_without_a_reader_loads_no_network(
    name: str, dataset: Dataset, tmp_path: Path
) -> None:
    system = LocalSystem(shipped(name), Task.RETRIEVAL, encoder=TinyEncoder())
    assert system.identity()["reader"] is None
    assert ranking(shipped(name), dataset, tmp_path / name)
