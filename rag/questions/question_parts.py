"""What a question is made of: the words it asks with, its subject, what it says of it.

A question of English, read by its closed words and a list of verbs. Good enough to carry a topic
into the next question; where it errs, another way of reading that question is tried as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rag.questions.noun_phrases import (
    Phrase,
    first_phrase,
    phrases,
)
from rag.questions.word_classes import (
    ADJECTIVE_END,
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    WH,
    Word,
    is_adjective,
    is_past,
    is_verb,
    may_be_verb,
    words_of,
)
from rag.spans import Span

_ORDER = re.compile(
    r"^\W*(?:please\W+)?(?:(?:can|could|would) you\W+)?(?:please\W+)?"
    r"(?:give|tell|show|list|name|explain|describe|define|summari[sz]e)\b(?:\W+(?:me|us)\b)?",
    re.IGNORECASE,
)


class Clause(Enum):
    """How a question is built."""

    BE = auto()  # "Is X …", "What are X …"
    DO = auto()  # "Does X …", "How can X …"
    SUBJECT = auto()  # "Who wrote X", "Which band played"
    BARE = auto()  # no verb that is known


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart.

    Args:
        text: the question.
        words: all of it.
        asks: number of words that ask: "At what time", "How many insects"; 0 when none does.
        clause: how it goes on.
        subject: what it says something of, when a noun phrase does; never what it asks for.
        others: further noun phrases, in order.
        asked: the noun phrase within `asks`, "insects", if there is one.
        verb: what the subject does, in its base form, where it is told by "does" or "can".
    """

    text: str
    words: tuple[Word, ...]
    asks: int
    clause: Clause
    subject: Phrase | None
    others: tuple[Phrase, ...]
    asked: Phrase | None
    verb: Word | None = None

    @property
    def asking(self) -> str:
        """The words that ask, "At what time"."""
        return (
            Span(self.words[0].span.start, self.words[self.asks - 1].span.end).of(self.text)
            if self.asks
            else ""
        )

    @property
    def rest(self) -> str:
        """What follows the words that ask."""
        if not self.asks:
            return self.text
        rest = self.text[self.words[self.asks - 1].span.end :].strip()
        return re.sub(r"^['’](s|re)\b", lambda m: "is" if m[1] == "s" else "are", rest)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Its noun phrases, the likeliest topic first."""
        found = ([self.subject] if self.subject else []) + list(self.others)
        return (*found, *([self.asked] if self.asked else []))


def parts_of(question: str) -> Parts:
    """The question's parts. Cost: one pass over its words."""
    words = words_of(question)
    if order := _ORDER.match(question):  # "Tell me about ferns." names ferns alone
        told = tuple(word for word in words if word.span.start >= order.end())
        return Parts(question, words, 0, Clause.BARE, None, tuple(phrases(told)), None)
    asks = _asking_words(words)
    body = words[asks:]
    asked = first_phrase(words[:asks])
    clause = _clause_of(body, asks)
    subject: Phrase | None = None
    verb: Word | None = None
    if clause is Clause.BE or clause is Clause.DO:
        skipped = 1
        if clause is Clause.DO:
            # "Who can attend …?" asks for the subject: the verb follows at once.
            is_who = asks == 1 and words[0].folded == "who"
            subject_end = skipped + (0 if is_who else _main_verb(body[skipped:]))
            verb = body[subject_end] if subject_end < len(body) else None
        else:
            subject_end = skipped + _predicate(body[skipped:])
        found = list(phrases(body[skipped:subject_end], within_subject=True))
        later = list(phrases(body[subject_end + 1 :]))
        starts = body[skipped:subject_end]
        has_own = bool(found) and not (
            starts and starts[0].folded in PRONOUNS and starts[0].folded not in DETERMINERS
        )
        subject = found[0] if has_own else None
        others = [*found[1 if has_own else 0 :], *later]
    else:
        begin = 1 if clause is Clause.SUBJECT else 0
        others = list(phrases(body[begin:]))
    return Parts(question, words, asks, clause, subject, tuple(others), asked, verb)


def _asking_words(words: Sequence[Word]) -> int:
    """How many words at the start ask: "For how many people", "What time", "Who"."""
    i = 0
    if i < len(words) and words[i].folded in PREPOSITIONS and len(words) > 1:
        i = 1
    if i >= len(words) or words[i].folded not in WH:
        return 0
    asking, i = words[i].folded, i + 1
    if (
        asking == "how"
        and i < len(words)
        and (
            words[i].folded in ADVERBS
            or words[i].folded in {"many", "often", "old", "big"}
            or (
                words[i].folded in ADJECTIVES
                or ADJECTIVE_END.search(words[i].folded)
                or words[i].folded in {"quickly", "soon", "fast", "tall", "deep", "wide", "close"}
            )
        )
    ):
        i += 1
        if words[i - 1].folded not in {"many", "much"}:
            return i
    elif asking not in {"what", "which", "whose"}:
        return i
    while i < len(words) and (
        (words[i].names_something and not _ends_asking(words, i))
        or words[i].folded in {"other", "more"}
        or (
            words[i].folded in JOINERS
            and words[i - 1].names_something
            and i + 1 < len(words)
            and words[i + 1].names_something
        )
    ):
        i += 1
    return i


def _ends_asking(words: Sequence[Word], i: int) -> bool:
    """Whether the verb stands here: "How many birds live", "What motivated"."""
    word, following = words[i], words[i + 1 : i + 2]
    before = words[i - 1]
    if before.folded in WH or before.folded in {"many", "much"}:
        # the first word may be a noun that looks like a verb: "What work is …", "Which face does"
        return (is_verb(word) and not (following and following[0].folded in AUXILIARIES)) or (
            is_past(word) and not (following and following[0].names_something)
        )
    return (
        is_verb(word)
        or is_past(word)
        or (
            may_be_verb(word)
            and bool(following)
            and following[0].folded in DETERMINERS | PREPOSITIONS | PRONOUNS
        )
    )


def _clause_of(body: Sequence[Word], asks: int) -> Clause:
    first = next((word for word in body), None)
    if first is None:
        return Clause.BARE
    if first.folded in BE:
        return Clause.BE
    if first.folded in DO or (first.folded in HAVE and len(body) > 2):
        return Clause.DO
    if asks and may_be_verb(first):
        return Clause.SUBJECT
    return Clause.BARE


def _main_verb(body: Sequence[Word]) -> int:
    """Position of the verb after "does": the subject ends there; all of it when none is found."""
    doubtful = None
    for i, word in enumerate(body):
        if i == 0 or not word.is_word:
            continue
        before = body[i - 1]
        if before.folded in DETERMINERS - {"both", "all"} or before.folded in PREPOSITIONS - {"to"}:
            continue
        if word.folded in AUXILIARIES or (is_verb(word) and not word.folded.endswith("ing")):
            return i
        if doubtful is None and (may_be_verb(word) or before.folded in PRONOUNS):
            doubtful = i
    if doubtful is not None:
        return doubtful
    for i, word in enumerate(body):
        is_last = i + 1 == len(body) or not body[i + 1].is_word
        if (
            is_last
            and i
            and word.names_something
            and body[i - 1].folded not in DETERMINERS | PREPOSITIONS
        ):
            return i
    return len(body)


def _predicate(body: Sequence[Word]) -> int:
    """Position where the subject after "is" ends."""
    seen = False
    for i, word in enumerate(body):
        following = body[i + 1] if i + 1 < len(body) else None
        goes_on = (
            following is not None
            and following.names_something
            and not (following.folded in ADJECTIVES or is_past(following))
        )
        if (
            seen
            and (is_past(word) or word.folded in ADJECTIVES or is_adjective(word))
            and not goes_on
        ):
            return i
        if seen and word.folded == "part":  # "What are estuaries part of?"
            return i
        if seen and word.folded in ADVERBS | CONJUNCTIONS - {"and", "or"}:
            return i
        if seen and word.folded == "to" and following is not None and is_verb(following):
            return i
        if seen and word.folded in {"the", "a", "an"} and body[i - 1].names_something:
            return i
        seen = seen or word.names_something
    return len(body)
