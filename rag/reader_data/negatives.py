"""Passages that the project's own retrieval finds for a question, and that do not answer it."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder
from embeddings.training.example import ReaderExample
from rag.index import analysis
from rag.index.dense import DenseIndex, write_dense_index
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.reader_data.squad import SquadParagraph
from rag.retrieval.hybrid import Retriever
from rag.retrieval.query import make_query
from rag.settings import RetrievalSettings

SOURCE = "retrieved"
_BATCH = 512
_DEPTH = 12  # passages looked at for each question
_FIRST_RANKS = 6  # negatives come from the best so many that are left


def retrieved_negatives(
    paragraphs: Sequence[SquadParagraph],
    encoder: Encoder,
    *,
    n_questions: int,
    per_question: int,
    seed: int,
    progress: Callable[[str, int, int | None], None] = lambda _step, _done, _total: None,
) -> Iterator[ReaderExample]:
    """Examples without an answer: the paragraphs that hybrid retrieval puts first for a question.

    All paragraphs are indexed as the service would; for each of `n_questions` drawn questions its
    own paragraph and all that hold the answer's words are left out, and `per_question` of the
    best that remain are drawn.

    Args:
        paragraphs: of any articles; the negatives cross article borders.
        encoder: the one that serves.
        n_questions: drawn without replacement; all when there are fewer.
        per_question: 1 or more.
        seed: of the draws.
        progress: told the step, and how many of how many are done.
    """
    rng = random.Random(seed)  # noqa: S311 a draw, not a secret
    asked = [
        (number, question)
        for number, paragraph in enumerate(paragraphs)
        for question in paragraph.questions
        if question.answer is not None
    ]
    drawn = sorted(rng.sample(range(len(asked)), min(n_questions, len(asked))))
    settings = RetrievalSettings()
    with tempfile.TemporaryDirectory() as scratch:
        retriever = _retriever(Path(scratch), paragraphs, encoder, settings, progress)
        for done, position in enumerate(drawn, start=1):
            own, question = asked[position]
            assert question.answer is not None
            folded = question.answer.casefold()
            query = make_query(question.text, encoder=encoder, spelling=None)
            ranked = retriever.rank(query, top_k=_DEPTH)
            wrong = [
                paragraphs[hit.number]
                for hit in ranked
                if hit.number != own
                and folded not in paragraphs[hit.number].context.casefold()
                and paragraphs[hit.number].context != paragraphs[own].context
            ][:_FIRST_RANKS]
            for paragraph in rng.sample(wrong, min(per_question, len(wrong))):
                texts = paragraph.texts
                yield ReaderExample(SOURCE, question.text, texts, (False,) * len(texts))
            progress("finding negatives", done, len(drawn))


def _retriever(
    folder: Path,
    paragraphs: Sequence[SquadParagraph],
    encoder: Encoder,
    settings: RetrievalSettings,
    progress: Callable[[str, int, int | None], None],
) -> Retriever:
    texts = [f"{paragraph.title}\n{paragraph.context}" for paragraph in paragraphs]

    def batches() -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
        for start in range(0, len(texts), _BATCH):
            progress("indexing paragraphs", start, len(texts))
            yield encoder.encode_documents(texts[start : start + _BATCH], truncate=True)

    write_dense_index(
        folder / "dense.faiss", batches(), dimension=encoder.identity.dimension, kind="Flat"
    )
    write_lexical_index(
        folder / "lexical",
        [analysis.terms(text) for text in texts],
        k1=settings.bm25_k1,
        b=settings.bm25_b,
    )
    return Retriever(
        DenseIndex.open(folder / "dense.faiss"),
        LexicalIndex.open(folder / "lexical"),
        np.arange(len(texts), dtype=np.int32),
        settings,
    )
