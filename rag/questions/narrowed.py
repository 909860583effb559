"""The last question asked of less: "What about when it rains?", "Specifically indoors"."""

import re
from collections.abc import Iterator, Sequence

from rag.questions.question_parts import Parts
from rag.questions.topics import Topic
from rag.questions.word_classes import PREPOSITIONS, words_of
from rag.questions.wording import capitalised, lowered, without_end

_I = re.IGNORECASE
_JOINTS = "if|when|whenever|once|unless|while|after|before|during"
# "What about when it rains?", "And if it rains?"
_UNDER_CONDITION = re.compile(
    r"^\W*(?:and |but |or )?(?:(?:(?:what|how) about|what)\W+)?"
    rf"(?P<condition>(?:{_JOINTS})\b.+?)\W*$",
    _I,
)
_HAS_CONDITION = re.compile(rf"\W+(?:{_JOINTS})\b.*$", _I)
_ABOUT_WHEN = re.compile(r"^\W*(?:what|how) about (?:if|when|whenever|once|unless|while)\b", _I)
# "Specifically for children", "I mean only indoors".
_LESS = re.compile(
    r"^\W*(?:only|just|specifically|especially|particularly|in particular|mainly|i mean)\b\W*"
    r"(?P<less>.+?)\W*$",
    _I,
)


def under_condition(asked: str, before: Parts) -> str | None:
    """After "Can I fish?", "What if it rains?" is "Can I fish if it rains?"; None of no clause."""
    match = _UNDER_CONDITION.match(asked)
    if match is None or not before.words:
        return None
    main = _HAS_CONDITION.sub("", without_end(before.text))
    return f"{capitalised(main)} {lowered(match['condition'])}?"


def under_another_condition(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "Can I fish when it rains?", "What about when it snows?" is asked of snow."""
    if _ABOUT_WHEN.match(asked) and (conditioned := under_condition(asked, before)) is not None:
        yield conditioned


def narrowed(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "What should guides watch?", "Specifically on slopes" is asked of slopes alone."""
    match = _LESS.match(asked)
    if match is None:
        return
    first = words_of(match["less"])[0].folded
    if (asked_under := under_condition(match["less"], before)) is not None:
        yield asked_under
    elif first in PREPOSITIONS:
        yield f"{without_end(before.text)} {lowered(match['less'])}?"
