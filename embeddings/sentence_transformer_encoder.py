"""Any model that sentence-transformers loads. Needs the extra `models`."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.checksums import sha256_of_file
from embeddings.errors import MissingExtra, TextTooLong, UnknownModel
from embeddings.identity import EncoderIdentity
from embeddings.shipped import shipped_encoders

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The names that sentence-transformers itself looks for, in its order.
QUERY_PROMPTS = ("query",)
DOCUMENT_PROMPTS = ("document", "passage", "corpus")

BATCHES_PER_REPORT = 8


class SentenceTransformerEncoder:
    """Implements `Encoder` over a model of the hub, of its local cache, or of a folder.

    Several threads may call it: they take turns, since its tokenizer keeps state during a call.
    """

    def __init__(self, name_or_path: str, *, batch_size: int = 32) -> None:
        """Load a model; the network is used only for a hub model that is not cached.

        Args:
            name_or_path: a hub name such as "intfloat/e5-small-v2", or a folder.
            batch_size: texts per forward pass, 1 or more.

        Raises:
            ValueError: `batch_size` is below 1.
            MissingExtra: sentence-transformers is not installed.
            UnknownModel: no such model, or it cannot be reached or read.
        """
        if batch_size < 1:
            raise ValueError(f"batch_size must be 1 or more, got {batch_size}")
        self._batch_size = batch_size
        self._model = _load(name_or_path)
        self._identity = _identity(name_or_path, self._model)
        self._lock = Lock()

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return self._no_rows()
        with self._lock:
            rows = self._model.encode_query(
                list(texts),
                prompt=self._identity.query_prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(rows, dtype=np.float32)

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        if not truncate:
            self._refuse_long(texts)
        parts = [self._no_rows()]
        chunk = self._batch_size * BATCHES_PER_REPORT
        for start in range(0, len(texts), chunk):
            parts.append(self._encode_chunk(texts[start : start + chunk]))
            if progress is not None:
                progress(min(start + chunk, len(texts)))
        return np.concatenate(parts)

    def count_tokens(self, text: str) -> int:
        prompted = self._identity.document_prompt + text
        with self._lock:
            # verbose=False: a text beyond the limit is what the caller wants to learn of.
            encoded = self._model.tokenizer(prompted, truncation=False, verbose=False)
        return len(encoded["input_ids"])

    def _refuse_long(self, texts: Sequence[str]) -> None:
        limit = self._identity.max_tokens
        for position, text in enumerate(texts):
            tokens = self.count_tokens(text)
            if tokens > limit:
                raise TextTooLong(position=position, tokens=tokens, max_tokens=limit)

    def _encode_chunk(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            rows = self._model.encode_document(
                list(texts),
                prompt=self._identity.document_prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(rows, dtype=np.float32)

    def _no_rows(self) -> NDArray[np.float32]:
        return np.empty((0, self._identity.dimension), dtype=np.float32)


def sha256_of_weights(folder: Path) -> str:
    """Hex SHA-256 that names the weights in a model folder, "" when it holds none.

    For one weight file it is that file's own; for several it is that of the lines
    "<sha256> <path>" in the order of their paths. In each subfolder, safetensors stand before the
    older format, as a model may be stored in both.
    """
    folders = sorted({path.parent for path in folder.rglob("*") if path.is_file()})
    files = [file for each in folders for file in _weight_files(each)]
    if len(files) == 1:
        return sha256_of_file(files[0])
    lines = [f"{sha256_of_file(file)} {file.relative_to(folder).as_posix()}\n" for file in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""


def _weight_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))


def _load(name_or_path: str) -> "SentenceTransformer":
    try:
        # Imported here, since it takes seconds and brings torch.
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingExtra(
            "sentence-transformers", purpose=f"loading the model {name_or_path!r}"
        ) from error
    try:
        return SentenceTransformer(name_or_path)
    except (OSError, ValueError) as error:  # what it raises for absent, unreachable or unreadable
        raise _unknown(name_or_path, str(error).strip().rstrip(".")) from error


def _identity(name_or_path: str, model: "SentenceTransformer") -> EncoderIdentity:
    dimension, max_tokens = model.get_embedding_dimension(), model.max_seq_length
    if dimension is None or max_tokens is None:
        raise _unknown(
            name_or_path, f"it states dimension {dimension} and token limit {max_tokens}"
        )
    weights_sha256 = sha256_of_weights(_stored_folder(name_or_path))
    if not weights_sha256:
        raise _unknown(name_or_path, "it has no .safetensors or pytorch_model.bin file")
    folder = Path(name_or_path)
    return EncoderIdentity(
        # Where a folder lies does not change the vectors: two copies are one encoder.
        name=folder.resolve().name if folder.is_dir() else name_or_path,
        weights_sha256=weights_sha256,
        dimension=dimension,
        max_tokens=max_tokens,
        query_prompt=_prompt(model, QUERY_PROMPTS),
        document_prompt=_prompt(model, DOCUMENT_PROMPTS),
        pooling=_pooling(model),
    )


def _stored_folder(name_or_path: str) -> Path:
    if Path(name_or_path).is_dir():
        return Path(name_or_path)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name_or_path, local_files_only=True))


def _prompt(model: "SentenceTransformer", names: Iterable[str]) -> str:
    """The first prompt under one of `names` that is not empty, else the model's default, else "".

    sentence-transformers 6.2 itself never reaches "passage" or "corpus": it fills in an empty
    "document" first. A model that ships such a prompt was trained with it, so it is used here.
    """
    stored = (model.prompts.get(name) for name in (*names, model.default_prompt_name or ""))
    return next((prompt for prompt in stored if prompt), "")


def _pooling(model: "SentenceTransformer") -> str:
    modes = (getattr(part, "pooling_mode", None) for part in model)
    return next((str(mode) for mode in modes if mode), "none")


def _unknown(name: str, reason: str) -> UnknownModel:
    return UnknownModel(name, shipped=shipped_encoders(), reason=reason)
