r"""Sources as BibTeX entries, in UTF-8.

Source: Patashnik, BibTeXing (1988); biblatex manual, sections 2.1-2.2, for `url` and `urldate`.
BibTeX counts braces whether or not a backslash stands before them, so braces of the text become
commands. An address stays as it is but for braces and backslashes: `url` is read literally.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from rag.citations.csl import UNNAMED
from rag.citations.quotation import CslItem

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "report": "techreport",
}
_SOURCE_FIELDS = {"article": "journal", "book": "publisher", "techreport": "institution"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_SKIPPED_IN_KEYS = frozenset("a an and are do does how is of on the to what why".split())


def bibtex(items: Iterable[CslItem], *, among: Iterable[CslItem] = ()) -> str:
    """One entry for each source, in the given order, every key used once.

    Args:
        items: of the sources.
        among: further sources without an entry, whose keys are given first: an entry that stands
            alone then has the key that it has among them.
    """
    once = {item["id"]: item for item in items}
    key_of: dict[str, str] = {}
    for item in [*among, *once.values()]:
        if item["id"] not in key_of:
            key_of[item["id"]] = _unused(_key(item), set(key_of.values()))
    entries = [_entry(item, key_of[item["id"]]) for item in once.values()]
    return "\n\n".join(entries) + "\n" if entries else ""


def escaped(text: str) -> str:
    """Text of a field: signs that TeX reads as commands become what prints them."""
    return " ".join(text.split()).translate(_COMMANDS)


def _entry(item: CslItem, key: str) -> str:
    kind = _kind(item)
    fields = {"author": _authors(item), "title": f"{{{_title(item['title'])}}}"}
    if source := _source(item):
        fields[_SOURCE_FIELDS.get(kind, "howpublished")] = f"{{{escaped(source)}}}"
    fields |= _date(item)
    if "genre" in item:
        fields["note"] = f"{{{escaped(item['genre'])}}}"
    if "URL" in item:
        fields["url"] = f"{{{item['URL'].translate(_IN_ADDRESSES)}}}"
        fields["urldate"] = f"{{{_iso(item['accessed'])}}}"
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _kind(item: CslItem) -> str:
    """The type of entry; `misc` for one whose type requires a journal that nobody stated."""
    kind = _TYPES.get(item["type"], "misc")
    return kind if _source(item) else "misc"


def _source(item: CslItem) -> str:
    """The periodical or site that it is part of, or its publisher."""
    return str(item.get("container-title") or item.get("publisher", ""))


def _authors(item: CslItem) -> str:
    names = [_name(author) for author in item.get("author", ())]
    if len(names) > 1 and item["author"][-1].get("literal") == UNNAMED:
        names[-1] = UNNAMED  # a word of BibTeX's, which its styles print as "et al."
    return f"{{{' and '.join(names)}}}" if names else ""


def _name(author: Mapping[str, str]) -> str:
    """A person as "Family, Jr., Given"; an organisation in braces of its own, never taken apart."""
    if "literal" in author:
        return f"{{{escaped(author['literal'])}}}"
    parts = (author["family"], author.get("suffix", ""), author["given"])
    return ", ".join(map(_part, filter(None, parts)))


def _part(name: str) -> str:
    is_taken_apart = "," in name or " and " in f" {name.casefold()} "
    return f"{{{escaped(name)}}}" if is_taken_apart else escaped(name)


def _title(title: str) -> str:
    """Words with a capital after their first letter are kept from styles that lower the case."""
    return " ".join(_protected(word) for word in title.split())


def _protected(word: str) -> str:
    has_inner_capital = any(letter.isupper() for letter in word[1:])
    if not has_inner_capital:
        return escaped(word)
    kept = f"{{{escaped(word)}}}"
    # Right before a backslash a brace does not keep capitals, but makes a "special character".
    return f"{{{kept}}}" if kept.startswith("{\\") else kept


def _date(item: CslItem) -> dict[str, str]:
    if "issued" not in item:
        return {}
    year, *rest = item["issued"]["date-parts"][0]
    fields = {"year": f"{{{year}}}"}
    if rest:
        fields["month"] = _MONTHS[rest[0] - 1]  # the name that every style defines, not in braces
    if len(rest) > 1:
        fields["day"] = f"{{{rest[1]}}}"
    return fields


def _iso(day: Mapping[str, list[list[int]]]) -> str:
    year, month, date = day["date-parts"][0]
    return f"{year:04}-{month:02}-{date:02}"


def _key(item: CslItem) -> str:
    """Author, year and first telling word of the title in plain letters: "green2025approaches"."""
    first = item["author"][0] if item.get("author") else {}
    name = _plain(first.get("family") or first.get("literal", ""))
    year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""
    words = [_plain(word) for word in item["title"].split()]
    telling = next((word for word in words if word and word not in _SKIPPED_IN_KEYS), "")
    return f"{name}{year}{telling}" or "source"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in letters if letter.isalnum())


def _unused(key: str, used: set[str]) -> str:
    if key not in used:
        return key
    n = 2
    while f"{key}-{n}" in used:
        n += 1
    return f"{key}-{n}"
