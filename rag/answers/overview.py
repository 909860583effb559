"""An overview of one document: "Summarise the article on ferns.", "What are its main points?".

Nothing is written: it is the first sentence of each of its sections, where it has several, or else
the sentences that lie nearest to the middle of all of its sentences and not near each other, and
the one with which it sums up. In the document's order.

Sources: centroid-based extraction after Radev et al. (Information Processing & Management 2004),
with maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answers.candidates import Candidate, ReadQuestion, states_something
from rag.answers.enumeration import enumerations
from rag.documents import BlockKind, Document, Passage
from rag.index import analysis
from rag.index.store import Store
from rag.spans import Span

MOST_OF_OVERVIEW = 8
_OF_PROSE = 5  # sentences where no sections lead
_LONGEST = 2_000  # sentences compared: of a book the first chapters
_FEWEST_SECTIONS = 3
_NAMED = 0.5  # share of the words asked with that title and headings hold
_MIDDLE = 0.7  # weight of lying in the middle, against lying near what is chosen
_UNREAD = -30.0
_I = re.IGNORECASE
_TEXT = r"(?:article|text|document|paper|page|brief|piece|study|report|chapter|answer|leaflet)s?"
_OVERVIEWS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        r"^\W*(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:give (?:me )?)?"
        rf"(?:summari[sz]e|(?:a |an )?(?:short |brief )?(?:summary|overview) of)\b(?: the| this)? "
        rf"{_TEXT}\b(?P<matter>.*)$",
        r"^\W*what (?:is|are) the (?:main|key) "
        r"(?:points?|ideas?|messages?|takeaways?|conclusions?) "
        rf"(?:of|in|from) (?:the|this) {_TEXT}\b(?P<matter>.*)$",
        rf"^\W*what (?:is|does) (?:the|this) {_TEXT}\b(?P<matter>.*?) "
        r"(?:about|say|cover|argue)\W*$",
        rf"^\W*(?:summary|overview) of (?:the|this) {_TEXT}\b(?P<matter>.*)$",
    )
)
_SUMS_UP = re.compile(
    r"^(?:in (?:sum|summary|conclusion|short)|to (?:sum up|conclude)|overall|all in all|"
    r"taken together)\b",
    _I,
)


def overview_asked(question: str) -> frozenset[str] | None:
    """The index terms of the document that an overview is asked of; None for another question."""
    for overview in _OVERVIEWS:
        if found := overview.match(question):
            return frozenset(analysis.terms(found["matter"]))
    return None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sentence that may be shown, with the passage it is indexed in and its vector."""

    span: Span
    passage: Passage
    kind: BlockKind
    vector: NDArray[np.float32]


class Overviews:
    """Makes overviews of the documents of one generation.

    Args:
        store: of the generation.
        sentence_vectors: (n_sentences, dimension) of the generation, rows of length 1.
    """

    def __init__(self, store: Store, sentence_vectors: NDArray[np.float16]) -> None:
        self._store, self._vectors = store, sentence_vectors

    def of(self, read: ReadQuestion, matter: frozenset[str]) -> tuple[Candidate, ...]:
        """Up to eight sentences of the document that is named, in its order.

        Args:
            read: the question with what was found for it.
            matter: terms that name the document; without one only a lone document is meant.

        Returns:
            Nothing where no document found has half of the terms in its title and headings.
        """
        document = self._meant(read, matter)
        if document is None:
            return ()
        relevance = {(c.document.document_id, c.span): c.relevance for c in read.candidates}
        return tuple(
            Candidate(
                document=document,
                passage=sentence.passage,
                span=sentence.span,
                kind=sentence.kind,
                relevance=relevance.get((document.document_id, sentence.span), _UNREAD),
                answer=None,
            )
            for sentence in _chosen(document, self._placed(document))
        )

    def _meant(self, read: ReadQuestion, matter: frozenset[str]) -> Document | None:
        found = {window.document.document_id: window.document for window in read.windows}
        if not matter:
            return next(iter(found.values())) if len(found) == 1 else None
        shares = [
            (len(matter & _named_in(document)) / len(matter), document)
            for document in found.values()
        ]
        share, document = max(shares, key=lambda entry: entry[0], default=(0.0, None))
        return document if share >= _NAMED else None

    def _placed(self, document: Document) -> list[_Placed]:
        places = self._store.places_within(document.document_id, Span(0, len(document.text)))
        return [
            _Placed(
                sentence.span,
                place.stored.passage,
                kind,
                self._vectors[place.row].astype(np.float32),
            )
            for sentence in document.sentences[:_LONGEST]
            if (kind := document.blocks[sentence.block].kind) is BlockKind.PARAGRAPH
            and (place := places.get(sentence.span)) is not None
            and states_something(sentence.span.of(document.text))
        ]


def _named_in(document: Document) -> frozenset[str]:
    headings = (
        block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.HEADING
    )
    return frozenset(analysis.terms("\n".join((document.metadata.title, *headings))))


def _chosen(document: Document, placed: Sequence[_Placed]) -> list[_Placed]:
    sections = [row.items for row in enumerations(document) if len(row.items) >= _FEWEST_SECTIONS]
    longest = max(map(len, sections), default=0)
    leading = frozenset(next((items for items in sections if len(items) == longest), ()))
    chosen = [sentence for sentence in placed if sentence.span in leading]
    if len(chosen) < _FEWEST_SECTIONS:
        chosen = _central(placed)
    summing = [s for s in placed if _SUMS_UP.match(s.span.of(document.text))]
    chosen = [*chosen[: MOST_OF_OVERVIEW - 1], *(s for s in summing[-1:] if s not in chosen)]
    return sorted(chosen, key=lambda sentence: sentence.span)


def _central(placed: Sequence[_Placed]) -> list[_Placed]:
    """The sentences nearest to the mean of all, none near another that is chosen."""
    if not placed:
        return []
    vectors = np.stack([sentence.vector for sentence in placed])
    middle = vectors.mean(axis=0)
    nearness = vectors @ (middle / np.linalg.norm(middle))
    left = list(range(len(placed)))
    chosen: list[int] = []
    while left and len(chosen) < _OF_PROSE:
        near_chosen = (
            (vectors[left] @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(left))
        )
        score = _MIDDLE * nearness[left] - (1 - _MIDDLE) * near_chosen
        chosen.append(left.pop(int(np.argmax(score))))
    return [placed[i] for i in chosen]
