"""What to ask next, in the documents' own words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rag.answers.windows import Window
from rag.documents import BlockKind, Document
from rag.index import analysis
from rag.messages import RelatedQuestion
from rag.retrieval.query import Query

_LOOKED_AT = 10  # passages
_MOST = 6
_MOST_HEADINGS = 3  # that are no questions
_MOST_CHARACTERS = 200
_QUESTION_MARKS = ("?", "？", "؟")

Origin = Literal["title", "related", "heading"]
Suggestion = tuple[str, Document, Origin]


def related_questions(query: Query, windows: Sequence[Window]) -> tuple[RelatedQuestion, ...]:
    """At most six questions that the documents of the nearest passages ask or name.

    Titles, articles named as related and headings count when they are questions; after them the
    headings above the nearest passages do, as they are. What has the question's own words alone,
    or those of one before it, is left out.

    Args:
        query: the question as it was searched.
        windows: the passages found, best first.
    """
    nearest = windows[:_LOOKED_AT]
    documents = list({window.document.document_id: window.document for window in nearest}.values())
    questions = [found for document in documents for found in _questions_of(document)]
    seen = {_words(query.text)}
    asked = list(_new(questions, seen))
    topics = list(_new(_headings_above(nearest), seen))[:_MOST_HEADINGS]
    kept = [*asked[: _MOST - len(topics)], *topics]
    return tuple(
        RelatedQuestion(question=text, document_id=document.document_id, origin=origin)
        for text, document, origin in kept
    )


def _questions_of(document: Document) -> Iterator[Suggestion]:
    metadata = document.metadata
    if _is_question(metadata.title):
        yield metadata.title, document, "title"
    for article in metadata.related:
        if _is_question(article.title):
            yield article.title, document, "related"
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.span.of(document.text)
            if heading != metadata.title and _is_question(heading):
                yield heading, document, "heading"


def _headings_above(windows: Iterable[Window]) -> Iterator[Suggestion]:
    """The innermost heading of each passage, unless it is the title or a question."""
    for window in windows:
        for heading in window.passage.heading_path[-1:]:
            if heading != window.document.metadata.title and not _is_question(heading):
                yield heading, window.document, "heading"


def _new(suggestions: Iterable[Suggestion], seen: set[frozenset[str]]) -> Iterator[Suggestion]:
    for suggestion in suggestions:
        words = _words(suggestion[0])
        if words and words not in seen and len(suggestion[0]) <= _MOST_CHARACTERS:
            seen.add(words)
            yield suggestion


def _words(text: str) -> frozenset[str]:
    return frozenset(analysis.terms(text))


def _is_question(text: str) -> bool:
    return text.rstrip().endswith(_QUESTION_MARKS)
