"""How a reader's weights are stored in 8 bits. Needs the extra `models`.

Each kind of layer is stored in the way that keeps the logits nearest to fp32's for what it costs
(docs/benchmarks.md): the dense layers in blocks, query, key and value by channel with their input
smoothed, the word embeddings by row.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import MissingExtra
from embeddings.export import quantise_graph
from embeddings.onnx_reader import graph_inputs
from embeddings.reader_input import ReaderInput

try:
    import onnx
    import onnxruntime
    from onnx import helper, numpy_helper
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
except ImportError as error:
    raise MissingExtra(error.name or "onnx", purpose="storing a reader") from error

_DENSE = ("/intermediate/dense", "/output/dense")  # in the names of nodes
_ATTENTION = "Attention"
_INT8_PRODUCTS = 4  # accuracy_level of onnxruntime's MatMulNBits
_WORDS = "bert.embeddings.word_embeddings.weight"  # those of positions and types are small
_INT8_MAX = 127


def store_in_8_bits(fused: Path, stored: Path, typical: Sequence[ReaderInput]) -> None:
    """Write the fused fp32 graph anew with weights of 8 bits.

    Args:
        fused: with attention as single operators, and embeddings looked up by plain `Gather`.
        stored: written.
        typical: inputs whose values say how wide each channel is; a few dozen are enough.

    Raises:
        ValueError: `typical` is empty.
    """
    if not typical:
        raise ValueError("typical must hold an input or more, got none")
    model = onnx.load(fused)
    _smooth_attention(model, _widths(model, typical))
    _store_rows(model)
    dense_in_blocks = _in_blocks(model)
    with tempfile.TemporaryDirectory() as scratch:
        between = Path(scratch, "blocks.onnx")
        onnx.save(dense_in_blocks, between)
        quantise_graph(between, stored, operators=[_ATTENTION])


def _in_blocks(model: onnx.ModelProto) -> onnx.ModelProto:
    """Dense layers as int8 in blocks of 128.

    What enters a dense layer has a few values far above the rest, which one scale for the whole
    input rounds away; in blocks of 128 each has a scale of its own.
    """
    others = [
        node.name
        for node in model.graph.node
        if node.op_type == "MatMul" and not any(part in node.name for part in _DENSE)
    ]
    quantizer = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=128,
        is_symmetric=True,
        accuracy_level=_INT8_PRODUCTS,
        nodes_to_exclude=others,
    )
    quantizer.process()
    stored: onnx.ModelProto = quantizer.model.model
    return stored


def _smooth_attention(model: onnx.ModelProto, widths: NDArray[np.float32]) -> None:
    """Divide what enters each attention by a scale per channel, and multiply its weights by it.

    The whole input of an attention has one scale of 8 bits, which its widest channels set. The
    scale of channel j is sqrt(max|x_j| / max|w_j|), so that input and weights bear the same share
    (Xiao et al. 2023, SmoothQuant, equation 4 with alpha = 0.5).
    """
    initializers = {tensor.name: tensor for tensor in model.graph.initializer}
    for number, (node, width) in enumerate(zip(_attentions(model), widths, strict=True)):
        tensor = initializers[node.input[1]]
        weights = numpy_helper.to_array(tensor)  # (channels, 3 * channels)
        scale = np.sqrt(_positive(width) / _positive(np.abs(weights).max(axis=1)))
        tensor.CopyFrom(
            numpy_helper.from_array((weights * scale[:, None]).astype(np.float32), tensor.name)
        )
        factor, smoothed = f"smoothing_{number}", f"smoothed_{number}"
        model.graph.initializer.append(
            numpy_helper.from_array((1 / scale).astype(np.float32), factor)
        )
        divided = helper.make_node("Mul", [node.input[0], factor], [smoothed], name=smoothed)
        model.graph.node.insert(list(model.graph.node).index(node), divided)
        node.input[0] = smoothed


def _widths(model: onnx.ModelProto, typical: Sequence[ReaderInput]) -> NDArray[np.float32]:
    """The largest value, without sign, of what enters attention: (attentions, channels)."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = [node.input[0] for node in _attentions(model)]
    watched.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    seen = (session.run(names, graph_inputs(made)) for made in typical)
    widest: NDArray[np.float32] = np.max(
        [[np.abs(values[0]).max(axis=0) for values in entering] for entering in seen], axis=0
    )
    return widest


def _attentions(model: onnx.ModelProto) -> list[onnx.NodeProto]:
    return [node for node in model.graph.node if node.op_type == _ATTENTION]


def _positive(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """With a channel that is always 0 as a very small one."""
    return np.maximum(values, np.float32(1e-5))


def _store_rows(model: onnx.ModelProto) -> None:
    """The word embeddings as int8 with a scale for each word, which is looked up beside it."""
    graph = model.graph
    node = next(node for node in graph.node if _WORDS in node.input)
    tensor = next(tensor for tensor in graph.initializer if tensor.name == _WORDS)
    rows = numpy_helper.to_array(tensor)
    scales = _positive(np.abs(rows).max(axis=1, keepdims=True)) / np.float32(_INT8_MAX)
    graph.initializer.remove(tensor)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.rint(rows / scales).astype(np.int8), f"{_WORDS}_int8"),
            numpy_helper.from_array(scales, f"{_WORDS}_scale"),
        ]
    )
    ids, looked_up = node.input[1], node.output[0]
    int8, real, scale = (f"{looked_up}_{part}" for part in ("int8", "float", "scale"))
    steps = [
        helper.make_node("Gather", [f"{_WORDS}_int8", ids], [int8], name=int8),
        helper.make_node("Cast", [int8], [real], name=real, to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{_WORDS}_scale", ids], [scale], name=scale),
        helper.make_node("Mul", [real, scale], [looked_up], name=f"{looked_up}_scaled"),
    ]
    place = list(graph.node).index(node)
    graph.node.remove(node)
    for offset, step in enumerate(steps):
        graph.node.insert(place + offset, step)
