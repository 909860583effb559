"""A reader whose outputs follow from the words of a sentence, and that records its windows."""

from collections.abc import Sequence

from embeddings.reader import AnswerSpan, ReaderIdentity, WindowReading
from rag.highlight.calibration import HighlightCalibration, HighlightWeights

READER_SHA256 = "cd" * 32


class WordReader:
    """A sentence answers (logit 2, else -2) when it holds the question's last word.

    That word is its answer; a sentence without a letter has no tokens.
    """

    def __init__(self, *, max_tokens: int = 256) -> None:
        self.identity = ReaderIdentity("words", READER_SHA256, max_tokens)
        self.windows: list[tuple[str, ...]] = []

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        self.windows += [tuple(window) for window in windows]
        word = question.rstrip("?").split()[-1]
        return tuple(_read(word, window) for window in windows)


def _read(word: str, window: Sequence[str]) -> WindowReading:
    relevance = tuple(2.0 if word in sentence else -2.0 for sentence in window)
    return WindowReading(
        relevance=relevance,
        spans=tuple(_span(word, sentence) for sentence in window),
        answerable=max(relevance),
    )


def _span(word: str, sentence: str) -> AnswerSpan | None:
    if not any(character.isalpha() for character in sentence):
        return None
    start = max(sentence.find(word), 0)
    return AnswerSpan(start, min(start + len(word), len(sentence)), 1.0)


def tiny_calibration(*, threshold: float = 0.5) -> HighlightCalibration:
    """Relevance is the sigmoid of the reader's logit, answerable that of the window's."""
    return HighlightCalibration(
        reader_sha256=READER_SHA256,
        sentence=HighlightWeights(intercept=0, relevance=1, span=0, answerable=0),
        text=HighlightWeights(intercept=0, relevance=1, span=0, answerable=0),
        threshold=threshold,
        data="none",
        measures={},
    )
