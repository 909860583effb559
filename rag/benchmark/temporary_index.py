"""An engine over a dataset's documents, for as long as it is measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.benchmark.dataset import Dataset
from rag.engine import Engine
from rag.index.build import Progress, index_documents
from rag.settings import IndexSettings, Settings


@contextmanager
def engine_over(
    dataset: Dataset,
    settings: Settings,
    encoder: Encoder,
    network: SentenceReader | None,
    *,
    vectors: Path | None = None,
    progress: Progress = lambda _progress: None,
) -> Iterator[Engine]:
    """Index all documents of `dataset` in a temporary folder and open an engine over them.

    Args:
        dataset: whose documents may answer.
        settings: what serves; its index path is not used.
        encoder: that `settings` name.
        network: of the reader that `settings` name.
        vectors: cache of vectors made before.
        progress: told of what is done.
    """
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as folder:
        settings = settings.model_copy(update={"index": IndexSettings(path=Path(folder) / "index")})
        index_documents(
            dataset.documents(),
            settings,
            encoder,
            sources=[dataset.source],
            vector_cache=vectors or Path(folder) / "vectors.sqlite",
            progress=progress,
        )
        engine = Engine.open(settings, encoder=encoder, network=network)
        try:
            yield engine
        finally:
            engine.close()
