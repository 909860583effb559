"""More of the last answer: "Tell me more.", "What else?", "Explain the second one."."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.selection import is_said
from rag.spans import Span

_MOST = 3  # statements of one answer
_MARGIN = 2.0  # logits below the best statement that further ones may lie
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
_NUMBERS = {
    **{word: n for n, word in enumerate(_ORDINALS)},
    **{f"{n + 1}{end}": n for n in range(8) for end in ("", "st", "nd", "rd", "th")},
    "last": -1,
}
_OF_ONE = re.compile(
    r"^\W*(?:(?:and|ok|okay|please|so)\b\W*)*(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:(?:tell|say)(?: me)? )?(?:some |a bit )?more(?: about| on)?|what about|explain|"
    r"expand on|elaborate on|go into|more details? (?:about|on))\W+"
    r"(?:the |number |point |no\.? )*\[?"
    rf"(?P<number>{'|'.join(_NUMBERS)})\]?(?: (?:one|point|argument|statement|sentence|item|quote|"
    r"reason|example))?(?: please| in more detail)?\W*$",
    _I,
)


@dataclass(frozen=True, slots=True)
class More:
    """What more is asked for.

    Args:
        of: the position of the statement that it is asked of, -1 for the last; None for all.
    """

    of: int | None = None

    def among(self, answers: Sequence[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
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
        return More(_NUMBERS[of_one["number"].casefold()])
    return More() if _MORE.match(question) else None


def further(
    read: ReadQuestion,
    shown: Sequence[Candidate],
    *,
    of: Sequence[Candidate],
    is_sure: Callable[[Candidate], bool],
    most: int,
) -> tuple[Candidate, ...]:
    """What goes on where the statements shown stand, or else what answers next best.

    Args:
        read: for the question that was answered.
        shown: the statements that have been shown for it.
        of: those of them that more is asked of; none leave nothing to say.
        is_sure: whether a candidate answers the question.
        most: number of statements; no more than three are shown.
    """
    most = min(most, _MOST)
    rest = [c for c in _beside(read, of) if not is_said(c, shown)]
    if rest or len(of) < len(shown):  # what answers next best is no more of one statement
        return tuple(rest[:most])
    floor = max((candidate.relevance for candidate in shown), default=inf) - _MARGIN
    found: list[Candidate] = []
    for candidate in read.candidates:
        if len(found) == most or candidate.relevance < floor or not is_sure(candidate):
            break
        if not is_said(candidate, (*shown, *found)):
            found.append(candidate)
    return tuple(found)


def _beside(read: ReadQuestion, shown: Sequence[Candidate]) -> list[Candidate]:
    """What follows each statement in its section, and then what stands before it in its block."""
    at: dict[tuple[str, Span], Candidate] = {}
    for candidate in read.candidates:
        at.setdefault((candidate.document.document_id, candidate.span), candidate)
    after: list[Candidate] = []
    before: list[Candidate] = []
    for statement in shown:
        document = statement.document
        block_of = {sentence.span: sentence.block for sentence in document.sentences}
        own = block_of[statement.span]
        section = document.blocks[own].heading_path
        for span, block in block_of.items():
            found = at.get((document.document_id, span))
            if found is None:
                continue
            if span > statement.span and document.blocks[block].heading_path == section:
                after.append(found)
            elif block == own:
                before.append(found)
    return list(dict.fromkeys((*after, *before)))
