"""What is read for questions whose answer is known, with the scores that a reader mixes."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.close_reading import Stretch, stretches
from rag.answers.similarity_reader import SimilarityReader, SimilarityScores, shipped_weights
from rag.answers.trained_reader import AROUND, read_closely
from rag.answers.windows import Window, read_windows
from rag.errors import CalibrationError
from rag.evaluation.questions import Question
from rag.evaluation.squad_questions import AskedQuestion, indexed, read_articles, write_corpus
from rag.index.lexical import LexicalIndex
from rag.index.opened import OpenGeneration
from rag.index.spelling import Spelling
from rag.retrieval.hybrid import Retriever
from rag.retrieval.query import Query, make_query
from rag.settings import Settings

# In the order of the fields of `ReadingWeights`.
FEATURES = (
    "relevance",
    "span",
    "answerable",
    "similarity",
    "fitting_fact",
    "wrong_type",
    "missing",
)


def held_out_corpus(
    squad: Path, corpus: Path, *, every: int, n_questions: int
) -> list[AskedQuestion]:
    """Write the paragraphs of held-out articles and of as many others; questions on the first.

    Args:
        squad: the file of which the network was taught the rest.
        corpus: to write, in BEIR's form.
        every: article n is held out if n % every is every - 1.
        n_questions: about as many are drawn evenly.

    Raises:
        CalibrationError: no question is held out.
    """
    articles = read_articles(squad)
    held_out = articles[every - 1 :: every]
    others = articles[(every - 1) // 2 :: every] if every > 1 else []
    n_held_out = len(write_corpus(corpus, held_out))
    if not n_held_out:
        raise CalibrationError(
            f"{squad} has {len(articles)} articles, and no question on every {every}th: name a "
            "longer file, or hold out more"
        )
    # They come first, so that their questions do.
    asked = write_corpus(corpus, [*held_out, *others])[:n_held_out]
    return asked[:: max(1, n_held_out // n_questions)]


@dataclass(frozen=True, slots=True)
class FoundWindows:
    """A question with the passages found for it, the best first."""

    query: Query
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class ReadSentences:
    """What was read for a set of questions, a row for each sentence.

    Args:
        features: (n, n_features), see `FEATURES`.
        labels: (n,) whether it answers.
        questions: (n,) number of its question, 2 q as it is and 2 q + 1 with its own paragraph
            left out.
    """

    features: NDArray[np.float64]
    labels: NDArray[np.bool_]
    questions: NDArray[np.int64]


class WindowSource:
    """Finds passages of an index, and in them what is worth reading, as the service does.

    Args:
        generation: the index.
        settings: of retrieval and of how many passages are found.
        encoder: that made it.
        tokens: read for one question, roughly; None reads everything.
        around: sentences read on either side of a chosen one.
    """

    def __init__(
        self,
        generation: OpenGeneration,
        settings: Settings,
        encoder: Encoder,
        *,
        tokens: int | None,
        around: int = AROUND,
    ) -> None:
        self._generation, self._encoder = generation, encoder
        self._similarity = SimilarityReader(generation.lexical, shipped_weights())
        self._retriever = Retriever(
            generation.dense, generation.lexical, generation.passage_documents, settings.retrieval
        )
        self._passages_read, self._tokens = settings.answers.passages_read, tokens
        self._around = around

    @property
    def lexical(self) -> LexicalIndex:
        return self._generation.lexical

    def find(self, question: str, *, spelling: Spelling | None = None) -> FoundWindows:
        """The passages found for a question; none where it holds no word to search for."""
        query = make_query(question, encoder=self._encoder, spelling=spelling)
        if not query.has_words:
            return FoundWindows(query, ())
        ranked = self._retriever.rank(query, top_k=self._passages_read)
        store, vectors = self._generation.store, self._generation.sentence_vectors
        return FoundWindows(query, read_windows(store, vectors, ranked))

    def find_known(self, question: Question) -> FoundWindows:
        """Those of a question of a question file, a follow-up in its full form."""
        text = question.full or question.text
        return self.find(text, spelling=self._generation.spelling)

    def likeliest(
        self, found: FoundWindows
    ) -> tuple[tuple[SimilarityScores, ...], tuple[Stretch, ...]]:
        """What the similarities say of each window, and what of them is to be read."""
        scores = self._similarity.score(found.query, found.windows)
        logits = [of_window.logits for of_window in scores]
        return scores, stretches(found.windows, logits, tokens=self._tokens, around=self._around)


@contextmanager
def source_of(documents: Path, encoder: Encoder, *, tokens: int | None) -> Iterator[WindowSource]:
    """What is found in a folder of documents, which is indexed alone for as long as it is asked.

    Args:
        documents: the folder.
        encoder: makes the index.
        tokens: read for one question, roughly; None reads everything.
    """
    with tempfile.TemporaryDirectory() as folder:
        generation, settings = indexed(documents, encoder, index=Path(folder))
        with closing(generation):
            yield WindowSource(generation, settings, encoder, tokens=tokens)


class ReadingSource:
    """Asks questions of an index and reads as the service does.

    Args:
        windows: finds what is read.
        network: the reader's.
        with_heading: whether the innermost heading is read first.
    """

    def __init__(
        self, windows: WindowSource, network: SentenceReader, *, with_heading: bool = True
    ) -> None:
        self._windows, self._network, self._with_heading = windows, network, with_heading

    def read(self, number: int, asked: AskedQuestion) -> ReadSentences:
        """What is read for a question as it is, and with its own paragraph left out."""
        found = self._windows.find(asked.question)
        others = tuple(w for w in found.windows if w.document.document_id != asked.document_id)
        return together(
            [
                self._sentences(2 * number, found, asked.labels),
                self._sentences(2 * number + 1, FoundWindows(found.query, others), asked.labels),
            ]
        )

    def read_known(self, number: int, question: Question) -> ReadSentences:
        """What is read for a question of a question file, a follow-up in its full form."""
        return self._sentences(
            number, self._windows.find_known(question), partial(gold_labels, question)
        )

    def _sentences(
        self, number: int, found: FoundWindows, labels_of: Callable[[Window], Sequence[bool]]
    ) -> ReadSentences:
        windows = found.windows
        cheap, chosen = self._windows.likeliest(found)
        rows: list[tuple[float, ...]] = []
        labels: list[bool] = []
        right = {stretch.window: labels_of(windows[stretch.window]) for stretch in chosen}
        for read in read_closely(
            self._network, found.query.text, windows, chosen, with_heading=self._with_heading
        ):
            scores, position = cheap[read.window], read.position
            rows.append(
                (
                    read.relevance,
                    read.words.score,
                    read.answerable,
                    scores.logits[position],
                    scores.fitting_facts[position],
                    scores.wrong_types[position],
                    scores.missing,
                )
            )
            labels.append(right[read.window][read.position])
        features = np.array(rows, np.float64).reshape(len(rows), len(FEATURES))
        return ReadSentences(features, np.array(labels, np.bool_), np.full(len(rows), number))


def gold_labels(question: Question, window: Window) -> list[bool]:
    """For each sentence of the window whether it holds a fact that the question asks for."""
    document_id = window.document.document_id
    return [question.is_answered_by(text, document_id) for text in window.texts]


def together(parts: Sequence[ReadSentences]) -> ReadSentences:
    """All rows, in order."""
    return ReadSentences(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.questions for part in parts]),
    )
