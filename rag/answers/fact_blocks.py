"""The practical details of a thing: the facts that stand together on its page, in their order."""

import re

from rag.answers.candidates import Candidate, ReadQuestion, by_place
from rag.answers.source_facts import tells
from rag.answers.windows import titled_terms
from rag.documents import BlockKind, Document
from rag.index import analysis
from rag.questions.source_asked import SourceFact

_FEWEST = 2  # facts that make a block
_DETAILS = re.compile(
    r"\b(?:(?:(?:practical|key|basic|main|essential|course|event|booking|all|the) )*"
    r"(?:details|practicalities|logistics|particulars)|"
    r"(?:practical|key|basic|essential|course|event|booking) (?:information|info|facts))"
    r"(?: (?:is|are) there)? (?:of|about|on|for|regarding|concerning) "
    r"(?P<matter>(?:the|this|that|your) [^,:;.?!]+?)(?:,? (?:please|pls|plz))?(?=\W*$|[,:;.?!])",
    re.IGNORECASE,
)


def details_asked(question: str) -> str | None:
    """Of what it asks the details: "the course" in "All the details of the course, please"."""
    found = _DETAILS.search(question)
    return None if found is None else found["matter"]


def details_of(read: ReadQuestion, matter: str) -> tuple[Candidate, ...]:
    """The facts of the best passage that has several, of a document that names the matter.

    Returns:
        In text order; none where what was found of no such document names it.
    """
    at = by_place(read.candidates)
    for window in read.windows:
        facts = [
            candidate
            for span, kind in zip(window.sentences, window.kinds, strict=True)
            if kind is BlockKind.FACT
            and (candidate := at.get((window.document.document_id, span))) is not None
        ]
        if len(facts) < _FEWEST or any(tells(fact, SourceFact.AUTHOR) for fact in facts):
            continue  # "author: …" is of the page itself
        if _names(read, window.document, matter):
            return tuple(facts)
    return ()


def _names(read: ReadQuestion, document: Document, matter: str) -> bool:
    """Whether the title or the passages found of a document hold every word of the matter."""
    said = (
        titled_terms(document, window.passage)
        for window in read.windows
        if window.document.document_id == document.document_id
    )
    return frozenset[str]().union(*said).issuperset(analysis.terms(matter))
