"""Builds the shipped reader from trained weights. Needs the extra `models`.

The steps are the encoder's: one fp32 graph, operators fused, weights stored in 8 bits.
"""

import importlib.metadata
import tempfile
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from embeddings.checksums import sha256_of_file
from embeddings.errors import MissingExtra
from embeddings.export import OPSET, fuse_graph, quantise_graph, write_tokenizer
from embeddings.model_folder import MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_reader import IDS_NAME, OUTPUT_NAME, TYPES_NAME
from embeddings.reader import ReaderIdentity
from embeddings.reader_manifest import ReaderManifest, write_reader_manifest
from embeddings.training.reader_network import ReaderNetwork

try:
    import onnx
    import torch
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
except ImportError as error:
    raise MissingExtra(error.name or "torch", purpose="building a reader") from error

NAME = "footnote-reader"
_DENSE = ("/intermediate/dense", "/output/dense")  # in the names of nodes
_INT8_PRODUCTS = 4  # accuracy_level of onnxruntime's MatMulNBits


def build_reader(
    network: ReaderNetwork,
    tokenizer: Path,
    out: Path,
    *,
    max_tokens: int,
    source: Mapping[str, str],
    store: Callable[[Path, Path], None] | None = None,
) -> ReaderIdentity:
    """Write `model.onnx`, `tokenizer.json` and `model.json` of a trained reader into `out`.

    Args:
        network: trained.
        tokenizer: file of the encoder that training started from.
        out: made when missing; files of the same names are replaced, others stay.
        max_tokens: longest input it was trained with.
        source: what it was trained from, for people.
        store: writes the fused fp32 graph at the first path as it is to be stored at the second;
            `quantise_reader` if not given.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        export_reader_graph(network, plain)
        fuse_graph(plain, fused, bert=network.bert)
        (store or quantise_reader)(fused, out / MODEL_NAME)
    write_tokenizer(tokenizer, out / TOKENIZER_NAME)
    files = {name: sha256_of_file(out / name) for name in (MODEL_NAME, TOKENIZER_NAME)}
    identity = ReaderIdentity(NAME, files[MODEL_NAME], max_tokens)
    libraries = ("onnx", "onnxruntime", "torch", "transformers")
    versions = {library: importlib.metadata.version(library) for library in libraries}
    write_reader_manifest(out, ReaderManifest(identity, files, source, versions))
    return identity


def quantise_reader(fused: Path, quantised: Path) -> None:
    """Store dense layers as int8 in blocks of 128; query, key and value as the encoder's are.

    What enters a dense layer has a few values far above the rest, which one scale for the whole
    input rounds away; in blocks of 128 each has a scale of its own. Logits then are 2.5 times as
    near to fp32's, at 1.2 times the cost (docs/benchmarks.md).
    """
    model = onnx.load(fused)
    others = [
        node.name
        for node in model.graph.node
        if node.op_type == "MatMul" and not any(part in node.name for part in _DENSE)
    ]
    in_blocks = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=128,
        is_symmetric=True,
        accuracy_level=_INT8_PRODUCTS,
        nodes_to_exclude=others,
    )
    in_blocks.process()
    with tempfile.TemporaryDirectory() as scratch:
        between = Path(scratch, "blocks.onnx")
        in_blocks.model.save_model_to_file(str(between))
        quantise_graph(between, quantised)


def export_reader_graph(network: ReaderNetwork, path: Path) -> None:
    """Write the network as fp32 ONNX: (texts, tokens) twice in, (texts, tokens, 3) out."""
    ids = torch.randint(1000, 2000, (2, 11))
    axes = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        # The newer exporter writes graphs in which onnxruntime 1.32 finds no attention to fuse.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network.eval().cpu(),
            (ids, torch.zeros_like(ids)),
            path,
            input_names=[IDS_NAME, TYPES_NAME],
            output_names=[OUTPUT_NAME],
            dynamic_axes={IDS_NAME: axes, TYPES_NAME: axes, OUTPUT_NAME: axes},
            opset_version=OPSET,
            dynamo=False,
        )
