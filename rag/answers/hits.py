"""A ranked passage as people and programs see it."""

from rag.answers.windows import Window
from rag.citations.cite import deep_link
from rag.index.matched_words import matched_words
from rag.messages import Hit, ScoredSpan, ScoreKind, SpanMessage
from rag.retrieval.query import Query


def make_hit(query: Query, window: Window, score_kind: ScoreKind) -> Hit:
    """The passage with the cosine of each of its sentences, and with the words that match."""
    passage, document = window.passage, window.document
    cosines = window.vectors @ query.vector
    start = passage.span.start
    text = passage.span.of(document.text)
    return Hit(
        passage_id=passage.passage_id,
        document_id=document.document_id,
        title=document.metadata.title,
        section=passage.section,
        text=text,
        span=SpanMessage(start=start, end=passage.span.end),
        score=round(window.ranked.score, 6),
        score_kind=score_kind,
        deep_link=deep_link(document, passage.span),
        sentences=tuple(
            ScoredSpan(
                start=span.start - start, end=span.end - start, score=round(float(cosine), 6)
            )
            for span, cosine in zip(window.sentences, cosines, strict=True)
        ),
        matches=tuple(
            SpanMessage(start=span.start, end=span.end)
            for span in matched_words(text, frozenset(query.terms))
        ),
    )
