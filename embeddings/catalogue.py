"""The one door to any encoder and reader."""

import re
from difflib import get_close_matches
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.errors import UnknownModel
from embeddings.manifest import is_encoder_folder
from embeddings.reader import SentenceReader
from embeddings.reader_manifest import is_reader_folder
from embeddings.shipped import (
    DEFAULT_ENCODER,
    DEFAULT_READER,
    MODELS_FOLDER,
    shipped_encoders,
    shipped_readers,
)

_HUB_NAME = re.compile(r"[A-Za-z0-9_-][\w.-]*/[\w.-]+", re.ASCII)


def load_encoder(name_or_path: str = DEFAULT_ENCODER, *, threads: int = 0) -> Encoder:
    """The encoder of that name, ready to use.

    Args:
        name_or_path: a shipped encoder's name in any case, a model folder in the same layout, or
            else whatever sentence-transformers loads: a hub name with its owner, as
            "intfloat/e5-small-v2", or a folder of its own. "~" is the home folder.
        threads: documents encoded at once, 0 for one on each core; torch keeps its own setting.

    Raises:
        UnknownModel: no model of that name can be found.
        InvalidModelFolder, ChecksumMismatch: the model's files are damaged.
        MissingExtra: the model needs sentence-transformers, which is not installed.
    """
    folder = _encoder_folder(name_or_path)
    # Both encoders are imported late: one needs no torch, the other no onnxruntime.
    if folder is not None:
        from embeddings.onnx_encoder import OnnxEncoder

        return OnnxEncoder(folder, threads=threads)
    place = _place(name_or_path)
    is_folder = bool(name_or_path) and place.is_dir()
    if not is_folder and not _HUB_NAME.fullmatch(name_or_path):
        # A slip must not be looked for on the network, which takes minutes where there is none.
        raise UnknownModel(
            name_or_path, shipped=shipped_encoders(), reason=_unlike_any(name_or_path)
        )

    from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(str(place) if is_folder else name_or_path)


def load_reader(name_or_path: str = DEFAULT_READER, *, threads: int = 0) -> SentenceReader:
    """The reader of that name, ready to use.

    Args:
        name_or_path: a shipped reader's name in any case, or a model folder in the same layout.
        threads: windows read at once, 0 for one on each core.

    Raises:
        UnknownModel: no reader of that name can be found.
        InvalidModelFolder, ChecksumMismatch: the model's files are damaged.
    """
    folder = reader_folder(name_or_path)
    from embeddings.onnx_reader import OnnxReader  # late, as above

    return OnnxReader(folder, threads=threads)


def reader_folder(name_or_path: str) -> Path:
    """Where the files of the reader of that name are.

    Raises:
        UnknownModel: no reader of that name can be found.
    """
    if name_or_path.lower() in shipped_readers():
        return MODELS_FOLDER / name_or_path.lower()
    folder = _place(name_or_path)
    if not is_reader_folder(folder):
        raise UnknownModel(
            name_or_path, shipped=shipped_readers(), reason="it is no folder of a reader"
        )
    return folder


def _encoder_folder(name_or_path: str) -> Path | None:
    if name_or_path.lower() in shipped_encoders():
        return MODELS_FOLDER / name_or_path.lower()
    folder = _place(name_or_path)
    return folder if is_encoder_folder(folder) else None


def _place(name_or_path: str) -> Path:
    """The folder that a name is, if it is one."""
    home, slash, rest = name_or_path.partition("/")
    return Path.home() / rest if home == "~" and slash else Path(name_or_path)


def _unlike_any(name: str) -> str:
    near = get_close_matches(name.lower(), shipped_encoders(), n=1)
    advice = f" (did you mean {near[0]!r}?)" if near else ""
    return f"it is neither shipped{advice} nor a folder, nor a hub name, which is owner/name"
