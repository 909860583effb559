"""Sentences that say the same in nearly the same words, so that an answer says it once.

Measure: the Jaccard coefficient |A ∩ B| / |A ∪ B| of Broder, "On the resemblance and containment
of documents", 1997, over the stems of the words that carry meaning. Two sentences that differ in
a number, a negation or a direction ("increase") never count as the same: an answer must not lose
one side of a difference.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

_JACCARD = 0.55  # for sentences that share at least _MANY_WORDS
_STRICT_JACCARD = 0.85  # for shorter ones, where one other word is another statement
_MANY_WORDS = 8

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_MEANING = frozenset(
    "a an the and or but of to in on at by for from with as is are was were be been being it its "
    "this that these those they them their he she his her we our you your i my which who whom "
    "also may might can could will would shall should must do does did has have had there here "
    "than then so such some any each into about over through during both other others along "
    "together while when where how what if".split()
)
_NEGATIONS = frozenset("not no never none neither nor without cannot rarely only except".split())
_DIRECTIONS = frozenset(
    "increase decrease reduce raise improve worsen better worse poorer higher lower more less "
    "fewer most least always often sometimes before after enhance hinder help harm maintain "
    "prevent safe unsafe positive negative short long start end advantage disadvantage".split()
)


@dataclass(frozen=True, slots=True)
class _Content:
    words: frozenset[str]  # stems
    fixed: frozenset[str]  # numbers and negations, which must be the same
    directions: frozenset[str]  # stems of words that others may not replace


def are_near_duplicates(a: str, b: str) -> bool:
    """Whether two sentences say the same in nearly the same words. Symmetric."""
    return _are_alike(_content(a), _content(b))


def near_duplicate_groups(sentences: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Positions of sentences that repeat an earlier one, with that one first in its group.

    Returns:
        Groups of two or more, by the position of their first; each position in at most one.
        A group holds what repeats its first sentence, so likeness never drifts along a chain.

    Cost: about linear. A sentence is compared with those alone that share one of its rarest
    words, which any pair above the threshold must (prefix filtering: Chaudhuri, Ganti, Kaushik,
    "A primitive operator for similarity joins", ICDE 2006).
    """
    contents = [_content(sentence) for sentence in sentences]
    frequency = Counter(word for content in contents for word in content.words)
    groups: dict[int, list[int]] = {}
    firsts_by_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, content in enumerate(contents):
        rare = _rarest(content.words, frequency)
        candidates = sorted({first for word in rare for first in firsts_by_word[word]})
        same = next((c for c in candidates if _are_alike(contents[c], content)), None)
        if same is not None:
            groups[same].append(at)
            continue
        groups[at] = [at]
        for word in rare:
            firsts_by_word[word].append(at)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _rarest(words: frozenset[str], frequency: Counter[str]) -> list[str]:
    """The words of which a sentence above the threshold must share at least one."""
    by_rarity = sorted(words, key=lambda word: (frequency[word], word))
    return by_rarity[: len(words) - ceil(_JACCARD * len(words)) + 1]


def _are_alike(a: _Content, b: _Content) -> bool:
    if a.fixed != b.fixed or not a.words or _point_apart(a, b):
        return False
    n_shared = len(a.words & b.words)
    jaccard = n_shared / len(a.words | b.words)
    return jaccard >= (_JACCARD if n_shared >= _MANY_WORDS else _STRICT_JACCARD)


def _point_apart(a: _Content, b: _Content) -> bool:
    """Whether each names a direction that the other does not ("increase", "decrease")."""
    return bool(a.directions - b.directions) and bool(b.directions - a.directions)


def _content(sentence: str) -> _Content:
    words = [word.replace("’", "'") for word in _WORD.findall(sentence.casefold())]
    stems = frozenset(_stemmer().stemWords([word for word in words if word not in _NO_MEANING]))
    numbers = {stem for stem in stems if any(character.isdigit() for character in stem)}
    negations = {"not" for word in words if word in _NEGATIONS or word.endswith("n't")}
    return _Content(stems, frozenset(numbers | negations), stems & _direction_stems())


@cache
def _direction_stems() -> frozenset[str]:
    return frozenset(_stemmer().stemWords(sorted(_DIRECTIONS)))


@cache
def _stemmer() -> Any:  # noqa: ANN401 - PyStemmer has no types
    from Stemmer import Stemmer  # here: so that importing `rag` stays quick

    return Stemmer("english")
