"""Who wrote what was just shown, and when: "Who wrote that?", "When was it published?"."""

import re
from enum import Enum, auto
from typing import NamedTuple

from rag.questions.wording import capitalised

_DOCUMENT = r"(?:article|text|document|page|paper|source|report|study|piece|leaflet|post|blog)s?"
_IT = rf"(?P<it>it|that|this|(?:the|that|this|these|those) {_DOCUMENT})"
_IS = r"(?:['’]?s| is| was| are| were)"
_ASK = rf"(?:(?:what|who|when){_IS}|tell me|give me|is there) "
_FACT = (
    r"(?:the|an?) (?:authors?|writers?|publishers?|title|year|date|"
    r"(?:publication|publishing) (?:date|year)|(?:date|year) of publication)"
)
_MADE = "(?:published|written|posted|updated)"
_ON = r"(?:about|on|regarding|concerning)"
_ONE = rf"(?P<article>(?:the|that|this) {_DOCUMENT})"


def _whole(*questions: str) -> tuple[re.Pattern[str], ...]:
    """Each as a whole question, "and" or "ok" before it."""
    opening, end = r"^\W*+(?:(?:and|but|so|ok|okay)\b\W*+)*", r"\W*+$"
    return tuple(re.compile(f"{opening}{asked}{end}", re.IGNORECASE) for asked in questions)


_ASKS = _whole(
    rf"who (?:wrote|published|authored) {_IT}",
    rf"(?:by whom|who) (?:was|were) {_IT} (?:written|published)(?: by)?",
    rf"when (?:was|were) {_IT} (?:first )?{_MADE}",
    rf"when did {_IT} (?:first )?(?:come out|appear)",
    rf"(?:{_ASK})?{_FACT}(?: of {_IT})?",
)
_ASKS_OF_ONE = _whole(
    rf"(?P<asks>who (?:wrote|published|authored)) {_ONE} {_ON} (?P<topic>.+?)",
    rf"(?P<asks>when (?:was|were)) {_ONE} {_ON} (?P<topic>.+?) (?P<end>(?:first )?{_MADE})",
    rf"(?P<asks>when did) {_ONE} {_ON} (?P<topic>.+?) (?P<end>(?:first )?(?:come out|appear))",
    rf"(?P<asks>(?:{_ASK})?{_FACT} of) {_ONE} {_ON} (?P<topic>.+?)",
)
_ASKS_DATE = re.compile(r"\b(?:when|date|year)\b", re.IGNORECASE)
_ASKS_AUTHOR = re.compile(
    r"\b(?:who|whom|authors?|writers?|publishers?|wrote|published)\b", re.IGNORECASE
)


class SourceFact(Enum):
    """What is asked of a source itself."""

    AUTHOR = auto()
    DATE = auto()


class OfOneSource(NamedTuple):
    """A question about one source, which it names by what that is about.

    Args:
        asked: "Who wrote the article?".
        topic: "ferns" of "Who wrote the article about ferns?".
    """

    asked: str
    topic: str


def source_on(question: str) -> OfOneSource | None:
    """Who wrote or published the source on a topic, or when; None where it asks other things."""
    found = next((m for asks in _ASKS_OF_ONE if (m := asks.match(question))), None)
    if found is None:
        return None
    end = found.groupdict().get("end")
    asked = " ".join(filter(None, (found["asks"], found["article"], end)))
    return OfOneSource(f"{capitalised(asked)}?", found["topic"])


def fact_of_source(asked: str) -> SourceFact | None:
    """What a question about a source asks for; None for its title."""
    if _ASKS_DATE.search(asked):
        return SourceFact.DATE
    return SourceFact.AUTHOR if _ASKS_AUTHOR.search(asked) else None


def source_asked(question: str) -> str | None:
    """The question with "the article" for what it says of it; None where it asks for other things.

    It names no document, so that only what was just cited can be meant.
    """
    found = next((m for asks in _ASKS if (m := asks.match(question))), None)
    if found is None:
        return None
    if found["it"] is None or found["it"].casefold().startswith("the "):
        return question
    return f"{question[: found.start('it')]}the article{question[found.end('it') :]}"
