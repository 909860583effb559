"""Which way of reading a follow-up reads best."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answers.candidates import Candidate, ReadQuestion, in_order
from rag.answers.windows import terms_of
from rag.index import analysis
from rag.questions.asking_words import ASKING
from rag.questions.follow_up import Readings
from rag.spans import Span

# Logits, chosen on conversations over SQuAD and two practice corpora, 2026-11-25. A question that
# leans on earlier ones is seldom meant as it stands, one that may stand alone mostly is; the first
# way of reading is likelier than the second; and people stay with the source they were shown.
_LEANS = 1.0
_MAY_STAND_ALONE = 1.0
_SECOND_WAY = 0.5
_SAME_SOURCE = 0.7
# "My exam is tomorrow. What is a fern?", "What is a fern in gardening?": what a question has to be
# read better by without what may be left out.
LEAVES_OUT = 0.5
# A carried topic matches passages by itself, whatever is asked of it ("Is it vegan?"): where none
# of the question's own words stands, an answer has to be that much better.
_OF_THE_TOPIC_ALONE = 2.5


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a question.

    Args:
        text: the question in this way.
        is_as_asked: whether that is what the person typed.
        handicap: logit to come up for.
    """

    text: str
    is_as_asked: bool
    handicap: float


def ways_to_read(question: str, found: Readings) -> tuple[Way, ...]:
    """Two ways at most, which bounds what a follow-up costs; one for a question by itself.

    None for a question that is lost without the others and finds nothing in them.
    """
    others = [Way(text, False, i * _SECOND_WAY) for i, text in enumerate(found.texts)]
    if found.is_lost or (len(others) > 1 and found.leans):
        return tuple(others[:2])
    handicap = _LEANS if found.leans else -_MAY_STAND_ALONE
    return (*others[:1], Way(question, True, handicap if others else 0.0))


def weighed(
    read: ReadQuestion, way: Way, *, earlier: Sequence[str], before: Collection[str]
) -> ReadQuestion:
    """What was read for a follow-up, with what a conversation adds to how well it answers.

    Args:
        read: for the follow-up in this way of reading it.
        way: as it was asked carries no topic that could match by itself.
        earlier: the questions before it.
        before: ids of the documents that the last answer cited.
    """
    own = frozenset() if way.is_as_asked else _own_terms(read.query.text, earlier)
    supports = {
        w.passage.passage_id: not own or not own.isdisjoint(terms_of(w)) for w in read.windows
    }

    def relevance(candidate: Candidate) -> float:
        return (
            candidate.relevance
            + _SAME_SOURCE * (candidate.document.document_id in before)
            - _OF_THE_TOPIC_ALONE * (not supports[candidate.passage.passage_id])
        )

    return replace(
        read, candidates=in_order(replace(c, relevance=relevance(c)) for c in read.candidates)
    )


def _own_terms(text: str, earlier: Sequence[str]) -> frozenset[str]:
    """The terms that a question adds to the ones before it."""
    said = {term for question in earlier for term in analysis.terms(question)}
    return frozenset(analysis.terms(text)) - said - ASKING


def best_way(ways: Sequence[Way], reads: Sequence[ReadQuestion]) -> int:
    """Which way's best sentence answers best, less the way's handicap; the first among equals."""
    return max(range(len(ways)), key=lambda i: (reads[i].best_relevance - ways[i].handicap, -i))


def read_in_all(ways: Sequence[Way], reads: Sequence[ReadQuestion]) -> tuple[int, ReadQuestion]:
    """What was read in several ways as one: a sentence answers that answers in any of them.

    Its odds are the sum of its odds in each way, which a handicap divides: what answers in both is
    surer than what answers in one.

    Returns:
        The way that reads best, and the question as it was read so, with the sentences of all ways
        as relevant as they are there and then.
    """
    best = best_way(ways, reads)
    found: dict[tuple[str, Span], list[tuple[float, Candidate]]] = {}
    for way, read in zip(ways, reads, strict=True):
        for candidate in read.candidates:
            odds = candidate.relevance - way.handicap
            found.setdefault(candidate.place, []).append((odds, candidate))
    merged = []
    for entries in found.values():
        likeliest = max(entries, key=lambda entry: entry[0])[1]
        odds = float(np.logaddexp.reduce([odds for odds, _ in entries]))
        merged.append(replace(likeliest, relevance=odds + ways[best].handicap))
    return best, replace(reads[best], candidates=in_order(merged))
