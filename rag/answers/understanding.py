"""What a question means in its conversation, and what is found and read for that."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from rag.answers.candidates import EVEN, ReadQuestion
from rag.answers.finder import among
from rag.answers.interpretation import LEAVES_OUT, Way, read_in_all, ways_to_read, weighed
from rag.answers.narrowing import naming, of_others
from rag.answers.passage_reading import PassageReading
from rag.answers.source_facts import knows, told_by_source
from rag.answers.windows import Window, names_most, terms_of
from rag.documents import BlockKind
from rag.errors import NotFound
from rag.index import analysis
from rag.index.store import Store
from rag.messages import AskRequest, Filters, Turn
from rag.questions.compound import question_after_telling
from rag.questions.follow_up import MOST_READINGS, Readings, readings
from rag.questions.question_kind import asks_what_is_somewhere
from rag.questions.source_asked import (
    OfOneSource,
    SourceFact,
    fact_of_source,
    source_asked,
    source_on,
)
from rag.questions.wording import one_line


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is best read in its conversation.

    Args:
        read: what was found and read for it.
        interpreted_as: what it was taken to mean, when not what was typed.
        as_typed: what was read for it as it stands, where it may be meant so.
        filters: which documents may answer, where not all that the request allows.
        weigh: weighs what is read again for it as `read` was weighed.
    """

    read: ReadQuestion
    interpreted_as: str | None = None
    as_typed: ReadQuestion | None = None
    filters: Filters | None = None
    weigh: Callable[[ReadQuestion], ReadQuestion] = lambda read: read


class Understanding:
    """Reads a question in each of the ways that it may be meant.

    Args:
        store: of the documents that the turns before it cited.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(
        self, request: AskRequest, reading: PassageReading, *, refused: str | None
    ) -> Understood:
        """The question as it is best read.

        Args:
            request: the question, with the turns before it that were answered.
            reading: finds and reads.
            refused: the turn before it, where that was not answered.
        """
        of_one = source_on(request.question)
        if of_one is not None:
            return self._of_one_source(of_one, request, reading)
        earlier = [one_line(turn.question) for turn in request.history]
        before = self._documents_before(request.history)
        found = readings(
            request.question,
            earlier,
            refused=refused,
            answered=lambda meant: self._answered_by(meant, request, before, reading),
        )
        of_source = source_asked(request.question)
        if of_source is not None and before:
            return self._of_source(of_source, found, request, before, reading)
        ways = ways_to_read(request.question, found)
        if len(ways) == 1 and ways[0].is_as_asked:
            alone = self._by_itself(request, reading)
            if found.beside_topic is None or alone.read.best_relevance >= EVEN:
                return alone
            beside = reading.read(found.beside_topic, request.filters, beside=before)
            weighing = partial(weighed, earlier=earlier, before=before)
            return _with_topic_beside(alone, beside, found.beside_topic, weighing)
        if not ways:
            unread = reading.found(request.question, request.filters)
            return Understood(unread)

        def weigh(read: ReadQuestion, way: Way) -> ReadQuestion:
            if found.is_of_another:
                read = of_others(read, before)
            if found.names is not None:
                read = naming(read, found.names)
            return weighed(read, way, earlier=earlier, before=before)

        reads = [weigh(reading.read(way.text, request.filters, beside=before), way) for way in ways]
        best, read = read_in_all(ways, reads)
        if ways[best].is_as_asked:
            return Understood(read)
        typed = (read for read, way in zip(reads, ways, strict=True) if way.is_as_asked)
        return Understood(
            read,
            ways[best].text,
            as_typed=None if found.leans else next(typed, None),
            weigh=partial(weigh, way=ways[best]),
        )

    def _of_source(
        self,
        asked: str,
        found: Readings,
        request: AskRequest,
        before: Sequence[str],
        reading: PassageReading,
    ) -> Understood:
        """Who wrote it, or when: of the documents that the last answer cited, and no others."""
        filters = among(request.filters, before)
        if filters is None:
            return Understood(reading.unread(asked))
        # "The date?" may be the date of what was talked of; "Who wrote that?" asks of the source.
        is_bare = asked == request.question
        texts = ((*found.texts, asked) if found.leans and is_bare else (asked,))[:MOST_READINGS]
        reads = [reading.read(text, filters) for text in texts]
        reads[-1] = _told(reads[-1], fact_of_source(asked) if texts[-1] == asked else None)
        best = max(range(len(texts)), key=lambda i: (reads[i].best_relevance, -i))
        meant = None if texts[best] == request.question else texts[best]
        return Understood(reads[best], meant, filters=filters)

    def _of_one_source(
        self, asked: OfOneSource, request: AskRequest, reading: PassageReading
    ) -> Understood:
        """Who wrote the source on a topic, or when: of the likeliest that names most of it."""
        found = reading.found(asked.topic, request.filters)
        fact = fact_of_source(asked.asked)
        source = next((w.document for w in found.windows if _is_meant(w, asked.topic, fact)), None)
        filters = None if source is None else among(request.filters, (source.document_id,))
        if filters is not None:
            read = reading.read(asked.asked, filters)
            return Understood(_told(read, fact), filters=filters)
        # Of no source at hand; a text may tell of another's, but no source's own facts do.
        read = reading.read(request.question, request.filters)
        prose = tuple(c for c in read.candidates if c.kind is not BlockKind.FACT)
        return Understood(replace(read, candidates=prose))

    def _by_itself(self, request: AskRequest, reading: PassageReading) -> Understood:
        """A question that leans on no other: as it stands, or shorter where that reads better."""
        typed = reading.read(request.question, request.filters)
        shorter = _shorter(typed)
        if shorter is None:
            return Understood(typed)
        bare = reading.read(shorter, request.filters)
        # What is left out may matter: without it the question has to be answered clearly better.
        if bare.best_relevance < typed.best_relevance + LEAVES_OUT:
            return Understood(typed)
        return Understood(bare, shorter, as_typed=typed)

    def _answered_by(
        self,
        meant: str,
        request: AskRequest,
        before: Sequence[str],
        reading: PassageReading,
    ) -> str:
        """The words that answered the last question, read once more where its answer stands."""
        cited = frozenset(request.history[-1].passage_ids)
        nearby = among(request.filters, before)
        if nearby is None:
            return ""
        query = reading.query(meant)
        read = reading.read_again(query, nearby, lambda passage: passage.passage_id in cited)
        best = next(iter(read.candidates), None)
        if best is None or best.answer is None:
            return ""
        return best.answer.of(best.document.text)

    def _documents_before(self, history: Sequence[Turn]) -> tuple[str, ...]:
        """Ids of the documents that the last answer cited, as far as this generation has them."""
        found: list[str] = []
        for passage_id in history[-1].passage_ids if history else ():
            with suppress(NotFound):
                found.append(self._store.passage(passage_id).passage.document_id)
        return tuple(dict.fromkeys(found))


def _with_topic_beside(
    alone: Understood, beside: ReadQuestion, text: str, weigh: Callable[..., ReadQuestion]
) -> Understood:
    """A question by itself and with what was talked of beside it, read as one.

    Args:
        alone: the question by itself.
        beside: what was read for `text`.
        text: the question with the topic.
        weigh: weighs what was read for a way of reading it.
    """
    ways = (Way(alone.read.query.text, True, 0.0), Way(text, False, 0.0))
    best, read = read_in_all(ways, (alone.read, weigh(beside, ways[1])))
    if ways[best].is_as_asked:
        return replace(alone, read=read)
    return Understood(read, text, as_typed=alone.read, weigh=partial(weigh, way=ways[1]))


def _told(read: ReadQuestion, fact: SourceFact | None) -> ReadQuestion:
    return read if fact is None else told_by_source(read, fact)


def _is_meant(window: Window, topic: str, fact: SourceFact | None) -> bool:
    """Whether its document may be "the article on" a topic of which such a fact is asked."""
    return names_most(window, topic) and (fact is None or knows(window.document, fact))


def _shorter(read: ReadQuestion) -> str | None:
    """The question in fewer words: without what was only told, or without where a thing is so.

    A place that nothing found names is no place of these documents: it stays.
    """
    somewhere = asks_what_is_somewhere(read.query.text)
    if somewhere is None:
        return question_after_telling(read.query.text)
    found = frozenset(term for window in read.windows for term in terms_of(window))
    return somewhere.asked if found.issuperset(analysis.terms(somewhere.place)) else None
