"""References and quotes in APA style.

Source: Publication Manual of the American Psychological Association, 7th edition, chapters 8
(quotes: 8.25-8.28), 9 (elements of a reference: 9.7-9.37; order: 9.44-9.49) and 10 (types). Two
departures, so that nothing is guessed: titles keep the capitals of their source, because a program
cannot tell names from other words, and quotes keep every character, also quotation marks in them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from rag.citations.csl import UNNAMED
from rag.citations.quotation import CslItem, Quotation
from rag.east_asian import is_east_asian

_PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper"})
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MOST_AUTHORS, _FIRST_AUTHORS = 20, 19  # more than 20: the first 19, an ellipsis, the last (9.8)
_BLOCK_QUOTE_WORDS = 40  # of this many words or more (8.27)
_LONG_HEADING_WORDS = 5
_LEADING_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
# A shortened title does not end with one of these: prepositions, articles, conjunctions.
_JOINING_WORDS = frozenset(
    "a about above across after against along among an and around as at because before behind "
    "below between beyond but by during except for from if in inside into like near nor of off on "
    "onto or our out outside over per since so than that the their through to toward towards "
    "under until up upon versus via vs when where whether which while with within without "
    "your".split()
)
# Not at every full stop or colon: "St. John's wort", "U.S. guideline", "Anxiety at 10:30".
_TITLE_BREAK = re.compile(r"\s+[–—-]\s+|[:?](?:\s+|$)")
_CLOSING_MARKS = "”’»\"'"
_INITIAL_ENDS = re.compile(r"\.(?=[^\W\d_])")  # "J.R.R."; not "J.-P."


@dataclass(frozen=True, slots=True)
class Markup:
    """How text, italics and addresses are written.

    Args:
        text: as it stands.
        italic: in italics; as it stands where there are none.
        address: of the web.
        has_italics: whether italics can be told from other text.
    """

    text: Callable[[str], str]
    italic: Callable[[str], str]
    address: Callable[[str], str]
    has_italics: bool = True


PLAIN = Markup(text=str, italic=str, address=str, has_italics=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with the letter that tells it from others of the same author and year."""

    item: CslItem
    letter: str = ""


def references(items: Iterable[CslItem]) -> tuple[Reference, ...]:
    """The sources once each, in the order of a reference list, with their letters (9.44-9.47)."""
    once = {item["id"]: item for item in items}
    ordered = sorted(once.values(), key=_order)
    found: list[Reference] = []
    for _label, same in groupby(
        ordered, key=lambda item: (_fold(_author_place(item)), _year(item))
    ):
        members = list(same)
        letters = _letters(len(members)) if len(members) > 1 else [""]
        found.extend(map(Reference, members, letters))
    return tuple(found)


def reference_text(reference: Reference, markup: Markup = PLAIN) -> str:
    """The entry of a reference list: author, date, title, source, as far as each is known."""
    item = reference.item
    author = author_list(item.get("author", ()))
    title = _title(item, markup)
    date = f"({_full_date(reference)})"
    opening = [_ended(markup.text(author)), date + "."] if author else [title, date + "."]
    parts = [*opening, *([title] if author else []), *_source(item, author, markup)]
    return " ".join(parts)


def author_list(authors: Sequence[Mapping[str, str]]) -> str:
    """The authors as a reference names them (9.8): "Green, S., & Lee, K.-H.".

    "et al." stands there only for authors whom the source itself does not name.
    """
    named, has_others = _named(authors)
    names = [_reference_name(author) for author in named]
    if has_others:
        return ", ".join([*names, "et al."])
    if len(names) > _MOST_AUTHORS:
        return ", ".join(names[:_FIRST_AUTHORS]) + f", . . . {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f", & {names[-1]}"


def quoted_text(quotation: Quotation, reference: Reference, markup: Markup = PLAIN) -> str:
    """The quote with its citation: run in, or a block when it has 40 words or more (8.26-8.27)."""
    citation = in_text_citation(quotation, reference, markup)
    if len(quotation.text.split()) >= _BLOCK_QUOTE_WORDS:
        lines = f"{markup.text(quotation.text)} {citation}".split("\n")
        return "\n".join(f"    {line}" for line in lines)
    # The full stop of a sentence comes after its citation; other end marks stay with the words.
    words = (
        quotation.text.removesuffix(".") if not quotation.text.endswith("..") else quotation.text
    )
    return f"“{markup.text(words)}” {citation}."


def in_text_citation(quotation: Quotation, reference: Reference, markup: Markup = PLAIN) -> str:
    """Author, year and place in parentheses: "(Green, 2025, p. 4)"."""
    place = _place(quotation)
    year = ", ".join([_year_text(reference), *([markup.text(place)] if place else [])])
    return f"({_in_text_author(reference.item, markup)} {year})"


def _order(item: CslItem) -> tuple[str, tuple[int, ...], str]:
    return _fold(_author_place(item)), _date_parts(item), _fold(item["title"])


def _author_place(item: CslItem) -> str:
    """What stands in the author's place: the title of a work without an author (9.12)."""
    return author_list(item.get("author", ())) or str(item["title"])


def _fold(text: str) -> str:
    """For alphabetical order: letters without case and accents, a leading article left out."""
    plain = unicodedata.normalize("NFKD", _LEADING_ARTICLE.sub("", text).casefold())
    return "".join(c for c in plain if c.isalnum() or c == " ")


def _date_parts(item: CslItem) -> tuple[int, ...]:
    """Works without a date come first, then a year alone before its days (9.46)."""
    return tuple(item["issued"]["date-parts"][0]) if "issued" in item else ()


def _year(item: CslItem) -> int | None:
    parts = _date_parts(item)
    return parts[0] if parts else None


def _letters(n: int) -> list[str]:
    """The first `n` letters from a, after z those of two: aa, ab."""
    first = list(ascii_lowercase)
    return (first + [a + b for a in first for b in first])[:n]


def _year_text(reference: Reference) -> str:
    year = _year(reference.item)
    if year is None:
        return "n.d." + (f"-{reference.letter}" if reference.letter else "")
    return f"{year}{reference.letter}"


def _full_date(reference: Reference) -> str:
    parts = _date_parts(reference.item)
    text = _year_text(reference)
    if len(parts) > 1:
        text += f", {_MONTHS[parts[1] - 1]}"
    if len(parts) > 2:
        text += f" {parts[2]}"
    return text


def _reference_name(author: Mapping[str, str]) -> str:
    if "literal" in author:
        return author["literal"]
    if is_east_asian(author["family"]):  # characters stand for whole names, the family's first
        return f"{author['family']} {author['given']}"
    given = _INITIAL_ENDS.sub(". ", author["given"])
    initials = " ".join(_initial(name) for name in given.split())
    return ", ".join(filter(None, (author["family"], initials, author.get("suffix"))))


def _named(authors: Sequence[Mapping[str, str]]) -> tuple[Sequence[Mapping[str, str]], bool]:
    """The authors that are named, and whether there are others."""
    has_others = len(authors) > 1 and authors[-1].get("literal") == UNNAMED
    return (authors[:-1] if has_others else authors), has_others


def _initial(name: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in name.split("-") if part)


def _title(item: CslItem, markup: Markup) -> str:
    title = str(item["title"])
    shown = markup.text(title) if item["type"] in _PERIODICAL else markup.italic(title)
    description = f" [{markup.text(item['genre'])}]" if "genre" in item else ""
    return _ended(f"{shown}{description}", says=title if not description else "]")


def _source(item: CslItem, author: str, markup: Markup) -> list[str]:
    """Periodical, site or publisher, unless it is the author, and the address without a stop."""
    container = str(item.get("container-title") or item.get("publisher", ""))
    parts = []
    if container and container != author:
        is_periodical = item["type"] in _PERIODICAL
        shown = markup.italic(container) if is_periodical else markup.text(container)
        parts.append(_ended(shown, says=container))
    if "URL" in item:
        parts.append(markup.address(item["URL"]))
    return parts


def _ended(shown: str, *, says: str | None = None) -> str:
    """`shown` with a full stop, unless what it says ends a sentence already, maybe in a quote."""
    says = (says or shown).rstrip(_CLOSING_MARKS)
    return shown if says.endswith((".", "?", "!", "…")) else f"{shown}."


def _in_text_author(item: CslItem, markup: Markup) -> str:
    """Who is cited, with the comma before the year, which stands inside quotation marks."""
    named, has_others = _named(item.get("author", ()))
    names = [a.get("literal") or a["family"] for a in named]
    if not names:
        short = _short_title(str(item["title"]))
        # Without italics, quotation marks tell a title from an author.
        if item["type"] in _PERIODICAL or not markup.has_italics:
            return f"“{markup.text(short)},”"
        return f"{markup.italic(short)},"
    if len(names) > 2 or has_others:
        return f"{markup.text(names[0])} et al.,"
    return " & ".join(map(markup.text, names)) + ","


def _short_title(title: str) -> str:
    """The first few words: up to the first break, or else a phrase of up to four words (8.14)."""
    words = _TITLE_BREAK.split(title, maxsplit=1)[0].split()
    if len(words) <= _LONG_HEADING_WORDS:
        return " ".join(words)
    n_kept = 4
    while n_kept > 1 and words[n_kept - 1].casefold() in _JOINING_WORDS:
        n_kept -= 1
    return " ".join(words[:n_kept]).rstrip(",;")


def _place(quotation: Quotation) -> str:
    """Page, or section, or paragraph (8.28). A long heading is shortened, in quotation marks."""
    if quotation.page is not None:
        return f"p. {quotation.page}"
    if quotation.section:
        heading = quotation.section.rstrip(".")
        is_long = len(heading.split()) > _LONG_HEADING_WORDS
        return f"“{_short_title(heading)}” section" if is_long else f"{heading} section"
    return f"para. {quotation.paragraph}" if quotation.paragraph else ""
