"""SQuAD v1.1: the words that answer, and the sentence, in the gold paragraph."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from embeddings.reader import SentenceReader
from rag.benchmark.measures.squad import exact_match, f1
from rag.benchmark.reading.estimate import Estimate, mean_estimate
from rag.benchmark.reading.paragraph import read_paragraph
from rag.benchmark.reading.squad_questions import ParagraphQuestion, SquadQuestions
from rag.benchmark.reading.task import Tick
from rag.evaluation.questions import GoldGroup
from rag.sentences import split_sentences
from rag.spans import Span

EM, F1 = "EM", "F1"
HIT_AT_1 = "sentence hit@1"
PLACE_HIT_AT_1 = "sentence hit@1, where marked"
_MEASURES = (EM, F1, HIT_AT_1, PLACE_HIT_AT_1)


@dataclass(frozen=True, slots=True)
class AnswerWordsTask:
    """Implements `ReadingTask`.

    EM and F1 are SQuAD's, the best over a question's answers, of the best span of the paragraph.
    Sentence hit@1: the sentence of highest relevance holds the words of an answer, as
    `bench run` counts; "where marked": it shares a character with an answer where the file marks
    it, so that the same word elsewhere is not enough and an answer over two sentences may be hit.
    """

    data: SquadQuestions
    window: int  # see `read_paragraph`

    @property
    def title(self) -> str:
        return f"{self.data.name}, gold paragraph: the words that answer"

    @property
    def facts(self) -> tuple[str, ...]:
        return self.data.facts

    def measure(self, reader: SentenceReader, tick: Tick) -> tuple[Estimate, ...]:
        split = lru_cache(maxsize=1)(split_sentences)  # a paragraph's questions follow each other
        n = len(self.data.questions)
        values = np.zeros((n, len(_MEASURES)), np.float64)
        for number, question in enumerate(self.data.questions):
            values[number] = self._values(reader, question, split(question.paragraph))
            tick(number + 1, n)
        return tuple(mean_estimate(name, values[:, at]) for at, name in enumerate(_MEASURES))

    def _values(
        self, reader: SentenceReader, question: ParagraphQuestion, sentences: tuple[Span, ...]
    ) -> tuple[float, ...]:
        text, golds = question.paragraph, question.answer_texts
        read = read_paragraph(reader, question.text, text, sentences, window=self.window)
        said = read.answer.of(text) if read.answer else ""
        best = sentences[read.best_sentence]
        is_marked = any(a.start < best.end and best.start < a.end for a in question.answers)
        holds = GoldGroup(("",), golds).is_found_in(best.of(text), "")
        return exact_match(said, golds), f1(said, golds), float(holds), float(is_marked)
