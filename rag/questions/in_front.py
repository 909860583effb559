"""A thing named in front of what is asked of it: "The family, can they join?"."""

import re

from rag.questions.noun_phrases import phrases
from rag.questions.pronouns import put_for_pronoun
from rag.questions.question_parts import parts_of
from rag.questions.topics import topics_of
from rag.questions.word_classes import DETERMINERS, words_of
from rag.questions.wording import lowered

_IN_FRONT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well)\b\W*)*(?:(?:what|how) about |as for |about |regarding )?"
    r"(?P<thing>[\w'’-]+(?: [\w'’-]+){0,5}?)"
    r"(?: (?:that )?(?:you|we) (?:just )?(?:mentioned|named|said|spoke of|talked about))?"
    r"(?:\s*,|\s*:|\s+[–—-])\s+"
    r"(?P<asked>(?:what|which|when|where|who|why|how|is|are|was|were|do|does|did|can|could|will|"
    r"would|should|may|must|has|have)\b.*)$",
    re.IGNORECASE,
)
# "Sorry, what is it?": what is no thing.
_NO_THING = frozenset(
    "hi hello hey thanks thank sorry please yes yeah no nope wait actually honestly again also "
    "first now then generally overall basically seriously anyway question quick hmm oh".split()
)


def asked_of_thing_in_front(question: str) -> str | None:
    """Of "The family, can they join?": "Can the family join?"; None where nothing is in front."""
    match = _IN_FRONT.match(question)
    if match is None:
        return None
    words = words_of(match["thing"])
    found = list(phrases(words))
    if len(found) != 1 or tuple(found[0].words) != words or words[0].folded in _NO_THING:
        return None
    thing = lowered(match["thing"]) if words[0].folded in DETERMINERS else match["thing"]
    topic = next(topics_of(parts_of(f"What is {thing}")), None)
    return None if topic is None else put_for_pronoun(match["asked"], topic)
