"""Where a document comes from, in plain words. What it does not state is said to be not stated."""

from dataclasses import dataclass

from rag.documents import DocumentMetadata
from rag.kinds import kind_name
from rag.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class Provenance:
    """Facts about a document as a reader wants them, each None where the source is silent.

    `is_peer_reviewed` is None for every source so far: no format that is read has a field for it,
    and a guess from the kind would be a claim.
    """

    kind: str | None
    authors: str | None
    published: PartialDate | None
    publisher: str | None
    subject: str | None
    is_peer_reviewed: bool | None = None


def provenance_of(metadata: DocumentMetadata) -> Provenance:
    return Provenance(
        kind=kind_name(metadata.kind) or None,
        authors=", ".join(author.name for author in metadata.authors) or None,
        published=metadata.published,
        publisher=metadata.publisher or None,
        subject=metadata.subject or None,
    )
