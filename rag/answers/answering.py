"""From a question in its conversation to the statements that answer it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from rag.answers.attribution import Attribution, attribution_in
from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.choice import Choice, Chooser
from rag.answers.finder import PassageFinder, among, by_authors
from rag.answers.interpretation import LEAVES_OUT, Way, best_way, ways_to_read, weighed
from rag.answers.more import further
from rag.answers.narrowing import naming, of_others
from rag.answers.passage_reading import PassageReading
from rag.answers.reader import Reader
from rag.answers.replies import Reply, statements_of, within
from rag.answers.stopwatch import Stopwatch
from rag.answers.windows import terms_of
from rag.errors import NotFound
from rag.index import analysis
from rag.index.store import Store
from rag.messages import AskRequest, Filters, System, Turn
from rag.questions.compound import MOST_QUESTIONS, question_after_telling, questions_in
from rag.questions.follow_up import MOST_READINGS, Readings, readings
from rag.questions.more_asked import More, more_in
from rag.questions.not_questions import why_not_looked_up
from rag.questions.question_kind import asks_what_is_somewhere
from rag.questions.side_asked import asks_for_both_sides, disputed_in, without_sides
from rag.questions.source_asked import source_asked
from rag.questions.turns import answered_of, refused_last, turn_of
from rag.questions.wording import one_line

_DISAGREE = 2  # documents at least


@dataclass(frozen=True, slots=True)
class _Understood:
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


class Answerer:
    """Answers questions over one generation.

    Args:
        finder: of passages.
        store: of the documents.
        reader: scores sentences.
        chooser: chooses among them.
        passages_read: passages whose sentences are considered.
        ranking: finds the passages.
    """

    def __init__(
        self,
        finder: PassageFinder,
        store: Store,
        reader: Reader,
        chooser: Chooser,
        *,
        passages_read: int,
        ranking: System,
    ) -> None:
        self._finder, self._store, self._reader = finder, store, reader
        self._chooser, self._passages_read, self._ranking = chooser, passages_read, ranking

    def replies(
        self, request: AskRequest, watch: Stopwatch, *, without: str | None = None
    ) -> tuple[Reply, ...]:
        """One reply for each of the questions that are asked as one, in their order.

        The first three are answered, the others left unanswered.

        When none of several is answered, the question is read as a whole, as a single one is. What
        asks nothing of the documents is not looked up at all.

        Raises:
            InvalidQuestion: the question holds nothing but white space.
        """
        return self._replies(request, self.reading(watch, without=without))

    def reading(self, watch: Stopwatch, *, without: str | None = None) -> PassageReading:
        """What finds and reads passages for one message."""
        return PassageReading(
            self._finder,
            self._reader,
            passages_read=self._passages_read,
            ranking=self._ranking,
            watch=watch,
            without=without,
        )

    def _replies(self, request: AskRequest, reading: PassageReading) -> tuple[Reply, ...]:
        questions = questions_in(request.question)  # of which some may stand on lines of their own
        refused = refused_last(request.history)
        request = request.model_copy(
            update={"question": one_line(request.question), "history": answered_of(request.history)}
        )
        if (reason := why_not_looked_up(request.question)) is not None:
            unread = reading.unread(request.question)
            return (Reply(request.question, unread, None, (), 0.0, not_looked_up=reason),)
        topic = disputed_in(request.question)
        if topic is not None and (both := self._of_matter(topic, request, reading)):
            return (both,)
        said = attribution_in(request.question)
        if said is not None and (names := self._store.authors_named(said.name)):
            return self._of_authors(request, said, names, reading)
        turns = [*(one_line(turn.question) for turn in request.history), request.question]
        more = more_in(turns)
        if request.history and more[-1] is not None:
            return (self._more(request, more, reading),)
        if len(questions) > 1:
            replies = self._one_after_another(
                questions[:MOST_QUESTIONS], request, reading, refused=refused
            )
            if any(reply.chosen for reply in replies):
                # What is asked beyond them is named as not answered.
                unread = replies[0].read
                left = (
                    Reply(left_out, unread, None, (), 0.0)
                    for left_out in questions[MOST_QUESTIONS:]
                )
                return (*replies, *left)
        reply = self._reply(request, reading, refused=refused)
        if topic and len({c.document.document_id for c in reply.chosen}) < _DISAGREE:
            reply = self._by_documents(topic, request, reading) or reply
        elif not reply.chosen and topic is None and asks_for_both_sides(request.question):
            # No sentence answers for both sides, but each may speak for its own.
            topic = without_sides(request.question)
            reply = self._of_matter(topic, request, reading) or reply
        return (reply,)

    def _of_matter(
        self, topic: str, request: AskRequest, reading: PassageReading
    ) -> Reply | None:
        """Both sides of the matter of the stances that a topic is of.

        Returns:
            None where the documents answer nothing there, or what is shown stands in passages that
            do not name all of the topic: "the cost of treatment" is no matter of help or harm.
        """
        matter = self._chooser.matter_disputed(topic)
        if matter is None:
            return None
        asked = _as_question(matter)
        alone = request.model_copy(update={"question": asked, "history": ()})
        reply = self._reply(alone, reading, refused=None)
        if not reply.chosen or not _name_all(reply.chosen, topic):
            return None
        return replace(reply, question=request.question, interpreted_as=asked)

    def _by_documents(
        self, topic: str, request: AskRequest, reading: PassageReading
    ) -> Reply | None:
        """What the documents say of a topic that no stances are about, document by document.

        Returns:
            None where fewer than two speak of it.
        """
        asked = _as_question(topic)
        read = reading.read(asked, request.filters)
        choice = self._chooser.by_documents(read, most=request.max_statements)
        if len({c.document.document_id for c in choice.statements}) < _DISAGREE:
            return None
        return Reply(request.question, read, asked, choice.statements, choice.confidence)

    def _of_authors(
        self,
        request: AskRequest,
        said: Attribution,
        names: Sequence[str],
        reading: PassageReading,
    ) -> tuple[Reply, ...]:
        """What the documents of these authors answer, asked without their name."""
        filters = by_authors(request.filters, names)
        asked = request.model_copy(update={"question": said.matter})
        if filters is None:
            unread = reading.unread(said.matter)
            return (Reply(request.question, unread, None, (), 0.0),)
        asked = asked.model_copy(update={"filters": filters})
        replies = self._replies(asked, reading)
        if not any(said.may_be_in(reply.read.windows) for reply in replies):
            replies = tuple(replace(reply, chosen=(), confidence=0.0) for reply in replies)
        return tuple(
            replace(reply, interpreted_as=f"{reply.interpreted_as or reply.question} ({said.name})")
            for reply in replies
        )

    def _one_after_another(
        self,
        questions: Sequence[str],
        request: AskRequest,
        reading: PassageReading,
        *,
        refused: str | None,
    ) -> tuple[Reply, ...]:
        """Each question after the ones before it, so that "it" may be what they are about."""
        most = max(1, request.max_statements // len(questions))
        history = request.history
        replies: list[Reply] = []
        for question in questions:
            asked = request.model_copy(
                update={"question": question, "history": history, "max_statements": most}
            )
            reply = self._reply(asked, reading, refused=None if replies else refused)
            replies.append(reply)
            cited = tuple(dict.fromkeys(c.passage.passage_id for c in reply.chosen))
            history = (*history, turn_of(question, cited))
        return tuple(replies)

    def _reply(self, request: AskRequest, reading: PassageReading, *, refused: str | None) -> Reply:
        understood = self._understood(request, reading, refused=refused)
        choice = self._choice(understood, request, reading)
        if choice.statements or understood.as_typed is None:
            return Reply(
                request.question,
                understood.read,
                understood.interpreted_as,
                choice.statements,
                choice.confidence,
            )
        # A guess at its meaning that answers nothing is no better than the words themselves.
        typed = _Understood(understood.as_typed)
        choice = self._choice(typed, request, reading)
        return Reply(request.question, typed.read, None, choice.statements, choice.confidence)

    def _choice(
        self,
        understood: _Understood,
        request: AskRequest,
        reading: PassageReading,
    ) -> Choice:
        filters = understood.filters or request.filters
        choice = self._chooser.choose(
            understood.read,
            most=request.max_statements,
            read_among=lambda documents, keep, *, about=None: understood.weigh(
                reading.read_again(
                    understood.read.query if about is None else reading.query(about),
                    among(filters, documents),
                    keep,
                )
            ),
        )
        # Almost all of it is reading the lists near what was found.
        reading.watch.lap("read")
        return choice

    def _more(
        self,
        request: AskRequest,
        more: Sequence[More | None],
        reading: PassageReading,
    ) -> Reply:
        """What is left to say to the last question that asks for something itself.

        It is answered once more as it was then, to know what was shown: turns say only which
        passages they cited. The rest of their sections comes first, then the next best statements,
        each of the reply that showed what more is asked of.
        """
        turns = (*request.history, turn_of(request.question))
        asked = max((i for i, of in enumerate(more) if of is None), default=0)
        last = request.model_copy(
            update={"question": turns[asked].question, "history": turns[:asked]}
        )
        replies = within(self._replies(last, reading), request.max_statements)
        answers = [statements_of(replies)]
        reply_of = {id(c): reply for reply in reversed(replies) for c in reply.chosen}
        of_replies = list(replies[-1:])
        for of in filter(None, more[asked + 1 :]):
            wanted = of.among([answer for answer in answers if answer] or [()])
            of_replies = [r for r in replies if any(reply_of[id(c)] is r for c in wanted)]
            found: list[Candidate] = []
            for reply in of_replies:
                shown = (*chain.from_iterable(answers), *found)
                new = further(
                    reply.read,
                    shown,
                    of=[c for c in wanted if reply_of[id(c)] is reply],
                    more=of,
                    is_sure=self._chooser.is_sure,
                    most=max(1, request.max_statements // len(of_replies)),
                )
                reply_of.update((id(candidate), reply) for candidate in new)
                found += new
            answers.append(tuple(found[: request.max_statements]))
        named = of_replies or replies[-1:]
        meant = " ".join(reply.interpreted_as or reply.question for reply in named)
        confidence = min(reply.confidence for reply in named) if answers[-1] else 0.0
        return Reply(request.question, named[0].read, f"More on: {meant}", answers[-1], confidence)

    def _understood(
        self, request: AskRequest, reading: PassageReading, *, refused: str | None
    ) -> _Understood:
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
            return self._by_itself(request, reading)
        if not ways:
            unread = reading.found(request.question, request.filters)
            return _Understood(unread)

        def weigh(read: ReadQuestion, way: Way) -> ReadQuestion:
            if found.is_of_another:
                read = of_others(read, before)
            if found.names is not None:
                read = naming(read, found.names)
            return weighed(read, way, earlier=earlier, before=before)

        reads = [weigh(reading.read(way.text, request.filters, beside=before), way) for way in ways]
        best = best_way(ways, reads)
        if ways[best].is_as_asked:
            return _Understood(reads[best])
        typed = (read for read, way in zip(reads, ways, strict=True) if way.is_as_asked)
        return _Understood(
            reads[best],
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
    ) -> _Understood:
        """Who wrote it, or when: of the documents that the last answer cited, and no others."""
        filters = among(request.filters, before)
        if filters is None:
            return _Understood(reading.unread(asked))
        # "The date?" may be the date of what was talked of; "Who wrote that?" asks of the source.
        is_bare = asked == request.question
        texts = ((*found.texts, asked) if found.leans and is_bare else (asked,))[:MOST_READINGS]
        reads = [reading.read(text, filters) for text in texts]
        best = max(range(len(texts)), key=lambda i: (reads[i].best_relevance, -i))
        meant = None if texts[best] == request.question else texts[best]
        return _Understood(reads[best], meant, filters=filters)

    def _by_itself(self, request: AskRequest, reading: PassageReading) -> _Understood:
        """A question that leans on no other: as it stands, or shorter where that reads better."""
        typed = reading.read(request.question, request.filters)
        shorter = _shorter(typed)
        if shorter is None:
            return _Understood(typed)
        bare = reading.read(shorter, request.filters)
        # What is left out may matter: without it the question has to be answered clearly better.
        if bare.best_relevance < typed.best_relevance + LEAVES_OUT:
            return _Understood(typed)
        return _Understood(bare, shorter, as_typed=typed)

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


def _as_question(topic: str) -> str:
    return f"{topic[:1].upper()}{topic[1:]}?"


def _name_all(chosen: Iterable[Candidate], words: str) -> bool:
    """Whether their passages, with titles and headings, hold every one of the words."""
    texts = (
        (c.document.metadata.title, *c.passage.context, c.passage.span.of(c.document.text))
        for c in chosen
    )
    said = frozenset(term for parts in texts for term in analysis.terms("\n".join(parts)))
    return said.issuperset(analysis.terms(words))


def _shorter(read: ReadQuestion) -> str | None:
    """The question in fewer words: without what was only told, or without where a thing is so.

    A place that nothing found names is no place of these documents: it stays.
    """
    somewhere = asks_what_is_somewhere(read.query.text)
    if somewhere is None:
        return question_after_telling(read.query.text)
    found = frozenset(term for window in read.windows for term in terms_of(window))
    return somewhere.asked if found.issuperset(analysis.terms(somewhere.place)) else None
