"""A published encoder's weights out of its ONNX export. Needs the extra `models`.

Some encoders are to be had as an ONNX export only, in the layout of Hugging Face's hub:
`config.json`, `tokenizer.json`, `onnx/model.onnx`. The exporter keeps the names of all parameters
but those of dense layers' weights, which it transposes and numbers; the nodes that use them carry
the names.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from embeddings.errors import InvalidBase, MissingExtra
from embeddings.export import SOURCE_WEIGHTS

try:
    import onnx
    import torch
    from onnx import numpy_helper
except ImportError as error:
    raise MissingExtra(error.name or "onnx", purpose="training from an ONNX export") from error

EXPORTED_NAME = "onnx/model.onnx"  # in a folder of the hub's layout


def weights_name(folder: Path) -> str | None:
    """Which file of a folder holds an encoder's weights; None where none does."""
    names = (EXPORTED_NAME, SOURCE_WEIGHTS)
    return next((name for name in names if (folder / name).is_file()), None)


def exported_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters of a BERT encoder by their names in torch, without a pooling layer.

    Args:
        folder: of the hub's layout; the export in fp32.

    Raises:
        InvalidBase: the export is missing or no ONNX graph.
    """
    path = folder / EXPORTED_NAME
    try:
        graph = onnx.load(path).graph
    except Exception as error:  # protobuf's own errors have no common class
        raise InvalidBase(folder, f"{EXPORTED_NAME} cannot be read: {error}") from error
    return dict(_named(graph))


def _named(graph: onnx.GraphProto) -> Iterator[tuple[str, torch.Tensor]]:
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name, array in weights.items():
        if name.startswith(("embeddings.", "encoder.")):
            yield name, torch.from_numpy(np.array(array))
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            layer = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            transposed = np.ascontiguousarray(weights[node.input[1]].T)
            yield f"{layer}.weight", torch.from_numpy(transposed)
