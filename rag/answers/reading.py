"""The reader that settings name, over one generation."""

from embeddings.catalogue import load_reader
from embeddings.reader import SentenceReader
from rag.answers.reader import Reader
from rag.answers.similarity_reader import SIMILARITY_READER, SimilarityReader, shipped_weights
from rag.answers.trained_reader import TrainedReader, shipped_reading_weights
from rag.index.lexical import LexicalIndex
from rag.settings import ReaderSettings


def load_network(settings: ReaderSettings) -> SentenceReader | None:
    """The network that the settings name, None when similarities alone read.

    Raises:
        EmbeddingError: it cannot be loaded.
    """
    if settings.name == SIMILARITY_READER:
        return None
    return load_reader(settings.name, threads=settings.threads)


def make_reader(
    settings: ReaderSettings,
    lexical: LexicalIndex,
    network: SentenceReader | None,
    *,
    reads_all: bool = False,
) -> Reader:
    """The reader of one generation.

    Args:
        settings: how much is read for a question.
        lexical: of the generation.
        network: from `load_network`.
        reads_all: the network reads every sentence, whatever the settings say.
    """
    similarity = SimilarityReader(lexical, shipped_weights())
    if network is None:
        return similarity
    return TrainedReader(
        similarity,
        network,
        shipped_reading_weights(),
        tokens=None if reads_all else settings.tokens,
    )
