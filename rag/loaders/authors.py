"""Author names as sources write them, as persons or organisations."""

import re
from collections.abc import Iterator

from rag.documents import Author
from rag.loaders.canonical_text import canonical_line

_BY = re.compile(r"^(?:written\s+|posted\s+|published\s+)?by:?\s+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|,\s+(?:&|and)\s)\s*", re.IGNORECASE)
_AND = re.compile(r"(\s+(?:&|and)\s+)", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"(?:,\s*|\s+)(?:Ph\.?\s?D\.?|Psy\.?D\.?|M\.?D\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?A\.?|LCSW|LMFT|RN)(?=,|$)"
)
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.?\s+")
_ORGANISATION_WORDS = frozenset(
    "academy administration agency alliance american association australian authority bbc board "
    "british bureau canadian center centre charity clinic college commission committee company "
    "consortium council department desk directorate division editor editorial editors european "
    "executive faculty federation for forum foundation government group guest health hospital inc "
    "initiative institute international journal laboratory library ltd magazine media ministry "
    "museum national nations network news nhs of office organisation organization parliament press "
    "programme project publishing research school schools service services society staff team the "
    "trust uk unit university usa world writers".split()
)
# The name of an organisation may go on after what it is there for.
_PURPOSE = frozenset({"of", "for"})
_PARTICLES = frozenset("al bin da de del della den der di dos du la le ten ter van von".split())
_MOST_NAME_WORDS = 5


def parse_authors(text: str) -> tuple[Author, ...]:
    """Authors named in one line: "Jo Fox and Ana de Souza", "Fox, J.; Lee, K.".

    A single word, or a name with a word such as "University", is an organisation (`literal`); it
    is not taken apart at the "and" of "Department of Health and Social Care".
    """
    line = canonical_line(_BY.sub("", text.strip()))
    parts = (part for between in _BETWEEN_AUTHORS.split(line) for part in _at_ands(between))
    names = [name for part in parts for name in _at_commas(part)]
    return tuple(author for name in names if (author := _author(name)) is not None)


def _at_ands(part: str) -> Iterator[str]:
    name, *rest = _AND.split(part)
    for between, after in zip(rest[::2], rest[1::2], strict=True):
        if _is_one_organisation(name, after):
            name += between + after
        else:
            yield name
            name = after
    yield name


def _is_one_organisation(before: str, after: str) -> bool:
    """Whether the "and" between two parts stands inside the name of one organisation."""
    words = before.rsplit(",", 1)[-1].split()
    if _names_an_organisation(words) and not _PURPOSE.isdisjoint(words):
        return True
    # "Food and Agriculture Organization"; not "UNICEF and World Health Organization"
    is_first_word = len(before.split()) == 1 and not before.isupper()
    return is_first_word and _names_an_organisation(after.split())


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
