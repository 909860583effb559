"""A reader's folder whose network looks up the logits of each token: readings follow by hand."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from embeddings.checksums import sha256_of_file
from embeddings.onnx_reader import IDS_NAME, OUTPUT_NAME, TYPES_NAME
from embeddings.reader import ReaderIdentity
from embeddings.reader_manifest import ReaderManifest, write_reader_manifest
from tests.embeddings.tiny_tokenizer import VOCABULARY, tiny_tokenizer

Logits = tuple[float, float, float]  # start, end, relevance


def write_lookup_reader(
    folder: Path, logits: Mapping[str, Logits], *, max_tokens: int = 100
) -> Path:
    """`folder` with a reader that gives each token its `logits`, or zeros."""
    folder.mkdir()
    table = np.zeros((len(VOCABULARY), 3), np.float32)
    for token, row in logits.items():
        table[VOCABULARY[token]] = row
    shape = ["texts", "tokens"]
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", IDS_NAME], [OUTPUT_NAME])],
        "look up",
        [
            helper.make_tensor_value_info(IDS_NAME, TensorProto.INT64, shape),
            helper.make_tensor_value_info(TYPES_NAME, TensorProto.INT64, shape),
        ],
        [helper.make_tensor_value_info(OUTPUT_NAME, TensorProto.FLOAT, [*shape, 3])],
        [numpy_helper.from_array(table, "table")],
    )
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(
        helper.make_model(graph, opset_imports=opsets, ir_version=8), str(folder / "model.onnx")
    )
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    files = {name: sha256_of_file(folder / name) for name in ("model.onnx", "tokenizer.json")}
    identity = ReaderIdentity("look-up", files["model.onnx"], max_tokens)
    write_reader_manifest(folder, ReaderManifest(identity, files, {}, {}))
    return folder
