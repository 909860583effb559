"""What a question is about, as words that can be put into the next question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from rag.questions.noun_phrases import Phrase
from rag.questions.question_parts import Parts
from rag.questions.word_classes import (
    ADJECTIVES,
    AUXILIARIES,
    CONJUNCTIONS,
    PREPOSITIONS,
    is_verb,
    words_of,
)

_POSSESSED = re.compile(r"^(?P<owner>.+?)['’]s? ", re.IGNORECASE)
_AFTER_HEAD = re.compile(r" (?:of|on|for|in|at|from|with) ")
_INDEFINITE = re.compile(r"^(?:an?|any|some|each|every) ", re.IGNORECASE)
# "Is it OK to use salt?", "I'm starting a course": what is talked of is salt, a course.
_NO_PART = re.compile(
    r"^(?:(?:ok|okay|alright|fine|good|bad|wise|easy|hard|possible|best|better|safe) to \w+|"
    r"i(?:['’]?m| am) \w+ing)(?: |$)",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
_CONSONANT_AND_Y = re.compile(r"[^aeiou]y$")
_LONGEST_OWNER = 3  # words
_LONGEST_DEED = 8  # words
_LONGEST_ANSWER = 6  # words
_PERSON_END = re.compile(
    r"(?:ists?|ians?|eers?|m[ae]n|ioners?|archers?|achers?|orkers?|eepers?|ayers?)$"
)
_PEOPLE = frozenset(
    "client clients patient patients person persons people student students teacher teachers "
    "child children parent parents author authors doctor doctors member members user users "
    "visitor visitors king kings queen queens resident residents adult adults participant "
    "participants beginner beginners expert experts president leader leaders founder character "
    "singer player writer owner manager mother father brother sister kid kids son sons daughter "
    "daughters wife husband friend friends".split()
)
# Words that are no topic: "What is the main reason …", "How many kinds …".
_EMPTY = frozenset(
    "first last kind kinds type types sort sorts way ways part parts reason reasons example "
    "examples thing things number time date day year month lot name names something anything "
    "place level levels role".split()
)


# "An example of ferns" is about ferns alone.
_OF_OTHERS = frozenset(
    "example examples instance instances kind kinds type types sort sorts".split()
)
# Verbs that leave nothing to talk of, as what is done or, mistaken for a noun, as a thing.
_SAYS_LITTLE = frozenset("mean say differ know happen seem matter".split())
_NO_THING = _SAYS_LITTLE | frozenset("help use look need want like think do be get sure".split())


class Kind(Enum):
    """What sort of thing a topic is: pronouns choose by it."""

    NAME = auto()
    OTHER = auto()
    DEED = auto()  # "fading safety behaviors"


@dataclass(frozen=True, slots=True)
class Topic:
    """Words for what was talked of."""

    text: str
    kind: Kind
    is_plural: bool = False
    is_pair: bool = False
    is_person: bool = False
    was_indefinite: bool = False

    @property
    def as_plural(self) -> str:
        """The words for several: "the notebooks in Notely" of "a notebook in Notely"."""
        if self.is_plural or not self.was_indefinite:
            return self.text
        joint = _AFTER_HEAD.search(self.text)
        end = len(self.text) if joint is None else joint.start()
        return f"{_plural(self.text[:end])}{self.text[end:]}"

    @property
    def takes_possessive(self) -> bool:
        """Whether "'s" reads well behind it: a short name, or who someone is."""
        is_name = self.kind is Kind.NAME and self.text[0].isupper()
        return (is_name or self.is_person) and len(self.text.split()) <= _LONGEST_OWNER


def _plural(noun: str) -> str:
    if _CONSONANT_AND_Y.search(noun):
        return f"{noun[:-1]}ies"
    return f"{noun}{'es' if noun.endswith(('s', 'x', 'ch', 'sh')) else 's'}"


def topic_of_answer(words: str) -> Topic | None:
    """What answered a question, as what the next may be about; None for a number or a clause."""
    words = words.partition("\n")[0]  # the name of "Ana Ruiz\n3 May": a fact block goes on
    found = words_of(words)
    said = [word for word in found if word.is_word]
    if not said or len(found) != len(said) or len(said) > _LONGEST_ANSWER:
        return None
    if said[0].folded in PREPOSITIONS | CONJUNCTIONS:
        return None
    if any(word.text[0].isdigit() or word.folded in AUXILIARIES for word in said):
        return None
    definite = _INDEFINITE.sub("the ", words)
    kind = Kind.NAME if any(word.is_name for word in said[1:] or said) else Kind.OTHER
    return Topic(definite, kind, is_plural=Phrase(tuple(said)).is_plural)


def topics_of(parts: Parts) -> Iterator[Topic]:
    """What the question is about, the likeliest first: its subject, its objects, their parts."""
    seen: set[str] = set()
    phrases = parts.phrases
    for topic in (
        *(topic for phrase in phrases for topic in _whole(parts, phrase)),
        *_deeds(parts),
        *(topic for phrase in phrases for part in phrase.parts() for topic in _whole(parts, part)),
    ):
        if topic.text.casefold() not in seen:
            seen.add(topic.text.casefold())
            yield topic


def _whole(parts: Parts, phrase: Phrase) -> Iterator[Topic]:
    text = phrase.of(parts.text)
    head = phrase.head.folded
    if head in _OF_OTHERS or (len(phrase.words) <= 2 and head in _EMPTY):
        return
    if len(phrase.words) == 1 and (head in _NO_THING or head in ADJECTIVES):
        return
    if phrase is parts.asked:
        text = f"the {text}" if not phrase.words[0].text[:1].isupper() else text
    text = _NO_PART.sub("", text)
    if not text:
        return
    definite = _INDEFINITE.sub("the ", text)
    kind = Kind.NAME if phrase.is_named else Kind.OTHER
    yield Topic(
        definite,
        kind,
        is_plural=phrase.is_plural,
        is_pair=_is_pair(text),
        is_person=_is_person(phrase.head.folded),
        was_indefinite=definite != text,
    )
    if (owner := _POSSESSED.match(text)) is not None and " of " not in owner["owner"]:
        yield Topic(owner["owner"], Kind.NAME if owner["owner"][:1].isupper() else Kind.OTHER)
    between = re.search(r"\bbetween (?P<pair>.+ and .+)$", text, re.IGNORECASE)
    if between is not None:
        yield Topic(between["pair"], Kind.OTHER, is_plural=True, is_pair=True)


def names_person(phrase: Phrase) -> bool:
    """Whether the phrase is of a person or of what is a person's: "a patient's attention"."""
    return any(_is_person(re.sub(r"['’]s?$", "", word.folded)) for word in phrase.words)


def _is_person(folded: str) -> bool:
    return folded in _PEOPLE or _PERSON_END.search(folded) is not None


def _is_pair(text: str) -> bool:
    return re.search(r"\b(?:and|or|vs\.?|versus)\b", text) is not None and "between" not in text


def _deeds(parts: Parts) -> Iterator[Topic]:
    """What is done: "Can clients slip back?" speaks of slipping back."""
    words = parts.words
    verbs = [parts.verb] if parts.verb is not None else []
    for before, word in pairwise(words):
        if before.folded in {"to", "people"} and is_verb(word):
            verbs.append(word)
    for verb in verbs:
        rest = parts.text[verb.span.end :].rstrip(" ?.!")
        doing = _doing(verb.folded)
        if verb.folded in _SAYS_LITTLE:
            continue
        if doing is not None and 0 < len(rest.split()) <= _LONGEST_DEED:
            yield Topic(f"{doing}{rest}", Kind.DEED)


def _doing(verb: str) -> str | None:
    """The -ing form of a base form."""
    if verb == "be":
        return "being"
    if verb.endswith(("s", "ed")) and not verb.endswith(("ss", "eed")):
        return None
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if _DOUBLED.match(verb) else f"{verb}ing"
