"""Ranks documents of a RETRIEVAL dataset with the very indexes and fusion that serve.

Documents stream: no text is kept, unless a reader is to put the best in a new order. While
indexing, memory holds the ids of the documents, the index terms of every unit (8 bytes for each
occurrence), one row number for each unit, and the vectors that FAISS collects (4 bytes for each
dimension of each unit; none for "bm25"). While asking, the vectors and BM25 scores are
memory-mapped, and the ids and row numbers stay.
"""

import hashlib
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.stopwatch import Stopwatch
from rag.benchmark.dataset import BenchmarkQuery, Dataset
from rag.benchmark.outcomes import Latency, QueryOutcome, RankedItem
from rag.benchmark.systems.answering import DEPTH, Answering, IndexFacts, Workplace
from rag.benchmark.systems.best_passages import best_per_document
from rag.benchmark.systems.config import SystemConfig, Unit
from rag.benchmark.systems.index_files import index_bytes, index_sha256
from rag.benchmark.systems.rerank import rerank
from rag.canonical_characters import canonical_question
from rag.documents import Document
from rag.index import analysis
from rag.index.build import IndexProgress, Progress
from rag.index.dense import DenseIndex, write_dense_index
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.index.opened import single_token_test
from rag.index.spelling import Spelling, write_words
from rag.index.vector_cache import VectorCache
from rag.messages import System
from rag.passages import cut_document, embedded_text
from rag.retrieval.hybrid import RankedPassage, Retriever
from rag.retrieval.query import Query, make_query, mend_spelling

DENSE_KIND = "Flat"
_BATCH = 1024


@contextmanager
def retrieval_system(
    config: SystemConfig,
    encoder: Encoder | None,
    network: SentenceReader | None,
    dataset: Dataset,
    workplace: Workplace,
    progress: Progress,
) -> Iterator[Answering]:
    """Index the dataset's documents; then each question ranks up to 1,000 of them.

    Args:
        config: `ranking`, `unit`, `passages`, `retrieval` and `reranked` are used.
        encoder: None when the system needs none: BM25 over whole documents.
        network: puts the best units in a new order; None when `reranked` is 0.
        dataset: of documents and judgements.
        workplace: where the index goes, and vectors made before.
        progress: told of "reading" and "embedding".

    Raises:
        IndexingError: no document holds a word.
    """
    started = time.perf_counter()
    collected = _Collected(keeps_texts=config.reranked > 0)
    units = _units(config, encoder, dataset, collected, progress)
    if config.ranking is System.BM25:
        embedded = _read_only(units)
    else:
        assert encoder is not None, "a system that ranks by meaning was given no encoder"
        embedded = _dense_index(units, config, encoder, workplace, progress)
    lexical, spelling = _word_indexes(config, encoder, collected, workplace.index)
    retriever = Retriever(
        embedded.index, lexical, np.frombuffer(collected.owners, np.int32), config.retrieval
    )
    facts = IndexFacts(
        unit=config.unit.value,
        n_documents=len(collected.document_ids),
        n_units=len(collected.owners),
        n_without_text=collected.n_without_text,
        corpus_sha256=collected.corpus.hexdigest(),
        index_sha256=index_sha256(workplace.index),
        n_bytes=index_bytes(workplace.index),
        build_seconds=round(time.perf_counter() - started, 3),
        texts_embedded=embedded.n_embedded,
        texts_from_cache=embedded.n_from_cache,
    )
    ranker = _Ranker(
        config,
        encoder,
        network,
        retriever,
        spelling,
        collected,
        ignores_identical_ids=dataset.ignores_identical_ids,
    )
    yield Answering(ranker.answer, facts)


@dataclass(slots=True)
class _Collected:
    """What stays of the documents after they have streamed past.

    Args:
        document_ids: in the corpus's order.
        owners: (n_units,) int32, row of each unit's document.
        terms: index terms of each unit; emptied once the word index is written.
        words: the words of all units, filled only when spelling is corrected.
        corpus: over the ids and SHA-256 of the texts, in the corpus's order.
        keeps_texts: whether the units will be read again.
        texts: of all units, if they will.
    """

    keeps_texts: bool
    texts: list[str] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    owners: "array[int]" = field(default_factory=lambda: array("i"))
    terms: list[list[str]] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    corpus: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    n_without_text: int = 0

    def add_document(self, document: Document) -> int:
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        line = f"{document.document_id}\t{digest}\n"
        self.corpus.update(line.encode("utf-8", "surrogatepass"))
        self.document_ids.append(document.document_id)
        return len(self.document_ids) - 1

    def add_unit(self, row: int, text: str) -> None:
        self.owners.append(row)
        self.terms.append(analysis.terms(text))
        if self.keeps_texts:
            self.texts.append(text)


def whole_text(document: Document) -> str:
    """Title and text joined by a space, as published figures have it."""
    return " ".join(block.span.of(document.text) for block in document.blocks)


def _units(
    config: SystemConfig,
    encoder: Encoder | None,
    dataset: Dataset,
    collected: _Collected,
    progress: Progress,
) -> Iterator[str]:
    """The texts that are ranked, in the corpus's order; `collected` learns of each on its way."""
    for document in dataset.documents():
        row = collected.add_document(document)
        texts = _texts_of(document, config, encoder)
        collected.n_without_text += not texts
        for text in texts:
            collected.add_unit(row, text)
            if config.retrieval.correct_spelling:
                collected.words.update(analysis.words(text))
            yield text
        progress(IndexProgress("reading", row + 1, None))


def _texts_of(document: Document, config: SystemConfig, encoder: Encoder | None) -> list[str]:
    if config.unit is Unit.DOCUMENT:
        text = whole_text(document)
        return [text] if text else []
    assert encoder is not None, "passages are sized in the tokens of an encoder"
    cut = cut_document(
        document,
        count_tokens=encoder.count_tokens,
        max_tokens=min(config.passages.max_tokens, encoder.identity.max_tokens),
    )
    return [
        embedded_text(passage.context, passage.span.of(cut.document.text))
        for passage in cut.passages
    ]


def _vectors(
    units: Iterator[str], cache: VectorCache, progress: Progress
) -> Iterator[NDArray[np.float32]]:
    done = 0

    def count(newly_done: int) -> None:
        nonlocal done
        done += newly_done
        progress(IndexProgress("embedding", done, None))

    batch: list[str] = []
    for text in units:
        batch.append(text)
        if len(batch) == _BATCH:
            yield cache.vectors(batch, progress=count)
            batch = []
    if batch:
        yield cache.vectors(batch, progress=count)


@dataclass(frozen=True, slots=True)
class _Embedded:
    index: DenseIndex
    n_embedded: int
    n_from_cache: int


class _NoVectors(DenseIndex):
    """Stands in for the vectors of a system that ranks by words alone, and needs none made."""

    def __init__(self) -> None:
        pass

    def cosines(
        self,
        query: NDArray[np.float32],  # noqa: ARG002 the seam is DenseIndex's
        numbers: NDArray[np.int64],
    ) -> NDArray[np.float32]:
        return np.zeros(len(numbers), np.float32)


def _read_only(units: Iterator[str]) -> _Embedded:
    for _ in units:
        pass
    return _Embedded(_NoVectors(), 0, 0)


def _dense_index(
    units: Iterator[str],
    config: SystemConfig,
    encoder: Encoder,
    workplace: Workplace,
    progress: Progress,
) -> _Embedded:
    path = workplace.index / "dense.faiss"
    truncates = config.unit is Unit.DOCUMENT
    with VectorCache(workplace.vectors, encoder, truncate=truncates) as cache:
        write_dense_index(
            path,
            _vectors(units, cache, progress),
            dimension=encoder.identity.dimension,
            kind=DENSE_KIND,
        )
        return _Embedded(DenseIndex.open(path), cache.n_embedded, cache.n_from_cache)


def _word_indexes(
    config: SystemConfig, encoder: Encoder | None, collected: _Collected, folder: Path
) -> tuple[LexicalIndex, Spelling | None]:
    settings = config.retrieval
    write_lexical_index(folder / "lexical", collected.terms, k1=settings.bm25_k1, b=settings.bm25_b)
    collected.terms.clear()
    lexical = LexicalIndex.open(folder / "lexical")
    if not settings.correct_spelling:
        return lexical, None
    assert encoder is not None, "slips are told from words with an encoder's vocabulary"
    write_words(folder / "words.json", [collected.words.elements()])
    collected.words.clear()
    return lexical, Spelling.open(folder / "words.json", single_token_test(encoder))


class _Ranker:
    def __init__(
        self,
        config: SystemConfig,
        encoder: Encoder | None,
        network: SentenceReader | None,
        retriever: Retriever,
        spelling: Spelling | None,
        collected: _Collected,
        *,
        ignores_identical_ids: bool,
    ) -> None:
        self._ignores_identical_ids = ignores_identical_ids
        self._system, self._retriever, self._spelling = config.ranking, retriever, spelling
        self._encoder = None if config.ranking is System.BM25 else encoder
        self._ids, self._owners = collected.document_ids, collected.owners
        self._texts, self._network, self._config = collected.texts, network, config

    def answer(self, query: BenchmarkQuery) -> QueryOutcome:
        watch = Stopwatch()
        made = self._query(query.text)
        watch.lap("encode")
        ranking = self._ranking(made, leave_out=query.query_id)
        watch.lap("retrieve")
        timings = watch.timings()
        latency = Latency(timings.encode, timings.retrieve, timings.read, timings.total)
        return QueryOutcome(query.query_id, ranking, None, latency)

    def _query(self, text: str) -> Query:
        if self._encoder is not None:
            return make_query(text, encoder=self._encoder, spelling=self._spelling)
        text = canonical_question(text)
        mended = text if self._spelling is None else mend_spelling(text, self._spelling)
        return Query(mended, tuple(analysis.terms(mended)), np.empty(0, np.float32))

    def _ranking(self, query: Query, *, leave_out: str) -> tuple[RankedItem, ...]:
        """The documents of the best units: as many units as give `DEPTH` documents."""
        if not query.has_words:
            return ()
        top_k = DEPTH
        left_out = leave_out if self._ignores_identical_ids else None
        while True:
            ranked = self._reranked(
                query, self._retriever.rank(query, top_k=top_k, system=self._system)
            )
            best = best_per_document(
                ((self._ids[self._owners[unit.number]], unit.score) for unit in ranked),
                depth=DEPTH,
                leave_out=left_out,
            )
            if len(best) == DEPTH or len(ranked) < top_k:
                return best
            top_k *= 4

    def _reranked(
        self, query: Query, ranked: tuple[RankedPassage, ...]
    ) -> tuple[RankedPassage, ...]:
        if self._network is None:
            return ranked
        texts = [self._texts[unit.number] for unit in ranked[: self._config.reranked]]
        return rerank(query.text, ranked, texts, self._network, weight=self._config.rerank_weight)
