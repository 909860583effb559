"""SQuAD v2.0: does the paragraph answer the question at all?"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from embeddings.reader import SentenceReader
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.auroc import auroc_estimate
from rag.benchmark.reading.estimate import Estimate
from rag.benchmark.reading.paragraph import ParagraphReading, read_paragraph
from rag.benchmark.reading.squad_questions import SquadQuestions
from rag.benchmark.reading.task import Tick
from rag.sentences import split_sentences

# Of the fixed sum: answerable logit, highest relevance, best span's score. Chosen on other data.
ANSWERABLE_WEIGHT, RELEVANCE_WEIGHT, SPAN_WEIGHT = 1.0, 1.0, 1.0

_SCORES = ("answerable", "relevance", "span", "sum")


@dataclass(frozen=True, slots=True)
class AnswerabilityTask:
    """Implements `ReadingTask`: AUROC of each of a reader's signs of an answer, and of their sum.

    Raises:
        DatasetError: all questions are answerable, or none is.
    """

    data: SquadQuestions
    window: int  # see `read_paragraph`

    def __post_init__(self) -> None:
        if len({bool(question.answers) for question in self.data.questions}) < 2:
            raise DatasetError(
                f"{self.data.name}: the questions measured are all answerable or all not; "
                "measure more of them"
            )

    @property
    def title(self) -> str:
        return f"{self.data.name}, odd articles, gold paragraph: answerable or not"

    @property
    def facts(self) -> tuple[str, ...]:
        n_answerable = sum(bool(question.answers) for question in self.data.questions)
        return (
            *self.data.facts,
            f"{n_answerable:,} answerable, {len(self.data.questions) - n_answerable:,} not",
            f"sum = {ANSWERABLE_WEIGHT:g} answerable + {RELEVANCE_WEIGHT:g} highest relevance + "
            f"{SPAN_WEIGHT:g} best span",
        )

    def measure(self, reader: SentenceReader, tick: Tick) -> tuple[Estimate, ...]:
        split = lru_cache(maxsize=1)(split_sentences)
        questions = self.data.questions
        scores = np.zeros((len(questions), len(_SCORES)), np.float64)
        for number, question in enumerate(questions):
            sentences = split(question.paragraph)
            scores[number] = _scores(
                read_paragraph(
                    reader, question.text, question.paragraph, sentences, window=self.window
                )
            )
            tick(number + 1, len(questions))
        labels = np.array([bool(question.answers) for question in questions])
        return tuple(
            auroc_estimate(f"AUROC by {name}", scores[:, at], labels)
            for at, name in enumerate(_SCORES)
        )


def _scores(read: ParagraphReading) -> tuple[float, ...]:
    highest = max(read.relevance)
    total = (
        ANSWERABLE_WEIGHT * read.answerable
        + RELEVANCE_WEIGHT * highest
        + SPAN_WEIGHT * read.answer_score
    )
    return read.answerable, highest, read.answer_score, total
