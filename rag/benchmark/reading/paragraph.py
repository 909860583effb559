"""A question read against one text in windows, and what comes of them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

from embeddings.reader import SentenceReader, WindowReading
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """What a reader makes of a text.

    Args:
        relevance: a logit for each sentence.
        answer: the words with the best score, a span of the text; None when no sentence has any.
        answer_score: theirs, -inf without.
        answerable: the highest logit of a window.
    """

    relevance: tuple[float, ...]
    answer: Span | None
    answer_score: float
    answerable: float

    @property
    def best_sentence(self) -> int:
        """Position of the highest relevance, the first of equals."""
        return max(range(len(self.relevance)), key=self.relevance.__getitem__)


def read_paragraph(
    reader: SentenceReader, question: str, text: str, sentences: Sequence[Span], *, window: int
) -> ParagraphReading:
    """Read all sentences of a text.

    Args:
        reader: called once, with all windows.
        question: of the text.
        text: that the spans are of.
        sentences: at least one.
        window: sentences in each window, the last may have fewer; 0 for all in one window, which
            the reader divides where it is too long for it.

    Raises:
        ValueError: there is no sentence, or `window` is below 0.
    """
    if not sentences or window < 0:
        raise ValueError(f"{len(sentences)} sentences in windows of {window}; one or more needed")
    size = window or len(sentences)
    texts = [span.of(text) for span in sentences]
    windows = [texts[start : start + size] for start in range(0, len(texts), size)]
    return _together(reader.read(question, windows), sentences)


def _together(readings: Sequence[WindowReading], sentences: Sequence[Span]) -> ParagraphReading:
    spans = chain.from_iterable(reading.spans for reading in readings)
    found = [
        (words.score, Span(sentence.start + words.start, sentence.start + words.end))
        for sentence, words in zip(sentences, spans, strict=True)
        if words is not None
    ]
    score, answer = max(found, key=lambda pair: pair[0], default=(-inf, None))
    return ParagraphReading(
        relevance=tuple(chain.from_iterable(reading.relevance for reading in readings)),
        answer=answer,
        answer_score=score,
        answerable=max(reading.answerable for reading in readings),
    )
