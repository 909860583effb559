"""Lists that may answer: what the documents found enumerate, read as wholes."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.answers.candidates import Candidate, ReadQuestion, by_place, states_something
from rag.answers.enumeration import Enumeration, enumerations
from rag.answers.reader import Reader
from rag.answers.windows import Window
from rag.documents import BlockKind, Document
from rag.index import analysis
from rag.index.store import Place, Store
from rag.probability import probability
from rag.questions.question_kind import terms_of_matter
from rag.questions.side_asked import with_sides_named_alike
from rag.spans import Span

# An enumeration costs as much reading as the question did: only the likeliest are read.
_LISTS_READ = 2
# Each costs an encoder pass over what announces it; few questions find half as many.
_LISTS_COMPARED = 32
_MOST_ITEMS = 20
_FEWEST_SHOWN = 2  # items of a list that is shown whole: of its other items most are right too
_DOCUMENTS_KEPT = 64  # whose enumerations are not looked for again
_SHIPPED = "list_weights.json"
# A list that is probably not the one asked for may still be: sentences alone answer a question for
# a list worse. Of 37 so shown when the weights were fitted 32 were right, of 34 from 0.5 on 32.
_LIKELY = 0.3
_EXAMPLE_COSINE, _EXAMPLE_FROM = 2.0, 1.5
_EXAMPLES_RIGHT = 0.85  # share of lists of examples so found that were right there, 10 of 12
_EXAMPLES = re.compile(r"\b(?:examples?|for instance|e\.g\.|such as|illustrat\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadList:
    """An enumeration that was read.

    Args:
        enumeration: where it stands.
        items: with their relevance, in their order.
        cosine: of the question and what announces the items.
        share: of the question's terms that the announcement holds.
    """

    enumeration: Enumeration
    items: tuple[Candidate, ...]
    cosine: float
    share: float

    @property
    def features(self) -> tuple[float, ...]:
        """What the weights of a list are for, in the order of `ListWeights`."""
        mean = sum(item.relevance for item in self.items) / len(self.items)
        is_list = all(item.kind is BlockKind.LIST_ITEM for item in self.items)
        return (self.cosine, self.share, mean, float(is_list))

    @property
    def example_logit(self) -> float:
        """Above 0 it is what a question for examples asks for: an example need not say of what.

        Set by hand on the practice corpora and the odd questions of the seeds: too few questions
        there ask for a list of examples for a fit.
        """
        return _EXAMPLE_COSINE * self.cosine + self.share - _EXAMPLE_FROM


@dataclass(frozen=True, slots=True)
class ListFound:
    """The items that a question asks for.

    Args:
        items: in their order.
        confidence: probability that they are what is asked for, in [0, 1].
    """

    items: tuple[Candidate, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ListWeights:
    """A logit that an enumeration is what a question for a list asks for.

    Args:
        intercept: of the logit.
        cosine: weight of the cosine of the question and what announces the items.
        share: of the share of the question's terms that the announcement holds.
        relevance: of the items' mean relevance.
        is_list: of items of a list, as against sections side by side under one heading.
    """

    intercept: float
    cosine: float
    share: float
    relevance: float
    is_list: float

    def confidence(self, found: ReadList) -> float:
        cosine, share, relevance, is_list = found.features
        return probability(
            self.intercept
            + self.cosine * cosine
            + self.share * share
            + self.relevance * relevance
            + self.is_list * is_list
        )


def shipped_list_weights() -> ListWeights:
    """The weights of this package; the file says how they were fitted."""
    text = resources.files("rag.answers").joinpath(_SHIPPED).read_text(encoding="utf-8")
    return ListWeights(**json.loads(text)["weights"])


@dataclass(frozen=True, slots=True)
class _Announced:
    """An enumeration with the best passage found that holds an item of it.

    Args:
        found: the passage.
        enumeration: near it.
        text: what says what the items are.
        share: of the question's terms that `text` holds.
    """

    found: Window
    enumeration: Enumeration
    text: str
    share: float


class ListReader:
    """Reads the enumerations of the documents that were found.

    Args:
        store: of the generation.
        sentence_vectors: (n_sentences, dimension) of the generation.
        encoder: compares a question with what announces a list.
        reader: gives each item its relevance.
    """

    def __init__(
        self,
        store: Store,
        sentence_vectors: NDArray[np.float16],
        encoder: Encoder,
        reader: Reader,
    ) -> None:
        self._store, self._vectors = store, sentence_vectors
        self._encoder, self._reader = encoder, reader
        self._weights = shipped_list_weights()
        self._listed = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._find_listed)

    def best(self, read: ReadQuestion, *, of_examples: bool) -> ListFound | None:
        """The enumeration that the question asks for; None when it asks for none.

        Args:
            read: the question with what was found for it.
            of_examples: examples are asked for: only lists of examples count.
        """
        lists = self.read(read, of_examples=of_examples)
        if of_examples:
            best = max(lists, key=lambda found: found.example_logit, default=None)
            if best is None or best.example_logit < 0:
                return None
            return ListFound(best.items, _EXAMPLES_RIGHT)
        found = (ListFound(found.items, self._weights.confidence(found)) for found in lists)
        likeliest = max(found, key=lambda listed: listed.confidence, default=None)
        return likeliest if likeliest is not None and likeliest.confidence >= _LIKELY else None

    def completed(
        self, chosen: Sequence[Candidate], read: ReadQuestion
    ) -> tuple[Candidate, ...] | None:
        """The whole list of which two or more of the statements are items; None without one.

        A row of sections is none: each says more than its first sentence. Nor is a list of which
        some items were not found.
        """
        found = by_place(read.candidates)
        for candidate in chosen:
            name = candidate.document.document_id
            for enumeration in self._listed(name).holding([candidate.span]):
                items = [found.get((name, span)) for span in enumeration.items]
                is_list = all(c is not None and c.kind is BlockKind.LIST_ITEM for c in items)
                if is_list and sum(c in items for c in chosen) >= _FEWEST_SHOWN:
                    return tuple(filter(None, items))
        return None

    def read(self, read: ReadQuestion, *, of_examples: bool = False) -> tuple[ReadList, ...]:
        """The enumerations that stand in what was found, the best announced first."""
        announced = self._announced(read, of_examples=of_examples)
        if not announced:
            return ()
        texts = [entry.text for entry in announced]
        cosines = self._encoder.encode_documents(texts, truncate=True) @ read.query.vector
        order = sorted(range(len(texts)), key=lambda i: -(cosines[i] + announced[i].share))
        lists = (self._read_one(read, announced[i], float(cosines[i])) for i in order[:_LISTS_READ])
        return tuple(entry for entry in lists if entry is not None)

    def _announced(self, read: ReadQuestion, *, of_examples: bool) -> list[_Announced]:
        """What was found enumerates, in its order; of very many, those that share most words."""
        asked = with_sides_named_alike(terms_of_matter(read.query.terms))
        near = [
            _announced(asked, window, found)
            for window, found in self._near(read.windows)
            if not of_examples or _is_of_examples(found)
        ]
        likeliest = sorted(range(len(near)), key=lambda i: -near[i].share)[:_LISTS_COMPARED]
        return [near[i] for i in sorted(likeliest)]

    def _near(self, windows: Iterable[Window]) -> list[tuple[Window, Enumeration]]:
        """Each enumeration that shares an item with a passage found, with the best such passage."""
        near: dict[tuple[str, Span], tuple[Window, Enumeration]] = {}
        for window in windows:
            name = window.document.document_id
            for enumeration in self._listed(name).holding(window.sentences):
                near.setdefault((name, enumeration.span), (window, enumeration))
        return list(near.values())

    def _find_listed(self, document_id: str) -> "_Listed":
        return _Listed.of(self._store.document(document_id))

    def _read_one(
        self,
        read: ReadQuestion,
        announced: _Announced,
        cosine: float,
    ) -> ReadList | None:
        found, enumeration = announced.found, announced.enumeration
        placed = self._placed(found.document, enumeration.items[:_MOST_ITEMS])
        if not placed:
            return None
        window = self._window(found, enumeration, placed)
        (reading,) = self._reader.read(read.query, [window])
        items = tuple(
            Candidate(
                document=found.document,
                passage=place.stored.passage,
                span=span,
                kind=kind,
                relevance=relevance,
                answer=answer,
            )
            for (span, place), kind, relevance, answer in zip(
                placed, window.kinds, reading.relevance, reading.answers, strict=True
            )
        )
        return ReadList(enumeration, items, cosine, announced.share)

    def _placed(self, document: Document, items: Sequence[Span]) -> list[tuple[Span, Place]]:
        """The items that stand in an indexed passage, each with its place."""
        whole = Span(items[0].start, items[-1].end)
        places = self._store.places_within(document.document_id, whole)
        return [
            (span, places[span])
            for span in items
            if span in places and states_something(span.of(document.text))
        ]

    def _window(
        self,
        found: Window,
        enumeration: Enumeration,
        placed: Sequence[tuple[Span, Place]],
    ) -> Window:
        """The items as one window, after what announces them."""
        document = found.document
        context = (*enumeration.headings, enumeration.lead_in)
        kinds = {
            sentence.span: document.blocks[sentence.block].kind for sentence in document.sentences
        }
        return Window(
            document=document,
            passage=replace(placed[0][1].stored.passage, context=tuple(filter(None, context))),
            ranked=found.ranked,
            sentences=tuple(span for span, _ in placed),
            kinds=tuple(kinds[span] for span, _ in placed),
            vectors=self._vectors[[place.row for _, place in placed]].astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """The enumerations of one document, and in which of them a sentence is an item."""

    enumerations: tuple[Enumeration, ...]
    of_item: Mapping[Span, Sequence[int]]

    @classmethod
    def of(cls, document: Document) -> "_Listed":
        found = enumerations(document)
        of_item: dict[Span, list[int]] = {}
        for i, enumeration in enumerate(found):
            for item in enumeration.items:
                of_item.setdefault(item, []).append(i)
        return cls(found, of_item)

    def holding(self, sentences: Iterable[Span]) -> list[Enumeration]:
        """Those that have one of these sentences among their items, in text order."""
        numbers = {i for span in sentences for i in self.of_item.get(span, ())}
        return [self.enumerations[i] for i in sorted(numbers)]


def _announced(asked: frozenset[str], found: Window, enumeration: Enumeration) -> _Announced:
    text = _announcement(found.document, enumeration)
    said = with_sides_named_alike(analysis.terms(text))
    share = len(asked & said) / len(asked) if asked else 0.0
    return _Announced(found, enumeration, text, share)


def _announcement(document: Document, enumeration: Enumeration) -> str:
    """What says what the items are: headings and lead-in, or what they are examples of."""
    if enumeration.exemplified is not None:
        return enumeration.exemplified.of(document.text)
    return " ".join(filter(None, (*enumeration.headings[-2:], enumeration.lead_in)))


def _is_of_examples(enumeration: Enumeration) -> bool:
    announced = (*enumeration.headings[-1:], enumeration.lead_in)
    return any(_EXAMPLES.search(text) for text in announced)
