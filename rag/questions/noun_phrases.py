"""Noun phrases of a question: what may be talked of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.questions.word_classes import (
    ADJECTIVES,
    DETERMINERS,
    JOINERS,
    PREPOSITIONS,
    Word,
    is_adjective,
    is_adverb_in_ly,
    is_past,
    is_verb,
    may_be_verb,
)
from rag.spans import Span

_PLURAL = re.compile(r"[^siu]s['’]?$")
_PLURALS = frozenset(
    "people children men women criteria data police staff media teeth feet".split()
)
_SUBJECTS = frozenset("i we they he she".split())  # never before a noun of their own


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, "the role of safety behaviors"; `words` are its own."""

    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)

    def of(self, question: str) -> str:
        return self.span.of(question)

    @property
    def head(self) -> Word:
        """The word that says what it is: the last before "of" or "on"."""
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.folded in JOINERS and before.names_something:
                return before
        return self.words[-1]

    @property
    def is_plural(self) -> bool:
        head = self.head
        before_head = takewhile(lambda word: word is not head, self.words)
        if any(word.folded == "and" for word in before_head):
            return True  # "ferns and mosses of Norway", but not "the talk on ferns and mosses"
        return head.folded in _PLURALS or bool(_PLURAL.search(head.folded))

    @property
    def is_named(self) -> bool:
        """Whether it is a proper name: "Yuri Gagarin", "the Rhine"."""
        return self.head.is_name and self.head.span.start > 0

    def parts(self) -> Iterator["Phrase"]:
        """The smaller phrases within: of "the effect of tax on wine" tax, wine, the effect."""
        pieces: list[list[Word]] = [[]]
        for word in self.words:
            if word.folded in JOINERS:
                pieces.append([])
            else:
                pieces[-1].append(word)
        if len(pieces) > 1:
            found = [
                Phrase(tuple(piece)) for piece in pieces if any(w.names_something for w in piece)
            ]
            yield from (phrase for phrase in found[1:])
            yield from found[:1]


def phrases(words: Sequence[Word], *, within_subject: bool = False) -> Iterator[Phrase]:
    """Runs of words that name something, joined by "of", "on", "and"."""
    run: list[Word] = []
    for i, word in enumerate(words):
        if not run and i and _is_done(words[i - 1], word):
            continue
        if word.names_something and not (
            run and not within_subject and run[-1].names_something and _breaks(words, i)
        ):
            if not run and i and words[i - 1].folded in DETERMINERS:
                run.append(words[i - 1])
            run.append(word)
        elif not run and _qualifies(words, i):  # "a socially anxious client"
            run += [*words[i - 1 : i], word] if i and words[i - 1].folded in DETERMINERS else [word]
        elif (run and _joins(words, i)) or (
            run and word.folded in DETERMINERS and run[-1].folded in JOINERS | {"and", "or"}
        ):
            run.append(word)
        elif run:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _is_done(before: Word, word: Word) -> bool:
    """Whether the word is a verb by what stands before it: "to sail", "if I overlook"."""
    return before.folded in _SUBJECTS or (before.folded == "to" and may_be_verb(word))


def _qualifies(words: Sequence[Word], i: int) -> bool:
    following = words[i + 1 : i + 2]
    return (
        (is_adverb_in_ly(words[i].folded) or words[i].folded in {"very", "most", "more", "well"})
        and bool(following)
        and following[0].names_something
        and (i == 0 or words[i - 1].folded in DETERMINERS | PREPOSITIONS)
    )


def _breaks(words: Sequence[Word], i: int) -> bool:
    """Whether a verb or participle stands after a whole phrase: "the course | starts"."""
    word = words[i]
    following = words[i + 1] if i + 1 < len(words) else None
    ends = following is None or not following.names_something
    if is_adjective(words[i - 1]):
        return False
    return (is_verb(word) and not word.folded.endswith("ing")) or (
        ends and (is_past(word) or word.folded in ADJECTIVES)
    )


def _joins(words: Sequence[Word], i: int) -> bool:
    joint = words[i].folded
    if joint not in JOINERS and joint not in {"and", "or"}:
        return False
    following = words[i + 1 : i + 3]
    if not following or not words[i - 1].names_something:
        return False
    if following[0].names_something:
        return not (joint == "to" and is_verb(following[0]))
    return (
        following[0].folded in DETERMINERS and len(following) > 1 and following[1].names_something
    )


def _whole(run: Sequence[Word]) -> Iterator[Phrase]:
    words = list(run)
    while words and not words[-1].names_something:
        words.pop()
    if any(
        word.names_something and word.folded not in ADJECTIVES and not is_past(word)
        for word in words
    ):
        yield Phrase(tuple(words))


def first_phrase(words: Sequence[Word]) -> Phrase | None:
    named = [word for word in words if word.names_something and word.folded not in ADJECTIVES]
    return Phrase(tuple(named)) if named and words[-1].names_something else None
