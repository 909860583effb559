"""The seam between a run and whatever answers it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from rag.benchmark.dataset import BenchmarkQuery, Dataset
from rag.benchmark.outcomes import QueryOutcome
from rag.index.build import Progress

DEPTH = 1000  # items kept for each question, as TREC runs have it


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """What was indexed, for the manifest.

    Args:
        unit: "passage", "document" or "sentence".
        n_documents: streamed from the dataset.
        n_units: texts that are ranked or read.
        n_without_text: documents that no unit came of: nothing but headings.
        corpus_sha256: over the documents' ids and texts.
        index_sha256: over the index's files.
        n_bytes: of the index's files.
        build_seconds: from the first document to the last file; vectors that were made before cost
            next to nothing, so read it with the next two.
        texts_embedded: vectors made in this run.
        texts_from_cache: vectors taken from an earlier one.
    """

    unit: str
    n_documents: int
    n_units: int
    n_without_text: int
    corpus_sha256: str
    index_sha256: str
    n_bytes: int
    build_seconds: float
    texts_embedded: int
    texts_from_cache: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answering:
    """A system that is ready for one dataset's questions.

    Args:
        answer: says everything that the system says to one question.
        index: what it was made ready from; None for a server, which has an index already.
    """

    answer: Callable[[BenchmarkQuery], QueryOutcome]
    index: IndexFacts | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders of one run.

    Args:
        index: an empty folder of this run alone, for its index.
        vectors: a file in an existing folder, shared by all runs, for vectors made before.
    """

    index: Path
    vectors: Path


class BenchmarkedSystem(Protocol):
    """A system before it has seen a dataset."""

    def identity(self) -> dict[str, Any]:
        """What decides its answers besides the data: JSON-ready, equal only for equal systems."""
        ...

    def ready_for(
        self, dataset: Dataset, workplace: Workplace, progress: Progress
    ) -> AbstractContextManager[Answering]:
        """Index the dataset's documents, or connect; undone at the end.

        Raises:
            RunError: this system cannot answer this kind of dataset, or cannot be reached.
        """
        ...
