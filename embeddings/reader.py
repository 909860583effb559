"""The seam between this project and any model that reads sentences against a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """What makes two readers the same: their scores may be compared, one calibration fits both."""

    name: str
    weights_sha256: str  # hex, of the weights that run
    max_tokens: int  # of one input, the question and special tokens included


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The words of a sentence that answer best.

    Args:
        start, end: characters `[start, end)` of the sentence.
        score: sum of the start's and the end's logit, less that of "no words here answer": above
            0 these words answer more likely than none of the window's.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What a reader makes of one window of sentences.

    Args:
        relevance: for each sentence a logit, above 0 it answers more likely than not.
        spans: for each sentence the words that answer best, were it to answer; None for a
            sentence without a token.
        answerable: a logit, above 0 the window answers more likely than not.
    """

    relevance: tuple[float, ...]
    spans: tuple[AnswerSpan | None, ...]
    answerable: float


class SentenceReader(Protocol):
    """Reads windows of sentences against a question; safe to call from several threads at once."""

    @property
    def identity(self) -> ReaderIdentity: ...

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        """A reading for each window, in order, that depends on no other window.

        Args:
            question: a long one loses its end.
            windows: consecutive sentences of one text each. A window that is longer than
                `identity.max_tokens` is read in parts of whole sentences.
        """
        ...
