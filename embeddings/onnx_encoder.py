"""The default encoder: onnxruntime and tokenizers, no torch."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from embeddings.checksums import check_files
from embeddings.errors import TextTooLong
from embeddings.identity import EncoderIdentity
from embeddings.manifest import read_manifest
from embeddings.model_folder import MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_files import open_session, open_tokenizer

# The graph's two ends: (1, tokens) int64 in, (1, dimension) float32 rows of length 1 out.
INPUT_NAME = "input_ids"
OUTPUT_NAME = "embedding"


class OnnxEncoder:
    """Implements `Encoder` over a model folder whose graph pools and normalises.

    Every text runs through the graph alone. Dynamic int8 scales activations over the whole batch,
    so in a larger one a vector would depend on its companions; padding would also be wasted work.
    Documents are spread over threads instead, which costs nothing: 47 documents a second either
    way on two cores (2026-11-22, decision record 0001).
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Open a model folder after checking its files.

        Args:
            folder: holds `model.json` and the files named there.
            threads: documents encoded at once; 0 means one for each core this process may use.

        Raises:
            ValueError: `threads` is negative.
            InvalidModelFolder: a file is missing or malformed.
            ChecksumMismatch: a file is not the one that was built.
        """
        if threads < 0:
            raise ValueError(f"threads must be 0 (one for each core) or more, got {threads}")
        manifest = read_manifest(folder)
        check_files(folder, manifest.files)
        self._identity = manifest.identity
        self._threads = threads or len(os.sched_getaffinity(0))
        self._tokenizer = open_tokenizer(folder / TOKENIZER_NAME)
        # "[SEP]" in a text is five characters of text, as it is for the reader.
        self._tokenizer.encode_special_tokens = True
        self._session = open_session(folder / MODEL_NAME)
        self._special_tokens = self._tokenizer.num_special_tokens_to_add(is_pair=False)

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        prompt = self._identity.query_prompt
        return self._stack(self._run(self._token_ids(self._split(prompt + text))) for text in texts)

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        # All texts are tokenised first (2 kB each): a long one is refused before minutes of work.
        token_ids = [self._document_ids(i, text, truncate) for i, text in enumerate(texts)]
        with ThreadPoolExecutor(self._threads, thread_name_prefix="encode") as pool:
            vectors = pool.map(self._run, token_ids)
            return self._stack(_reporting(vectors, progress))

    def count_tokens(self, text: str) -> int:
        return len(self._split(self._identity.document_prompt + text)) + self._special_tokens

    def _document_ids(self, position: int, text: str, truncate: bool) -> NDArray[np.int64]:
        encoding = self._split(self._identity.document_prompt + text)
        tokens = len(encoding) + self._special_tokens
        if tokens > self._identity.max_tokens and not truncate:
            raise TextTooLong(
                position=position, tokens=tokens, max_tokens=self._identity.max_tokens
            )
        return self._token_ids(encoding)

    def _split(self, text: str) -> Encoding:
        return self._tokenizer.encode(text, add_special_tokens=False)

    def _token_ids(self, encoding: Encoding) -> NDArray[np.int64]:
        """(1, tokens): cut to the token limit, special tokens added."""
        encoding.truncate(self._identity.max_tokens - self._special_tokens)
        return np.array([self._tokenizer.post_process(encoding).ids], dtype=np.int64)

    def _run(self, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        rows: NDArray[np.float32]
        (rows,) = self._session.run([OUTPUT_NAME], {INPUT_NAME: token_ids})
        return rows

    def _stack(self, rows: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        empty = np.empty((0, self._identity.dimension), dtype=np.float32)
        return np.concatenate([empty, *rows])


def _reporting(
    rows: Iterable[NDArray[np.float32]], progress: Callable[[int], None] | None
) -> Iterable[NDArray[np.float32]]:
    for done, row in enumerate(rows, start=1):
        if progress is not None:
            progress(done)
        yield row
