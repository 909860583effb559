"""Windows of a few sentences in two dimensions, made by hand."""

from pathlib import Path

import numpy as np

from rag.answers.candidates import Candidate
from rag.answers.windows import Window
from rag.documents import (
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
    Passage,
    Sentence,
)
from rag.index import analysis
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.retrieval.hybrid import RankedPassage
from rag.retrieval.query import Query
from rag.spans import Span

EAST, NORTH = (1.0, 0.0), (0.0, 1.0)


def window_of(
    *sentences: str,
    kinds: tuple[BlockKind, ...] = (),
    vectors: tuple[tuple[float, float], ...] = (),
    context: tuple[str, ...] = (),
    cosine: float = 0.5,
    document_id: str = "cats",
    is_one_block: bool = False,
) -> Window:
    """One document of one passage, each sentence on a line of its own and mostly its own block."""
    text = "\n".join(sentences)
    starts = [sum(len(s) + 1 for s in sentences[:i]) for i in range(len(sentences))]
    spans = [Span(start, start + len(s)) for start, s in zip(starts, sentences, strict=True)]
    kinds = kinds or (BlockKind.PARAGRAPH,) * len(sentences)
    blocks = tuple(Block(kind, span) for kind, span in zip(kinds, spans, strict=True))
    if is_one_block:
        blocks = (Block(kinds[0], Span(0, len(text))),)
    return Window(
        document=Document(
            document_id=document_id,
            text=text,
            blocks=blocks,
            sentences=tuple(
                Sentence(span, 0 if is_one_block else i) for i, span in enumerate(spans)
            ),
            metadata=DocumentMetadata(title="Cats", kind="web-page"),
        ),
        passage=Passage(f"{document_id}#0", document_id, (), context, tuple(spans), None, 9),
        ranked=RankedPassage(number=0, score=0.0, cosine=cosine, bm25=0.0),
        sentences=tuple(spans),
        kinds=kinds,
        vectors=np.array(vectors or (NORTH,) * len(sentences), np.float32),
    )


def query_of(text: str, *, vector: tuple[float, float] = EAST) -> Query:
    return Query(text, tuple(analysis.terms(text)), np.array(vector, np.float32))


def lexical_index(folder: Path, *passages: str) -> LexicalIndex:
    """A real index of a few passages."""
    terms = [analysis.terms(passage) for passage in passages]
    write_lexical_index(folder / "lexical", terms, k1=1.2, b=0.75)
    return LexicalIndex.open(folder / "lexical")


def candidate_of(window: Window, sentence: int, relevance: float) -> Candidate:
    return Candidate(
        document=window.document,
        passage=window.passage,
        span=window.sentences[sentence],
        kind=window.kinds[sentence],
        relevance=relevance,
        answer=None,
    )
