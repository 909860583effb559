"""What more of the last answer is asked for: "Tell me more.", "What else?", "The second one."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rag.index import analysis
from rag.questions.question_kind import QuestionKind, kind_of

T = TypeVar("T")

_I = re.IGNORECASE
_MORE = re.compile(
    r"^\W*(?:(?:and|ok|okay|please|so|yes|great|thanks)\b\W*)*"
    r"(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:tell|say|give|show)(?: me| us)? (?:some |a bit |a little )?more|more(?: please)?|go on|"
    r"continue|carry on|elaborate|explain (?:more|further)|expand|(?:in )?more detail(?:s)?|"
    r"(?:what|any(?:thing|one)|something|who|where|how) (?:else|more))"
    r"(?: (?:about|on|of) (?:it|that|this|them|these|those))?(?: please)?\W*$",
    _I,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_HAS_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", _I)
_NUMBERS = {
    **{word: n for n, word in enumerate(_ORDINALS)},
    **{f"{n + 1}{end}": n for n in range(8) for end in ("", "st", "nd", "rd", "th")},
    "last": -1,
}
_THING = r"(?:one|point|argument|statement|sentence|item|quote|reason|example|answer|part)"
_OF_ONE = re.compile(
    r"^\W*+(?:(?:and|ok|okay|please|so|no)\b\W*+)*(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:(?:(?:tell|say)(?: me)? )?(?:some |a bit )?more(?: about| on)?|what about|explain|"
    r"expand on|elaborate on|go into|more details? (?:about|on)|"
    r"(?:(?:give|show|tell) (?:me )?)?(?:an? |another )?example (?:of|for))\W+"
    r"(?:the |number |point |no\.? )*\[?"
    rf"(?P<number>{'|'.join(_NUMBERS)})\]?(?: {_THING})?|"
    # "The second one, please.", "Number 3?"
    rf"(?:the )?(?P<bare>{'|'.join(_ORDINALS)}) {_THING}|"
    rf"(?:number|point|no\.?) (?P<numbered>{'|'.join(_NUMBERS)}))"
    r"(?:\W+please| in more detail)?\W*+$",
    _I,
)
# "Another one.", "Any other reasons?": the same once more, but not what was shown.
_ANOTHER = re.compile(
    r"^\W*+(?:(?:and|ok|okay|please|so|no)\b\W*+)*(?:not [^,;.]{1,40}[,;.] )?"
    r"(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:give|show|tell|name)(?: me| us)? |(?:what|are there|is there|do you have|got) )?"
    r"(?:another|(?:one|some|any|two|three) (?:more|others?)|(?:any )?other|more|others?)"
    r"(?: (?P<noun>[\w-]+))?(?: please)?\W*+$",
    _I,
)
_AN_EXAMPLE = re.compile(
    r"^\W*+(?:(?:and|ok|okay|please|so)\b\W*+)*(?:(?:can|could|would) you )?(?:please )?"
    r"(?:give|show|name)?(?: me| us)? ?an? (?:[\w-]+ )?example(?: please)?\W*+$",
    _I,
)
_EXAMPLES = frozenset(("example", "examples", "instance", "instances"))
_ANY_NOUN = frozenset("one ones please thing things reason reasons way ways point points".split())


@dataclass(frozen=True, slots=True)
class More:
    """What more is asked for.

    Args:
        of: the position of the statement that it is asked of, -1 for the last; None for all.
        is_another: whether more of the same is asked for, not what goes on from it.
    """

    of: int | None = None
    is_another: bool = False

    def among(self, answers: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
        """The statements that more is asked of; none where there is no such one.

        Args:
            answers: of the conversation so far, oldest first. A number is of the latest that has so
                many statements.
        """
        if self.of is None:
            return answers[-1]
        answer = next((answer for answer in reversed(answers) if len(answer) > self.of), ())
        return tuple(answer[self.of :][:1])


def more_asked(question: str) -> More | None:
    """Whether it asks for nothing but more of what was said last, and of which statement."""
    if of_one := _OF_ONE.match(question):
        number = of_one["number"] or of_one["bare"] or of_one["numbered"]
        return More(_NUMBERS[number.casefold()])
    return More() if _MORE.match(question) else None


def more_in(turns: Sequence[str]) -> list[More | None]:
    """What more each turn asks for; None for one that asks for something itself.

    "Another example" and "an example" after one that asks for examples ask for more of them,
    "another one" after any, "other risks" after one that asks for risks.
    """
    found: list[More | None] = []
    last = ""  # that asks for something itself
    for turn in turns:
        more = more_asked(turn) or (_another(turn, last) if last else None)
        of_one = _OF_ONE.match(turn)
        if of_one is not None and of_one["bare"] and _HAS_ORDINAL.search(last):
            more = None  # "What does the first report say?", "And the second one?"
        if more is None:
            last = turn
        found.append(more)
    return found


def _another(turn: str, last: str) -> More | None:
    of_examples = kind_of(last) is QuestionKind.EXAMPLES
    if of_examples and _AN_EXAMPLE.match(turn):
        return More(is_another=True)
    another = _ANOTHER.match(turn)
    if another is None:
        return None
    noun = (another["noun"] or "one").casefold()
    is_same = noun in _ANY_NOUN or analysis.term(noun) in analysis.terms(last)
    return More(is_another=True) if is_same or (of_examples and noun in _EXAMPLES) else None
