"""Does a message say that someone is in danger? Yes or no, by reviewed patterns alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.safety.patterns import QUOTED, About, Group, PatternSet
from rag.safety.phrases import PhraseSet
from rag.safety.spelling import folded

_QUOTATIONS = re.compile(
    r'"([^"]{1,400})"'
    r"|“([^“”]{1,400})”"
    r"|«([^«»]{1,400})»"
    r"|(?<!\w)['‘]((?:[^'‘’\n]|(?<=\w)['’](?=\w)){4,400})['’](?!\w)"
)
_STAND_IN = "quotation"
_GONE = "_ "
# Dots in a row may be how someone breathes, and a single line end how a box wraps.
_SENTENCE_END = re.compile(r"[?;]+|!+|(?<!\.)\.(?!\.)(?!\S)|\n\s*\n")
_SHORT = 4  # words; "I want. To die." is one sentence


@dataclass(frozen=True, slots=True)
class CardKind:
    """Which card a disclosure is answered with. Nothing here grades the person or the danger.

    Args:
        about: whom the message speaks of.
        emergency_first: the matched phrases speak of something that an ambulance or the police are
            for, so their number is the first thing on the card.
        is_again: whether help was shown already and the message replies to it or goes on from it.
    """

    about: About
    emergency_first: bool
    is_again: bool = False


class CrisisCheck:
    """Looks for disclosures in what people type. Deterministic; keeps nothing of what it reads."""

    def __init__(self, patterns: PatternSet) -> None:
        self._patterns = patterns

    def card_for(self, question: str, earlier: Sequence[str] = ()) -> CardKind | None:
        """The card that `question` asks for, None when it says nothing of danger.

        Args:
            question: what was typed last. Each earlier turn was looked at when it was typed.
            earlier: questions before it, oldest first. After one that was met with help, help is
                shown again until a question comes that is plainly one of its own.
        """
        found = self._found(question)
        if found is not None:
            group, sentence = found
            return CardKind(self._about(group, sentence), group.is_emergency)
        if not earlier or self._asks_anew(question):
            return None
        before = self.card_for(earlier[-1], earlier[:-1])
        return None if before is None else replace(before, is_again=True)

    def n_until_card(self, questions: Sequence[str]) -> int:
        """How many of the questions of a conversation end with the last one that asks for a card.

        0 when none does; oldest first. Each is looked at once.
        """
        n_until, has_card = 0, False
        for n, question in enumerate(questions, start=1):
            goes_on = has_card and not self._asks_anew(question)
            has_card = goes_on or self._found(question) is not None
            n_until = n if has_card else n_until
        return n_until

    def _found(self, text: str) -> "tuple[Group, _Sentence] | None":
        sentences = self._sentences(text)
        for group in self._patterns.groups:
            for sentence in sentences:
                if self._says(group, sentence):
                    return group, sentence
        return None

    def _about(self, group: Group, sentence: "_Sentence") -> About:
        """Whom the sentence speaks of: what people say of themselves is also told of others."""
        is_told = group.about is About.SELF and self._patterns.oneself.isdisjoint(sentence.words)
        if is_told and _any_matches(self._patterns.subjects, [sentence.text]):
            return About.SOMEONE
        return group.about

    def _asks_anew(self, question: str) -> bool:
        """Whether it is plainly a question of its own.

        It asks, names a matter, and points neither to the one who writes nor to means, amounts or
        what was said before.
        """
        after = self._patterns.after_help
        texts = [sentence.text for sentence in self._sentences(question)]
        left = [_taken_out(after.requests, text) for text in texts]
        asks = "?" in folded(question) or left != texts or _any_matches(after.questions, left)
        named = {word for text in left for word in text.split()} - after.empty - {_GONE.strip()}
        return asks and bool(named) and not _any_matches(after.goes_on, left)

    def _says(self, group: Group, sentence: "_Sentence") -> bool:
        possible = group.phrases.possible(sentence.words)
        if not possible:
            return False
        text = sentence.without(group.despite)
        words = frozenset(text.split())
        return any(phrase.can_match(words) and phrase.matches(text) for phrase in possible)

    def _sentences(self, text: str) -> list["_Sentence"]:
        """The sentences; a passage in quotation marks that is only talked about is left out."""
        unquoted = [" ".join(filter(None, m)) for m in _QUOTATIONS.findall(text)]
        if unquoted:
            mentioned = self._split(_QUOTATIONS.sub(f" {_STAND_IN} ", text))
            frames = self._patterns.set_aside[QUOTED]
            if any(frame.matches(sentence.text) for sentence in mentioned for frame in frames):
                return mentioned
        return self._split(_QUOTATIONS.sub(lambda match: f" {match[0][1:-1]} ", text))

    def _split(self, text: str) -> list["_Sentence"]:
        speller = self._patterns.speller
        found: list[list[str]] = []
        for piece in _SENTENCE_END.split(folded(text)):
            words = speller.words(piece)
            if not words:
                continue
            if found and (
                len(found[-1]) <= _SHORT >= len(words)
                or _any_matches(self._patterns.joined, [" ".join(words) + " "])
            ):
                found[-1] = [*found[-1], *words]
            else:
                found.append(words)
        return [_Sentence(words, self._patterns) for words in found]


def _any_matches(phrases: PhraseSet, texts: Sequence[str]) -> bool:
    return any(
        phrase.matches(text)
        for text in texts
        for phrase in phrases.possible(frozenset(text.split()))
    )


def _taken_out(phrases: PhraseSet, text: str) -> str:
    for phrase in phrases.possible(frozenset(text.split())):
        text = phrase.without(text, _GONE)
    return text


class _Sentence:
    """One sentence, and what is left of it when harmless uses are set aside."""

    def __init__(self, words: Sequence[str], patterns: PatternSet) -> None:
        self.text = " ".join(words) + " "
        self.words = frozenset(words)
        self._patterns = patterns
        self._left: dict[frozenset[str], str] = {}

    def without(self, despite: frozenset[str]) -> str:
        if despite not in self._left:
            text = self.text
            for kind, phrases in self._patterns.set_aside.items():
                if kind == QUOTED or kind in despite:
                    continue
                for phrase in phrases.possible(self.words):
                    text = phrase.without(text, _GONE)
            self._left[despite] = text
        return self._left[despite]
