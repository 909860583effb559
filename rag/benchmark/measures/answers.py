"""Measures of answers that quote: were the right sentences shown, and was silence right?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.benchmark.dataset import Answerability, Gold
from rag.benchmark.measures.retrieval import MeasureError
from rag.benchmark.measures.squad import exact_match, f1
from rag.errors import NotFound
from rag.evaluation.questions import GoldGroup
from rag.messages import Answer, Citation, Statement, TextPositionSelector, TextQuoteSelector

HIT_AT_1 = "hit@1"
HIT_AT_3 = "hit@3"
FULL_ANSWER = "full_answer"
EM = "EM"
F1 = "F1"
REFUSAL_RECALL_NEAR = "refusal_recall_near"
REFUSAL_RECALL_FAR = "refusal_recall_far"
FALSE_REFUSAL_RATE = "false_refusal_rate"
QUOTE_EXACTNESS = "quote_exactness"
CITATION_PRECISION = "citation_precision"
CITATION_RECALL = "citation_recall"
AURC = "AURC"  # of the whole dataset: it has no value per query

LOWER_IS_BETTER = frozenset({FALSE_REFUSAL_RATE, AURC})
# Taken of the queries that a system answered, which are others for each system.
OF_ANSWERED_ONLY = frozenset({QUOTE_EXACTNESS, CITATION_PRECISION})
_REFUSAL_RECALL = {
    Answerability.NEAR: REFUSAL_RECALL_NEAR,
    Answerability.FAR: REFUSAL_RECALL_FAR,
}

TextOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something to find: a gold group from any document, or spans from `document_id` alone."""

    group: GoldGroup
    document_id: str = ""

    def is_in(self, statement: Statement, document_ids: Sequence[str]) -> bool:
        return any(
            self.document_id in ("", name) and self.group.is_found_in(statement.text, name)
            for name in document_ids
        )


def answer_values(
    gold: Mapping[str, Gold], answers: Mapping[str, Answer], *, text_of: TextOf | None
) -> dict[str, dict[str, float]]:
    """The measures that each question has, in [0, 1].

    An answerable question has:
        hit@1, hit@3: 1 when one of the first 1 or 3 statements is right: it holds a gold span and
            is cited from its document, or finds a gold group. Quotes, white space and case are
            folded as `GoldGroup` does.
        full_answer: 1 when the statements find `min_groups` groups; with spans, when one is right.
        false_refusal_rate: 1 when nothing is stated.
        citation_recall: share of the gold groups found; the spans of a question are one fact.
        citation_precision: share of the statements that are right; absent when nothing is stated.

    An unanswerable one has refusal_recall_near or refusal_recall_far: 1 when nothing is stated.

    Any question has quote_exactness when something is cited and `text_of` is given: the share of
    citations whose quote is, character for character, what stands at its position. Where some
    question of the dataset has gold spans, all have EM and F1 (`squad.py`) of the words
    highlighted in the first statement, or of its whole text when none are.

    Args:
        gold: query id -> what is right.
        answers: query id -> what was answered, for every query of `gold`.
        text_of: document id -> canonical text; NotFound or KeyError make a citation inexact.

    Returns:
        query id -> measure -> value, queries in the order of `gold`.

    Raises:
        MeasureError: an answerable question has neither spans nor groups.
    """
    has_spans = any(entry.spans for entry in gold.values())
    return {
        query_id: _values(entry, answers[query_id], has_spans=has_spans, text_of=text_of)
        for query_id, entry in gold.items()
    }


def _values(
    gold: Gold, answer: Answer, *, has_spans: bool, text_of: TextOf | None
) -> dict[str, float]:
    values: dict[str, float] = {}
    refused = float(not answer.statements)
    if gold.answerability is Answerability.ANSWERABLE:
        values |= _of_answerable(gold, answer)
        values[FALSE_REFUSAL_RATE] = refused
    else:
        values[_REFUSAL_RECALL[gold.answerability]] = refused
    if has_spans and (gold.spans or gold.answerability is not Answerability.ANSWERABLE):
        prediction = predicted_span(answer)
        values[EM], values[F1] = exact_match(prediction, gold.spans), f1(prediction, gold.spans)
    if text_of is not None and answer.citations:
        exact = [_is_exact(citation, text_of) for citation in answer.citations]
        values[QUOTE_EXACTNESS] = sum(exact) / len(exact)
    return values


def _of_answerable(gold: Gold, answer: Answer) -> dict[str, float]:
    facts = _facts(gold)
    sources = {citation.index: citation.document_id for citation in answer.citations}
    # found[i][j]: whether statement i holds fact j
    found = [
        [fact.is_in(said, [sources[i] for i in said.citations if i in sources]) for fact in facts]
        for said in answer.statements
    ]
    right = [any(of_statement) for of_statement in found]
    n_found = sum(any(of_fact) for of_fact in zip(*found, strict=True))
    values = {
        HIT_AT_1: float(any(right[:1])),
        HIT_AT_3: float(any(right[:3])),
        FULL_ANSWER: float(n_found >= (gold.min_groups if gold.groups else 1)),
        CITATION_RECALL: n_found / len(facts),
    }
    if right:
        values[CITATION_PRECISION] = sum(right) / len(right)
    return values


def _facts(gold: Gold) -> tuple[_Fact, ...]:
    if gold.groups:
        return tuple(_Fact(group) for group in gold.groups)
    if gold.spans:
        return (_Fact(GoldGroup(("",), gold.spans), gold.document_id),)
    raise MeasureError(
        "an answerable question has neither gold spans nor gold groups; "
        "give it one of them, or mark it as unanswerable"
    )


def predicted_span(answer: Answer) -> str:
    """What SQuAD would call the prediction: "" when nothing is stated."""
    if not answer.statements:
        return ""
    first = answer.statements[0]
    marked = [first.text[span.start : span.end] for span in first.highlights]
    return " ".join(marked) or first.text


def _is_exact(citation: Citation, text_of: TextOf) -> bool:
    positions = [s for s in citation.selector if isinstance(s, TextPositionSelector)]
    quotes = [s for s in citation.selector if isinstance(s, TextQuoteSelector)]
    if len(positions) != 1 or len(quotes) != 1 or not quotes[0].exact:
        return False
    try:
        text = text_of(citation.document_id)
    except (NotFound, KeyError):
        return False
    return text[positions[0].start : positions[0].end] == quotes[0].exact
