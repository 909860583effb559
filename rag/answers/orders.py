"""Orders to whoever answers ("Ignore previous instructions", "You are now a pirate").

No document answers them, and sentences only quoted cannot obey them; without this, the words around
an order may find a sentence ("… and tell me which herbs you like").
"""

import re

_START = r"(?:^|[.!?:;]|\bplease\b)\W*"
_START_OR_COMMA = r"(?:^|[.!?:;,]|\bplease\b)\W*"
_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START_OR_COMMA}(?:ignore|disregard|forget|override|bypass)\b(?:\W+\w+){{0,3}}?\W+"
        r"(?:instructions?|prompts?|rules|guidelines|restrictions|filters?|documents|sources|"
        r"(?:that )?you(?:['’]re| are| were))\b",
        rf"{_START}you(?:['’]re| are) now\b|\bfrom (?:here|now) on\W+you\b",
        rf"{_START_OR_COMMA}(?:(?:act|behave|respond|reply|answer|speak|talk)\W+(?:as|like)\W+"
        r"(?:if you|an?|my|the|two|dan)\b|(?:assume|take|play) (?:on )?the (?:role|part) of\b|"
        r"pretend (?:to be|(?:that )?you)\b|let['’]?s? (?:us )?role-?play\b)",
        r"\b(?:reveal|show|print|repeat|tell|give|output|display|leak|share|write|translate)\b"
        r"[^.!?]{0,40}\b(?:the|your) (?:\w+ )?system prompt\b",
        r"\byour (?:own )?(?:(?:initial|original|hidden|secret|system) )?prompt\b|"
        r"\byour (?:initial|original|hidden|secret|system) (?:instructions|rules)\b",
    )
)


def is_order(question: str) -> bool:
    """Whether it gives the one who answers an order instead of asking the documents."""
    return any(order.search(question) for order in _ORDERS)
