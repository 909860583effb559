"""A statement or a condition that is asked: "So they're bad?", "And if it rains?"."""

import re

from rag.questions.word_classes import ADJECTIVES, is_adjective, words_of

# "So they're bad?" asks "Are they bad?".
_TOLD_OF = re.compile(
    r"^\W*(?P<they>they|it|these|those)(?P<be>['’]re|['’]s| are| is) (?P<what>[\w'’ -]{1,30}?)"
    r"(?: then| though)?\W*$",
    re.IGNORECASE,
)
# "And if it rains?"
_CONDITION_ALONE = re.compile(r"^if\b[^,;]*$", re.IGNORECASE)


def as_question(asked: str) -> str:
    """What is asked without the words that ask: "they're bad" as "are they bad?"."""
    if _CONDITION_ALONE.match(asked):
        return f"what {asked}"
    told = _TOLD_OF.match(asked)
    if told is None:
        return asked
    last = words_of(told["what"])[-1]
    if not (last.folded in ADJECTIVES or is_adjective(last)):
        return asked
    be = "are" if told["be"].strip("'’ ") in {"re", "are"} else "is"
    return f"{be} {told['they']} {told['what']}?"
