"""SQuAD's JSON, versions 1.1 and 2.0: questions on paragraphs, answered by spans of them.

Format: Rajpurkar et al., EMNLP 2016 and ACL 2018, https://rajpurkar.github.io/SQuAD-explorer/.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset, Gold, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.lines import head_of, sha256_of
from rag.benchmark.datasets.naming import counted, file_dataset_name, listed
from rag.benchmark.datasets.records import Record, stream_documents

_NO_POSITION = -1  # some releases mark so an answer that was not found in its paragraph


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph of a file; `article` counts from 0, `questions` are as the file has them."""

    article: int
    document_id: str
    title: str
    context: str
    questions: list[dict[str, Any]]


@dataclass(slots=True)
class _Found:
    """Questions read so far, and the ids of those that something was odd about."""

    queries: dict[str, BenchmarkQuery] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    without_position: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def notes(self) -> tuple[str, ...]:
        said = (
            (self.repeated, "question", "repeated under the same id, counted once"),
            (self.without_position, "answer", "with answer_start -1 dropped, of question"),
            (self.misplaced, "answer", "not at answer_start in the context, kept, of question"),
            (self.unanswered, "question", "left out, as no answer remains"),
        )
        return tuple(
            f"{counted(len(ids), noun)} {what}: {listed(ids)}" for ids, noun, what in said if ids
        )


def recognises_squad(path: Path) -> bool:
    """Whether a file begins as a JSON object with articles and their paragraphs."""
    if not path.is_file():
        return False
    head = head_of(path)
    return head.startswith(b"{") and b'"data"' in head and b'"paragraphs"' in head


def open_squad(path: Path) -> Dataset:
    """The questions of a SQuAD file; each paragraph is a document `<article title>/<number>`.

    The title in an id is as the file has it; numbers count from 0. Answers are kept verbatim,
    repeated ones once. Questions marked impossible are NEAR: their paragraph is on their subject.

    Raises:
        DatasetError: the file is no JSON, or not built as SQuAD's.
    """
    path = path.resolve()
    found = _Found()
    for paragraph in squad_paragraphs(path):
        for entry in paragraph.questions:
            _add_question(found, paragraph, entry, path)
    if not found.queries:
        raise DatasetError(f"{path} holds no question; name a file with articles and questions")
    return Dataset(
        name=file_dataset_name(path),
        task=Task.ANSWERS,
        documents=lambda: stream_documents(_records(path)),
        queries=tuple(found.queries.values()),
        qrels={},
        sha256=sha256_of([path]),
        source=str(path),
        notes=found.notes(),
    )


def _records(path: Path) -> Iterator[Record]:
    for paragraph in squad_paragraphs(path):
        yield Record(
            record_id=paragraph.document_id,
            title=paragraph.title.replace("_", " "),
            text=paragraph.context,
            raw=paragraph.context.encode("utf-8", "surrogatepass"),
            source_path=str(path),
            place=f"{path}, {paragraph.document_id}",
        )


def squad_paragraphs(path: Path) -> Iterator[SquadParagraph]:
    """The paragraphs of a SQuAD file, in its order.

    Raises:
        DatasetError: the file is no JSON, or not built as SQuAD's.
    """
    numbers: defaultdict[str, int] = defaultdict(int)
    try:
        for number, article in enumerate(_articles(path)):
            title = str(article["title"])
            for paragraph in article["paragraphs"]:
                yield SquadParagraph(
                    article=number,
                    document_id=f"{title}/{numbers[title]}",
                    title=title,
                    context=paragraph["context"],
                    questions=paragraph["qas"],
                )
                numbers[title] += 1
    except (KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{path} is not built as SQuAD's files ({type(error).__name__} {error}); an article "
            "needs title and paragraphs, a paragraph needs context and qas"
        ) from error


def _articles(path: Path) -> list[dict[str, Any]]:
    try:
        articles: list[dict[str, Any]] = json.loads(path.read_bytes())["data"]
    except (OSError, ValueError, RecursionError) as error:
        raise DatasetError(f"{path} cannot be read as JSON: {error}; mend the file") from error
    return articles


def _add_question(
    found: _Found, paragraph: SquadParagraph, entry: dict[str, Any], path: Path
) -> None:
    try:
        query_id, text = str(entry["id"]), str(entry["question"])
        answers = [
            (str(answer["text"]), int(answer["answer_start"])) for answer in entry["answers"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(
            f"{path}, a question on {paragraph.document_id}: {type(error).__name__} {error}; it "
            "needs id, question, and answers with text and answer_start"
        ) from error
    if query_id in found.queries:
        if found.queries[query_id].text != text:
            raise DatasetError(
                f"{path}: the id {query_id} belongs to two questions; give one another id"
            )
        found.repeated.append(query_id)
        return
    gold = (
        Gold(Answerability.NEAR)
        if entry.get("is_impossible")
        else _answer(found, paragraph, query_id, answers)
    )
    if gold is None:
        found.unanswered.append(query_id)
    else:
        found.queries[query_id] = BenchmarkQuery(query_id, (text,), gold)


def _answer(
    found: _Found, paragraph: SquadParagraph, query_id: str, answers: list[tuple[str, int]]
) -> Gold | None:
    spans: list[str] = []
    for text, start in answers:
        if start == _NO_POSITION:
            found.without_position.append(query_id)
            continue
        if not paragraph.context.startswith(text, max(start, 0)):
            found.misplaced.append(query_id)
        spans.append(text)
    if not spans:
        return None
    return Gold(
        Answerability.ANSWERABLE,
        spans=tuple(Counter(spans)),
        document_id=paragraph.document_id,
    )
