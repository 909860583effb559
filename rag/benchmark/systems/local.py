"""A system that runs here, from its configuration."""

from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import cached_property
from typing import Any

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.reading import load_network
from rag.benchmark.dataset import Dataset, Task
from rag.benchmark.systems.answering import Answering, Workplace
from rag.benchmark.systems.answers import answering_system
from rag.benchmark.systems.config import SystemConfig, Unit
from rag.benchmark.systems.prompted_encoder import PromptedEncoder
from rag.benchmark.systems.retrieval import retrieval_system
from rag.benchmark.systems.sentences import sentence_system
from rag.index.build import Progress
from rag.messages import System


class LocalSystem:
    """Implements `BenchmarkedSystem` with the objects that serve.

    Args:
        config: what to run.
        task: of the datasets it will see; BM25 over whole documents needs no encoder.
        encoder: the one that `config` names, if it is loaded already, without the prompts of
            `config`.
    """

    def __init__(self, config: SystemConfig, task: Task, *, encoder: Encoder | None = None) -> None:
        self._config, self._task, self._given = config, task, encoder

    def identity(self) -> dict[str, Any]:
        """The configuration, and the identities of the encoder and the reader that take part.

        Raises:
            EmbeddingError: one of them cannot be loaded.
        """
        encoder = self._encoder
        return {
            "name": self._config.name,
            "config": self._config.model_dump(mode="json"),
            "encoder": encoder.identity.as_dict() if encoder else None,
            "reader": self._reader_identity(),
        }

    def ready_for(
        self, dataset: Dataset, workplace: Workplace, progress: Progress
    ) -> AbstractContextManager[Answering]:
        config, network = self._config, self._network
        if self._task is Task.RETRIEVAL:
            return retrieval_system(config, self._encoder, network, dataset, workplace, progress)
        assert self._encoder is not None, "sentences are read with an encoder"
        prepare = sentence_system if self._task is Task.SENTENCES else answering_system
        return prepare(config, self._encoder, network, dataset, workplace, progress)

    def _reader_identity(self) -> dict[str, Any] | None:
        if not self._reads:
            return None
        if self._network is None:
            return {"name": self._config.reader.name}
        return asdict(self._network.identity)

    @property
    def _reads(self) -> bool:
        return self._task is not Task.RETRIEVAL or self._config.reranked > 0

    @cached_property
    def _network(self) -> SentenceReader | None:
        return load_network(self._config.reader) if self._reads else None

    @cached_property
    def _encoder(self) -> Encoder | None:
        config = self._config
        ranks_words_of_whole_documents = (
            self._task is Task.RETRIEVAL
            and config.ranking is System.BM25
            and config.unit is Unit.DOCUMENT
            and not config.retrieval.correct_spelling
        )
        if ranks_words_of_whole_documents:
            return None
        encoder = self._given or load_encoder(config.encoder)
        if not (config.query_prompt or config.document_prompt):
            return encoder
        return PromptedEncoder(
            encoder, query_prompt=config.query_prompt, document_prompt=config.document_prompt
        )
