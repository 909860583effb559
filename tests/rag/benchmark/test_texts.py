from pathlib import Path

from rag.benchmark.dataset import BenchmarkQuery, CandidateSentence, Dataset, Task
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.texts import texts_of
from tests.rag.benchmark.tiny_collections import write_beir


def test_only_the_texts_asked_for_are_kept(tmp_path: Path) -> None:
    dataset = open_dataset(str(write_beir(tmp_path / "tiny")))
    assert texts_of(dataset, {"d3", "unknown"}) == {"d3": "Birds\n\nA sparrow sings."}
    assert texts_of(dataset, set()) == {}


def test_candidate_sentences_are_found_by_their_ids() -> None:
    candidates = (CandidateSentence("s1", "Rain fell."), CandidateSentence("s2", "It dried."))
    dataset = Dataset(
        name="sentences",
        task=Task.SENTENCES,
        documents=lambda: iter(()),
        queries=(BenchmarkQuery("q1", ("what fell",), candidates=candidates),),
        qrels={"q1": {"s1": 1}},
        sha256="0" * 64,
        source="sentences",
    )
    assert texts_of(dataset, {"s2"}) == {"s2": "It dried."}
