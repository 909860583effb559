"""Chosen sentences into the text of an answer with its citations."""

from collections.abc import Callable, Sequence
from datetime import date

from rag.answers.candidates import Candidate
from rag.answers.neighbours import neighbours
from rag.citations.cite import Quote, cite
from rag.documents import BlockKind
from rag.messages import Citation, ScoreKind, SpanMessage, Statement
from rag.spans import Span
from rag.stances import Stance


def compose(
    chosen: Sequence[Candidate],
    *,
    stance_of: Callable[[Candidate], Stance | None] = lambda _candidate: None,
    accessed: date,
) -> tuple[str, tuple[Statement, ...], tuple[Citation, ...]]:
    """The answer's text, its statements and their citations, one for each, in the given order.

    The text joins the statements with spaces, each followed by its number: "First. [1] Second.
    [2]". `statement.span` cuts the statement out of it.
    """
    places: dict[str, list[Span]] = {}
    for candidate in chosen:
        places.setdefault(candidate.document.document_id, []).append(candidate.span)
    shown = {candidate.text for candidate in chosen}
    text = ""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for index, candidate in enumerate(chosen, start=1):
        start = len(text)
        quote, stance = candidate.text, stance_of(candidate)
        before, after = (
            None if beside is None or beside.text in shown else beside
            for beside in neighbours(candidate.document, candidate.span)
        )
        # A table's header stands once, above the first of its rows.
        shown.update(beside.text for beside in (before, after) if beside is not None)
        statements.append(
            Statement(
                text=quote,
                span=SpanMessage(start=start, end=start + len(quote)),
                citations=(index,),
                highlights=_highlights(candidate),
                before=before,
                after=after,
                group=None if stance is None else stance.side,
                group_about=None if stance is None else stance.about,
                group_assigned_by=None if stance is None else stance.assigned_by,
            )
        )
        cited = places[candidate.document.document_id]
        citations.append(cite(_quote(candidate), index=index, accessed=accessed, beside=cited))
        text += f"{quote} [{index}] "
    return text.rstrip(), tuple(statements), tuple(citations)


def _highlights(candidate: Candidate) -> tuple[SpanMessage, ...]:
    if candidate.answer is None or _is_table_row(candidate):
        return ()
    offset = candidate.span.start
    return (SpanMessage(start=candidate.answer.start - offset, end=candidate.answer.end - offset),)


def _is_table_row(candidate: Candidate) -> bool:
    """Whether it is a row of cells, of which a run of words may be of several columns."""
    return candidate.kind is BlockKind.FACT and " | " in candidate.text


def _quote(candidate: Candidate) -> Quote:
    return Quote(
        document=candidate.document,
        passage=candidate.passage,
        span=candidate.span,
        score=candidate.relevance,
        score_kind=ScoreKind.SENTENCE_RELEVANCE,
    )
