"""A reader's stored weights as a network again, to train it further. Needs the extra `models`.

Undoes what `embeddings.reader_storage` and `embeddings.reader_export` do, but for the rounding: the
network is as near to the stored reader as that is to the weights that it was built from.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import InvalidModelFolder, MissingExtra
from embeddings.model_folder import MODEL_NAME
from embeddings.reader_manifest import read_reader_manifest
from embeddings.training.reader_network import ReaderNetwork

try:
    import onnx
    import torch
    from onnx import numpy_helper
except ImportError as error:
    raise MissingExtra(error.name or "onnx", purpose="training a stored reader") from error

_Weights = dict[str, NDArray[np.generic]]  # of a graph, by name
_WORDS = "bert.embeddings.word_embeddings.weight"
_HEAD = "head.weight"
_ZERO = 128  # what 0 is stored as in blocks: they are unsigned and symmetric
_SUFFIX = "/MatMul_output_0"  # of what a dense layer gives


def stored_network(reader: Path, config: Path) -> ReaderNetwork:
    """The network of a reader's folder, with its weights as 32-bit floats.

    Args:
        reader: folder with a `model.onnx` that `build_reader` wrote.
        config: folder of the published encoder: its `config.json` gives the shape, but for the
            number of layers, its `tokenizer.json` the id of [SEP].

    Raises:
        InvalidModelFolder: it holds no reader, or one of another shape or stored in another way.
    """
    read_reader_manifest(reader)
    graph = onnx.load(reader / MODEL_NAME).graph
    kinds = [node.op_type for node in graph.node]
    # Only the mean over a sentence's tokens counts up.
    network = ReaderNetwork.empty(config, layers=kinds.count("QAttention"), pools="CumSum" in kinds)
    found = {name: torch.from_numpy(np.array(array)) for name, array in _state(graph)}
    expected = {name: value.shape for name, value in network.state_dict().items()}
    if {name: value.shape for name, value in found.items()} != expected:
        differing = sorted(expected.keys() ^ found.keys()) or sorted(
            name for name, shape in expected.items() if found[name].shape != shape
        )
        raise InvalidModelFolder(
            reader,
            f"{MODEL_NAME} is not stored as `build_reader` stores a reader of this shape: "
            f"{', '.join(differing[:3])}",
        )
    network.load_state_dict(found)
    return network


def _state(graph: onnx.GraphProto) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The network's parameters by their names in torch."""
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name, array in weights.items():
        if name.startswith(("bert.", "head.")) and not name.startswith(_WORDS):
            yield name, array.astype(np.float32)
    if {f"{_WORDS}_int8", f"{_WORDS}_scale"} <= weights.keys():
        yield _WORDS, weights[f"{_WORDS}_int8"] * weights[f"{_WORDS}_scale"]
    attentions = 0
    for node in graph.node:
        if node.op_type == "QAttention":
            yield from _attention(attentions, weights)
            attentions += 1
        elif node.op_type == "MatMulNBits":
            yield _dense_name(node), _of_blocks(weights[node.input[1]], weights[node.input[2]])
        elif node.op_type == "MatMul" and node.output[0] == f"/head{_SUFFIX}":
            yield _HEAD, weights[node.input[1]].T.astype(np.float32)


def _attention(number: int, weights: _Weights) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Query, key and value of one layer, as they were before their input was smoothed."""
    stored, scale, zero = (
        weights[f"Attention_{number}_qkv_weight_{part}"].astype(np.float32)
        for part in ("quantized", "scale", "zero_point")
    )
    joined = (stored - zero) * scale * weights[f"smoothing_{number}"].astype(np.float32)[:, None]
    bias = weights[f"Attention_{number}_qkv_bias"].astype(np.float32)
    parts = zip(np.split(joined, 3, axis=1), np.split(bias, 3), strict=True)
    for name, (weight, own_bias) in zip(("query", "key", "value"), parts, strict=True):
        layer = f"bert.encoder.layer.{number}.attention.self.{name}"
        yield f"{layer}.weight", np.ascontiguousarray(weight.T)
        yield f"{layer}.bias", own_bias


def _dense_name(node: onnx.NodeProto) -> str:
    """In torch, of the dense layer that gives, say, "/layer.0/output/dense/MatMul_output_0"."""
    path = node.output[0].removesuffix(_SUFFIX).strip("/")
    return f"bert.encoder.{path.replace('/', '.')}.weight"


def _of_blocks(stored: NDArray[np.generic], scales: NDArray[np.generic]) -> NDArray[np.float32]:
    """(outputs, inputs) of (outputs, blocks, 128) with (outputs, blocks) scales."""
    shares = scales.astype(np.float32).reshape(*stored.shape[:2], 1)
    values: NDArray[np.float32] = (stored.astype(np.float32) - np.float32(_ZERO)) * shares
    return values.reshape(len(stored), -1)
