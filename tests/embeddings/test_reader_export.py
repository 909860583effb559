import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from embeddings.catalogue import load_reader
from embeddings.model_folder import MODEL_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.onnx_reader import IDS_NAME, TYPES_NAME
from embeddings.reader import WindowReading
from embeddings.reader_export import NAME, build_reader
from embeddings.reader_input import END, RELEVANCE, START, ReaderInput, ReaderTokenizer
from embeddings.reader_manifest import read_reader_manifest
from embeddings.training.reader_network import N_CHANNELS, ReaderNetwork
from tests.embeddings.built_reader import QUESTION, WINDOW, build_in
from tests.embeddings.training.tiny_network import tiny_network

pytestmark = pytest.mark.models

VOCABULARY = 30_522  # of the published tokenizer


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    """Two layers of 32 dimensions, whose head is drawn wide so that its logits differ."""
    network = tiny_network(vocabulary=VOCABULARY, dimensions=32, seed=3).eval()
    torch.nn.init.normal_(network.head.weight, std=1.0)
    return network


def copied(fused: Path, out: Path, _typical: Sequence[ReaderInput]) -> None:
    shutil.copy(fused, out)


@pytest.fixture(scope="module")
def plain(
    network: ReaderNetwork, published_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The reader's folder with its weights stored as they are."""
    folder = tmp_path_factory.mktemp("plain")
    build_reader(
        network,
        published_folder / "tokenizer.json",
        folder,
        max_tokens=96,
        source={"package": "toy"},
        typical=[(QUESTION, WINDOW)],
        store=copied,
    )
    return folder


@torch.no_grad()
def torch_logits(network: ReaderNetwork, folder: Path) -> tuple[NDArray[np.float32], list[int]]:
    """(tokens, 3), and the positions of the closing [SEP]s."""
    layout = ReaderTokenizer(open_tokenizer(folder / "tokenizer.json"), max_tokens=96)
    (made,) = layout.windows(QUESTION, WINDOW)
    logits = network(torch.tensor([made.ids]), torch.tensor([made.types]))[0].numpy()
    return logits, [place.end for place in made.sentences]


def reading_of(folder: Path) -> WindowReading:
    (reading,) = load_reader(str(folder), threads=1).read(QUESTION, [WINDOW])
    return reading


def test_the_built_reader_gives_the_networks_logits(network: ReaderNetwork, plain: Path) -> None:
    logits, ends = torch_logits(network, plain)
    reading = reading_of(plain)
    assert reading.relevance == pytest.approx(logits[ends, RELEVANCE].tolist(), abs=1e-4)
    assert reading.answerable == pytest.approx(float(logits[0, RELEVANCE]), abs=1e-4)


def test_the_built_reader_takes_windows_of_any_length(plain: Path) -> None:
    reader = load_reader(str(plain), threads=1)
    readings = reader.read(QUESTION, [("One.",), ("Two, three and four. " * 40,), WINDOW])
    assert [len(reading.relevance) for reading in readings] == [1, 1, 3]


def test_stored_in_8_bits_the_logits_are_near(
    network: ReaderNetwork, published_folder: Path, tmp_path: Path
) -> None:
    build_in(tmp_path, network, published_folder)
    logits, ends = torch_logits(network, tmp_path)
    spread = float(logits[:, RELEVANCE].std())
    reading = reading_of(tmp_path)
    assert reading.relevance == pytest.approx(logits[ends, RELEVANCE].tolist(), abs=spread / 2)
    sizes = Counter[int]()
    for tensor in onnx.load(tmp_path / MODEL_NAME).graph.initializer:
        sizes[tensor.data_type] += int(np.prod(tensor.dims))
    # By channel as INT8, in blocks as UINT8.
    n_bytes = sizes[onnx.TensorProto.INT8] + sizes[onnx.TensorProto.UINT8]
    assert sizes[onnx.TensorProto.UINT8] > 0
    assert n_bytes > 10 * sizes[onnx.TensorProto.FLOAT]


def test_attention_is_fused_in_every_layer(plain: Path) -> None:
    operators = [node.op_type for node in onnx.load(plain / MODEL_NAME).graph.node]
    assert operators.count("Attention") == 2
    assert "Softmax" not in operators


def test_question_and_window_keep_their_types_in_the_graph(plain: Path) -> None:
    session = onnxruntime.InferenceSession(plain / MODEL_NAME, providers=["CPUExecutionProvider"])
    ids = np.array([[101, 2043, 102, 2054, 102]])
    of_question, of_window = (
        session.run(None, {IDS_NAME: ids, TYPES_NAME: np.full_like(ids, kind)})[0]
        for kind in (0, 1)
    )
    assert not np.allclose(of_question, of_window)


def test_the_manifest_describes_the_files(plain: Path) -> None:
    manifest = read_reader_manifest(plain)
    assert manifest.identity == load_reader(str(plain)).identity
    assert (manifest.identity.name, manifest.identity.max_tokens) == (NAME, 96)
    assert manifest.files.keys() == {"model.onnx", "tokenizer.json"}
    assert manifest.source == {"package": "toy"}
    assert manifest.built_with.keys() == {"onnx", "onnxruntime", "torch", "transformers"}


def test_the_head_has_the_channels_that_reading_names() -> None:
    assert tuple(range(N_CHANNELS)) == (START, END, RELEVANCE)
