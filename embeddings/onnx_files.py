"""Opening the two files of a model folder that run: the network and its tokenizer."""

from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

# It would merge a layer norm with the sum before it. In onnxruntime 1.32 the layer norm runs on
# vectors and the merged operator does not: it takes eight times as long, a fifth of a reading.
_SLOW_LAYER_NORM = "SkipLayerNormFusion"


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer without the cutting and padding that its file may ask for."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """The network, one core for each run.

    A question never waits for a document's threads, and no pool of spinning threads burns a core
    that someone else needs.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=[_SLOW_LAYER_NORM],
    )
