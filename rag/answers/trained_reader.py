"""The reader that serves: similarities choose what a trained network reads, and both decide."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from math import inf

from embeddings.reader import AnswerSpan, ReaderIdentity, SentenceReader
from rag.answers.asked_headings import opens_below_asked_heading
from rag.answers.close_reading import Stretch, stretches
from rag.answers.reader import Reading
from rag.answers.similarity_reader import SimilarityReader, SimilarityScores
from rag.answers.windows import Window
from rag.documents import header_of
from rag.retrieval.query import Query
from rag.spans import Span

_SHIPPED = "reader_weights.json"
# A sentence that was not read stays below all that were; similarity orders those among themselves.
_NOT_READ = -30.0
# A best sentence below this logit seldom answers: as much again is read then, once. Chosen on the
# practice corpora: of their questions one in five is read further, and what answers one in forty
# more is among the first three.
_ENOUGH = -1.0
FURTHER = 2  # times the tokens, where the first ones do not answer
# Logits that a sentence gains below a heading that asks the question. Of 24 such headings in a
# folder of all sorts of documents, what stands below was shown first for 16 without it, 22 with it.
_BELOW_ASKED_HEADING = 2.0
AROUND = 1  # sentences read on either side of a chosen one


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """A logit from what the network and the similarities say of one sentence.

    Args:
        intercept: of the logit.
        relevance: weight of the network's logit of the sentence.
        span: of the score of its best answer words.
        answerable: of the logit of the window that it was read in.
        similarity: of the logit of the similarity reader.
        fitting_fact: of a fact ("Date: 14 November") of the type that is asked for.
        wrong_type: of a sentence without a date, number or name where one is asked for.
        missing: of the share of the question's terms that its passage does not hold.
        astray: of a fact whose page is not about what the question names; set by hand, as no text
            that the others are fitted on has many.
        sureness: of the logit of the window that the best sentence was read in, for all sentences
            alike. Whether anything answers depends more on that logit than which sentence does.
    """

    intercept: float
    relevance: float
    span: float
    answerable: float
    similarity: float
    fitting_fact: float
    wrong_type: float
    missing: float
    astray: float
    sureness: float

    def logit(
        self,
        *,
        relevance: float,
        span: float,
        answerable: float,
        similarity: float,
        fitting_fact: float,
        wrong_type: float,
        missing: float,
        astray: float,
    ) -> float:
        return (
            self.intercept
            + self.relevance * relevance
            + self.span * span
            + self.answerable * answerable
            + self.similarity * similarity
            + self.fitting_fact * fitting_fact
            + self.wrong_type * wrong_type
            + self.missing * missing
            + self.astray * astray
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
        tokens: read for one question, roughly, and as many again where those do not answer; None
            reads everything.
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
        asked = [opens_below_asked_heading(query.terms, window) for window in windows]
        logits = [scores.logits for scores in cheap]
        order = [
            (inf, *scores[1:]) if below else scores
            for scores, below in zip(logits, asked, strict=True)
        ]
        relevance = [[_NOT_READ + logit for logit in of_window] for of_window in logits]
        closely: dict[tuple[int, int], CloseReading] = {}
        already = frozenset[Stretch]()
        for tokens in self._budgets():
            chosen = stretches(windows, order, tokens=tokens, around=AROUND)
            # A stretch that has grown is read anew: its sentences are understood together.
            new = [stretch for stretch in chosen if stretch not in already]
            already = frozenset(chosen)
            for read in read_closely(self._network, query.text, windows, new):
                closely[read.window, read.position] = read
                is_below = asked[read.window] and read.position == 0
                relevance[read.window][read.position] = (
                    self._logit(read, cheap[read.window]) + _BELOW_ASKED_HEADING * is_below
                )
            if max(chain.from_iterable(relevance), default=_NOT_READ) >= _ENOUGH:
                break
        surer = self._surer(relevance, closely)
        return tuple(
            Reading(
                tuple(logit + surer for logit in of_window),
                tuple(
                    _in_document(sentence, closely[i, j].words) if (i, j) in closely else None
                    for j, sentence in enumerate(windows[i].sentences)
                ),
            )
            for i, of_window in enumerate(relevance)
        )

    def _surer(
        self,
        relevance: Sequence[Sequence[float]],
        closely: Mapping[tuple[int, int], "CloseReading"],
    ) -> float:
        """Logits by which every sentence is surer: see `ReadingWeights.sureness`."""
        if not closely:
            return 0.0
        best = max(closely, key=lambda place: relevance[place[0]][place[1]])
        return self._weights.sureness * closely[best].answerable

    def _budgets(self) -> tuple[int | None, ...]:
        return (None,) if self._tokens is None else (self._tokens, FURTHER * self._tokens)

    def _logit(self, read: "CloseReading", scores: SimilarityScores) -> float:
        return self._weights.logit(
            relevance=read.relevance,
            span=read.words.score,
            answerable=read.answerable,
            similarity=scores.logits[read.position],
            fitting_fact=scores.fitting_facts[read.position],
            wrong_type=scores.wrong_types[read.position],
            missing=scores.missing,
            astray=scores.astray[read.position],
        )


@dataclass(frozen=True, slots=True)
class CloseReading:
    """What the network says of sentence `position` of window number `window`.

    Args:
        relevance: a logit.
        words: that answer best, characters of the sentence.
        answerable: logit of the stretch that it was read in.
    """

    window: int
    position: int
    relevance: float
    words: AnswerSpan
    answerable: float


def read_closely(
    network: SentenceReader,
    question: str,
    windows: Sequence[Window],
    chosen: Sequence[Stretch],
    *,
    with_heading: bool = True,
) -> Iterator[CloseReading]:
    """Every sentence of the chosen stretches that holds a word the network knows, in order."""
    texts = [
        read_text(windows[stretch.window], stretch, with_heading=with_heading) for stretch in chosen
    ]
    for stretch, read in zip(chosen, network.read(question, texts), strict=True):
        for position in range(stretch.start, stretch.end):
            i = position - stretch.end  # counted from the end: headings may stand first
            if (words := read.spans[i]) is not None:
                yield CloseReading(
                    stretch.window, position, read.relevance[i], words, read.answerable
                )


def reader_name(network: ReaderIdentity) -> str:
    """Of the reader with this network: a calibration belongs to its very weights."""
    return f"{network.name}-{network.weights_sha256[:12]}"


def read_text(window: Window, stretch: Stretch, *, with_heading: bool = True) -> tuple[str, ...]:
    """What the network reads: the innermost heading, if there is one, and the sentences.

    A heading says what "it" and "the course" are, and the header row of a table what the columns
    of the rows are that come first; neither is a candidate itself.
    """
    heading = window.passage.context[-1:] if with_heading else ()
    header = header_of(window.document, window.sentences[stretch.start])
    columns = () if header is None else (header.of(window.document.text),)
    return (*heading, *columns, *window.texts[stretch.start : stretch.end])


def _in_document(sentence: Span, words: AnswerSpan) -> Span:
    return Span(sentence.start + words.start, sentence.start + words.end)
