"""Answers made by hand, of sentences that stand in two small documents."""

from collections.abc import Sequence

from rag.messages import (
    Answer,
    Citation,
    Outcome,
    ScoreKind,
    SpanMessage,
    Statement,
    TextPositionSelector,
    TextQuoteSelector,
    Timings,
)

TEXTS = {
    "tea": "Tea steeps for three minutes. Water boils at 100 degrees.",
    "milk": "Milk keeps for a week. It boils over.",
}


def citation(index: int, document_id: str, quote: str, *, start: int | None = None) -> Citation:
    begin = TEXTS.get(document_id, quote).index(quote) if start is None else start
    return Citation(
        index=index,
        document_id=document_id,
        title=document_id,
        section="",
        page=None,
        passage_id=f"{document_id}#0",
        url="",
        deep_link="",
        score=1.0,
        score_kind=ScoreKind.SENTENCE_RELEVANCE,
        source_sha256="0" * 64,
        csl={},
        selector=(
            TextPositionSelector(start=begin, end=begin + len(quote)),
            TextQuoteSelector(exact=quote),
        ),
    )


def statement(text: str, *citations: int, marked: Sequence[str] = ()) -> Statement:
    return Statement(
        text=text,
        span=SpanMessage(start=0, end=len(text)),
        citations=citations,
        highlights=tuple(
            SpanMessage(start=text.index(words), end=text.index(words) + len(words))
            for words in marked
        ),
    )


def answer(*quotes: tuple[str, str], confidence: float = 0.5, marked: Sequence[str] = ()) -> Answer:
    """One statement with one citation for each (document id, sentence).

    Args:
        quotes: none for `no_answer`.
        confidence: of the answer.
        marked: words highlighted in the first statement.
    """
    return assembled(
        [
            statement(text, index, marked=marked if index == 1 else ())
            for index, (_, text) in enumerate(quotes, start=1)
        ],
        [citation(index, name, text) for index, (name, text) in enumerate(quotes, start=1)],
        confidence=confidence,
    )


def assembled(
    statements: Sequence[Statement], citations: Sequence[Citation], *, confidence: float = 0.5
) -> Answer:
    return Answer(
        id="0",
        outcome=Outcome.ANSWERED if statements else Outcome.NO_ANSWER,
        answer=" ".join(said.text for said in statements),
        statements=tuple(statements),
        citations=tuple(citations),
        confidence=confidence,
        generation="g",
        timings_ms=Timings(encode=0, retrieve=0, read=0, compose=0, total=0),
    )
