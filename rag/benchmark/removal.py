"""What silence is worth: questions with their own document in the corpus, and without it.

A question whose document is taken away is as near to the corpus as a question can be that the
corpus does not answer. Other documents may answer it by chance; such cases count as wrong.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.evenly import evenly
from rag.benchmark.measures.answers import (
    EM,
    F1,
    FALSE_REFUSAL_RATE,
    HIT_AT_1,
    HIT_AT_3,
    answer_values,
)
from rag.benchmark.reading.auroc import auroc_estimate
from rag.benchmark.reading.estimate import Estimate, mean_estimate
from rag.benchmark.temporary_index import engine_over
from rag.index.build import IndexProgress, Progress
from rag.messages import Answer, AskRequest, Outcome
from rag.settings import Settings

CONFIDENCE_AUROC = "confidence AUROC"
REFUSED_WITHOUT = "refused without its document"
_BINS = 15


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """Measures with their intervals.

    Args:
        n_questions: asked twice each.
        estimates: of the answers with the document there, then of the confidences of both.
        calibration_error: of `confidence` over both halves, against whether the first statement
            is right.
        p50_read_ms: median of what reading took with the document there.
        p50_total_ms: median of the whole question.
    """

    n_questions: int
    estimates: tuple[Estimate, ...]
    calibration_error: float
    p50_read_ms: float
    p50_total_ms: float


def measure_removal(
    dataset: Dataset,
    settings: Settings,
    encoder: Encoder,
    network: SentenceReader | None,
    *,
    left_out: Collection[str],
    limit: int | None,
    vectors: Path | None = None,
    progress: Progress = lambda _progress: None,
) -> RemovalReport:
    """Index all documents of `dataset`; ask its answerable questions with and without their own.

    Args:
        dataset: whose questions have spans in one document each, as SQuAD's.
        settings: what serves; its index path is not used.
        encoder: that `settings` name.
        network: of the reader that `settings` name.
        left_out: questions whose document's title is among these are not asked.
        limit: questions asked, evenly drawn; None for all.
        vectors: cache of vectors made before.
        progress: told of what is done.

    Raises:
        DatasetError: no question remains.
    """
    answerable = [
        query
        for query in dataset.queries
        if query.gold is not None
        and query.gold.answerability is Answerability.ANSWERABLE
        and _title(query) not in left_out
    ]
    queries = evenly(answerable, limit)
    if not queries:
        raise DatasetError(
            f"{dataset.source}: no answerable question remains to be asked; name another file, or "
            "leave out fewer articles"
        )
    with engine_over(
        dataset, settings, encoder, network, vectors=vectors, progress=progress
    ) as engine:
        with_it: list[Answer] = []
        without: list[Answer] = []
        for done, query in enumerate(queries, start=1):
            request = AskRequest(question=query.text)
            with_it.append(engine.ask(request))
            without.append(engine.ask(request, without=_document(query)))
            progress(IndexProgress("asking", done, len(queries)))
    return _report(queries, with_it, without)


def _report(
    queries: Sequence[BenchmarkQuery], with_it: Sequence[Answer], without: Sequence[Answer]
) -> RemovalReport:
    gold = {query.query_id: query.gold for query in queries if query.gold is not None}
    answers = {query.query_id: answer for query, answer in zip(queries, with_it, strict=True)}
    values = answer_values(gold, answers, text_of=None)
    names = (HIT_AT_1, HIT_AT_3, EM, F1, FALSE_REFUSAL_RATE)
    confidences = np.array([answer.confidence for answer in (*with_it, *without)])
    has_document = np.arange(len(confidences)) < len(with_it)
    refused = np.array([answer.outcome is Outcome.NO_ANSWER for answer in without], np.float64)
    right = np.zeros(len(confidences))
    right[: len(with_it)] = [values[query.query_id][HIT_AT_1] for query in queries]
    return RemovalReport(
        n_questions=len(queries),
        estimates=(
            *(
                mean_estimate(name, np.array([values[q.query_id][name] for q in queries]))
                for name in names
            ),
            mean_estimate(REFUSED_WITHOUT, refused),
            auroc_estimate(CONFIDENCE_AUROC, confidences, has_document),
        ),
        calibration_error=calibration_error(confidences, right),
        p50_read_ms=float(np.median([answer.timings_ms.read for answer in with_it])),
        p50_total_ms=float(np.median([answer.timings_ms.total for answer in with_it])),
    )


def calibration_error(confidences: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Expected calibration error: |mean confidence - share right| over bins, by their share.

    Args:
        confidences: (n,) in [0, 1].
        right: (n,) 1.0 or 0.0.

    Source: Guo et al., ICML 2017, equation 3, 15 bins of equal width.
    """
    bins = np.minimum((confidences * _BINS).astype(np.int64), _BINS - 1)
    counts = np.bincount(bins, minlength=_BINS)
    gaps = np.bincount(bins, confidences - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / counts.sum())


def _document(query: BenchmarkQuery) -> str:
    assert query.gold is not None
    return query.gold.document_id


def _title(query: BenchmarkQuery) -> str:
    return _document(query).rpartition("/")[0].replace("_", " ")
