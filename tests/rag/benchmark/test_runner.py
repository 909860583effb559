import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from rag.benchmark.dataset import (
    Answerability,
    BenchmarkQuery,
    CandidateSentence,
    Dataset,
    Gold,
    Task,
)
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.run_folder import RunError, RunFolder, find_runs
from rag.benchmark.runner import CACHE, run_benchmark
from rag.benchmark.systems.config import SystemConfig, Unit, load_system
from rag.benchmark.trec_files import read_qrels, read_run
from rag.index.build import IndexProgress
from rag.messages import Outcome, System
from rag.settings import RetrievalSettings
from tests.rag.benchmark.tiny_collections import QRELS, write_beir
from tests.rag.index.corpora import COPING, SAFETY, document
from tests.rag.index.tiny_encoder import TinyEncoder


def config(ranking: System = System.HYBRID, *, k1: float = 1.2) -> SystemConfig:
    return SystemConfig(
        name=ranking.value,
        ranking=ranking,
        unit=Unit.DOCUMENT,
        retrieval=RetrievalSettings(correct_spelling=False, bm25_k1=k1),
    )


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return open_dataset(str(write_beir(tmp_path / "tiny")))


class Interrupted(Exception):
    """Stands for whatever ends a process halfway."""


def after(stage: str, n: int) -> Callable[[IndexProgress], None]:
    """Raises when `n` of a stage are done."""

    def interrupt(progress: IndexProgress) -> None:
        if progress.stage == stage and progress.done >= n:
            raise Interrupted

    return interrupt


def test_a_run_writes_everything_that_its_folder_names(dataset: Dataset, tmp_path: Path) -> None:
    run = run_benchmark(dataset, config(System.BM25), tmp_path / "runs", encoder=TinyEncoder())
    assert run.path == tmp_path / "runs" / "tiny" / "bm25"
    means = run.measured().means
    # q1 and q2 find their document first, q3 finds nothing: 1, 1 and 0.
    assert means["nDCG@10"] == pytest.approx(2 / 3)
    assert means["RR@10"] == pytest.approx(2 / 3)
    assert read_qrels(run.qrels_path) == QRELS
    assert {q: [i.item_id for i in found] for q, found in read_run(run.trec_run_path).items()} == {
        "q1": ["d1", "d2"],
        "q2": ["d3"],
    }
    manifest = run.manifest()
    assert manifest["is_finished"]
    assert manifest["index"]["n_documents"] == 3
    assert manifest["latency"]["total"]["p50"] > 0
    assert [outcome.query_id for outcome in run.outcomes()] == ["q1", "q2", "q3"]


@pytest.mark.parametrize("system", list(System))
def test_each_ranking_runs_end_to_end(dataset: Dataset, tmp_path: Path, system: System) -> None:
    run = run_benchmark(dataset, config(system), tmp_path / "runs", encoder=TinyEncoder())
    assert run.measured().per_query.keys() == {"q1", "q2", "q3"}


def test_indexes_leave_with_the_run_and_vectors_stay(dataset: Dataset, tmp_path: Path) -> None:
    out = tmp_path / "runs"
    run = run_benchmark(dataset, config(), out, encoder=TinyEncoder())
    assert (out / CACHE / "vectors.sqlite").exists()
    assert not (out / CACHE / "tiny" / "hybrid").exists()
    assert find_runs(out) == (run,)


def test_an_interrupted_run_goes_on_with_the_next_question(
    dataset: Dataset, tmp_path: Path
) -> None:
    out, encoder = tmp_path / "runs", TinyEncoder()
    with pytest.raises(Interrupted):
        run_benchmark(dataset, config(), out, encoder=encoder, progress=after("asking", 2))
    run = RunFolder(out / "tiny" / "hybrid")
    begun = list(run.outcomes())
    assert [outcome.query_id for outcome in begun] == ["q1", "q2"]
    with pytest.raises(RunError, match="no finished run"):
        run.measured()
    embedded = list(encoder.encoded)
    seen: list[IndexProgress] = []
    run_benchmark(dataset, config(), out, encoder=encoder, progress=seen.append)
    assert encoder.encoded == embedded  # no document was embedded a second time
    assert [p.done for p in seen if p.stage == "asking"] == [3]
    assert list(run.outcomes())[:2] == begun
    whole = run_benchmark(dataset, config(), tmp_path / "other", encoder=encoder)
    assert run.measured() == whole.measured()


def test_an_interruption_while_embedding_keeps_the_vectors_made(tmp_path: Path) -> None:
    documents = {f"d{n}": ("", f"word{n} cat") for n in range(70)}  # more than are kept at once
    folder = write_beir(tmp_path / "b", documents, {"q1": "cat"}, {"q1": {"d1": 1}})
    dataset, out, encoder = open_dataset(str(folder)), tmp_path / "runs", TinyEncoder()
    with pytest.raises(Interrupted):
        run_benchmark(dataset, config(), out, encoder=encoder, progress=after("embedding", 70))
    first = len(encoder.encoded)
    run = run_benchmark(dataset, config(), out, encoder=encoder)
    assert first == 70
    assert 0 < run.manifest()["index"]["texts_from_cache"] <= 70
    assert len(encoder.encoded) < 140


def test_a_finished_run_is_measured_anew_without_a_question_asked(
    dataset: Dataset, tmp_path: Path
) -> None:
    out = tmp_path / "runs"
    run = run_benchmark(dataset, config(System.BM25), out, encoder=TinyEncoder())
    before = run.measured()
    run.measures_path.unlink()
    seen: list[IndexProgress] = []
    run_benchmark(dataset, config(System.BM25), out, encoder=TinyEncoder(), progress=seen.append)
    assert seen == []
    assert run.measured() == before


def test_a_finished_run_is_measured_by_other_measures(dataset: Dataset, tmp_path: Path) -> None:
    run_benchmark(dataset, config(System.BM25), tmp_path / "runs")
    seen: list[IndexProgress] = []
    run = run_benchmark(
        dataset, config(System.BM25), tmp_path / "runs", measures=["P@1"], progress=seen.append
    )
    assert seen == []  # nothing is asked again
    assert run.measured().means == {"P@1": pytest.approx(2 / 3)}
    assert run.manifest()["measures"] == ["P@1"]


def test_a_run_goes_on_over_data_that_was_moved(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        run_benchmark(dataset, config(System.BM25), tmp_path / "runs", progress=after("asking", 1))
    moved = (tmp_path / "tiny").rename(tmp_path / "elsewhere")
    there = replace(open_dataset(str(moved)), name="tiny")
    run = run_benchmark(there, config(System.BM25), tmp_path / "runs")
    assert run.manifest()["dataset"]["source"] == str(moved)


def test_a_run_of_another_configuration_is_refused_with_the_difference(
    dataset: Dataset, tmp_path: Path
) -> None:
    run_benchmark(dataset, config(System.BM25), tmp_path / "runs", encoder=TinyEncoder())
    with pytest.raises(RunError, match=r"system.config.retrieval.bm25_k1: 1.2, now 0.9.*remove"):
        run_benchmark(dataset, config(System.BM25, k1=0.9), tmp_path / "runs")


def test_a_run_over_changed_data_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    run_benchmark(dataset, config(System.BM25), tmp_path / "runs", encoder=TinyEncoder())
    write_beir(tmp_path / "tiny", queries={"q1": "cats", "q2": "bird", "q3": "whale"})
    changed = open_dataset(str(tmp_path / "tiny"))
    with pytest.raises(RunError, match=f"dataset.sha256: {dataset.sha256}, now {changed.sha256}"):
        run_benchmark(changed, config(System.BM25), tmp_path / "runs")


def test_a_run_with_another_encoder_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    run_benchmark(dataset, config(), tmp_path / "runs", encoder=TinyEncoder())
    with pytest.raises(RunError, match=r"system\.encoder\.name: tiny, now other"):
        run_benchmark(dataset, config(), tmp_path / "runs", encoder=TinyEncoder(name="other"))


def test_a_run_with_other_package_versions_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    run = run_benchmark(dataset, config(System.BM25), tmp_path / "runs")
    manifest = run.manifest()
    manifest["packages"]["bm25s"] = "0.0.1"
    run.manifest_path.write_text(json.dumps(manifest))
    with pytest.raises(RunError, match=r"packages.bm25s: 0.0.1, now"):
        run_benchmark(dataset, config(System.BM25), tmp_path / "runs")


def test_outcomes_without_a_manifest_are_refused(dataset: Dataset, tmp_path: Path) -> None:
    run = run_benchmark(dataset, config(System.BM25), tmp_path / "runs")
    run.manifest_path.unlink()
    with pytest.raises(RunError, match=r"outcomes but no manifest.json"):
        run_benchmark(dataset, config(System.BM25), tmp_path / "runs")


def test_documents_that_changed_under_a_begun_run_are_refused(
    dataset: Dataset, tmp_path: Path
) -> None:
    out = tmp_path / "runs"
    with pytest.raises(Interrupted):
        run_benchmark(dataset, config(System.BM25), out, progress=after("asking", 1))
    fewer = replace(dataset, documents=lambda: iter(list(dataset.documents())[:2]))
    with pytest.raises(RunError, match="begun over other documents"):
        run_benchmark(fewer, config(System.BM25), out)


def test_answers_are_those_of_the_engine_and_quotes_are_held_against_the_documents(
    tmp_path: Path, shipped_encoder: Encoder
) -> None:
    documents = (document(SAFETY, document_id="a"), document(COPING, document_id="b"))
    dataset = Dataset(
        name="two",
        task=Task.ANSWERS,
        documents=lambda: iter(documents),
        queries=(
            BenchmarkQuery(
                "q1",
                ("What are coping strategies?", "What keeps anxiety alive?"),
                Gold(Answerability.ANSWERABLE, ("Safety behaviours",), "a"),
            ),
            BenchmarkQuery("q2", ("What boils nitrogen?",), Gold(Answerability.FAR)),
        ),
        qrels={},
        sha256="0" * 64,
        source="two",
    )
    served = load_system("served")
    run = run_benchmark(dataset, served, tmp_path / "runs", encoder=shipped_encoder)
    outcomes = {outcome.query_id: outcome for outcome in run.outcomes()}
    answer, refusal = outcomes["q1"].answer, outcomes["q2"].answer
    assert answer is not None
    assert refusal is not None
    assert answer.statements[0].text == SAFETY
    assert refusal.outcome is Outcome.NO_ANSWER
    means = run.measured().means
    assert (means["hit@1"], means["refusal_recall_far"], means["quote_exactness"]) == (1, 1, 1)
    assert run.manifest()["index"]["unit"] == "passage"
    assert run.manifest()["system"]["reader"]["name"] == "footnote-reader"
    assert not run.trec_run_path.exists()


def test_sentences_are_ranked_by_the_reader(tmp_path: Path) -> None:
    dataset = Dataset(
        name="sentences",
        task=Task.SENTENCES,
        documents=lambda: iter(()),
        queries=(
            BenchmarkQuery(
                "q1",
                ("who tamed the horse",),
                candidates=(
                    CandidateSentence("s1", "Rain fell."),
                    CandidateSentence("s2", "Alexander tamed the horse."),
                ),
            ),
        ),
        qrels={"q1": {"s2": 1}},
        sha256="0" * 64,
        source="sentences",
    )
    run = run_benchmark(dataset, config(), tmp_path / "runs", encoder=TinyEncoder())
    assert [item.item_id for item in read_run(run.trec_run_path)["q1"]] == ["s2", "s1"]
    assert set(run.measured().means.values()) == {1.0}
    assert run.manifest()["measures"] == ["AP", "RR", "hit@1"]


def test_other_tools_measure_the_same_sentences_from_the_files(tmp_path: Path) -> None:
    lines = [("Cats?", "Cats purr.", 1), ("Cats?", "Dogs bark.", 0), ("Fish?", "Fish swim.", 0)]
    path = tmp_path / "pets.jsonl"
    path.write_text(
        "".join(
            json.dumps({"question": question, "sentence": sentence, "label": label}) + "\n"
            for question, sentence, label in lines
        )
    )
    run = run_benchmark(open_dataset(str(path)), config(), tmp_path / "runs", encoder=TinyEncoder())
    library = pytest.importorskip("ir_measures")
    found = library.calc_aggregate(
        [library.AP],
        library.read_trec_qrels(str(run.qrels_path)),
        library.read_trec_run(str(run.trec_run_path)),
    )
    assert found[library.AP] == run.measured().means["AP"] == 1.0
    assert read_qrels(run.qrels_path).keys() == {"1"}


@pytest.mark.parametrize("system", list(System))
def test_a_blank_query_finds_nothing(tmp_path: Path, system: System) -> None:
    queries = {"q1": "sleeping cat", "q2": " ", "q3": "whale"}
    dataset = open_dataset(str(write_beir(tmp_path / "tiny", queries=queries)))
    run = run_benchmark(dataset, config(system), tmp_path / "runs", encoder=TinyEncoder())
    outcomes = {outcome.query_id: outcome for outcome in run.outcomes()}
    assert outcomes["q2"].ranking == ()
    assert run.measured().per_query["q2"]["nDCG@10"] == 0
