"""Messages to whoever answers: orders ("Ignore previous instructions") and small talk ("Hi!").

No document answers them, and sentences only quoted cannot obey them or talk; without this, the
words around an order may find a sentence ("… and tell me which herbs you like"), and "help me" one
about help.
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
_SMALL_TALK = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|ok|okay|please|so|well|oh|and|"
    r"um+|there|thanks?(?: (?:you|a lot|so much|very much))?|thx|cheers|bye|goodbye|great|nice|"
    r"cool|wow|really|are you sure|is that so|how are you(?: (?:today|doing))?|"
    r"who (?:are|made) you|"
    r"what are you|are you (?:a )?(?:human|robot|bot|ai|person)|what can you do|what is this|"
    r"(?:can|could|would|will) you (?:please )?help(?: me)?|(?:i need )?help(?: me)?(?: please)?|"
    r"i have a question|can i ask (?:you )?(?:something|a question)|test|testing)\b\W*)+$",
    re.IGNORECASE,
)


def is_small_talk(message: str) -> bool:
    """Whether nothing is asked of the documents by any word of it: "Hi, can you help me?"."""
    return _SMALL_TALK.match(message) is not None


def is_order(question: str) -> bool:
    """Whether it gives the one who answers an order instead of asking the documents."""
    return any(order.search(question) for order in _ORDERS)
