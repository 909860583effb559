"""The one door to any encoder."""

from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.manifest import is_encoder_folder
from embeddings.shipped import DEFAULT_ENCODER, MODELS_FOLDER, shipped_encoders


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


def _encoder_folder(name_or_path: str) -> Path | None:
    if name_or_path.lower() in shipped_encoders():
        return MODELS_FOLDER / name_or_path.lower()
    folder = Path(name_or_path)
    return folder if is_encoder_folder(folder) else None
