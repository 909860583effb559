"""How near the stored weights stay to those that were trained."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from embeddings.export import fuse_graph, quantise_graph
from embeddings.onnx_files import open_tokenizer
from embeddings.onnx_reader import OUTPUT_NAME, graph_inputs
from embeddings.reader_export import export_reader_graph
from embeddings.reader_input import ReaderInput, ReaderTokenizer
from embeddings.reader_storage import store_in_8_bits
from tests.embeddings.training.tiny_network import tiny_network

pytestmark = pytest.mark.models

VOCABULARY = 30_522  # of the published tokenizer
ASKED = (
    ("When was the bridge built?", ("The bridge crosses the river.", "It was built in 1932.")),
    ("Who keeps the lamp lit?", ("Cats sleep all day.", "Edith lights it at dusk.", "It rains.")),
)


@pytest.fixture(scope="module")
def fused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in which two channels that enter attention are far wider than the rest."""
    network = tiny_network(vocabulary=VOCABULARY, dimensions=32, seed=5).eval()
    torch.nn.init.normal_(network.head.weight, std=1.0)
    with torch.no_grad():
        for name, weights in network.named_parameters():
            if name.endswith(("self.query.weight", "self.value.weight")):
                torch.nn.init.normal_(weights, std=0.3)
                weights[:, :2] /= 60
            elif name == "bert.embeddings.LayerNorm.weight":
                weights[:2] = 60.0
    folder = tmp_path_factory.mktemp("fused")
    export_reader_graph(network, folder / "plain.onnx")
    fuse_graph(folder / "plain.onnx", folder / "fused.onnx", bert=network.bert, embeddings=False)
    return folder / "fused.onnx"


@pytest.fixture(scope="module")
def inputs(published_folder: Path) -> list[ReaderInput]:
    layout = ReaderTokenizer(open_tokenizer(published_folder / "tokenizer.json"), max_tokens=96)
    return [made for question, window in ASKED for made in layout.windows(question, window)]


def logits(model: Path, inputs: Sequence[ReaderInput]) -> NDArray[np.float32]:
    """(tokens of all inputs, 3)."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run([OUTPUT_NAME], graph_inputs(made))[0][0] for made in inputs])


def test_wide_channels_cost_little(fused: Path, inputs: list[ReaderInput], tmp_path: Path) -> None:
    store_in_8_bits(fused, tmp_path / "stored.onnx", inputs)
    quantise_graph(fused, tmp_path / "by_channel.onnx")
    exact = logits(fused, inputs)
    stored, by_channel = (
        np.abs(logits(tmp_path / name, inputs) - exact).mean()
        for name in ("stored.onnx", "by_channel.onnx")
    )
    assert stored < 0.5 * by_channel
    assert stored < 0.05 * exact.std()


def test_each_word_has_its_own_scale(
    fused: Path, inputs: list[ReaderInput], tmp_path: Path
) -> None:
    store_in_8_bits(fused, tmp_path / "stored.onnx", inputs)
    graph = onnx.load(tmp_path / "stored.onnx").graph
    shapes = {tuple(tensor.dims): tensor.data_type for tensor in graph.initializer}
    assert shapes[VOCABULARY, 32] == onnx.TensorProto.INT8
    assert shapes[VOCABULARY, 1] == onnx.TensorProto.FLOAT


def test_nothing_is_stored_without_inputs_to_look_at(fused: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="typical must hold an input or more"):
        store_in_8_bits(fused, tmp_path / "stored.onnx", [])
    assert not (tmp_path / "stored.onnx").exists()
