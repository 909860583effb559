"""A claim as people look for it: as it is said, as key words, as a question."""

import random
import re

from embeddings.training.typed_questions import keywords

_VERBS = (
    "activate affect aggravate allow alter amplify block bind cause confer contribute control "
    "correlate decrease decline delay depend determine disrupt drive effect encode enhance exhibit "
    "express facilitate form function generate impair improve increase induce influence inhibit "
    "interact lack lead lower maintain mediate occur play predict prevent produce promote protect "
    "provide raise recognize reduce regulate repress require result show stimulate suppress "
    "support target transport trigger undergo"
).split()
_THIRD_PERSON = {f"{verb}s": verb for verb in _VERBS}
_COPULAS = frozenset("is are was were can may has".split())
_BEFORE_VERB = 7  # words: a longer subject mostly holds a verb of its own
_JOINING = frozenset("that which who whose where when if because while and or but as".split())
_FRAMES = (
    "Is it true that {own}?",
    "Do studies show that {own}?",
    "Is there evidence that {own}?",
    "Does research show that {own}?",
    "Has it been shown that {own}?",
    "is it known whether {own}",
)
_NAME = re.compile(r"[^\W\d_][a-z-]+,?")


def as_keywords(claim: str) -> str:
    return keywords(claim.rstrip(". "))


def as_question(claim: str, rng: random.Random) -> str:
    """A question that the claim affirms: "Does X reduce Y?" where its words allow it."""
    bare = claim.strip().rstrip(".")
    words = bare.split()
    turned = _turned(words)
    if turned and rng.random() < 0.6:
        return turned
    return rng.choice(_FRAMES).format(own=" ".join(_uncapitalised(words)))


def _turned(words: list[str]) -> str | None:
    for at, word in enumerate(words[: _BEFORE_VERB + 1]):
        if word.lower() in _JOINING or word.endswith(","):
            return None
        if not at:
            continue
        subject, rest = " ".join(_uncapitalised(words[:at])), " ".join(words[at + 1 :])
        if word in _COPULAS and rest:
            if word == "has" and not rest.split()[0].endswith(("ed", "en")):
                return f"Does {subject} have {rest}?"
            return f"{word.capitalize()} {subject} {rest}?"
        if word in _THIRD_PERSON and rest:
            return f"Does {subject} {_THIRD_PERSON[word]} {rest}?"
        if word in _VERBS and words[at - 1].endswith("s") and rest:
            return f"Do {subject} {word} {rest}?"
    return None


def _uncapitalised(words: list[str]) -> list[str]:
    """Its first word small, unless capitals or digits in it show a name or abbreviation."""
    first = words[0]
    return [first.lower() if _NAME.fullmatch(first) or first == "A" else first, *words[1:]]
