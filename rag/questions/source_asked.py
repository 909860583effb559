"""Who wrote what was just shown, and when: "Who wrote that?", "When was it published?"."""

import re

_DOCUMENT = r"(?:article|text|document|page|paper|source|report|study|piece|leaflet|post|blog)s?"
_IT = rf"(?P<it>it|that|this|(?:the|that|this|these|those) {_DOCUMENT})"
_IS = r"(?:['’]?s| is| was| are| were)"
_ASK = rf"(?:(?:what|who|when){_IS}|tell me|give me|is there) "
_FACT = (
    r"(?:the|an?) (?:authors?|writers?|publishers?|title|year|date|"
    r"(?:publication|publishing) (?:date|year)|(?:date|year) of publication)"
)
_ASKS = tuple(
    re.compile(rf"^\W*+(?:(?:and|but|so|ok|okay)\b\W*+)*{asked}\W*+$", re.IGNORECASE)
    for asked in (
        rf"who (?:wrote|published|authored) {_IT}",
        rf"(?:by whom|who) (?:was|were) {_IT} (?:written|published)(?: by)?",
        rf"when (?:was|were) {_IT} (?:first )?(?:published|written|posted|updated)",
        rf"(?:{_ASK})?{_FACT}(?: of {_IT})?",
    )
)


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
