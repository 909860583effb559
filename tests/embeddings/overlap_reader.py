"""A reader that counts words: every score follows by hand, and what it was given is kept."""

from collections.abc import Sequence

from embeddings.reader import AnswerSpan, ReaderIdentity, SentenceReader, WindowReading


class OverlapReader:
    """Relevance of a sentence is how many words of it the question has.

    The words that answer are its last one. A window answers as well as its best sentence. A
    sentence of signs alone has no token.
    """

    def __init__(self) -> None:
        self.identity = ReaderIdentity("overlap", "ab" * 32, 128)
        self.read_windows: list[tuple[str, ...]] = []

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        self.read_windows.extend(tuple(window) for window in windows)
        return tuple(_reading(_words(question), window) for window in windows)


def _reading(asked: set[str], window: Sequence[str]) -> WindowReading:
    relevance = tuple(float(len(asked & _words(sentence))) for sentence in window)
    spans = tuple(
        _last_word(sentence, score) for sentence, score in zip(window, relevance, strict=True)
    )
    return WindowReading(relevance, spans, max(relevance, default=float("-inf")))


def _last_word(sentence: str, score: float) -> AnswerSpan | None:
    bare = sentence.rstrip(" .,?!")
    return AnswerSpan(bare.rfind(" ") + 1, len(bare), score) if bare else None


def _words(text: str) -> set[str]:
    return {word for part in text.casefold().split() if (word := part.strip(".,?!"))}


_: type[SentenceReader] = OverlapReader
