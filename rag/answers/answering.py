"""From a question in its conversation to the statements that answer it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from rag.answers.attribution import Attribution, attribution_in
from rag.answers.candidates import Candidate
from rag.answers.choice import Choice, Chooser
from rag.answers.finder import PassageFinder, among, by_authors
from rag.answers.more import further
from rag.answers.passage_reading import PassageReading
from rag.answers.reader import Reader
from rag.answers.replies import Reply, statements_of, within
from rag.answers.stopwatch import Stopwatch
from rag.answers.understanding import Understanding, Understood
from rag.answers.windows import titled_terms
from rag.index import analysis
from rag.index.store import Store
from rag.messages import AskRequest, System
from rag.questions.compound import MOST_QUESTIONS, questions_in
from rag.questions.follow_up import readings
from rag.questions.more_asked import More, more_in
from rag.questions.not_questions import why_not_looked_up
from rag.questions.side_asked import asks_for_both_sides, disputed_in, without_sides
from rag.questions.turns import answered_of, refused_last, turn_of
from rag.questions.wording import capitalised, one_line


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
        self._understanding = Understanding(store)

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
        topic = _topic_disputed(request)
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
        if topic and not _several_speak(reply.chosen):
            reply = self._by_documents(topic, request, reading) or reply
        elif not reply.chosen and topic is None and asks_for_both_sides(request.question):
            # No sentence answers for both sides, but each may speak for its own.
            named = without_sides(request.question)
            reply = self._of_matter(named, request, reading, is_topic=False) or reply
        return (reply,)

    def _of_matter(
        self, topic: str, request: AskRequest, reading: PassageReading, *, is_topic: bool = True
    ) -> Reply | None:
        """Both sides of the matter of the stances that a topic is of.

        Args:
            topic: what the question names.
            request: the question.
            reading: finds and reads.
            is_topic: whether these words can be asked of, and not only looked for.

        Returns:
            None where the documents answer nothing there, or what is shown stands in passages that
            do not name all of the topic: "the cost of treatment" is no matter of help or harm.
        """
        matter = self._chooser.matter_disputed(topic)
        if matter is None:
            return None
        more = frozenset(analysis.terms(topic)).difference(analysis.terms(matter))
        asked = f"{capitalised(f'{topic}: {matter}' if is_topic and more else matter)}?"
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
        asked = f"{capitalised(topic)}?"
        read = reading.read(asked, request.filters)
        choice = self._chooser.by_documents(read, most=request.max_statements)
        if not _several_speak(choice.statements):
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
        understood = self._understanding.of(request, reading, refused=refused)
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
        typed = Understood(understood.as_typed)
        choice = self._choice(typed, request, reading)
        return Reply(request.question, typed.read, None, choice.statements, choice.confidence)

    def _choice(
        self,
        understood: Understood,
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


def _topic_disputed(request: AskRequest) -> str | None:
    """On what it asks where the documents differ; "that" and "them" as what they stand for."""
    topic = disputed_in(request.question)
    if not topic or analysis.terms(topic):
        return topic
    earlier = [one_line(turn.question) for turn in request.history]
    # No other noun stands in it that "they" could be: the sources are no topic.
    asked = f"Is there any disagreement about {topic}?"
    meant = min(readings(asked, earlier).texts, key=len, default=None)
    return None if meant is None else disputed_in(meant)


def _name_all(chosen: Iterable[Candidate], words: str) -> bool:
    """Whether their passages, with titles and headings, hold every one of the words."""
    said = (titled_terms(candidate.document, candidate.passage) for candidate in chosen)
    return frozenset[str]().union(*said).issuperset(analysis.terms(words))


def _several_speak(chosen: Iterable[Candidate]) -> bool:
    """Whether it takes more than one document to say all of it: one alone disagrees with none."""
    return len({candidate.document.document_id for candidate in chosen}) > 1
