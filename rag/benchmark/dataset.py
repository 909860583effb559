"""What a benchmark asks, of which documents, and what would be right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rag.documents import Document
from rag.evaluation.questions import GoldGroup


class Task(StrEnum):
    """What kind of truth a dataset holds; each has measures of its own."""

    RETRIEVAL = "retrieval"  # judged documents
    ANSWERS = "answers"  # facts or spans that an answer holds; questions without an answer
    SENTENCES = "sentences"  # candidate sentences for each question, some of them right


class Answerability(StrEnum):
    """Whether the documents answer a question, and how far off it is when they do not."""

    ANSWERABLE = "answerable"
    NEAR = "near"  # of the documents' topics, but not in them
    FAR = "far"  # of another topic, nonsense, an instruction


@dataclass(frozen=True, slots=True)
class Gold:
    """What would be right for one question of an ANSWERS dataset.

    Args:
        answerability: the rest is empty unless it is ANSWERABLE.
        spans: accepted answer strings, as SQuAD has them.
        document_id: the document that holds them, "" when any may.
        groups: facts asked for, as the seeds' questions have them.
        min_groups: how many of them a full answer needs.
    """

    answerability: Answerability
    spans: tuple[str, ...] = ()
    document_id: str = ""
    groups: tuple[GoldGroup, ...] = ()
    min_groups: int = 1


@dataclass(frozen=True, slots=True)
class CandidateSentence:
    """One sentence of a SENTENCES question; `sentence_id` is unique in its dataset."""

    sentence_id: str
    text: str


@dataclass(frozen=True, slots=True)
class BenchmarkQuery:
    """One question, with the candidates of a SENTENCES dataset and the gold of an ANSWERS one."""

    query_id: str
    turns: tuple[str, ...]
    gold: Gold | None = None
    candidates: tuple[CandidateSentence, ...] = ()

    @property
    def text(self) -> str:
        return self.turns[-1]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One evaluation set.

    Args:
        name: for people and folder names: letters, digits, hyphens, dots.
        task: decides which measures are taken.
        documents: streams all documents anew on every call; none for a SENTENCES dataset. Their
            `document_id` is the id that `qrels` use.
        queries: in a fixed order, ids unique.
        qrels: query id -> document (or sentence) id -> grade; empty for ANSWERS.
        sha256: over the bytes of the files it was read from.
        source: what to give `footnote bench run` to read it again, absolute when a path.
        notes: what an evaluator should know: judged documents that are missing, ids dropped.
        ignores_identical_ids: a document whose id is the query's is to be left out of the query's
            ranking, as it is left out of `qrels`: the rule of BEIR, whose queries may be documents.
    """

    name: str
    task: Task
    documents: Callable[[], Iterator[Document]]
    queries: tuple[BenchmarkQuery, ...]
    qrels: dict[str, dict[str, int]]
    sha256: str
    source: str
    notes: tuple[str, ...] = field(default=())
    ignores_identical_ids: bool = False
