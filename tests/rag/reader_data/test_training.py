from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from transformers import BertConfig

from embeddings.catalogue import load_reader
from embeddings.checksums import sha256_of_file
from embeddings.errors import InvalidBase, InvalidRecipe, UnknownModel
from embeddings.export import find_source
from embeddings.reader import ReaderIdentity
from embeddings.shipped import MODELS_FOLDER
from embeddings.training.reader_network import ReaderNetwork
from rag.index.build import IndexProgress
from rag.reader_data import training
from rag.reader_data.training import train_and_build
from tests.embeddings.training.tiny_network import tiny_network
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.reader_data.squad_files import squad_file

pytestmark = pytest.mark.models

RECIPE = """\
seed: 1
batch_tokens: 256
max_tokens: 96
warm_up_steps: 2
stages:
  - {passes: {squad: 2.0}, rate_from: 1.0e-3, rate_to: 1.0e-3}
  - {passes: {squad: 1.0, altered: 1.0}, rate_from: 1.0e-3, rate_to: 0, echoed: 0.5, typed: 0.5}
"""


@pytest.fixture(autouse=True)
def tiny_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiny layers in place of the published encoder's, with its vocabulary."""

    def from_encoder(folder: Path, *, seed: int) -> ReaderNetwork:
        config: Any = BertConfig.from_pretrained(folder, local_files_only=True)
        return tiny_network(seed=seed, vocabulary=config.vocab_size, dimensions=16)

    monkeypatch.setattr(ReaderNetwork, "from_encoder", staticmethod(from_encoder))
    monkeypatch.setattr(training, "load_encoder", lambda _name: TinyEncoder())


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.yaml"
    path.write_text(RECIPE)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two articles of SQuAD, which is all that the recipe asks for."""
    squad_file(
        tmp_path / "data" / "squad" / "train-v1.0.json",
        {
            "Bridge": {
                "The bridge opened in 1932. Ships pass below.": [
                    ("When did the bridge open?", "1932"),
                    ("What passes below it first?", "Ships"),
                ]
            },
            "Cats": {
                "Cats sleep by day. They hunt at night.": [("When do cats hunt?", "at night")]
            },
        },
    )
    return tmp_path / "data"


def built(
    data: Path,
    recipe: Path,
    told: list[IndexProgress] | None = None,
    *,
    base: Path | None = None,
    start: str | None = None,
) -> ReaderIdentity:
    folder = data.parent
    return train_and_build(
        data,
        work=folder / "work",
        out=folder / "out",
        recipe=recipe,
        base=base,
        start=start,
        progress=None if told is None else told.append,
    )


def test_data_sets_become_a_reader_that_loads(data: Path, recipe: Path) -> None:
    told: list[IndexProgress] = []
    identity = built(data, recipe, told)
    out = data.parent / "out"
    assert {path.name for path in out.iterdir()} == {
        "model.onnx",
        "tokenizer.json",
        "model.json",
        "CARD.md",
        "losses.png",
    }
    reader = load_reader(str(out))
    assert reader.identity == identity
    assert asdict(identity) == asdict(reader.identity) | {
        "name": "footnote-reader",
        "max_tokens": 96,
    }
    (reading,) = reader.read("When did it open?", [("It opened in 1932.", "Cats sleep.")])
    assert len(reading.relevance) == 2
    # Three questions twice, then once, and altered ones of those that can be.
    card = (out / "CARD.md").read_text()
    assert "| `squad` | 3 | 2 + 1 |" in card
    assert identity.weights_sha256 in card
    steps = [progress.stage for progress in told]
    assert steps[0] == "making examples"
    assert steps[-2:] == ["learning, stage 1 of 2", "learning, stage 2 of 2"]


def test_a_call_that_is_repeated_makes_the_same_files_without_learning_again(
    data: Path, recipe: Path
) -> None:
    first = built(data, recipe)
    told: list[IndexProgress] = []
    assert built(data, recipe, told) == first
    assert not any(progress.stage.startswith("learning") for progress in told)


def test_training_goes_on_from_a_reader(
    data: Path, recipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []

    def stored(reader: Path, config: Path) -> ReaderNetwork:
        begun.append(reader)
        return ReaderNetwork.from_encoder(config, seed=7)  # tiny, as above

    monkeypatch.setattr(training, "stored_network", stored)
    shipped = load_reader().identity.weights_sha256
    built(data, recipe, start="footnote-reader")
    assert begun == [MODELS_FOLDER / "footnote-reader"]
    out = data.parent / "out"
    assert f"the reader with SHA-256 `{shipped}`" in (out / "CARD.md").read_text()
    assert shipped in (out / "model.json").read_text()


def test_training_begins_with_the_encoder_of_a_folder(data: Path, recipe: Path) -> None:
    published = find_source()
    base = data.parent / "tiny-encoder"
    base.mkdir()
    for name in ("config.json", "tokenizer.json"):
        (base / name).write_bytes((published / name).read_bytes())
    (base / "model.safetensors").write_bytes(b"tiny layers stand for these, as above")
    built(data, recipe, base=base)
    out = data.parent / "out"
    name = "nreimers/MiniLM-L6-H384-uncased"  # as the configuration says
    assert f"Started from the weights of {name} (" in (out / "CARD.md").read_text()
    assert sha256_of_file(base / "model.safetensors") in (out / "model.json").read_text()


def test_a_folder_without_an_encoder_is_refused_before_anything_is_made(
    data: Path, recipe: Path
) -> None:
    with pytest.raises(InvalidBase, match=r"config\.json"):
        built(data, recipe, base=data)
    assert not (data.parent / "work").exists()


def test_a_reader_that_is_not_there_is_refused_before_anything_is_made(
    data: Path, recipe: Path
) -> None:
    with pytest.raises(UnknownModel):
        built(data, recipe, start="no-such-reader")
    assert not (data.parent / "work").exists()


def test_a_bad_recipe_is_refused_before_anything_is_made(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidRecipe):
        built(data, tmp_path / "absent.yaml")
    assert not (tmp_path / "work").exists()
