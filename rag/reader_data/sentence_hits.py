"""Whether the sentence nearest to a question by cosine answers it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.benchmark.dataset import BenchmarkQuery, Dataset, Gold
from rag.documents import BlockKind
from rag.evaluation.questions import GoldGroup


@dataclass(frozen=True, slots=True)
class SentenceSet:
    """Answerable questions and the sentences that are ranked for them.

    Args:
        questions: each with gold.
        sentences: as they stand.
        document_ids: of each sentence.
    """

    questions: tuple[BenchmarkQuery, ...]
    sentences: tuple[str, ...]
    document_ids: tuple[str, ...]


def sentence_set(
    dataset: Dataset, questions: Collection[BenchmarkQuery], *, with_headings: bool
) -> SentenceSet:
    """The sentences of a dataset of answers.

    Args:
        dataset: of the questions.
        questions: those measured; where their gold names documents, only these are read.
        with_headings: whether titles and headings are sentences.
    """
    wanted = {question.gold.document_id for question in questions if question.gold}
    found = [
        (sentence.span.of(document.text), document.document_id)
        for document in dataset.documents()
        if "" in wanted or document.document_id in wanted
        for sentence in document.sentences
        if with_headings or document.blocks[sentence.block].kind is not BlockKind.HEADING
    ]
    return SentenceSet(tuple(questions), tuple(s for s, _ in found), tuple(d for _, d in found))


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """A sentence set as an encoder sees it.

    Args:
        data: what was embedded.
        questions: (n_questions, dimension) float32, rows of length 1.
        sentences: (n_sentences, dimension) float32, rows of length 1.
    """

    data: SentenceSet
    questions: NDArray[np.float32]
    sentences: NDArray[np.float32]


def embedded(encoder: Encoder, data: SentenceSet) -> SentenceVectors:
    """The vectors of all questions and sentences; too long ones lose their end."""
    return SentenceVectors(
        data,
        encoder.encode_queries([question.text for question in data.questions]),
        encoder.encode_documents(data.sentences, truncate=True),
    )


def sentence_hits(vectors: SentenceVectors, *, own_document: bool = False) -> dict[str, float]:
    """Question id -> 1 when the sentence of highest cosine holds a fact asked for, else 0.

    Args:
        vectors: of sentences of equal cosine the first is taken.
        own_document: whether only the sentences of the question's gold document are ranked.
    """
    data = vectors.data
    owners = np.array(data.document_ids)
    hits = {}
    for question, vector in zip(data.questions, vectors.questions, strict=True):
        assert question.gold is not None, f"{question.query_id} has no gold"
        cosines: NDArray[np.float32] = vectors.sentences @ vector
        if own_document:
            cosines = np.where(owners == question.gold.document_id, cosines, -np.inf)
        best = int(cosines.argmax())
        holds = _holds(question.gold, data.sentences[best], data.document_ids[best])
        hits[question.query_id] = float(holds)
    return hits


def _holds(gold: Gold, sentence: str, document_id: str) -> bool:
    if gold.groups:
        return any(group.is_found_in(sentence, document_id) for group in gold.groups)
    is_own = gold.document_id in ("", document_id)
    return is_own and GoldGroup(("",), gold.spans).is_found_in(sentence, document_id)
