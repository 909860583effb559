"""The reader that serves: similarities choose what a trained network reads, and both decide."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from embeddings.reader import AnswerSpan, ReaderIdentity, SentenceReader, WindowReading
from rag.answers.close_reading import Stretch, stretches
from rag.answers.reader import Reading
from rag.answers.similarity_reader import SimilarityReader, SimilarityScores
from rag.answers.windows import Window
from rag.retrieval.query import Query
from rag.spans import Span

_SHIPPED = "reader_weights.json"
# A sentence that was not read stays below all that were; similarity orders those among themselves.
_NOT_READ = -30.0
AROUND = 2  # sentences read on either side of a chosen one


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """A logit from what the network and the similarities say of one sentence.

    Args:
        intercept: of the logit.
        relevance: weight of the network's logit of the sentence.
        span: of the score of its best answer words.
        answerable: of the logit of the window that it was read in.
        similarity: of the logit of the similarity reader.
        fitting_fact: of a fact ("Date: 14 November") of the type that is asked for; set by hand,
            as the texts that the others are fitted on hold none.
    """

    intercept: float
    relevance: float
    span: float
    answerable: float
    similarity: float
    fitting_fact: float

    def logit(
        self,
        *,
        relevance: float,
        span: float,
        answerable: float,
        similarity: float,
        fitting_fact: float,
    ) -> float:
        return (
            self.intercept
            + self.relevance * relevance
            + self.span * span
            + self.answerable * answerable
            + self.similarity * similarity
            + self.fitting_fact * fitting_fact
        )


def shipped_reading_weights() -> ReadingWeights:
    """The weights of this package; the file says how they were fitted."""
    text = resources.files("rag.answers").joinpath(_SHIPPED).read_text(encoding="utf-8")
    return ReadingWeights(**json.loads(text)["weights"])


class TrainedReader:
    """Reads with a trained network what the similarities hold likeliest.

    Args:
        similarity: scores every sentence from what was computed when indexing.
        network: reads the best of them.
        weights: put both together.
        tokens: read for one question, roughly; None reads everything.
    """

    def __init__(
        self,
        similarity: SimilarityReader,
        network: SentenceReader,
        weights: ReadingWeights,
        *,
        tokens: int | None,
    ) -> None:
        self._similarity, self._network = similarity, network
        self._weights, self._tokens = weights, tokens

    @property
    def name(self) -> str:
        return reader_name(self._network.identity)

    @property
    def weights_sha256(self) -> str:
        return self._network.identity.weights_sha256

    def read(self, query: Query, windows: Sequence[Window]) -> tuple[Reading, ...]:
        cheap = self._similarity.score(query, windows)
        logits = [scores.logits for scores in cheap]
        chosen = stretches(windows, logits, tokens=self._tokens, around=AROUND)
        relevance = [[_NOT_READ + logit for logit in of_window] for of_window in logits]
        answers: list[list[Span | None]] = [[None] * len(of_window) for of_window in logits]
        texts = [read_text(windows[stretch.window], stretch) for stretch in chosen]
        for stretch, read in zip(chosen, self._network.read(query.text, texts), strict=True):
            self._enter(stretch, read, windows[stretch.window], cheap, relevance, answers)
        return tuple(
            Reading(tuple(scores), tuple(spans))
            for scores, spans in zip(relevance, answers, strict=True)
        )

    def _enter(
        self,
        stretch: Stretch,
        read: WindowReading,
        window: Window,
        cheap: Sequence[SimilarityScores],
        relevance: list[list[float]],
        answers: list[list[Span | None]],
    ) -> None:
        for position in range(stretch.start, stretch.end):
            i = position - stretch.end  # counted from the end: a heading may stand first
            span = read.spans[i]
            if span is None:  # a sentence without a word that the network knows
                continue
            relevance[stretch.window][position] = self._weights.logit(
                relevance=read.relevance[i],
                span=span.score,
                answerable=read.answerable,
                similarity=cheap[stretch.window].logits[position],
                fitting_fact=cheap[stretch.window].fitting_facts[position],
            )
            answers[stretch.window][position] = _in_document(window.sentences[position], span)


def reader_name(network: ReaderIdentity) -> str:
    """Of the reader with this network: a calibration belongs to its very weights."""
    return f"{network.name}-{network.weights_sha256[:12]}"


def read_text(window: Window, stretch: Stretch, *, with_heading: bool = True) -> tuple[str, ...]:
    """What the network reads: the innermost heading, if there is one, and the sentences.

    A heading says what "it" and "the course" are; it is no candidate itself.
    """
    heading = window.passage.context[-1:] if with_heading else ()
    return (*heading, *window.texts[stretch.start : stretch.end])


def _in_document(sentence: Span, words: AnswerSpan) -> Span:
    return Span(sentence.start + words.start, sentence.start + words.end)
