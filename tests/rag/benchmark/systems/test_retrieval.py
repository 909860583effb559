from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.benchmark.dataset import BenchmarkQuery, Dataset, Task
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.outcomes import QueryOutcome
from rag.benchmark.systems.answering import IndexFacts, Workplace
from rag.benchmark.systems.config import SystemConfig, Unit, load_system
from rag.benchmark.systems.local import LocalSystem
from rag.benchmark.systems.retrieval import whole_text
from rag.errors import IndexingError
from rag.messages import System
from rag.settings import PassageSettings, RetrievalSettings
from tests.rag.benchmark.tiny_collections import DOCUMENTS, write_beir
from tests.rag.index.tiny_encoder import TinyEncoder

AS_TYPED = RetrievalSettings(correct_spelling=False)


def config(ranking: System, unit: Unit = Unit.DOCUMENT) -> SystemConfig:
    return SystemConfig(name="x", ranking=ranking, unit=unit, retrieval=AS_TYPED)


def asked(
    system: SystemConfig, dataset: Dataset, folder: Path, encoder: TinyEncoder | None = None
) -> tuple[dict[str, QueryOutcome], IndexFacts]:
    """Outcomes of all queries, and what was indexed in `folder`."""
    index = folder / "index"
    index.mkdir(parents=True)
    local = LocalSystem(system, Task.RETRIEVAL, encoder=encoder or TinyEncoder())
    place = Workplace(index, folder / "vectors.sqlite")
    with local.ready_for(dataset, place, lambda _: None) as answering:
        assert answering.index is not None
        outcomes = {query.query_id: answering.answer(query) for query in dataset.queries}
        return outcomes, answering.index


def ids(outcome: QueryOutcome) -> list[str]:
    return [item.item_id for item in outcome.ranking]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return open_dataset(str(write_beir(tmp_path / "tiny")))


def test_title_and_text_are_joined_by_a_space(dataset: Dataset) -> None:
    texts = [whole_text(document) for document in dataset.documents()]
    assert texts == [f"{title} {text}".strip() for title, text in DOCUMENTS.values()]


def test_bm25_ranks_documents_that_share_a_word_and_needs_no_encoder(
    dataset: Dataset, tmp_path: Path
) -> None:
    local = LocalSystem(config(System.BM25), Task.RETRIEVAL)
    assert local.identity()["encoder"] is None
    encoder = TinyEncoder()
    outcomes, facts = asked(config(System.BM25), dataset, tmp_path / "w", encoder)
    assert ids(outcomes["q1"]) == ["d1", "d2"]  # "sleep" and "cat" against "cat" twice
    assert ids(outcomes["q2"]) == ["d3"]
    assert ids(outcomes["q3"]) == []
    assert encoder.encoded == []
    assert (facts.n_documents, facts.n_units, facts.texts_embedded) == (3, 3, 0)


def test_dense_ranks_by_cosine(dataset: Dataset, tmp_path: Path) -> None:
    encoder = TinyEncoder()
    outcomes, facts = asked(config(System.DENSE), dataset, tmp_path / "w", encoder)
    texts = [f"{title} {text}".strip() for title, text in DOCUMENTS.values()]
    cosines = encoder.encode_queries(texts) @ encoder.encode_queries(["sleeping cat"])[0]
    best = [list(DOCUMENTS)[i] for i in np.argsort(-cosines, kind="stable")]
    assert ids(outcomes["q1"]) == best
    assert [item.score for item in outcomes["q1"].ranking] == pytest.approx(
        sorted(cosines, reverse=True), abs=1e-6
    )
    assert (facts.texts_embedded, facts.texts_from_cache) == (3, 0)


def test_vectors_made_before_are_used_again_by_another_system(
    dataset: Dataset, tmp_path: Path
) -> None:
    encoder = TinyEncoder()
    asked(config(System.DENSE), dataset, tmp_path / "w", encoder)
    (tmp_path / "w" / "index").rename(tmp_path / "old")
    _, facts = asked(config(System.HYBRID), dataset, tmp_path / "w", encoder)
    assert (facts.texts_embedded, facts.texts_from_cache) == (0, 3)


def test_a_document_that_is_too_long_for_the_encoder_is_cut(tmp_path: Path) -> None:
    long = {"d1": ("", "cat " * 100), "d2": ("", "dog")}
    folder = write_beir(tmp_path / "long", long, {"q1": "cat"}, {"q1": {"d1": 1}})
    outcomes, _ = asked(config(System.DENSE), open_dataset(str(folder)), tmp_path / "w")
    assert sorted(ids(outcomes["q1"])) == ["d1", "d2"]  # TinyEncoder reads 64 tokens, d1 has 102


def test_passages_are_ranked_and_the_best_stands_for_its_document(tmp_path: Path) -> None:
    # 32 tokens hold six or so words: the second document becomes many passages.
    words = " ".join(f"Sentence number {i} speaks of a whale." for i in range(40))
    documents = {"d1": ("", "A whale swims."), "d2": ("", words)}
    folder = write_beir(tmp_path / "b", documents, {"q1": "swimming whale"}, {"q1": {"d1": 1}})
    system = config(System.BM25, Unit.PASSAGE).model_copy(
        update={"passages": PassageSettings(max_tokens=32)}
    )
    outcomes, facts = asked(system, open_dataset(str(folder)), tmp_path / "w")
    assert ids(outcomes["q1"]) == ["d1", "d2"]
    assert facts.n_units > facts.n_documents == 2
    assert facts.unit == "passage"


def test_slips_are_mended_when_the_system_says_so(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "b", queries={"q2": "spparrow"}, qrels={"q2": {"d3": 1}})
    dataset = open_dataset(str(folder))
    mending = config(System.BM25).model_copy(update={"retrieval": RetrievalSettings()})
    outcomes, _ = asked(mending, dataset, tmp_path / "mended")
    assert ids(outcomes["q2"]) == ["d3"]
    outcomes, _ = asked(config(System.BM25), dataset, tmp_path / "typed")
    assert ids(outcomes["q2"]) == []


def test_a_document_with_the_querys_id_is_left_out_only_where_the_dataset_says_so(
    tmp_path: Path,
) -> None:
    folder = write_beir(tmp_path / "b", queries={"d1": "cat"}, qrels={"d1": {"d2": 1}})
    dataset = open_dataset(str(folder))
    outcomes, _ = asked(config(System.BM25), dataset, tmp_path / "left-out")
    assert ids(outcomes["d1"]) == ["d2"]
    with_own = replace(dataset, ignores_identical_ids=False)
    outcomes, _ = asked(config(System.BM25), with_own, tmp_path / "kept")
    assert sorted(ids(outcomes["d1"])) == ["d1", "d2"]


def test_a_question_without_a_word_finds_nothing(dataset: Dataset, tmp_path: Path) -> None:
    signs = replace(dataset, queries=(BenchmarkQuery("q9", ("???",)),))
    outcomes, _ = asked(config(System.HYBRID), signs, tmp_path / "w")
    assert outcomes["q9"].ranking == ()


def test_latency_is_told_by_stage(dataset: Dataset, tmp_path: Path) -> None:
    outcomes, _ = asked(config(System.HYBRID), dataset, tmp_path / "w")
    latency = outcomes["q1"].latency
    assert latency.encode is not None
    assert latency.retrieve is not None
    assert latency.read == 0
    assert 0 < latency.encode + latency.retrieve <= latency.total


def test_documents_without_a_word_are_refused(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "b", {"d1": ("", "Of the.")}, {"q1": "cat"}, {"q1": {"d1": 1}})
    with pytest.raises(IndexingError, match="no passage holds a word"):
        asked(config(System.BM25), open_dataset(str(folder)), tmp_path / "w")


def test_the_corpus_hash_follows_the_texts(dataset: Dataset, tmp_path: Path) -> None:
    _, facts = asked(config(System.BM25), dataset, tmp_path / "a")
    changed = {**DOCUMENTS, "d3": ("Birds", "A sparrow sang.")}
    other = open_dataset(str(write_beir(tmp_path / "other", changed)))
    _, facts_of_other = asked(config(System.BM25), other, tmp_path / "b")
    _, again = asked(config(System.BM25), dataset, tmp_path / "c")
    assert facts.corpus_sha256 == again.corpus_sha256 != facts_of_other.corpus_sha256
    assert facts.index_sha256 == again.index_sha256 != facts_of_other.index_sha256


def test_the_shipped_dense_system_knows_its_encoder() -> None:
    system = load_system("dense")
    assert isinstance(system, SystemConfig)
    identity = LocalSystem(system, Task.RETRIEVAL, encoder=TinyEncoder()).identity()
    assert identity["encoder"] == TinyEncoder().identity.as_dict()
    assert identity["reader"] is None
