"""What goes in and out of the engine: the same objects for HTTP, command line and pages.

Names and shapes are those of `docs/http.md`. All spans are half-open, in Unicode code points.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

MAX_QUESTION_CHARACTERS = 2_000
MAX_HISTORY_TURNS = 20
MAX_STATEMENTS = 20
MAX_HIGHLIGHTED_CHARACTERS = 100_000

# A bound makes pydantic look at the characters, and refuse lone surrogates: JSON can write them
# ("\ud800"), and neither a database nor UTF-8 can take them.
Text = Annotated[str, StringConstraints(min_length=0)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpanMessage(_Message):
    """Characters `start` up to, not including, `end`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ScoredSpan(SpanMessage):
    """A sentence of a hit with its score."""

    score: float


class TextPositionSelector(_Message):
    """W3C Web Annotation: the position of a quote in the canonical text."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int = Field(ge=0, strict=True)
    end: int = Field(ge=0, strict=True)


class TextQuoteSelector(_Message):
    """W3C Web Annotation: a quote with up to 32 characters on either side."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: Text
    prefix: Text = ""
    suffix: Text = ""


class ScoreKind(StrEnum):
    """What a score measures, so that no two kinds are compared."""

    SENTENCE_RELEVANCE = "sentence_relevance"  # logit, higher is better
    HYBRID_Z = "hybrid_z"  # weighted sum of per-query z-scores
    COSINE = "cosine"  # in [-1, 1]
    BM25 = "bm25"  # 0 or more


class Citation(_Message):
    """A quote with its address. `index` is 1-based, in order of first use in the answer."""

    index: int = Field(ge=1, strict=True)
    document_id: Text
    title: Text
    section: Text
    page: int | None = Field(strict=True)
    passage_id: Text
    url: Text
    deep_link: Text
    score: float = Field(strict=True)
    score_kind: ScoreKind
    source_sha256: Text
    csl: dict[str, Any]
    selector: tuple[TextPositionSelector | TextQuoteSelector, ...]


class Group(StrEnum):
    """The side that a statement's source takes, by the corpus's stance file; never a guess."""

    SUPPORTS = "supports"
    CAUTIONS = "cautions"
    MIXED = "mixed"

    @property
    def plain_name(self) -> str:
        """As it stands above a column."""
        return self.value.capitalize()


class Neighbour(_Message):
    """The sentence before or after a statement, character for character."""

    text: str
    span: SpanMessage = Field(description="where it stands in the document's text")


class Statement(_Message):
    """One whole sentence, list item, heading or fact of a source, character for character."""

    text: str
    span: SpanMessage = Field(description="where it stands in `answer`")
    citations: tuple[int, ...]
    highlights: tuple[SpanMessage, ...] = Field(
        default=(), description="the words that answer, in `text`"
    )
    before: Neighbour | None = Field(
        default=None,
        description='the sentence on which it leans ("None of them …"), of the same section',
    )
    after: Neighbour | None = Field(
        default=None,
        description='the sentence that takes it back or limits it ("However, …"), of its paragraph',
    )
    group: Group | None = None
    group_about: str | None = Field(default=None, description="the contested matter")
    group_assigned_by: str | None = Field(
        default=None, description="who says that the source takes this side"
    )


class Hit(_Message):
    """A passage with its score."""

    passage_id: str
    document_id: str
    title: str
    section: str
    text: str
    span: SpanMessage = Field(description="where `text` stands in the document")
    score: float
    score_kind: ScoreKind
    deep_link: str
    sentences: tuple[ScoredSpan, ...] = Field(
        description="its sentences, spans into `text`, in text order"
    )
    matches: tuple[SpanMessage, ...] = Field(
        default=(), description="its words that the question has too, spans into `text`"
    )


class Outcome(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    SAFETY = "safety"


class NoAnswerReason(StrEnum):
    """Why nothing is shown."""

    NOTHING_FOUND = "nothing_found"  # the documents do not say it, or not in words like these
    SMALL_TALK = "small_talk"  # "Hi", "Thanks, that helped"
    FORM = "form"  # "Shorter, please": sentences are only quoted
    SOURCES = "sources"  # "Who says so?": asked of the last answer
    CONTENTS = "contents"  # "What can I ask?"
    DISPLEASED = "displeased"  # "That's not what I asked"
    PERSONAL = "personal"  # "Do I need therapy?": for a person who knows the one who asks
    ORDER = "order"  # "Ignore previous instructions"


class Timings(_Message):
    """Milliseconds spent in each stage."""

    encode: float
    retrieve: float
    read: float
    compose: float
    total: float


class Resource(_Message):
    """Someone to turn to."""

    name: str
    phone: str | None = None
    sms: str | None = Field(default=None, description="number to send a text message to")
    url: str | None = None
    hours: str | None = None
    region: str | None = Field(description="ISO 3166-1 alpha-2; null for the international ones")
    verified: date | None = Field(
        description="when the entry was last read from its source; null when it could not be read"
    )


class Safety(_Message):
    """Help for someone in danger: it comes before and instead of a search.

    It says that a message spoke of danger, and nothing more about the person: no score or level.
    """

    message: str = Field(description="what to say, one paragraph a line")
    resources: tuple[Resource, ...] = Field(description="in the order in which to show them")
    emergency: Resource = Field(
        description="the region's emergency number; also the first resource when it must come first"
    )


class CoveredDocument(_Message):
    """What one document is about: its title and its outermost sections, at most eight."""

    document_id: str
    title: str
    sections: tuple[str, ...]


class Answer(_Message):
    """What a question gets."""

    id: str
    outcome: Outcome
    answer: str = Field(description="the statements joined, each followed by its [n]")
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    confidence: float = Field(
        ge=0, le=1, description="calibrated probability that the statements answer the question"
    )
    interpreted_as: str | None = Field(
        default=None, description="a follow-up as it was understood; null for a question as asked"
    )
    unanswered: tuple[str, ...] = Field(
        default=(),
        description="when several questions were asked as one and some are answered: the others, "
        "and those for which `max_statements` left no room",
    )
    not_mentioned: tuple[str, ...] = Field(
        default=(),
        description="nouns and names of the question that no document of the index uses, at most "
        "five: what is shown says nothing of them",
    )
    reason: NoAnswerReason | None = Field(
        default=None, description="with no_answer: why; all but `nothing_found` was not looked up"
    )
    nearest: tuple[Hit, ...] = Field(
        default=(), description="with no_answer: the nearest passages, which are not an answer"
    )
    covers: tuple[CoveredDocument, ...] = Field(
        default=(),
        description="with no_answer: what the documents are about, the nearest first, at most five",
    )
    safety: Safety | None = Field(default=None, description="with the outcome safety: help")
    generation: str
    timings_ms: Timings


def _written_day(value: object) -> object:
    """A day as ISO 8601 has it; numbers, which would count seconds since 1970, are none."""
    is_day = isinstance(value, date) or (
        isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)
    )
    if value is not None and not is_day:
        raise PydanticCustomError("date_type", "Input should be a day, as 2024-01-31")
    return value


Day = Annotated[date | None, BeforeValidator(_written_day)]


class Filters(_Message):
    """Which documents may answer. An empty list or null allows all; lists allow any of theirs."""

    document_ids: tuple[Text, ...] = Field(default=(), max_length=1000)
    kind: tuple[Text, ...] = Field(default=(), max_length=100)
    subject: tuple[Text, ...] = Field(default=(), max_length=100)
    author: tuple[Text, ...] = Field(default=(), max_length=100)
    published_after: Day = Field(
        default=None, description="this day or later; of a month or a year, any day of it"
    )
    published_before: Day = Field(
        default=None, description="this day or earlier; of a month or a year, any day of it"
    )


class Turn(_Message):
    """An earlier question of the conversation and the passages that answered it."""

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)
    passage_ids: tuple[Text, ...] = Field(default=(), max_length=100)


class Audience(StrEnum):
    """Who asks. Kept for layout and length, never the facts; today all get the same answer."""

    STUDENT = "student"
    THERAPIST = "therapist"
    EVALUATOR = "evaluator"


class AskRequest(_Message):
    """A question to the documents."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "How do safety behaviours differ from coping strategies?"},
                {"question": "When is the course?", "filters": {"kind": ["training-brief"]}},
            ]
        }
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)
    history: tuple[Turn, ...] = Field(
        default=(), max_length=MAX_HISTORY_TURNS, description="earlier turns, oldest first"
    )
    audience: Audience | None = Field(
        default=None, description="who asks; today all get the same answer"
    )
    filters: Filters = Filters()
    max_statements: int = Field(default=8, ge=1, le=MAX_STATEMENTS, strict=True)
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")
    lang: str | None = Field(
        default=None,
        max_length=35,
        pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
        description="BCP 47 tag of who asks; answers are in the language of their sources",
    )


class System(StrEnum):
    """Which ranking a search uses."""

    HYBRID = "hybrid"
    DENSE = "dense"
    BM25 = "bm25"


class SearchRequest(_Message):
    """A question to the passages."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "inhibitory learning", "top_k": 5}]}
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)
    filters: Filters = Filters()
    top_k: int = Field(default=10, ge=1, le=1000, strict=True)
    system: System = System.HYBRID
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")


class RelatedQuestion(_Message):
    """Something to ask next: a question of a document, or else a heading."""

    question: str
    document_id: str
    origin: Literal["title", "related", "heading"] = Field(
        description="where the document has it: its title, an article it names, or a heading"
    )


class SearchResponse(_Message):
    """Passages, best first; none when there is help to show instead."""

    hits: tuple[Hit, ...]
    related: tuple[RelatedQuestion, ...] = Field(
        default=(), description="what the documents of the nearest passages suggest to ask next"
    )
    safety: Safety | None = Field(
        default=None, description="help, when the question speaks of danger; nothing was searched"
    )
    generation: str


class HighlightRequest(_Message):
    """A question to a text of the caller's own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "How do ferns spread?",
                    "text": "Ferns are old plants. They spread by spores, which the wind carries.",
                }
            ]
        }
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)
    text: str = Field(
        min_length=1,
        max_length=MAX_HIGHLIGHTED_CHARACTERS,
        description="taken as it is: spans in the response count its Unicode code points",
    )
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")


class HighlightedSentence(SpanMessage):
    """A sentence of the text: characters `start` up to, not including, `end`."""

    relevance: float = Field(ge=0, le=1, description="calibrated probability that it answers")
    selected: bool = Field(description="whether `relevance` reaches the calibrated threshold")
    answer: SpanMessage | None = Field(
        default=None, description="the words that answer best, in the text, when selected"
    )


class HighlightResponse(_Message):
    """Every sentence of the text, in its order; none when there is help to show instead."""

    answerable: float = Field(
        ge=0, le=1, description="calibrated probability that the text answers the question"
    )
    sentences: tuple[HighlightedSentence, ...]
    safety: Safety | None = Field(
        default=None, description="help, when the question speaks of danger; nothing was read"
    )


class Verification(_Message):
    """Whether a citation's quote stands in its document where the citation says."""

    verified: bool
    reason: str | None = Field(default=None, description="why not, when not verified")
