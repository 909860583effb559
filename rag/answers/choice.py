"""Which statements answer a question, by the form of answer that it asks for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from rag.answers.answer_types import states_time
from rag.answers.calibration import Calibration
from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.comparison import compared_in, told_apart
from rag.answers.exemplified import gives_examples, gives_examples_of
from rag.answers.fact_blocks import details_asked, details_of
from rag.answers.further_statements import (
    FurtherWeights,
    select_answering,
    shipped_further_weights,
)
from rag.answers.lists import ListFound, ListReader
from rag.answers.overview import Overviews, overview_asked
from rag.answers.replies_beside import with_replies
from rag.answers.selection import select
from rag.answers.sides import OPPOSED, ReadAmong, Sides, matter_asked, matter_of, stance_of
from rag.answers.table_rows import rows_asked_for
from rag.documents import BlockKind
from rag.messages import Group
from rag.questions.question_kind import (
    QuestionKind,
    asks_when,
    asks_yes_or_no,
    kind_of,
    terms_of_matter,
)
from rag.questions.side_asked import asks_for_side
from rag.stances import Stance, Stances

_MOST = 3  # statements of the one side that is asked for, or examples of the very thing
_PARTS = 2.0  # logits below the best that a part of a list may lie
# "When is …?": so far below the best a sentence with a time in it is still the answer, and so far
# below the likeliest fact the others of its block are. "Date: …" belongs beside "Time: …" however
# far below it is read.
_TIMELESS = 2.0
_SAME_BLOCK = 3.0
_TIME_LABEL = re.compile(r"(?:dates?|days?|times?|hours|when)\b", re.IGNORECASE)
# "Herbs, such as mint" is an example of a herb, so far below the best as it may lie.
_NAMED_EXAMPLES = 3.0
# So far below the best two sentences that set one thing against the other are still the answer to
# what tells them apart: each by itself speaks of one thing only.
_TELLING_APART = 3.0
# An overview is of the document whose title is named; set by hand, as no corpus with questions asks
# for many.
_OVERVIEW_RIGHT = 0.8
# So are the facts of the page on a thing whose details are asked for.
_DETAILS_RIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown for a question.

    Args:
        statements: to show, in order; none when the documents do not answer.
        confidence: probability in [0, 1] that they answer it; where none is shown, that the best
            sentence read would.
    """

    statements: tuple[Candidate, ...]
    confidence: float


class Chooser:
    """Chooses among what was read.

    Args:
        lists: reads the enumerations near what was found.
        calibration: how sure an answer is, and below what nothing is said.
        stances: which side each part of the corpus takes.
        overviews: of whole documents; none are made without it.
        further: how likely further statements answer; the shipped weights if not given.
    """

    def __init__(
        self,
        lists: ListReader,
        calibration: Calibration,
        stances: Stances,
        overviews: Overviews | None = None,
        further: FurtherWeights | None = None,
    ) -> None:
        self._lists, self._calibration, self._stances = lists, calibration, stances
        self._overviews = overviews
        self._further = further or shipped_further_weights()

    def choose(self, read: ReadQuestion, *, most: int, read_among: ReadAmong) -> Choice:
        """The statements to show, with how sure they are.

        A list is as sure as it is that it is what was asked for; anything else as its best
        statement. That may lie below the threshold where the best sentence of all is sure of the
        matter: of the side that is asked for, or of what tells two things apart.

        Args:
            read: the question with what was read for it.
            most: number of statements, 1 or more.
            read_among: reads it again in some documents only: a contested question needs the
                other side too.
        """
        matter = overview_asked(read.query.text)
        if matter is not None and self._overviews is not None:
            overview = self._overviews.of(read, matter)
            if overview:
                return Choice(overview[:most], _OVERVIEW_RIGHT)
        thing = details_asked(read.query.text)
        if thing is not None and (facts := details_of(read, thing)):
            return Choice(facts[:most], _DETAILS_RIGHT)
        sure = tuple(filter(self.is_sure, read.candidates))
        kind = kind_of(read.query.text)
        side = None if kind is QuestionKind.CONTESTED else asks_for_side(read.query.text)
        if sure and (named := _naming(read, kind, sure[0])):
            return self._as_sure_as_best(named[:most])
        listed = self._listed(read, kind, sure)
        if listed is not None:
            items = listed.items if side is None else self._items_on(side, listed.items)
            if items:
                return Choice(items[:most], listed.confidence)
        if not sure:
            return Choice((), self._calibration.confidence(read.best_relevance))
        return self._as_sure_as_best(self._sentences(read, kind, side, sure, most, read_among))

    def _sentences(
        self,
        read: ReadQuestion,
        kind: QuestionKind,
        side: Group | None,
        sure: Sequence[Candidate],
        most: int,
        read_among: ReadAmong,
    ) -> tuple[Candidate, ...]:
        """Of the sentences that are sure, those that the form of the question asks for."""
        matter = matter_asked(self._stances, read, sure)
        sides = None if matter is None else Sides(self._stances, matter, read_among, self.is_sure)
        if side is not None and sides is not None:
            lists = kind is QuestionKind.LIST
            return sides.one(side, sure, is_list=lists, most=most if lists else min(most, _MOST))
        if kind is QuestionKind.CONTESTED or self._may_be_denied(read, sure[0]):
            if sides is not None:
                return sides.both(sure, most=most)
            if not any(map(self.stance_of, sure)):
                chosen = self._answering(read, read.candidates, most=most, is_list=True)
                return _by(_document_of, with_replies(chosen, read, most=most))
        timed = _stating_time(sure) if asks_when(read.query.text) else ()
        if timed and timed[0].kind is BlockKind.FACT:
            chosen = _times_beside(timed[0], read.candidates, most=most)
        else:
            asks_all = kind in (QuestionKind.LIST, QuestionKind.CONTESTED)
            chosen = self._answering(read, timed or read.candidates, most=most, is_list=asks_all)
        rows = rows_asked_for(chosen, read, most=most)
        if rows is not None:
            return rows
        whole = self._lists.completed(chosen, read)
        return chosen if whole is None else whole[:most]

    def _answering(
        self,
        read: ReadQuestion,
        candidates: Sequence[Candidate],
        *,
        most: int,
        is_list: bool = False,
    ) -> tuple[Candidate, ...]:
        asked = read.query.text
        return select_answering(candidates, asked, self._further, most=most, is_list=is_list)

    def _as_sure_as_best(self, statements: tuple[Candidate, ...]) -> Choice:
        best = max((c.relevance for c in statements), default=-inf)
        return Choice(statements, self._calibration.confidence(best))

    def stance_of(self, candidate: Candidate) -> Stance | None:
        """Which side a statement's source takes; a fact ("Date: …") takes none."""
        return stance_of(self._stances, candidate)

    def by_documents(self, read: ReadQuestion, *, most: int) -> Choice:
        """What is sure, document by document."""
        sure = filter(self.is_sure, read.candidates)
        chosen = select(list(sure), most=most, margin=_PARTS)
        return self._as_sure_as_best(_by(_document_of, chosen))

    def matter_disputed(self, topic: str) -> str | None:
        """The matter of the stances that a topic may be of; the first where it names nothing."""
        return matter_of(self._stances, topic)

    def is_sure(self, candidate: Candidate) -> bool:
        """Whether its confidence reaches the threshold."""
        return self._calibration.confidence(candidate.relevance) >= self._calibration.threshold

    def _listed(
        self, read: ReadQuestion, kind: QuestionKind, sure: Sequence[Candidate]
    ) -> ListFound | None:
        """The enumeration asked for; none beside a sure sentence that gives examples itself."""
        if kind is QuestionKind.LIST:
            return self._lists.best(read, of_examples=False)
        if kind is not QuestionKind.EXAMPLES or (sure and gives_examples(sure[0].text)):
            return None
        return self._lists.best(read, of_examples=True)

    def _may_be_denied(self, read: ReadQuestion, best: Candidate) -> bool:
        """Whether yes or no is asked of a matter on which the best source takes a side."""
        return asks_yes_or_no(read.query.text) and self.stance_of(best) is not None

    def _items_on(self, side: Group, listed: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The items of a list; none of a list that takes the other side."""
        stances = map(self.stance_of, listed)
        taken = {stance.side for stance in stances if stance is not None}
        return () if taken & (set(OPPOSED) - {side}) else tuple(listed)


def _stating_time(sure: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What states a time, and answers hardly worse than the best."""
    floor = sure[0].relevance - _TIMELESS
    return tuple(c for c in sure if c.relevance >= floor and states_time(c.text))


def _times_beside(
    fact: Candidate, candidates: Sequence[Candidate], *, most: int
) -> tuple[Candidate, ...]:
    """The dates and times of the block of facts that this one stands in, the likeliest."""
    floor = fact.relevance - _SAME_BLOCK
    block = [
        other
        for other in candidates
        if other.kind is BlockKind.FACT
        and other.passage.passage_id == fact.passage.passage_id
        and (other.relevance >= floor or _TIME_LABEL.match(other.text))
        and states_time(other.text)
    ]
    return tuple(sorted(block[:most], key=lambda other: other.span))


def _naming(read: ReadQuestion, kind: QuestionKind, best: Candidate) -> tuple[Candidate, ...]:
    """What names the examples asked for, or sets apart the two things that are compared."""
    things = compared_in(read.query.text)
    if things is not None:
        return told_apart(read, things, floor=best.relevance - _TELLING_APART)
    if kind is QuestionKind.EXAMPLES:
        return select(_exemplifying(read, best), most=_MOST, margin=_PARTS)
    return ()


def _exemplifying(read: ReadQuestion, best: Candidate) -> list[Candidate]:
    """What names examples of the very thing, if it answers not much worse than the best."""
    matter, floor = terms_of_matter(read.query.terms), best.relevance - _NAMED_EXAMPLES
    return [
        candidate
        for candidate in read.candidates
        if candidate.relevance >= floor and gives_examples_of(candidate.text, matter)
    ]


def _document_of(candidate: Candidate) -> str:
    return candidate.document.document_id


def _by(key: Callable[[Candidate], str], chosen: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The same candidates, those of one key together, in order of first appearance."""
    order = {name: i for i, name in reversed(list(enumerate(map(key, chosen))))}
    return tuple(sorted(chosen, key=lambda candidate: order[key(candidate)]))
