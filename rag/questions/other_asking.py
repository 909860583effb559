"""The last question asked with other words: "And where?", "Why not?", "Which ones?"."""

import re
from collections.abc import Iterator, Sequence

from rag.questions.pronouns import agreeing
from rag.questions.question_parts import Clause, Parts, parts_of
from rag.questions.topics import Topic
from rag.questions.wording import capitalised, lowered, without_end

_I = re.IGNORECASE
_WHICH_ONES = re.compile(
    r"^\W*(?:which|what)(?: (?:ones?|kinds?|sorts?|types?)(?: exactly)?)?\W*$", _I
)
_ANOTHER_WHY = re.compile(r"^\W*(?:how come|what for|why(?:['’]s| is) that)(?=\W*$)", _I)
# "Who can't?", "Is there anyone who should not?"
_LEAVES_THE_DEED_OUT = re.compile(
    r"\b(?:who|anyone|anybody|everyone|everybody|people|clients|patients|children|adults)\s+"
    r"(?:should|can|may|must|could|will|would|do|does|did)(?:n['’]?t|not| not)?\W*$",
    _I,
)
_WHY_NOT = re.compile(r"^\W*why not\W*$", _I)
# "Why exactly?", "When is it?": what adds nothing to the words that ask.
_FILLS = re.compile(r"\b(?:exactly|then|not|so|is that|was that|is it|was it)\W*$", _I)
_OF_AN_EVENT = frozenset(
    ("when", "where", "who", "what time", "at what time", "what date", "what day")
)
_LEFT_BEHIND = re.compile(r"(?<=\w) (?P<left>for|from|with|to|by|at)\W*$", _I)
_SPAN_OF_TIME = re.compile(
    r"^(?:from )?(?:when|where|what \w+) (?:to|till|until) (?:when|where|what \w+)\W*$", _I
)


def which_ones(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "Do guides carry tools?", "Which ones?" is "Which tools do guides carry?"."""
    if not _WHICH_ONES.match(asked) or before.asks or before.clause is not Clause.DO:
        return
    verb, thing = before.verb, next(iter(before.others), None)
    if verb is None or thing is None or before.text[verb.span.end : thing.span.start].strip():
        return  # what follows the verb is no object
    for phrase in dict.fromkeys((thing, *thing.parts())):
        if phrase.span.start == thing.span.start:
            told = before.text[: phrase.span.start].strip()
            rest = without_end(before.text[phrase.span.end :])
            yield f"Which {phrase.of(before.text)} {lowered(told)} {rest.strip()}".rstrip() + "?"


def other_asking(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """After "When is the course?", "And where?" is "Where is the course?"."""
    if _SPAN_OF_TIME.match(asked) and before.clause in (Clause.BE, Clause.DO):
        whole = before.rest if before.asks else uncapitalised(before)
        yield f"{capitalised(without_end(asked))} {without_end(whole)}?"
        return
    if _WHY_NOT.match(asked):
        yield from _why_not(before)
        return
    bare = _FILLS.sub("", _ANOTHER_WHY.sub("Why", asked))
    left = _LEFT_BEHIND.search(bare)  # "How long for?", "Who with?"
    bare, end = (bare, "?") if left is None else (bare[: left.start()], f" {left['left']}?")
    parts = parts_of(bare)
    if parts.asks and parts.asks >= sum(word.is_word for word in parts.words):
        yield from _asked_with(parts, before, topics, end)


def _asked_with(parts: Parts, before: Parts, topics: Sequence[Topic], end: str) -> Iterator[str]:
    asking = capitalised(parts.asking)
    if before.clause in (Clause.BE, Clause.DO):
        if before.asks and parts.asked is not None and before.asked is None and _is_how_many(parts):
            yield f"{asking} {without_end(before.rest)}{end}"
        yield f"{asking} {without_end(before.rest) if before.asks else uncapitalised(before)}{end}"
    elif before.clause is Clause.SUBJECT and parts.asked is not None:
        yield f"{asking} {without_end(before.rest)}{end}"
    elif before.clause is Clause.SUBJECT:
        yield f"{without_end(before.text)}, {lowered(asking)}{end}"
    for topic in topics[:1]:
        # "When are ferns?" asks nothing; after "Does the course help?" it is the course's time.
        if asking.casefold() in _OF_AN_EVENT and not topic.is_plural:
            yield f"{agreeing(asking + ' is ', is_plural=topic.is_plural)}{topic.text}{end}"


def done_alike(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "How do I prune ferns?", "Is there anyone who shouldn't?": what, was said before."""
    verb = before.verb
    if _LEAVES_THE_DEED_OUT.search(asked) and verb is not None:
        deed = without_end(before.text[verb.span.start :])
        yield f"{capitalised(without_end(asked))} {deed}?"


def _why_not(before: Parts) -> Iterator[str]:
    """After "Should ferns be cut?", "Why not?" is "Why should ferns not be cut?"."""
    if before.asks or before.clause not in (Clause.BE, Clause.DO) or before.subject is None:
        return
    end = before.subject.span.end
    rest = without_end(before.text[end:])
    if not rest.startswith("not "):
        yield f"Why {lowered(before.text[:end])} not {rest}?"


def how_many(asked: str, _before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """How many of what the last question was about: "How many are there?"."""
    match = re.match(r"^how many(?= (?:are|is|were|do|does|did|have|can|will)\b)", asked, _I)
    plural = next((topic for topic in topics if topic.is_plural), None)
    if match is not None and plural is not None:
        yield f"{capitalised(match[0])} {re.sub(r'^the ', '', plural.text)}{asked[match.end() :]}"


def _is_how_many(parts: Parts) -> bool:
    return parts.asking.casefold().startswith("how ")


def uncapitalised(before: Parts) -> str:
    text = without_end(before.text)
    first = before.words[0] if before.words else None
    keeps = first is not None and (first.text == "I" or first.text[1:] != first.text[1:].lower())
    return text if keeps else lowered(text)
