"""What a source says of itself, who wrote it and when, by what its metadata was read from."""

from dataclasses import replace

from rag.answers.candidates import Candidate, ReadQuestion
from rag.documents import BlockKind, Document
from rag.questions.source_asked import SourceFact

# A logit, confidence about 0.9: the fact and the metadata say the same.
_TOLD = 2.0


def told_by_source(read: ReadQuestion, fact: SourceFact) -> ReadQuestion:
    """What was read, with the facts first that tell what is asked of the source itself.

    "Date: 14 November" may be the day of a fair: only a fact that holds the very author or year of
    the document's metadata tells who wrote it, or when.
    """
    surer = (
        replace(c, relevance=max(c.relevance, _TOLD)) if tells(c, fact) else c
        for c in read.candidates
    )
    ranked = sorted(surer, key=lambda candidate: -candidate.relevance)
    return replace(read, candidates=tuple(ranked))


def knows(document: Document, fact: SourceFact) -> bool:
    """Whether its metadata holds what is asked."""
    metadata = document.metadata
    return bool(metadata.authors) if fact is SourceFact.AUTHOR else metadata.published is not None


def tells(candidate: Candidate, fact: SourceFact) -> bool:
    """Whether it is a fact that holds the author, or the year, of its document's metadata."""
    if candidate.kind is not BlockKind.FACT:
        return False
    metadata, text = candidate.document.metadata, candidate.text.casefold()
    if fact is SourceFact.AUTHOR:
        return any(author.name.casefold() in text for author in metadata.authors)
    return metadata.published is not None and f"{metadata.published.year}" in text
