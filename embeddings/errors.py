"""The errors that `embeddings` raises on purpose.

EmbeddingError
├── ChecksumMismatch      a model file is not the one that was built
├── InvalidIdentity       a stored encoder identity cannot be read
├── InvalidBase           a published encoder to begin training with lacks a file, or is none
├── InvalidLayers         a recipe keeps layers that the network does not have
├── InvalidModelFolder    a model folder lacks a file or holds a malformed one
├── InvalidRecipe         a file that says how to train a model cannot be read
├── MissingExtra          an optional library is not installed
├── TextTooLong           a document holds more tokens than the encoder reads
└── UnknownModel          no model of that name is shipped, stored or reachable
"""

from collections.abc import Sequence
from pathlib import Path


class EmbeddingError(Exception):
    """Root of every error raised on purpose in `embeddings`."""


class ChecksumMismatch(EmbeddingError):
    def __init__(self, path: Path, *, expected: str, seen: str) -> None:
        self.path, self.expected, self.seen = path, expected, seen
        super().__init__(
            f"{path} has SHA-256 {seen}, expected {expected}; the file is damaged or was replaced: "
            "restore it, or make the model again: `footnote models --help` says how"
        )


class InvalidIdentity(EmbeddingError):
    def __init__(self, problem: str) -> None:
        super().__init__(
            f"the stored encoder identity cannot be read: {problem}; "
            "rebuild the index or the model folder that holds it"
        )


class InvalidBase(EmbeddingError):
    def __init__(self, folder: Path, problem: str) -> None:
        self.folder = folder
        super().__init__(
            f"training cannot begin with the encoder in {folder}: {problem}; the folder must hold "
            "config.json and tokenizer.json of a BERT encoder, and its weights in 32 bits as "
            "model.safetensors or onnx/model.onnx"
        )


class InvalidLayers(EmbeddingError):
    def __init__(self, kept: Sequence[int], *, n_layers: int) -> None:
        super().__init__(
            f"a stage keeps the layers {list(kept)}, the network has {n_layers} by then, counted "
            "from 0; name layers that it has in the recipe's `kept_layers`, or begin with an "
            "encoder that has them (`--base`; the shipped recipe is for gte-small)"
        )


class InvalidModelFolder(EmbeddingError):
    def __init__(self, folder: Path, problem: str) -> None:
        self.folder = folder
        super().__init__(
            f"the model folder {folder} cannot be used: {problem}; it must hold model.json and the "
            "files named there: `footnote models --help` says how to make it again"
        )


class InvalidRecipe(EmbeddingError):
    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(
            f"{path} is no training recipe: {problem}; see "
            "embeddings/training/reader_recipe.yaml for the keys"
        )


class MissingExtra(EmbeddingError):
    def __init__(self, library: str, *, purpose: str) -> None:
        self.library = library
        super().__init__(
            f"{purpose} needs the library {library}, which is not installed; "
            "run: pip install 'footnote[models]'"
        )


class TextTooLong(EmbeddingError):
    def __init__(self, *, position: int, tokens: int, max_tokens: int) -> None:
        self.position, self.tokens, self.max_tokens = position, tokens, max_tokens
        super().__init__(
            f"the document at position {position} (from 0) has {tokens} tokens, the encoder reads "
            f"at most {max_tokens}; split the document, or pass truncate=True to drop its end"
        )


class UnknownModel(EmbeddingError):
    def __init__(self, name: str, *, shipped: Sequence[str], reason: str) -> None:
        self.name = name
        super().__init__(
            f"the model {name!r} cannot be loaded: {reason}; name a shipped model "
            f"({', '.join(shipped) or 'none'}), a local folder, or a hub model that is already in "
            "the local cache or reachable over the network"
        )
