"""The other side of what was asked: "And against?" after "What are the arguments for ferns?"."""

import re
from collections.abc import Iterator, Sequence

from rag.messages import Group
from rag.questions.question_parts import Parts
from rag.questions.side_asked import WORTHS, side_of_worth
from rag.questions.topics import Topic
from rag.questions.wording import without_end

_I = re.IGNORECASE
_ARGUED = r"(?P<{0}>arguments?|reasons?|evidence|case|points?)"
_WORTH = rf"(?P<{{0}}>{WORTHS})"
_WAY = r"(?P<way>for|against|in favou?r)"
# "And against?", "What about the risks?", "What are the benefits of it?"
_ASKS_A_SIDE = re.compile(
    r"^\W*(?:and |but )?(?:(?:what|how) about )?(?:(?:what|which)(?: is|['’]s| are) )?"
    rf"(?:the |any |some )?(?:(?:{_ARGUED.format('noun')} )?{_WAY}|{_WORTH.format('worth')})"
    r"(?: (?:of |to )?(?:it|them|those|these))?\W*$",
    _I,
)
_SIDE_OF = re.compile(
    rf"\b(?:{_ARGUED.format('noun')} (?P<way>for|against|in favou?r of|supporting|opposing)|"
    rf"{_WORTH.format('worth')} (?:of|to|in|for)) (?P<matter>\S.*)$",
    _I,
)
# "And the other side?"
_ASKS_THE_OTHER = re.compile(
    r"^\W*(?:and |but |now )?(?:(?:what|how) about |what(?: is|['’]s) )?"
    r"(?:the )?(?:(?:other|opposite|opposing|flip) (?:side|view|camp|position)|opposite|reverse|"
    r"counter-?arguments?|contrary)\W*$",
    _I,
)
_OPPOSITE_WAY = {"for": "against", "supporting": "against", "in": "against"}
_OPPOSITE_WORTH = {Group.SUPPORTS: "drawbacks", Group.CAUTIONS: "benefits"}


def other_side(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """The side asked for, of the matter of which the last question asked a side.

    Where that one asked no side, of what it was about.
    """
    said = _SIDE_OF.search(without_end(before.text))
    if _ASKS_THE_OTHER.match(asked) and said is not None:
        yield _opposite(said)
        return
    match = _ASKS_A_SIDE.match(asked)
    if match is None:
        return
    matter = said["matter"] if said else next((topic.text for topic in topics), None)
    if matter is None:
        return
    if match["worth"]:
        yield _what(match["worth"], f"of {matter}")
        return
    noun = match["noun"] or (said and said["noun"]) or "arguments"
    way = match["way"].casefold()
    yield _what(noun, f"{f'{way} of' if way.startswith('in ') else way} {matter}")


def _opposite(said: "re.Match[str]") -> str:
    """The other side of the matter of which a side was asked."""
    if said["way"]:
        way = _OPPOSITE_WAY.get(said["way"].casefold().split()[0], "for")
        return _what(said["noun"], f"{way} {said['matter']}")
    return _what(_OPPOSITE_WORTH[side_of_worth(said["worth"])], f"of {said['matter']}")


def _what(noun: str, of_matter: str) -> str:
    verb = "are" if noun.casefold().endswith("s") else "is"
    return f"What {verb} the {noun.casefold()} {of_matter}?"
