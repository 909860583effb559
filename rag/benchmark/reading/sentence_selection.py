"""WikiQA and TrecQA: right candidates before wrong ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from embeddings.reader import SentenceReader
from rag.benchmark.dataset import BenchmarkQuery
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.sentence_selection import open_sentence_selection
from rag.benchmark.measures.sentences import sentence_values
from rag.benchmark.outcomes import RankedItem
from rag.benchmark.reading.estimate import Estimate, mean_estimate
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.task import Tick

_MEASURES = (("MAP", "AP"), ("MRR", "RR"))


class Clean(StrEnum):
    """Which questions the field leaves out of a data set.

    Source: Rao, He and Lin, CIKM 2016, "clean" TrecQA; Yang, Yih and Meek, EMNLP 2015, WikiQA.
    """

    WIKIQA = "without a right candidate"
    TRECQA = "without a right or without a wrong candidate"


class Shown(StrEnum):
    """How the candidates of a question are shown to the reader."""

    ALONE = "each candidate alone"
    IN_CONTEXT = "candidates in context, as the sentences of one text"


@dataclass(frozen=True, slots=True)
class SentenceSelectionTask:
    """Implements `ReadingTask`: MAP and MRR by relevance; equal ones keep the file's order.

    Args:
        name: of the file.
        questions: with their candidates.
        qrels: question id -> sentence id -> label.
        facts: what was left out.
        shown: alone, or together in one window, which the reader divides where it is too long.
    """

    name: str
    questions: tuple[BenchmarkQuery, ...]
    qrels: Mapping[str, Mapping[str, int]]
    facts: tuple[str, ...]
    shown: Shown = Shown.ALONE

    @property
    def title(self) -> str:
        return f"{self.name}, {self.shown}"

    def measure(self, reader: SentenceReader, tick: Tick) -> tuple[Estimate, ...]:
        rankings = {}
        for number, question in enumerate(self.questions, start=1):
            rankings[question.query_id] = self._ranking(reader, question)
            tick(number, len(self.questions))
        values = sentence_values(self.qrels, rankings).values()
        return tuple(
            mean_estimate(name, np.array([of_query[key] for of_query in values], np.float64))
            for name, key in _MEASURES
        )

    def _ranking(self, reader: SentenceReader, question: BenchmarkQuery) -> tuple[RankedItem, ...]:
        texts = [candidate.text for candidate in question.candidates]
        windows = [texts] if self.shown is Shown.IN_CONTEXT else [[text] for text in texts]
        readings = reader.read(question.text, windows)
        logits = [logit for reading in readings for logit in reading.relevance]
        items = [
            RankedItem(candidate.sentence_id, logit)
            for candidate, logit in zip(question.candidates, logits, strict=True)
        ]
        return tuple(sorted(items, key=lambda item: -item.score))


def sentence_selection_tasks(
    path: Path, *, clean: Clean, sample: Sample
) -> tuple[SentenceSelectionTask, SentenceSelectionTask]:
    """The questions of a file, read in both ways.

    Raises:
        DatasetError: the file is malformed, or no question remains.
    """
    dataset = open_sentence_selection(path)
    kept = [query for query in dataset.queries if _is_kept(dataset.qrels[query.query_id], clean)]
    if not kept:
        raise DatasetError(f"{path}: all questions are {clean.value}; name another file")
    questions = sample.of(kept)
    n_left_out = len(dataset.queries) - len(kept)
    alone = SentenceSelectionTask(
        name=path.parent.name + "/" + path.name,
        questions=questions,
        qrels={query.query_id: dataset.qrels[query.query_id] for query in questions},
        facts=(
            f"{len(questions):,} questions measured, {n_left_out:,} left out: those {clean.value}",
            *sample.fact(len(kept)),
        ),
    )
    return alone, replace(alone, shown=Shown.IN_CONTEXT)


def _is_kept(labels: Mapping[str, int], clean: Clean) -> bool:
    has_right = any(label > 0 for label in labels.values())
    has_wrong = any(label <= 0 for label in labels.values())
    return has_right and (has_wrong or clean is Clean.WIKIQA)
