"""Builds the shipped reader from trained weights. Needs the extra `models`.

The steps are the encoder's: one fp32 graph, operators fused, weights stored in 8 bits, which
`embeddings.reader_storage` does.
"""

import importlib.metadata
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from embeddings.checksums import sha256_of_file
from embeddings.errors import MissingExtra
from embeddings.export import OPSET, fuse_graph, write_tokenizer
from embeddings.model_folder import MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.onnx_reader import IDS_NAME, OUTPUT_NAME, TYPES_NAME
from embeddings.reader import ReaderIdentity
from embeddings.reader_input import ReaderInput, ReaderTokenizer
from embeddings.reader_manifest import ReaderManifest, write_reader_manifest
from embeddings.reader_storage import store_in_8_bits
from embeddings.training.reader_network import ReaderNetwork

try:
    import torch
except ImportError as error:
    raise MissingExtra(error.name or "torch", purpose="building a reader") from error

NAME = "footnote-reader"


def build_reader(
    network: ReaderNetwork,
    tokenizer: Path,
    out: Path,
    *,
    max_tokens: int,
    source: Mapping[str, str],
    typical: Sequence[tuple[str, Sequence[str]]],
    store: Callable[[Path, Path, Sequence[ReaderInput]], None] = store_in_8_bits,
) -> ReaderIdentity:
    """Write `model.onnx`, `tokenizer.json` and `model.json` of a trained reader into `out`.

    Args:
        network: trained.
        tokenizer: file of the encoder that training started from.
        out: made when missing; files of the same names are replaced, others stay.
        max_tokens: longest input it was trained with.
        source: what it was trained from, for people.
        typical: questions with the sentences of a window, as they will be read; a few dozen.
        store: writes the fused fp32 graph at the first path as it is to be stored at the second,
            with `typical` as inputs.
    """
    out.mkdir(parents=True, exist_ok=True)
    layout = ReaderTokenizer(open_tokenizer(tokenizer), max_tokens=max_tokens)
    inputs = [made for asked, window in typical for made in layout.windows(asked, window)]
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        export_reader_graph(network, plain)
        # Words are looked up by an operator of their own: the one that adds the other embeddings
        # too can store them with a single scale only. A layer norm alone runs on vectors, one that
        # takes a sum along does not.
        fuse_graph(plain, fused, bert=network.bert, embeddings=False, sums=False)
        store(fused, out / MODEL_NAME, inputs)
    write_tokenizer(tokenizer, out / TOKENIZER_NAME)
    files = {name: sha256_of_file(out / name) for name in (MODEL_NAME, TOKENIZER_NAME)}
    identity = ReaderIdentity(NAME, files[MODEL_NAME], max_tokens)
    libraries = ("onnx", "onnxruntime", "torch", "transformers")
    versions = {library: importlib.metadata.version(library) for library in libraries}
    write_reader_manifest(out, ReaderManifest(identity, files, source, versions))
    return identity


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
