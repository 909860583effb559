"""A folder of documents with a `questions.yaml`, as the seeds are.

Format of the questions: `rag.evaluation.questions`.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset, Gold, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.lines import sha256_of
from rag.benchmark.datasets.naming import counted, dataset_name, listed
from rag.documents import Document, SkippedFile
from rag.evaluation.questions import Question, read_questions
from rag.loaders.folder import load_paths
from rag.loaders.found_files import FoundFile, find_files

QUESTIONS = "questions.yaml"
# They ask for a safety card or its absence, not for an answer from the documents.
_SAFETY_CATEGORIES = frozenset({"crisis", "not_crisis"})
_NEAR = "abstain_near"


def recognises_question_folder(path: Path) -> bool:
    """Whether `path` is a folder with a `questions.yaml`."""
    return (path / QUESTIONS).is_file()


def open_question_folder(path: Path) -> Dataset:
    """The questions of a folder and all documents that the loaders find in it.

    `abstain_near` is NEAR, every other `abstain` category FAR.

    Raises:
        QuestionFileError: `questions.yaml` is missing or malformed.
        DatasetError: an id stands twice, a question that nothing answers has gold, no document can
            be read, or no question remains.
    """
    path = path.resolve()
    questions = read_questions(path / QUESTIONS)
    _refuse_repeated(path, questions)
    kept = [(question, gold) for question in questions if (gold := _gold(path, question))]
    if not kept:
        raise DatasetError(f"{path / QUESTIONS} holds no question with gold or `abstain` category")
    return Dataset(
        name=dataset_name(path.name),
        task=Task.ANSWERS,
        documents=lambda: _documents(path),
        queries=tuple(
            BenchmarkQuery(question.question_id, question.turns, gold) for question, gold in kept
        ),
        qrels={},
        sha256=sha256_of(_files(path)),
        source=str(path),
        notes=(*_question_notes(questions, kept), *_document_notes(path, kept)),
    )


def _refuse_repeated(path: Path, questions: tuple[Question, ...]) -> None:
    counts = Counter(question.question_id for question in questions)
    repeated = [question_id for question_id, count in counts.items() if count > 1]
    if repeated:
        raise DatasetError(
            f"{path / QUESTIONS}: ids must be unique, these stand twice: {listed(repeated)}"
        )


def _gold(path: Path, question: Question) -> Gold | None:
    """What would be right, or None for a question that has no place in a benchmark of answers."""
    if question.category in _SAFETY_CATEGORIES:
        return None
    if question.is_answerable and question.is_unanswerable:
        raise DatasetError(
            f"{path / QUESTIONS}: question {question.question_id!r} is of category "
            f"{question.category}, which has no answer, but it has gold; remove one of the two"
        )
    if question.is_unanswerable:
        is_near = question.category == _NEAR
        return Gold(Answerability.NEAR if is_near else Answerability.FAR)
    if question.is_answerable:
        return Gold(Answerability.ANSWERABLE, groups=question.gold, min_groups=question.min_groups)
    return None


def _question_notes(
    questions: tuple[Question, ...], kept: list[tuple[Question, Gold]]
) -> Iterator[str]:
    kept_ids = {question.question_id for question, _ in kept}
    left_out = [question for question in questions if question.question_id not in kept_ids]
    by_category = Counter(question.category for question in left_out)
    for category, count in sorted(by_category.items()):
        ids = [question.question_id for question in left_out if question.category == category]
        yield f"{counted(count, 'question')} of category {category} left out: {listed(ids)}"


def _document_notes(path: Path, kept: list[tuple[Question, Gold]]) -> Iterator[str]:
    """Files that gave no document, and gold in documents that are not there."""
    names: set[str] = set()
    for loaded in load_paths([path]):
        if isinstance(loaded, Document):
            names.add(loaded.document_id.rpartition("/")[2])
        elif loaded.path != str(path / QUESTIONS):
            yield f"{loaded.path} not indexed: {loaded.reason}, {loaded.detail}"
    if not names:
        raise DatasetError(f"{path} holds no document that can be read; add some")
    missing = [
        question.question_id
        for question, gold in kept
        if any(
            not any(name.startswith(group.document_prefixes) for name in names)
            for group in gold.groups
        )
    ]
    if missing:
        yield (
            f"{counted(len(missing), 'question')} with gold in a document that is not there: "
            f"{listed(missing)}"
        )


def _documents(path: Path) -> Iterator[Document]:
    return (loaded for loaded in load_paths([path]) if not isinstance(loaded, SkippedFile))


def _files(path: Path) -> Iterator[Path]:
    return (found.path for found in find_files([path]) if isinstance(found, FoundFile))
