"""A reader that says what a test wants it to say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingError
from embeddings.identity import EncoderIdentity
from embeddings.reader import AnswerSpan, ReaderIdentity, SentenceReader, WindowReading


@dataclass(frozen=True)
class Said:
    """Of one sentence: its logit, and the words that answer with their score."""

    relevance: float
    words: str = ""
    score: float = 0.0


class Stopped(EmbeddingError):
    """What a reader raises in the midst of a data set."""


@dataclass
class FakeReader:
    """Implements `SentenceReader`: the same of a sentence in any window; else relevance -9.

    Args:
        said: by sentence.
        bonus: added to relevance in a window of several sentences.
        answerable: by question, of each window.
        stops_at: a question that it cannot read.
    """

    said: Mapping[str, Said]
    bonus: Mapping[str, float] = field(default_factory=dict)
    answerable: Mapping[str, float] = field(default_factory=dict)
    windows: list[tuple[str, ...]] = field(default_factory=list)
    name: str = "fake"
    stops_at: str = ""

    @property
    def identity(self) -> ReaderIdentity:
        return ReaderIdentity(self.name, f"{self.name}-sha256", 64)

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        if question == self.stops_at:
            raise Stopped("the reader stopped")
        self.windows += [tuple(window) for window in windows]
        return tuple(self._reading(question, window) for window in windows)

    def _reading(self, question: str, window: Sequence[str]) -> WindowReading:
        known = [self.said.get(sentence, Said(-9.0)) for sentence in window]
        extra = [self.bonus.get(s, 0.0) if len(window) > 1 else 0.0 for s in window]
        return WindowReading(
            relevance=tuple(k.relevance + e for k, e in zip(known, extra, strict=True)),
            spans=tuple(_span(k, s) for k, s in zip(known, window, strict=True)),
            answerable=self.answerable.get(question, 0.0),
        )


def _span(said: Said, sentence: str) -> AnswerSpan | None:
    if not said.words:
        return None
    start = sentence.index(said.words)
    return AnswerSpan(start, start + len(said.words), said.score)


class FakeEncoder:
    """Implements `Encoder`: the document "0.6" has cosine 0.6 to any query."""

    identity = EncoderIdentity("fake", "0" * 64, 2, 64, "", "", "mean")

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, 0.0]] * len(texts), np.float32)

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        assert truncate
        assert progress is None
        cosines = np.array([float(text) for text in texts])
        return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


_reader: type[SentenceReader] = FakeReader
_encoder: type[Encoder] = FakeEncoder
