"""Author names as sources write them, as persons or organisations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.documents import OTHERS, Author
from rag.east_asian import is_east_asian
from rag.loaders.canonical_text import canonical_line
from rag.loaders.organisation_words import names_an_organisation, says_what_it_is

_BY = re.compile(r"^(?:written\s+|posted\s+|published\s+)?by:?\s+", re.IGNORECASE)
_OTHERS = re.compile(r"(?:^|,?\s+)(?:et al\b\.?|(?:and|&) others\b)[.,; ]*$", re.IGNORECASE)
_BETWEEN_ENTRIES = re.compile(r"\s*[;；、，]\s*(?:(?:and|&)\s+)?", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|&)\s+", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"(?:,\s*|\s+)(?:Ph\.?\s?D\.?|Psy\.?D\.?|M\.?D\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?A\.?|LCSW|LMFT|RN)"
    r"(?=\s*(?:,|$)|\s+(?:and|&)\s)"
)
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.?\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+[^\W\d_]?|[^\W\d_](?:[\s-][^\W\d_])*")
_INITIAL = re.compile(r"(?<!\S)[^\W\d_]\.")
_SUFFIX = re.compile(r"(?:Jr|Jnr|Sr|Snr)\.?|II|III|IV")
_PARTICLES = frozenset("al bin da de del della den der di dos du la le ten ter van von".split())
_MOST_NAME_WORDS = 5
_MOST_FAMILY_WORDS = 2  # before initials: "García Márquez, G."
# What programs write where nobody has said who the author is.
_NOBODY = frozenset(
    "admin|administrator|anonymous|apache poi|author|author name|default|default user|guest|"
    "guest author|guest writer|libreoffice|microsoft|microsoft office|microsoft office user|"
    "microsoft word|n/a|no author|none|null|office user|openpyxl|owner|pandoc|python-docx|root|"
    "site admin|staff writer|unknown|unknown author|untitled|user|webmaster|windows user|"
    "your name".split("|")
)
_NAME_KEYS = ("name", "literal", "full_name", "fullname", "display_name")
_FAMILY_KEYS = ("family", "last", "last_name", "family_name", "lastname", "surname")
_GIVEN_KEYS = ("given", "first", "first_name", "given_name", "firstname")


def parse_authors(text: str) -> tuple[Author, ...]:
    """Authors named in one line: "Jo Fox and Ana de Souza", "Fox, J.; Lee, K.".

    A single word, or a name with a word such as "University", is an organisation (`literal`),
    and a line with such a word is taken apart only where each part is surely an author: in "Ana
    Lee and World Health Organization" nothing tells a person from "Substance Abuse and Mental
    Health Services Administration". "et al." becomes `OTHERS`. Names that programs write
    ("Unknown", "python-docx") and addresses are no authors.
    """
    line = _line(text)
    named = _OTHERS.sub("", line)
    entries = filter(None, _BETWEEN_ENTRIES.split(named))
    authors = [author for entry in entries for author in _of_entry(entry)]
    return (*authors, OTHERS) if authors and named != line else tuple(authors)


def listed_authors(value: object) -> tuple[Author, ...]:
    """Authors that a value of a YAML header states: a line, or a list, each entry of which is one.

    A mapping states a name, or a family and a given name.
    """
    if isinstance(value, str):
        return parse_authors(value)
    entries = value if isinstance(value, list) else [value]
    authors = [author for entry in entries for author in _of_listed(entry)]
    named = [author for author in authors if author != OTHERS]
    return (*named, OTHERS) if named and len(named) < len(authors) else tuple(named)


def _of_listed(entry: object) -> tuple[Author, ...]:
    if isinstance(entry, Mapping):
        return _of_mapping(entry)
    if not isinstance(entry, str):
        return ()
    line = _line(entry)
    if _OTHERS.fullmatch(line):
        return (OTHERS,)
    is_one = not any(sign.search(line) for sign in (_OTHERS, _BETWEEN_ENTRIES, _AND))
    names = _names(_CREDENTIAL.sub("", line).split(","))
    if not is_one or names_an_organisation(line.split()) or not _are_halves(names):
        return parse_authors(line)
    author = _inverted(*names).author()  # of whatever family name: "García Márquez, Gabriel"
    return () if author is None else (author,)


def _of_mapping(entry: Mapping[object, object]) -> tuple[Author, ...]:
    family, given = _first(entry, _FAMILY_KEYS), _first(entry, _GIVEN_KEYS)
    if family and given:
        return (Author(family=family, given=given, suffix=_first(entry, ("suffix",))),)
    name = entry.get("name")
    if isinstance(name, Mapping) and not isinstance(name.get("name"), Mapping):
        return _of_mapping(name)
    return _of_listed(_first(entry, _NAME_KEYS) or family or given)


def _first(entry: Mapping[object, object], keys: Sequence[str]) -> str:
    stated = {str(key).lower().replace("-", "_"): value for key, value in entry.items()}
    values = (stated.get(key) for key in keys)
    return next((canonical_line(value) for value in values if isinstance(value, str)), "")


def _line(text: str) -> str:
    words = _BY.sub("", canonical_line(text)).split()
    line = " ".join(word if not _is_address(word) else _comma_of(word) for word in words)
    line = canonical_line(line)
    return "" if line.casefold() in _NOBODY else line


def _is_address(word: str) -> bool:
    return "@" in word or "://" in word


def _comma_of(word: str) -> str:
    return word[-1] if word.endswith((",", ";")) else ""


@dataclass(slots=True)
class _Name:
    """A name as it is read: all of it in `text`, or the family name where `given` is known."""

    text: str
    given: str = ""
    suffix: str = ""

    @property
    def may_be_family(self) -> bool:
        """Whether initials may follow it: "Fox", "van der Berg", "García Márquez"."""
        return (
            not self.given
            and not _INITIAL.search(self.text)
            and _n_names(self.text) <= _MOST_FAMILY_WORDS
        )

    def author(self) -> Author | None:
        if any(character.isdigit() for character in self.text + self.given):
            return None  # a date that stood beside the names
        text = _HONORIFIC.sub("", self.text)
        if self.given:
            return Author(family=text, given=_HONORIFIC.sub("", self.given), suffix=self.suffix)
        if not text or text.casefold() in _NOBODY:
            return None
        words = text.split()
        is_person = 2 <= len(words) <= _MOST_NAME_WORDS and not names_an_organisation(words)
        if not is_person or is_east_asian(text):
            return Author(literal=" ".join(filter(None, (self.text, self.suffix))))
        suffix = self.suffix
        if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
        first = len(words) - 1
        while first > 1 and words[first - 1].lower() in _PARTICLES:
            first -= 1
        return Author(family=" ".join(words[first:]), given=" ".join(words[:first]), suffix=suffix)


def _of_entry(entry: str) -> Iterator[Author]:
    entry = _CREDENTIAL.sub("", entry)
    if names_an_organisation(entry.split()):
        names = _with_organisations(entry)
    else:
        names = [name for group in _AND.split(entry) for name in _persons(group)]
    return (author for name in names if (author := name.author()) is not None)


def _with_organisations(entry: str) -> list[_Name]:
    """The whole entry as one name, unless each part between commas is surely an author."""
    names = _names(entry.split(","))
    are_sure = all(_is_surely_one(name, is_first=name is names[0]) for name in names)
    if not are_sure:
        return [_Name(entry)]
    return [_Name(_LEADING_AND.sub("", n.text), n.given, n.suffix) for n in names]


def _is_surely_one(name: _Name, *, is_first: bool) -> bool:
    words = name.text.split()
    if says_what_it_is(words):
        return True
    if names_an_organisation(words) or _AND.search(name.text):
        return False
    # A place may stand behind an organisation: "University of California, Los Angeles".
    stands_for_itself = is_first or _LEADING_AND.match(name.text) is not None
    has_initials = bool(name.given) or _INITIAL.search(name.text) is not None
    return has_initials or (stands_for_itself and len(words) > 1)


def _persons(group: str) -> list[_Name]:
    names = _names(group.split(","))
    if _are_halves(names) and _n_names(names[0].text) == 1:
        return [_inverted(*names)]
    return names


def _are_halves(names: Sequence[_Name]) -> bool:
    """Whether they may be the two halves of one name: "van Gogh", "Vincent"."""
    return len(names) == 2 and not any(name.given for name in names)


def _inverted(family: _Name, given: _Name) -> _Name:
    return _Name(family.text, given.text, family.suffix or given.suffix)


def _names(parts: Sequence[str]) -> list[_Name]:
    """The names between commas, each with the initials and the "Jr." that follow it."""
    names: list[_Name] = []
    for part in filter(None, map(str.strip, parts)):
        last = names[-1] if names else None
        if last is not None and _SUFFIX.fullmatch(part):
            last.suffix = part
        elif last is not None and last.may_be_family and _INITIALS.fullmatch(part):
            last.given = part
        else:
            text, _, suffix = part.rpartition(" ")
            is_suffixed = bool(text) and " " not in text and _SUFFIX.fullmatch(suffix) is not None
            names.append(_Name(text, suffix=suffix) if is_suffixed else _Name(part))
    return names


def _n_names(text: str) -> int:
    """Words of a family name, its particles not counted."""
    return sum(1 for word in text.split() if word.lower() not in _PARTICLES)
