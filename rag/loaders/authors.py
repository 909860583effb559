"""Author names as sources write them, as persons or organisations."""

import re

from rag.documents import Author
from rag.loaders.canonical_text import canonical_line

_BY = re.compile(r"^(?:written\s+|posted\s+|published\s+)?by:?\s+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|\s&\s|,?\s+and\s+)\s*", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"(?:,\s*|\s+)(?:Ph\.?\s?D\.?|Psy\.?D\.?|M\.?D\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?A\.?|LCSW|LMFT|RN)(?=,|$)"
)
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.?\s+")
_ORGANISATION_WORDS = frozenset(
    "academy agency association board centre center charity clinic college committee company "
    "council department desk editorial editors editor foundation group guest health hospital inc "
    "institute journal ltd magazine media ministry network news office organisation organization "
    "press project publishing service services society staff team trust university writers the of "
    "for".split()
)
_PARTICLES = frozenset("al bin da de del della den der di dos du la le ten ter van von".split())
_MOST_NAME_WORDS = 5


def parse_authors(text: str) -> tuple[Author, ...]:
    """Authors named in one line: "Jo Fox and Ana de Souza", "Fox, J.; Lee, K.".

    A single word, or a name with a word such as "University", is an organisation (`literal`).
    """
    line = canonical_line(_BY.sub("", text.strip()))
    names = [name for part in _BETWEEN_AUTHORS.split(line) for name in _at_commas(part)]
    return tuple(author for name in names if (author := _author(name)) is not None)


def _at_commas(part: str) -> list[str]:
    part = _CREDENTIAL.sub("", part)
    names = [name.strip() for name in part.split(",") if name.strip()]
    if len(names) == 2 and " " not in names[0]:
        return [", ".join(names)]  # "Fox, Jo"
    return names


def _author(name: str) -> Author | None:
    if any(character.isdigit() for character in name):  # a date that stood beside the names
        return None
    if "," in name:
        family, given = (half.strip() for half in name.split(",", 1))
        return Author(family=family, given=given)
    words = _HONORIFIC.sub("", name).split()
    if not words:
        return None
    if not 2 <= len(words) <= _MOST_NAME_WORDS or _names_an_organisation(words):
        return Author(literal=name)
    first_of_family = len(words) - 1
    while first_of_family > 1 and words[first_of_family - 1].lower() in _PARTICLES:
        first_of_family -= 1
    return Author(family=" ".join(words[first_of_family:]), given=" ".join(words[:first_of_family]))


def _names_an_organisation(words: list[str]) -> bool:
    return any(word.lower().strip(".") in _ORGANISATION_WORDS for word in words)
