"""Asks an ANSWERS dataset's questions of the engine that serves, over an index of its documents.

Memory is that of `rag.index.build`: documents stream into SQLite; passage vectors, index terms and
the documents' ids are held while indexing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.stopwatch import Stopwatch
from rag.benchmark.dataset import BenchmarkQuery, Dataset
from rag.benchmark.outcomes import Latency, QueryOutcome
from rag.benchmark.systems.answering import Answering, IndexFacts, Workplace
from rag.benchmark.systems.config import SystemConfig, Unit
from rag.benchmark.systems.index_files import index_bytes, index_sha256
from rag.conversation import history_of
from rag.engine import Engine
from rag.index.build import Progress, index_documents
from rag.index.generations import current_generation
from rag.index.manifest import read_manifest
from rag.messages import AskRequest
from rag.settings import EncoderSettings, IndexSettings, Settings
from rag.stances import stance_files


@contextmanager
def answering_system(
    config: SystemConfig,
    encoder: Encoder,
    network: SentenceReader | None,
    dataset: Dataset,
    workplace: Workplace,
    progress: Progress,
) -> Iterator[Answering]:
    """Index the dataset's documents in passages; then each question gets the engine's answer.

    Raises:
        IndexingError: there is no document that can be indexed.
    """
    settings = Settings(
        index=IndexSettings(path=workplace.index),
        encoder=EncoderSettings(name=config.encoder),
        reader=config.reader,
        passages=config.passages,
        retrieval=config.retrieval,
        answers=config.answers,
    )
    report = index_documents(
        dataset.documents(),
        settings,
        encoder,
        sources=[dataset.source],
        stances=stance_files([Path(dataset.source)]),
        vector_cache=workplace.vectors,
        progress=progress,
    )
    generation = current_generation(workplace.index)
    facts = IndexFacts(
        unit=Unit.PASSAGE.value,
        n_documents=report.n_documents + len(report.skipped),
        n_units=report.n_passages,
        n_without_text=len(report.skipped),
        corpus_sha256=read_manifest(generation).corpus_sha256,
        index_sha256=index_sha256(generation),
        n_bytes=index_bytes(generation),
        build_seconds=round(report.seconds, 3),
        texts_embedded=report.n_embedded,
        texts_from_cache=report.n_from_cache,
    )
    engine = Engine.open(settings, encoder=encoder, network=network, ranking=config.ranking)

    def answer(query: BenchmarkQuery) -> QueryOutcome:
        request = AskRequest(question=query.text, history=history_of(query.turns[:-1], engine.ask))
        watch = Stopwatch()
        given = engine.ask(request)
        total = watch.timings().total
        inside = given.timings_ms
        latency = Latency(inside.encode, inside.retrieve, inside.read, total)
        return QueryOutcome(query.query_id, (), given, latency)

    try:
        yield Answering(answer, facts)
    finally:
        engine.close()
