"""The one gate that every question passes before anything is searched, encoded or read."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from rag.messages import MAX_QUESTION_CHARACTERS, Safety
from rag.safety.card import CardWriter, shipped_wordings
from rag.safety.check import CrisisCheck
from rag.safety.directory import load_directory
from rag.safety.patterns import load_patterns
from rag.settings import SafetySettings


class SafetyGate:
    """Gives help instead of a search to a message that speaks of danger. Keeps nothing.

    Args:
        check: says yes or no.
        cards: writes what to show.
        region: taken when a request tells none.
    """

    def __init__(self, check: CrisisCheck, cards: CardWriter, *, region: str | None = None) -> None:
        self._check, self._cards, self._region = check, cards, region

    def help_for(
        self, question: str, *, region: str | None = None, earlier: Sequence[str] = ()
    ) -> Safety | None:
        """The card to show instead of an answer, None when the question may be answered.

        Args:
            question: what was typed, however long: of what is too long to be asked, the beginning
                and the end are looked at, so that the time stays that of two questions.
            region: ISO 3166-1 alpha-2 code of where the person is, if they told.
            earlier: questions of the same conversation, oldest first.
        """
        for part in _looked_at(question):
            kind = self._check.card_for(part, earlier)
            if kind is not None:
                return self._cards.card(kind, region or self._region)
        return None

    def n_until_help(self, earlier: Sequence[str]) -> int:
        """How many of the `earlier` questions, oldest first, end with the last one that got a card.

        0 when none did. What was said in need is no topic for the questions after it.
        """
        return self._check.n_until_card(earlier)


@lru_cache(maxsize=4)
def load_gate(settings: SafetySettings) -> SafetyGate:
    """The gate that `settings` describe: one object for all that ask for it with the same ones.

    It needs neither index nor model, so help can be given before and without them. Its files are
    read once in the life of a process.

    Raises:
        SafetyFileError: a file cannot be read or is not as it should be.
    """
    directory = load_directory(settings.resources)
    cards = CardWriter(directory, shipped_wordings())
    return SafetyGate(_check(settings.patterns), cards, region=settings.region)


@lru_cache(maxsize=4)
def _check(patterns: Path | None) -> CrisisCheck:
    """Shared by gates with other lines: compiling patterns takes a while."""
    return CrisisCheck(load_patterns(patterns))


def _looked_at(question: str) -> tuple[str, ...]:
    if len(question) <= MAX_QUESTION_CHARACTERS:
        return (question,)
    return question[:MAX_QUESTION_CHARACTERS], question[-MAX_QUESTION_CHARACTERS:]
