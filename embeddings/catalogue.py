"""The one door to any encoder and reader."""

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


def load_encoder(name_or_path: str = DEFAULT_ENCODER, *, threads: int = 0) -> Encoder:
    """The encoder of that name, ready to use.

    Args:
        name_or_path: a shipped encoder's name in any case, a model folder in the same layout, or
            else whatever sentence-transformers loads: a hub name or a folder of its own.
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

    from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name_or_path)


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
    folder = Path(name_or_path)
    if not is_reader_folder(folder):
        raise UnknownModel(
            name_or_path, shipped=shipped_readers(), reason="it is no folder of a reader"
        )
    return folder


def _encoder_folder(name_or_path: str) -> Path | None:
    if name_or_path.lower() in shipped_encoders():
        return MODELS_FOLDER / name_or_path.lower()
    folder = Path(name_or_path)
    return folder if is_encoder_folder(folder) else None
