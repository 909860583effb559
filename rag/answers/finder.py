"""The passages for a question, found as the settings say and opened for reading."""

from collections.abc import Callable, Collection, Sequence

from embeddings.encoder import Encoder
from rag.answers.windows import Window, read_windows
from rag.documents import Passage
from rag.errors import InvalidQuestion
from rag.index.opened import OpenGeneration
from rag.messages import Filters, System
from rag.retrieval.filters import allowed_documents
from rag.retrieval.hybrid import RankedPassage, Retriever
from rag.retrieval.query import Query, make_query
from rag.settings import RetrievalSettings

Keep = Callable[[Passage], bool]  # whether a passage may be read
_MOST_AUTHORS = 100  # that a filter may name
_LOOKED_AT = 256  # passages fetched at once to be judged


class PassageFinder:
    """Finds passages of one generation.

    Args:
        generation: open.
        settings: of retrieval.
        encoder: that made the generation's vectors.
    """

    def __init__(
        self, generation: OpenGeneration, settings: RetrievalSettings, encoder: Encoder
    ) -> None:
        self._opened, self._settings, self._encoder = generation, settings, encoder
        self._retriever = Retriever(
            generation.dense, generation.lexical, generation.passage_documents, settings
        )

    def query(self, question: str) -> Query:
        """The question as it is searched.

        Raises:
            InvalidQuestion: it holds nothing but white space.
        """
        if not question.strip():
            raise InvalidQuestion("the question is empty; type at least one character")
        spelling = self._opened.spelling if self._settings.correct_spelling else None
        return make_query(question, encoder=self._encoder, spelling=spelling)

    def rank(
        self,
        query: Query,
        filters: Filters,
        top_k: int,
        *,
        system: System,
        without: str | None = None,
    ) -> tuple[RankedPassage, ...]:
        """The best `top_k` passages of the documents that `filters` allow, but `without`."""
        if not query.has_words:
            return ()
        documents = allowed_documents(self._opened.store, filters, without=without)
        return self._retriever.rank(query, top_k=top_k, system=system, documents=documents)

    def rank_kept(
        self,
        query: Query,
        filters: Filters,
        top_k: int,
        *,
        keep: Keep,
        system: System,
        without: str | None = None,
    ) -> tuple[RankedPassage, ...]:
        """The best `top_k` of the passages that are to be kept, however low they rank.

        The order is that of `rank`. Cost: where the first `top_k` of the documents are not all
        kept, their other passages are ranked too, and looked at until there are enough.
        """
        kept: tuple[RankedPassage, ...] = ()
        for depth in (top_k, self._opened.lexical.n_passages):
            ranked = self.rank(query, filters, depth, system=system, without=without)
            kept = self._kept(ranked, keep, most=top_k)
            if len(kept) == top_k or len(ranked) < depth:
                break
        return kept

    def _kept(
        self, ranked: Sequence[RankedPassage], keep: Keep, *, most: int
    ) -> tuple[RankedPassage, ...]:
        kept: list[RankedPassage] = []
        for start in range(0, len(ranked), _LOOKED_AT):
            batch = ranked[start : start + _LOOKED_AT]
            stored = self._opened.store.passages([passage.number for passage in batch])
            kept += [passage for passage in batch if keep(stored[passage.number].passage)]
            if len(kept) >= most:
                break
        return tuple(kept[:most])

    def windows(self, ranked: Sequence[RankedPassage]) -> tuple[Window, ...]:
        """The passages with their sentences, in the same order."""
        return read_windows(self._opened.store, self._opened.sentence_vectors, ranked)


def among(filters: Filters, documents: Collection[str]) -> Filters | None:
    """The filters with all other documents left out; None when they leave none of these."""
    allowed = set(documents).intersection(filters.document_ids or documents)
    if not allowed:
        return None
    return filters.model_copy(update={"document_ids": tuple(sorted(allowed))})


def by_authors(filters: Filters, names: Sequence[str]) -> Filters | None:
    """The filters with the documents of these authors alone; None when they leave none of them."""
    asked = {name.casefold() for name in filters.author}
    allowed = tuple(name for name in names if not asked or name in asked)
    return filters.model_copy(update={"author": allowed[:_MOST_AUTHORS]}) if allowed else None
