"""Neural inference: encoders, the model catalogue, export."""

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from embeddings.errors import (
    ChecksumMismatch,
    EmbeddingError,
    InvalidIdentity,
    InvalidModelFolder,
    MissingExtra,
    TextTooLong,
    UnknownModel,
)
from embeddings.identity import EncoderIdentity
from embeddings.shipped import shipped_encoders

__all__ = [
    "ChecksumMismatch",
    "EmbeddingError",
    "Encoder",
    "EncoderIdentity",
    "InvalidIdentity",
    "InvalidModelFolder",
    "MissingExtra",
    "TextTooLong",
    "UnknownModel",
    "load_encoder",
    "shipped_encoders",
]
