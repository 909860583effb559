"""The reader ranks the candidates of a SENTENCES dataset, each read alone.

Memory while indexing holds the ids and texts of the candidates (they are in the dataset already)
and their index terms; the vectors are written to a memory map in batches.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.reader import Reader
from rag.answers.reading import make_reader
from rag.answers.stopwatch import Stopwatch
from rag.answers.windows import Window
from rag.benchmark.dataset import BenchmarkQuery, CandidateSentence, Dataset
from rag.benchmark.outcomes import Latency, QueryOutcome, RankedItem
from rag.benchmark.systems.answering import DEPTH, Answering, IndexFacts, Workplace
from rag.benchmark.systems.config import SystemConfig
from rag.benchmark.systems.index_files import index_bytes, index_sha256
from rag.documents import Block, BlockKind, Document, DocumentMetadata, Passage, Sentence
from rag.index import analysis
from rag.index.build import IndexProgress, Progress
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.index.vector_cache import VectorCache
from rag.retrieval.hybrid import RankedPassage
from rag.retrieval.query import Query, make_query
from rag.spans import Span

_BATCH = 1024


@contextmanager
def sentence_system(
    config: SystemConfig,
    encoder: Encoder,
    network: SentenceReader | None,
    dataset: Dataset,
    workplace: Workplace,
    progress: Progress,
) -> Iterator[Answering]:
    """Embed all candidates; then the reader orders each question's, ties by id.

    Each candidate is a passage of one sentence: the datasets do not say what stood around it. How
    rare a word is, is counted over all different candidates of the dataset.

    Raises:
        IndexingError: no candidate holds a word.
    """
    started = time.perf_counter()
    candidates = [candidate for query in dataset.queries for candidate in query.candidates]
    rows = {text: row for row, text in enumerate(dict.fromkeys(entry.text for entry in candidates))}
    texts = list(rows)
    with VectorCache(workplace.vectors, encoder, truncate=True) as cache:
        vectors = _written_vectors(workplace.index / "sentences.npy", texts, cache, progress)
        n_embedded, n_from_cache = cache.n_embedded, cache.n_from_cache
    write_lexical_index(
        workplace.index / "lexical",
        (analysis.terms(text) for text in texts),
        k1=config.retrieval.bm25_k1,
        b=config.retrieval.bm25_b,
    )
    lexical = LexicalIndex.open(workplace.index / "lexical")
    reader = make_reader(config.reader, lexical, network, reads_all=True)
    facts = IndexFacts(
        unit="sentence",
        n_documents=0,
        n_units=len(texts),
        n_without_text=0,
        corpus_sha256=_corpus_sha256(candidates),
        index_sha256=index_sha256(workplace.index),
        n_bytes=index_bytes(workplace.index),
        build_seconds=round(time.perf_counter() - started, 3),
        texts_embedded=n_embedded,
        texts_from_cache=n_from_cache,
    )

    def answer(query: BenchmarkQuery) -> QueryOutcome:
        watch = Stopwatch()
        made = make_query(query.text, encoder=encoder, spelling=None)
        watch.lap("encode")
        numbers = [rows[candidate.text] for candidate in query.candidates]
        ranking = _ranking(made, query.candidates, vectors[numbers], reader)
        watch.lap("read")
        timings = watch.timings()
        latency = Latency(timings.encode, 0.0, timings.read, timings.total)
        return QueryOutcome(query.query_id, ranking, None, latency)

    yield Answering(answer, facts)


def _written_vectors(
    path: Path, texts: Sequence[str], cache: VectorCache, progress: Progress
) -> NDArray[np.float32]:
    """(n_texts, dimension) float32, memory-mapped from `path`."""
    vectors = np.lib.format.open_memmap(
        path, mode="w+", dtype=np.float32, shape=(len(texts), cache.dimension)
    )
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = cache.vectors(batch)
        progress(IndexProgress("embedding", start + len(batch), len(texts)))
    vectors.flush()
    return vectors


def _ranking(
    query: Query,
    candidates: tuple[CandidateSentence, ...],
    vectors: NDArray[np.float32],
    reader: Reader,
) -> tuple[RankedItem, ...]:
    windows = [
        _window(candidate, vector, query)
        for candidate, vector in zip(candidates, vectors, strict=True)
    ]
    readings = reader.read(query, windows)
    scored = [
        RankedItem(candidate.sentence_id, reading.relevance[0])
        for candidate, reading in zip(candidates, readings, strict=True)
    ]
    return tuple(sorted(scored, key=lambda item: (-item.score, item.item_id)))[:DEPTH]


def _window(candidate: CandidateSentence, vector: NDArray[np.float32], query: Query) -> Window:
    span = Span(0, len(candidate.text))
    document = Document(
        document_id=candidate.sentence_id,
        text=candidate.text,
        blocks=(Block(BlockKind.PARAGRAPH, span),),
        sentences=(Sentence(span, 0),),
        metadata=DocumentMetadata(title="", kind="sentence"),
    )
    passage = Passage(
        passage_id=f"{candidate.sentence_id}#0",
        document_id=candidate.sentence_id,
        heading_path=(),
        context=(),
        sentences=(span,),
        page=None,
        n_tokens=0,
    )
    cosine = float(vector @ query.vector)
    return Window(
        document=document,
        passage=passage,
        ranked=RankedPassage(0, cosine, cosine, 0.0),
        sentences=(span,),
        kinds=(BlockKind.PARAGRAPH,),
        vectors=vector[np.newaxis],
    )


def _corpus_sha256(candidates: Iterable[CandidateSentence]) -> str:
    digest = hashlib.sha256()
    for candidate in candidates:
        line = f"{candidate.sentence_id}\t{candidate.text}\n"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
