"""The shipped reader: onnxruntime and tokenizers, no torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.checksums import check_files
from embeddings.model_folder import MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_files import open_session, open_tokenizer
from embeddings.reader import AnswerSpan, ReaderIdentity, WindowReading
from embeddings.reader_input import (
    END,
    RELEVANCE,
    START,
    WINDOW,
    ReaderInput,
    ReaderTokenizer,
    SentenceTokens,
)
from embeddings.reader_manifest import read_reader_manifest

# The graph's ends: (1, tokens) int64 twice in, (1, tokens, 3) float32 out, whose last axis is
# answer start, answer end and relevance.
IDS_NAME, TYPES_NAME = "input_ids", "token_type_ids"
OUTPUT_NAME = "logits"

_LONGEST_ANSWER = 30  # tokens, as is usual for SQuAD


class OnnxReader:
    """Implements `SentenceReader` over a model folder.

    Every window runs through the graph alone, for the reason that `OnnxEncoder` gives; the windows
    of a question are spread over threads.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Open a model folder after checking its files.

        Args:
            folder: holds `model.json` and the files named there.
            threads: windows read at once; 0 means one for each core this process may use.

        Raises:
            ValueError: `threads` is negative.
            InvalidModelFolder: a file is missing or malformed.
            ChecksumMismatch: a file is not the one that was built.
        """
        if threads < 0:
            raise ValueError(f"threads must be 0 (one for each core) or more, got {threads}")
        manifest = read_reader_manifest(folder)
        check_files(folder, manifest.files)
        self._identity = manifest.identity
        self._layout = ReaderTokenizer(
            open_tokenizer(folder / TOKENIZER_NAME), max_tokens=manifest.identity.max_tokens
        )
        self._session = open_session(folder / MODEL_NAME)
        self._pool = ThreadPoolExecutor(
            threads or len(os.sched_getaffinity(0)), thread_name_prefix="read"
        )

    @property
    def identity(self) -> ReaderIdentity:
        return self._identity

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        inputs = [self._layout.windows(question, window) for window in windows]
        # The longest first, so that no thread is left with it at the end.
        flat = [made for parts in inputs for made in parts]
        order = sorted(range(len(flat)), key=lambda i: -len(flat[i].ids))
        logits: dict[int, NDArray[np.float32]] = dict(
            zip(order, self._pool.map(self._run, (flat[i] for i in order)), strict=True)
        )
        readings = iter(_reading(made, logits[i]) for i, made in enumerate(flat))
        return tuple(_joined([next(readings) for _ in parts]) for parts in inputs)

    def _run(self, made: ReaderInput) -> NDArray[np.float32]:
        """(tokens, 3)."""
        logits: NDArray[np.float32] = self._session.run([OUTPUT_NAME], graph_inputs(made))[0][0]
        return logits


def graph_inputs(made: ReaderInput) -> dict[str, NDArray[np.int64]]:
    """What the graph takes for one window, (1, tokens) each."""
    return {
        IDS_NAME: np.array([made.ids], np.int64),
        TYPES_NAME: np.array([made.types], np.int64),
    }


def _reading(made: ReaderInput, logits: NDArray[np.float32]) -> WindowReading:
    no_words = float(logits[WINDOW, START] + logits[WINDOW, END])
    return WindowReading(
        relevance=tuple(float(logits[place.end, RELEVANCE]) for place in made.sentences),
        spans=tuple(_best_span(place, logits, no_words) for place in made.sentences),
        answerable=float(logits[WINDOW, RELEVANCE]),
    )


def _best_span(
    place: SentenceTokens, logits: NDArray[np.float32], no_words: float
) -> AnswerSpan | None:
    """The pair of start and end with the highest sum, at most `_LONGEST_ANSWER` tokens apart."""
    if place.first == place.end:
        return None
    starts = logits[place.first : place.end, START]
    ends = logits[place.first : place.end, END]
    sums = starts[:, np.newaxis] + ends[np.newaxis, :]
    n = len(starts)
    distance = np.arange(n)[np.newaxis, :] - np.arange(n)[:, np.newaxis]
    sums = np.where((distance >= 0) & (distance < _LONGEST_ANSWER), sums, -np.inf)
    first, last = divmod(int(sums.argmax()), n)
    return AnswerSpan(
        start=place.offsets[first][0],
        end=place.offsets[last][1],
        score=float(sums[first, last]) - no_words,
    )


def _joined(parts: Sequence[WindowReading]) -> WindowReading:
    """Parts of one window as one: it answers as well as its best part."""
    if len(parts) == 1:
        return parts[0]
    return WindowReading(
        relevance=tuple(logit for part in parts for logit in part.relevance),
        spans=tuple(span for part in parts for span in part.spans),
        answerable=max((part.answerable for part in parts), default=-np.inf),
    )
