from pathlib import Path

from rag.benchmark.dataset import BenchmarkQuery, CandidateSentence, Dataset, Task
from rag.benchmark.systems.answering import Workplace
from rag.benchmark.systems.config import SystemConfig
from rag.benchmark.systems.local import LocalSystem
from rag.messages import System
from tests.rag.index.tiny_encoder import TinyEncoder

CONFIG = SystemConfig(name="x", ranking=System.HYBRID)


def sentence_dataset(*candidates: str) -> Dataset:
    return Dataset(
        name="sentences",
        task=Task.SENTENCES,
        documents=lambda: iter(()),
        queries=(
            BenchmarkQuery(
                "q1",
                ("who tamed the horse",),
                candidates=tuple(
                    CandidateSentence(f"s{i}", text) for i, text in enumerate(candidates)
                ),
            ),
        ),
        qrels={"q1": {"s0": 1}},
        sha256="0" * 64,
        source="sentences.jsonl",
    )


def test_the_reader_ranks_every_candidate_and_ties_go_by_id(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    dataset = sentence_dataset("Rain fell.", "Alexander tamed the horse.", "Rain fell.")
    system = LocalSystem(CONFIG, Task.SENTENCES, encoder=TinyEncoder())
    place = Workplace(index, tmp_path / "vectors.sqlite")
    with system.ready_for(dataset, place, lambda _: None) as answering:
        outcome = answering.answer(dataset.queries[0])
    assert [item.item_id for item in outcome.ranking] == ["s1", "s0", "s2"]
    assert answering.index is not None
    assert answering.index.n_units == 2  # a sentence that comes twice is embedded once
    assert outcome.answer is None
    assert outcome.latency.read
    assert outcome.latency.read > 0


def test_the_reader_and_encoder_are_named() -> None:
    identity = LocalSystem(CONFIG, Task.SENTENCES, encoder=TinyEncoder()).identity()
    assert identity["reader"]["name"] == "footnote-reader"
    assert identity["encoder"]["name"] == "tiny"
