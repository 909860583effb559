"""Against mteb itself, and piece by piece against a stand-in for its two modules."""

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from rag.benchmark.mteb_encoder import MtebEncoder
from rag.benchmark.optional import MissingLibrary
from tests.rag.index.tiny_encoder import TinyEncoder


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two modules of mteb that are called, as mteb 2.26.24 has them."""
    meta, similarities = ModuleType("mteb.models.model_meta"), ModuleType("similarity_functions")
    meta.ModelMeta = SimpleNamespace(create_empty=lambda known: SimpleNamespace(**known))  # type: ignore[attr-defined]
    meta.ScoringFunction = SimpleNamespace(COSINE="cosine")  # type: ignore[attr-defined]
    similarities.cos_sim = lambda a, b: a @ b.T  # type: ignore[attr-defined]
    similarities.pairwise_cos_sim = lambda a, b: (a * b).sum(axis=1)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mteb", ModuleType("mteb"))
    monkeypatch.setitem(sys.modules, "mteb.models", ModuleType("mteb.models"))
    monkeypatch.setitem(sys.modules, "mteb.models.model_meta", meta)
    monkeypatch.setitem(sys.modules, "mteb.similarity_functions", similarities)


def batches() -> Iterator[dict[str, list[str]]]:
    yield {"text": ["tea water", "rain"]}
    yield {"text": ["cloud"]}


@pytest.mark.usefixtures("stand_in")
def test_batches_become_one_matrix_in_order() -> None:
    encoder = TinyEncoder()
    rows = MtebEncoder(encoder).encode(batches(), prompt_type="document", hf_split="test")
    assert np.array_equal(rows, encoder.encode_documents(["tea water", "rain", "cloud"]))
    assert rows.dtype == np.float32


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(("prompt_type", "read"), [("query", 0), ("document", 3), (None, 3)])
def test_only_queries_are_encoded_as_queries(prompt_type: str | None, read: int) -> None:
    encoder = TinyEncoder()
    MtebEncoder(encoder).encode(batches(), prompt_type=prompt_type)
    assert len(encoder.encoded) == read


@pytest.mark.usefixtures("stand_in")
def test_a_long_document_loses_its_end_instead_of_ending_the_benchmark() -> None:
    rows = MtebEncoder(TinyEncoder(max_tokens=4)).encode([{"text": ["tea " * 50]}])
    assert rows.shape == (1, 3)


@pytest.mark.usefixtures("stand_in")
def test_no_texts_are_no_rows() -> None:
    assert MtebEncoder(TinyEncoder()).encode([]).shape == (0, 3)


@pytest.mark.usefixtures("stand_in")
def test_the_metadata_names_the_weights() -> None:
    meta = MtebEncoder(TinyEncoder()).mteb_model_meta
    assert isinstance(meta, SimpleNamespace)
    assert (meta.name, meta.revision) == ("footnote/tiny", "0" * 64)
    assert (meta.embed_dim, meta.max_tokens, meta.similarity_fn_name) == (3, 64, "cosine")


def test_without_mteb_the_command_that_brings_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("mteb", "mteb.models.model_meta"):  # another test may have imported both
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingLibrary, match="mteb, which is not installed; run: pip install mteb"):
        MtebEncoder(TinyEncoder())


@pytest.mark.filterwarnings("default")  # mteb's own
def test_mteb_evaluates_the_encoder_on_a_local_task() -> None:
    # Late, since mteb takes seconds to import; and untyped, as the adapter takes it.
    mteb, datasets = importlib.import_module("mteb"), importlib.import_module("datasets")
    retrieval = importlib.import_module("mteb.abstasks.retrieval")
    protocols = importlib.import_module("mteb.models.models_protocols")

    class Kitchen(retrieval.AbsTaskRetrieval):  # type: ignore[misc, name-defined]
        metadata = mteb.TaskMetadata(
            name="Kitchen",
            description="Three documents.",
            reference=None,
            type="Retrieval",
            category="t2t",
            modalities=["text"],
            eval_splits=["test"],
            eval_langs=["eng-Latn"],
            main_score="ndcg_at_10",
            dataset={"path": "local/kitchen", "revision": "1"},
            date=None,
            domains=None,
            task_subtypes=None,
            license=None,
            annotations_creators=None,
            dialect=None,
            sample_creation=None,
            bibtex_citation=None,
        )

        def load_data(self, **_: object) -> None:
            corpus = {"1": "tea water", "2": "rain cloud", "3": "stone"}
            self.dataset = {
                "default": {
                    "test": {
                        "corpus": datasets.Dataset.from_list(
                            [
                                {"id": name, "title": "", "text": text}
                                for name, text in corpus.items()
                            ]
                        ),
                        "queries": datasets.Dataset.from_list(
                            [{"id": "a", "text": "tea water"}, {"id": "b", "text": "stone"}]
                        ),
                        "relevant_docs": {"a": {"1": 1}, "b": {"3": 1}},
                        "top_ranked": None,
                    }
                }
            }
            self.data_loaded = True

    model = MtebEncoder(TinyEncoder())
    assert isinstance(model, protocols.EncoderProtocol)
    result = mteb.evaluate(model, Kitchen(), cache=None, show_progress_bar=False)
    # Each query's own words are one document: cosine 1, rank 1.
    assert result.task_results[0].get_score() == pytest.approx(1.0)
    assert result.model_name == "footnote/tiny"
