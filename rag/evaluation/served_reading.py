"""Questions on a folder of documents, read as the service reads them."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.candidates import ReadQuestion, ranked_candidates
from rag.answers.similarity_reader import SimilarityReader, shipped_weights
from rag.answers.trained_reader import TrainedReader, shipped_reading_weights
from rag.evaluation.questions import Question
from rag.evaluation.reading_source import WindowSource
from rag.evaluation.squad_questions import indexed
from rag.index.opened import OpenGeneration
from rag.settings import ReaderSettings


@dataclass(frozen=True, slots=True)
class ServedReading:
    """What finds and reads in one index, with the shipped mixture.

    Args:
        generation: the index.
        windows: finds passages.
        reader: scores their sentences.
    """

    generation: OpenGeneration
    windows: WindowSource
    reader: TrainedReader

    def read(self, question: Question) -> ReadQuestion:
        """A question, a follow-up in its full form, with what is read for it."""
        found = self.windows.find_known(question)
        readings = self.reader.read(found.query, found.windows)
        return ReadQuestion(found.query, found.windows, ranked_candidates(found.windows, readings))


@contextmanager
def served_reading(
    documents: Path, encoder: Encoder, network: SentenceReader
) -> Iterator[ServedReading]:
    """Reads in a folder of documents, which is indexed alone for as long as it is asked.

    Args:
        documents: the folder.
        encoder: makes the index.
        network: the reader's.
    """
    tokens = ReaderSettings().tokens
    with tempfile.TemporaryDirectory() as folder:
        generation, settings = indexed(documents, encoder, index=Path(folder))
        with closing(generation):
            windows = WindowSource(generation, settings, encoder, tokens=tokens)
            similarity = SimilarityReader(generation.lexical, shipped_weights())
            reader = TrainedReader(similarity, network, shipped_reading_weights(), tokens=tokens)
            yield ServedReading(generation, windows, reader)
