from collections.abc import Iterator

from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset, Gold, Task
from rag.documents import Block, BlockKind, Document, DocumentMetadata, Sentence
from rag.evaluation.questions import GoldGroup
from rag.reader_data.sentence_hits import embedded, sentence_hits, sentence_set
from rag.spans import Span
from tests.rag.index.tiny_encoder import TinyEncoder

HEADING, BODY = "lift drag", "lift on wings"


def document(document_id: str) -> Document:
    text = f"{HEADING}\n{BODY}"
    spans = (Span(0, len(HEADING)), Span(len(HEADING) + 1, len(text)))
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH)
    return Document(
        document_id=document_id,
        text=text,
        blocks=tuple(Block(kind, span) for kind, span in zip(kinds, spans, strict=True)),
        sentences=tuple(Sentence(span, at) for at, span in enumerate(spans)),
        metadata=DocumentMetadata(title="", kind="text"),
    )


def dataset(*queries: BenchmarkQuery) -> Dataset:
    def documents() -> Iterator[Document]:
        return iter([document("a"), document("b")])

    return Dataset("made", Task.ANSWERS, documents, queries, {}, "", "made")


def asked(query_id: str, *, spans: tuple[str, ...] = (), of: str = "") -> BenchmarkQuery:
    groups = () if spans else (GoldGroup(("b",), ("wings",)),)
    gold = Gold(Answerability.ANSWERABLE, spans=spans, document_id=of, groups=groups)
    return BenchmarkQuery(query_id, (BODY,), gold)


def test_spans_count_in_their_own_document_only() -> None:
    # Both documents hold the sentence; of equal cosines the first, document a's, is taken.
    queries = asked("1", spans=("Wings",), of="a"), asked("2", spans=("wings",), of="b")
    data = sentence_set(dataset(*queries), queries, with_headings=False)
    assert data.sentences == (BODY, BODY)
    vectors = embedded(TinyEncoder(), data)
    assert sentence_hits(vectors) == {"1": 1.0, "2": 0.0}
    assert sentence_hits(vectors, own_document=True) == {"1": 1.0, "2": 1.0}


def test_groups_count_in_the_documents_that_they_name() -> None:
    queries = (asked("1"),)
    data = sentence_set(dataset(*queries), queries, with_headings=True)
    assert data.sentences == (HEADING, BODY, HEADING, BODY)
    vectors = embedded(TinyEncoder(), data)
    assert sentence_hits(vectors) == {"1": 0.0}
