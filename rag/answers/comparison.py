"""What tells two things apart: "A floats. In contrast, B sinks.", "Unlike A, B sinks."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.windows import Window, terms_of
from rag.index import analysis
from rag.spans import Span

_I = re.IGNORECASE
_ONE, _OTHER, _END = r"(?P<one>\S.*?)", r"(?P<other>\S.*?)", r"\W*$"
_APART = r"(?:differ(?:s|ent)?|distinct|distinguish\w*|differentiat\w*|apart)"
# "Why does it matter to tell A from B?" does not ask what tells them apart.
_ASKS = (
    r"^\W*(?:(?:what|how|in what way|explain|describe|compare|contrast|tell me|the)\b"
    r"(?:(?!\b(?:if|when|happens)\b).){0,40}?)?"
)
_COMPARISONS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"{_ASKS}\b(?:differences?|distinctions?|comparison) between {_ONE} and {_OTHER}{_END}",
        rf"{_ASKS}\bhow (?:is|are|does|do|can|could) (?:an? |the )?{_ONE} {_APART}"
        rf"(?: in \w+)? from {_OTHER}{_END}",
        rf"{_ASKS}\bhow (?:an? |the )?{_ONE} {_APART}(?: in \w+)? from {_OTHER}{_END}",
        rf"{_ASKS}\bhow (?:is|are|does|do|can|could) {_ONE} and {_OTHER} {_APART}{_END}",
        rf"{_ASKS}\b(?:distinguish\w*|differentiat\w*|sets?|separates?|tells?) {_ONE} "
        rf"(?:apart )?from {_OTHER}{_END}",
        rf"^\W*(?:compare|contrast) {_ONE} (?:and|with|to) {_OTHER}{_END}",
        rf"^\W*{_ONE} (?:versus|vs\.?|compared (?:to|with)) {_OTHER}{_END}",
    )
)
# The sentence before such a beginning speaks of the other thing.
_TURNS = re.compile(
    r"^\W*(?:(?:in|by) (?:contrast|comparison)|on the other hand|conversely|whereas)\b", _I
)
_SETS_APART = re.compile(
    r"\b(?:whereas|while|unlike|(?:in|by) contrast|differs?|different from|as opposed to)\b", _I
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things that a question wants told apart, as the index terms that only one of them has."""

    one: frozenset[str]
    other: frozenset[str]


def compared_in(question: str) -> Compared | None:
    """The things that it wants told apart; None where it asks for something else."""
    for comparison in _COMPARISONS:
        if found := comparison.search(question):
            one, other = (frozenset(analysis.terms(found[name])) for name in ("one", "other"))
            if one - other and other - one:
                return Compared(one - other, other - one)
    return None


def names_both(windows: Sequence[Window], things: Compared) -> bool:
    """Whether what was found names both: nothing is told of a thing that no passage names."""
    found = frozenset(term for window in windows for term in terms_of(window))
    return not (things.one.isdisjoint(found) or things.other.isdisjoint(found))


def told_apart(read: ReadQuestion, things: Compared, *, floor: float) -> tuple[Candidate, ...]:
    """The sentence, or the two in a row, that set one thing against the other.

    Args:
        read: the question with what was read for it.
        things: that it compares.
        floor: relevance that the better of two sentences reaches, or the one.

    Returns:
        Those of the highest relevance, in the source's order; none where nothing read does so.
    """
    found = [group for group in _settings(read, things) if _best(group) >= floor]
    return max(found, key=_best, default=())


def _settings(read: ReadQuestion, things: Compared) -> Iterator[tuple[Candidate, ...]]:
    at: dict[tuple[str, Span], Candidate] = {}
    for candidate in read.candidates:
        at.setdefault((candidate.passage.passage_id, candidate.span), candidate)
        if _SETS_APART.search(candidate.text) and _names(candidate, things) == (True, True):
            yield (candidate,)
    for window in read.windows:
        key = window.passage.passage_id
        row = [at.get((key, span)) for span in window.sentences]
        for before, turning in pairwise(row):
            if before is None or turning is None or not _TURNS.match(turning.text):
                continue
            if _names(before, things) in ((True, False), (False, True)) and _names(
                turning, things
            ) == tuple(not named for named in _names(before, things)):
                yield (before, turning)


def _names(candidate: Candidate, things: Compared) -> tuple[bool, bool]:
    """Whether it names the one and the other."""
    terms = frozenset(analysis.terms(candidate.text))
    return things.one <= terms, things.other <= terms


def _best(group: tuple[Candidate, ...]) -> float:
    return max(candidate.relevance for candidate in group)
