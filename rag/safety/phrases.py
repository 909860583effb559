"""The small language that safety patterns are written in, and its translation to expressions.

A phrase is words separated by spaces. `a|b` is either word, `a_b` the words "a b" as one choice,
`{name}` any phrase of the piece of that name, `x?` may be missing, `~` is up to three other words
(`~6` up to six) none of which negates, `~~6` any six but "i", `^` and `$` are the beginning and the
end of the sentence, `*` is the rest of the sentence up to an "i", `**` up to "and i" or "but i"
("and also i" too).

Every repetition is bounded by words of one sentence, so that matching stays linear in its length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.errors import SafetyFileError

_WORD = re.compile(r"[a-z0-9'_\[\]+-]+")
_GAP = r"(?:(?!not |never )\S+ ){0,%d}"
_GAP_WITH_NEGATION = r"(?:(?!i )\S+ ){0,%d}"
_DEFAULT_GAP = 3
_EDGES = {"^": r"\A", "$": r"\Z"}
_ASIDE = "(?:also|now|honestly|actually|lately|recently|today|tonight|anyway|personally|truthfully)"
_REST = {
    "*": r"(?:(?!i )\S+ )*",
    "**": rf"(?:(?!(?:and|but) (?:{_ASIDE} )?i )\S+ )*",
}


@dataclass(frozen=True)
class Phrase:
    """One phrase, ready to be looked for in sentences whose every word is followed by one space.

    Args:
        source: as it is written in the file.
        written: the same as a regular expression.
        openings: for each part that must be there, the words that it can begin with. A sentence
            that lacks all of one of them cannot match, which is much cheaper to find out.
    """

    source: str
    written: str
    openings: tuple[frozenset[str], ...]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when first needed: most phrases are never reached, and start-up is quicker."""
        return re.compile(self.written)

    def can_match(self, words: frozenset[str]) -> bool:
        return not any(opening.isdisjoint(words) for opening in self.openings)

    def matches(self, sentence: str) -> bool:
        return self.expression.search(sentence) is not None

    def without(self, sentence: str, stand_in: str) -> str:
        """The sentence with each match replaced."""
        return self.expression.sub(stand_in, sentence)


class PhraseSet:
    """Phrases in order, and a quick way to the few of them that a sentence can match at all."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._with_any_word: list[int] = []
        self._with_word: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            if not phrase.openings:
                self._with_any_word.append(number)
                continue
            for word in min(phrase.openings, key=len):
                self._with_word.setdefault(word, []).append(number)

    def __iter__(self) -> Iterator[Phrase]:
        return iter(self._phrases)

    def possible(self, words: frozenset[str]) -> list[Phrase]:
        """The phrases that a sentence of these words can match."""
        numbers = set(self._with_any_word)
        for word in words & self._with_word.keys():
            numbers.update(self._with_word[word])
        phrases = (self._phrases[number] for number in sorted(numbers))
        return [phrase for phrase in phrases if phrase.can_match(words)]


class PhraseCompiler:
    """Compiles phrases over one set of pieces.

    Args:
        pieces: phrases by name; a piece may use others, but not itself.
    """

    def __init__(self, pieces: Mapping[str, Sequence[str]]) -> None:
        self._pieces = pieces
        self._expressions: dict[str, str] = {}
        self._openings: dict[str, frozenset[str] | None] = {}
        self._open: list[str] = []

    def compile(self, source: str) -> Phrase:
        """The phrase that `source` writes.

        Raises:
            SafetyFileError: a piece is unknown or made of itself, or a word holds other characters
                than lower-case letters, digits, apostrophes and [ranges].
        """
        tokens = source.split()
        expression = "".join(self._expression(token) for token in tokens)
        found = (self._token_openings(token) for token in tokens)
        openings = tuple(opening for opening in found if opening is not None)
        return Phrase(source, rf"(?<!\S){expression}", openings)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a piece holds."""
        return frozenset().union(
            *(words_of(source) for sources in self._pieces.values() for source in sources)
        )

    def _expression(self, token: str) -> str:
        if token in _REST:
            return _REST[token]
        if token.startswith("~"):
            gap = _GAP_WITH_NEGATION if token.startswith("~~") else _GAP
            return gap % int(token.lstrip("~") or _DEFAULT_GAP)
        is_optional, body = token.endswith("?"), token.removesuffix("?")
        choices = "|".join(map(self._choice, body.split("|")))
        return f"(?:{choices}){'?' if is_optional else ''}"

    def _choice(self, choice: str) -> str:
        if choice.startswith("{"):
            return self._piece(choice[1:-1])
        if choice in _EDGES:
            return _EDGES[choice]
        if not _WORD.fullmatch(choice):
            raise SafetyFileError(f"{choice!r} is no word; write lower-case letters and digits")
        return choice.replace("_", " ") + " "

    def _piece(self, name: str) -> str:
        if name not in self._pieces or name in self._open:
            problem = "is made of itself" if name in self._open else "is not defined"
            raise SafetyFileError(f"the piece {name!r} {problem}; see `pieces` in the pattern file")
        if name not in self._expressions:
            self._open.append(name)
            choices = [
                "".join(map(self._expression, source.split())) for source in self._pieces[name]
            ]
            self._open.pop()
            self._expressions[name] = f"(?:{'|'.join(choices)})"
        return self._expressions[name]

    def _token_openings(self, token: str) -> frozenset[str] | None:
        """The words that a token can begin with; None when it can be missing or is a range."""
        if token[0] in "~*" or token.endswith("?") or "[" in token:
            return None
        openings: set[str] = set()
        for choice in token.split("|"):
            if choice in _EDGES:
                return None
            if not choice.startswith("{"):
                openings.add(choice.split("_")[0])
                continue
            of_piece = self._piece_openings(choice[1:-1])
            if of_piece is None:
                return None
            openings |= of_piece
        return frozenset(openings)

    def _piece_openings(self, name: str) -> frozenset[str] | None:
        if name not in self._openings:
            found = [self._token_openings(source.split()[0]) for source in self._pieces[name]]
            known = [opening for opening in found if opening is not None]
            complete = len(known) == len(found)
            self._openings[name] = frozenset().union(*known) if complete else None
        return self._openings[name]


def words_of(source: str) -> frozenset[str]:
    """The plain words of a phrase."""
    parts = re.split(r"[\s|_?]+", source)
    return frozenset(part for part in parts if part.isalnum() and part.isascii())
