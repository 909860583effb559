"""The sides of one contested matter among what was read: whose they are, and which are shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from math import inf
from typing import Protocol

from rag.answers.candidates import Candidate, ReadQuestion, by_place
from rag.answers.finder import Keep
from rag.answers.neighbours import is_reported, neighbours
from rag.answers.selection import select
from rag.documents import BlockKind, Passage
from rag.index import analysis
from rag.messages import Group
from rag.stances import Stance, Stances

OPPOSED = (Group.SUPPORTS, Group.CAUTIONS)
_EACH_SIDE = 3  # statements of one side
# Margins below the best, logits: of the statements of one side where both are shown (of what lies 1
# to 2 below, 13 of 20 were right on the tuning half), and of what is looked for on a side and not
# sure by itself.
_SAME_SIDE = 2.0
_OTHER_SIDE = 3.0
_POINTS_BACK = re.compile(r"\b(?:it|this|that|they|them|these|those)\b", re.IGNORECASE)
# "Inhibitory learning refers to …" says what a thing is, whatever its document makes of it.
_DEFINES = re.compile(
    r"^\W*(?:[\w'’-]+ ){1,5}(?:refers? to|(?:is|are) (?:defined as|called|known as|(?:an? |the )?"
    r"(?:[\w-]+ ){1,3}(?:that|which|who|in which)\b))",
    re.IGNORECASE,
)
# A view of the past is not the document's: "It was once thought that …".
_ONCE_HELD = re.compile(
    r"^\W*(?:(?:for (?:a long time|years|decades)|once|traditionally|formerly|in the past)\W+)?"
    r"it (?:was|had been|used to be) (?:\w+ )?"
    r"(?:thought|believed|assumed|claimed|feared|supposed)\b",
    re.IGNORECASE,
)


class ReadAmong(Protocol):
    """Reads the question again in some documents."""

    def __call__(
        self, documents: frozenset[str], keep: Keep, /, *, about: str | None = None
    ) -> ReadQuestion:
        """What is read for the question, or for what is said `about` a matter.

        Args:
            documents: ids of those that are read.
            keep: which of their passages.
            about: the matter, a clause; None for the question itself.
        """


def stance_of(stances: Stances, candidate: Candidate) -> Stance | None:
    """Which side a statement's source takes, by the stance file.

    A fact ("Date: …") takes none. Nor does a sentence that says what a thing is, but for an entry
    of its own; nor, of its document as a whole, one that tells a view which the document takes
    back.
    """
    if candidate.kind is BlockKind.FACT:
        return None
    stance = stances.of(
        candidate.document.document_id, candidate.passage.heading_path, candidate.span
    )
    if stance is None or stance.is_sentence:
        return stance
    if _DEFINES.match(candidate.text) or (stance.is_of_whole and _is_taken_back(candidate)):
        return None
    return stance


def _is_taken_back(candidate: Candidate) -> bool:
    if _ONCE_HELD.match(candidate.text):
        return True
    return (
        is_reported(candidate.text)
        and neighbours(candidate.document, candidate.span)[1] is not None
    )


def matter_asked(stances: Stances, read: ReadQuestion, sure: Sequence[Candidate]) -> str | None:
    """The matter asked about, where what answers best takes a side on it; None for another.

    A question that shares a word with the best sentence and none with the matter names something
    else: "Is the harbour safe?" beside stances on tides. One that shares none with either, or says
    "it", may be of any.
    """
    asked = frozenset(read.query.terms)
    floor = sure[0].relevance - _SAME_SIDE
    near = (stance_of(stances, c) for c in sure if c.relevance >= floor)
    matters = dict.fromkeys(stance.about for stance in near if stance is not None)
    likeliest = _likeliest(asked, matters)
    if likeliest is None or asked & _terms(likeliest):
        return likeliest
    may_be_any = _POINTS_BACK.search(read.query.text) or asked.isdisjoint(_terms(sure[0].text))
    return likeliest if may_be_any else None


def matter_of(stances: Stances, topic: str) -> str | None:
    """The matter that a topic may be of, by the words of both.

    Args:
        stances: of the corpus.
        topic: in a question's words; the first matter is taken where it names nothing.

    Returns:
        None where no matter shares a word with it.
    """
    asked = _terms(topic)
    likeliest = _likeliest(asked, stances.matters)
    if likeliest is None or (asked and asked.isdisjoint(_terms(likeliest))):
        return None
    return likeliest


def _likeliest(asked: frozenset[str], matters: Iterable[str]) -> str | None:
    """The one that shares most of the terms, the first of equals."""
    return max(matters, key=lambda about: len(asked & _terms(about)), default=None)


class Sides:
    """The sides of one matter.

    Args:
        stances: of the corpus.
        about: the matter.
        read_among: reads the question again in some documents only.
        is_sure: whether a candidate answers the question.
    """

    def __init__(
        self,
        stances: Stances,
        about: str,
        read_among: ReadAmong,
        is_sure: Callable[[Candidate], bool],
    ) -> None:
        self._stances, self._about = stances, about
        self._read_among, self._is_sure = read_among, is_sure

    def both(self, sure: Sequence[Candidate], *, most: int) -> tuple[Candidate, ...]:
        """The best of each side, side by side, and the best that finds the evidence mixed.

        What is of no side leads in only where it answers better than both.

        Args:
            sure: answers the question, most relevant first.
            most: number of statements, 1 or more.
        """
        each = max(1, min(_EACH_SIDE, most // len(OPPOSED)))
        chosen = []
        for side in OPPOSED:
            # That there is an answer is sure already; the other side may be said less squarely.
            found = self._on(side, sure) or self._looked_for(side, sure)
            if found:
                chosen.append(select(found, most=each, margin=_SAME_SIDE))
        if not chosen:
            return select(sure, most=most)
        best = max(group[0].relevance for group in chosen)
        neutral = [c for c in sure if c.relevance > best and self._side_of(c) not in OPPOSED]
        first = select(neutral, most=1)
        mixed = [c for c in self._on(Group.MIXED, sure) if c.relevance >= best - _SAME_SIDE]
        last = () if self._on(Group.MIXED, first) else select(mixed, most=1)
        ordered = sorted(chosen, key=lambda group: -group[0].relevance)
        return _within((first, *ordered, last), most)

    def one(
        self, side: Group, sure: Sequence[Candidate], *, is_list: bool, most: int
    ) -> tuple[Candidate, ...]:
        """The best of the one side that is asked for, never of the other.

        Args:
            side: asked for.
            sure: answers the question, most relevant first.
            is_list: all that is said on the side is asked for.
            most: number of statements, 1 or more.
        """
        on_side = self._on(side, sure)
        if not is_list and on_side:
            return select(on_side, most=most)
        found = by_place((*on_side, *self._looked_for(side, sure)))
        ranked = sorted(found.values(), key=lambda candidate: -candidate.relevance)
        return select(ranked, most=most, margin=inf)

    def _looked_for(self, side: Group, sure: Sequence[Candidate]) -> list[Candidate]:
        """What the documents of a side say, if less squarely than the best speaks of the matter.

        Where some of them speak already, the others are read: those of one document would else
        take all of the reading.
        """
        documents = self._stances.documents_on(side, self._about)
        speak = {candidate.document.document_id for candidate in self._on(side, sure)}
        keep = partial(self._has, side)
        again = self._read_among(documents - speak or documents, keep).candidates
        floor = sure[0].relevance - _OTHER_SIDE
        found = self._on(side, (c for c in again if c.relevance >= floor or self._is_sure(c)))
        if found or speak:
            return found
        # Of the very question it says nothing; what it says of the matter is still the other side.
        of_matter = self._read_among(documents, keep, about=self._about).candidates
        return self._on(side, filter(self._is_sure, of_matter))

    def _has(self, side: Group, passage: Passage) -> bool:
        """Whether a sentence of the passage takes this side."""
        stances = (
            self._stances.of(passage.document_id, passage.heading_path, span)
            for span in passage.sentences
        )
        return any(
            stance is not None and stance.side is side and stance.about == self._about
            for stance in stances
        )

    def _on(self, side: Group, candidates: Iterable[Candidate]) -> list[Candidate]:
        return [candidate for candidate in candidates if self._side_of(candidate) is side]

    def _side_of(self, candidate: Candidate) -> Group | None:
        stance = stance_of(self._stances, candidate)
        return None if stance is None or stance.about != self._about else stance.side


def _within(groups: Iterable[Sequence[Candidate]], most: int) -> tuple[Candidate, ...]:
    """The groups one after another; with room for less, the last of each go first."""
    shown = [list(group) for group in groups]
    while sum(map(len, shown)) > most:
        max(reversed(shown), key=len).pop()
    return tuple(chain.from_iterable(shown))


def _terms(text: str) -> frozenset[str]:
    return frozenset(analysis.terms(text))
