"""What documents can be filtered by, counted in SQL over indexed columns."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from rag.documents import DocumentMetadata
from rag.index import rows
from rag.kinds import kind_name
from rag.partial_date import PartialDate

MOST_VALUES = 1000
_LISTED = ("kind", "subject", "author")
Rows = Callable[[str, Sequence[Any]], list[Any]]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FacetValue(_Message):
    """A value that a filter can be set to."""

    value: str = Field(description="to send in a filter")
    label: str = Field(description="to show: a kind in plain words, else the value itself")
    n_documents: int


class Facet(_Message):
    """The most frequent values of one filter."""

    values: tuple[FacetValue, ...] = Field(description="most frequent first, then by value")
    n_values: int = Field(description="how many different values there are in all")

    def shortened(self, most: int) -> Self:
        return self.model_copy(update={"values": self.values[:most]})


class PublishedFacet(_Message):
    """The days on which documents were published."""

    earliest: date | None = Field(description="of a month or a year, its first day")
    latest: date | None = Field(description="of a month or a year, its last day")
    n_undated: int = Field(description="documents without a date: no date filter finds them")


class Facets(_Message):
    """What the documents of an index can be filtered by."""

    kind: Facet
    subject: Facet
    author: Facet
    published: PublishedFacet

    def shortened(self, most: int) -> Self:
        """With the `most` most frequent values of each."""
        shorter = {name: getattr(self, name).shortened(most) for name in _LISTED}
        return self.model_copy(update=shorter)


def read_facets(read: Rows) -> Facets:
    """The facets of a store, at most `MOST_VALUES` values of each.

    Cost: one pass over each index, and one row for each value that is returned.
    """
    return Facets(
        kind=_facet(read, "documents", "kind", "number", _kind),
        subject=_facet(read, "documents", "subject", "number", _subject),
        author=_facet(read, "document_authors", "name", "document", _author),
        published=_published(read),
    )


def _facet(
    read: Rows,
    table: str,
    column: str,
    number: str,
    as_written: Callable[[DocumentMetadata, str], str],
) -> Facet:
    # Only names of the schema are put into the statements.
    found = read(
        f"SELECT {column}, count(DISTINCT {number}) AS n, min({number}) FROM {table} "  # noqa: S608
        f"WHERE {column} != '' GROUP BY {column} ORDER BY n DESC, {column} LIMIT ?",
        (MOST_VALUES,),
    )
    ((n_values,),) = read(
        f"SELECT count(DISTINCT {column}) FROM {table} WHERE {column} != ''",  # noqa: S608
        (),
    )
    values = []
    for folded, n_documents, first in found:
        ((metadata,),) = read("SELECT metadata FROM documents WHERE number = ?", (first,))
        value = as_written(rows.metadata_from_json(metadata), folded)
        label = kind_name(value) if column == "kind" else value
        values.append(FacetValue(value=value, label=label, n_documents=n_documents))
    return Facet(values=tuple(values), n_values=n_values)


def _kind(metadata: DocumentMetadata, _folded: str) -> str:
    return metadata.kind


def _subject(metadata: DocumentMetadata, _folded: str) -> str:
    return metadata.subject


def _author(metadata: DocumentMetadata, folded: str) -> str:
    """The author's name as that document writes it; the store keeps it folded."""
    return next(name for name in _names(metadata) if name.casefold() == folded)


def _names(metadata: DocumentMetadata) -> Iterator[str]:
    return (author.name for author in metadata.authors)


def _published(read: Rows) -> PublishedFacet:
    ((earliest, latest, n_undated),) = read(
        # One look into the index each: asked for together, they would read every row.
        "SELECT (SELECT min(published) FROM documents), (SELECT max(published) FROM documents), "
        "(SELECT count(*) FROM documents WHERE published IS NULL)",
        (),
    )
    if not earliest:
        return PublishedFacet(earliest=None, latest=None, n_undated=n_undated)
    # As text a year comes before its days, though it ends after them.
    of_latest = read(
        "SELECT DISTINCT published FROM documents WHERE published IN (?, ?, ?)",
        (latest, latest[:7], latest[:4]),
    )
    return PublishedFacet(
        earliest=PartialDate.fromisoformat(earliest).first_day,
        latest=max(PartialDate.fromisoformat(text).last_day for (text,) in of_latest),
        n_undated=n_undated,
    )
