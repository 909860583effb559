"""The published encoder that the reader's training begins with. Needs the extra `models`."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from embeddings.checksums import sha256_of_file
from embeddings.errors import InvalidBase
from embeddings.export import SOURCE_WEIGHTS, EncoderWeights
from embeddings.model_folder import TOKENIZER_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.training.exported_weights import EXPORTED_NAME, weights_name
from embeddings.training.reader_network import ReaderNetwork

_CONFIG_NAME = "config.json"


def reader_base(folder: Path) -> EncoderWeights:
    """The BERT encoder in a folder of Hugging Face's layout.

    Args:
        folder: `config.json`, `tokenizer.json`, and `model.safetensors` or `onnx/model.onnx`.

    Raises:
        InvalidBase: a file is missing, or the encoder is of another kind.
    """
    config = _config(folder)
    weights = weights_name(folder)
    if weights is None:
        raise InvalidBase(folder, f"{SOURCE_WEIGHTS} and {EXPORTED_NAME} cannot be found there")
    if not (folder / TOKENIZER_NAME).is_file():
        raise InvalidBase(folder, f"{TOKENIZER_NAME} cannot be found there")
    _check_tokenizer(folder)
    name = str(config.get("_name_or_path") or folder.resolve().name)
    source = {
        "encoder": name,
        "weights": weights,
        "weights_sha256": sha256_of_file(folder / weights),
    }
    return EncoderWeights(name, folder, source)


def base_network(base: EncoderWeights, *, seed: int) -> ReaderNetwork:
    """Its layers with a fresh head.

    Raises:
        InvalidBase: the weights are not those of the configuration.
    """
    try:
        return ReaderNetwork.from_encoder(base.folder, seed=seed)
    except (RuntimeError, OSError, ValueError, SafetensorError) as error:
        raise InvalidBase(base.folder, " ".join(str(error).split())) from error


def _check_tokenizer(folder: Path) -> None:
    try:
        separator = open_tokenizer(folder / TOKENIZER_NAME).token_to_id("[SEP]")
    except Exception as error:  # the library raises nothing narrower
        raise InvalidBase(folder, f"{TOKENIZER_NAME} is no BERT tokenizer: {error}") from error
    if separator is None:
        raise InvalidBase(folder, f"{TOKENIZER_NAME} is no BERT tokenizer: it has no [SEP]")


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / _CONFIG_NAME).read_text(encoding="utf-8"))
        kind = config.get("model_type")
    except (OSError, ValueError, AttributeError) as error:
        raise InvalidBase(folder, f"{_CONFIG_NAME} cannot be read: {error}") from error
    if kind != "bert":
        raise InvalidBase(folder, f"its model_type is {kind!r}, expected 'bert'")
    found: dict[str, Any] = config
    return found
