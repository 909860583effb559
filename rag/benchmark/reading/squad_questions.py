"""Questions of a SQuAD file with their own paragraph, without the articles that may have taught."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.squad import SquadParagraph, squad_paragraphs
from rag.benchmark.reading.sample import Sample
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class ParagraphQuestion:
    """A question and its gold paragraph.

    Args:
        text: of the question.
        paragraph: as the file has it.
        answers: marked in the paragraph; none when the file says that it does not answer.
    """

    text: str
    paragraph: str
    answers: tuple[Span, ...]

    @property
    def answer_texts(self) -> tuple[str, ...]:
        return tuple(answer.of(self.paragraph) for answer in self.answers)


@dataclass(frozen=True, slots=True)
class SquadQuestions:
    """The questions of a file that are measured, and what was left out.

    Args:
        name: of the file.
        questions: in the file's order.
        facts: for people.
        judges_answerability: the file marks questions as impossible, as version 2.0 does.
    """

    name: str
    questions: tuple[ParagraphQuestion, ...]
    facts: tuple[str, ...]
    judges_answerability: bool


@dataclass(slots=True)
class _Found:
    kept: list[ParagraphQuestion] = field(default_factory=list)
    n_by_title: int = 0
    n_unmarked: int = 0


def even_titles(path: Path) -> frozenset[str]:
    """Titles of the even-numbered articles, counted from 0: a reader may have learned from them.

    Raises:
        DatasetError: the file is no JSON, or not built as SQuAD's.
    """
    return frozenset(_title(p) for p in squad_paragraphs(path) if p.article % 2 == 0)


def read_squad_questions(
    path: Path, *, left_out_titles: Collection[str], sample: Sample
) -> SquadQuestions:
    """The questions of a file.

    Args:
        path: SQuAD's JSON. Of a file with impossible questions the even-numbered articles are
            always left out, for they may have taught what is answerable.
        left_out_titles: as `even_titles` gives them.
        sample: taken of what remains.

    Raises:
        DatasetError: the file is no JSON or not built as SQuAD's, or no question remains.
    """
    judges = any(q.get("is_impossible") for p in squad_paragraphs(path) for q in p.questions)
    left_out = frozenset(left_out_titles) | (even_titles(path) if judges else frozenset())
    found = _Found()
    for paragraph in squad_paragraphs(path):
        if _title(paragraph) in left_out:
            found.n_by_title += len(paragraph.questions)
        else:
            _add_questions(found, paragraph, path)
    if not found.kept:
        raise DatasetError(f"{path}: no question remains to be measured; name another file")
    return SquadQuestions(path.name, sample.of(found.kept), _facts(found, sample), judges)


def _title(paragraph: SquadParagraph) -> str:
    return paragraph.title.replace("_", " ")


def _add_questions(found: _Found, paragraph: SquadParagraph, path: Path) -> None:
    try:
        for entry in paragraph.questions:
            answers = tuple(_answers(entry["answers"], paragraph.context))
            if answers or entry.get("is_impossible"):
                marked = () if entry.get("is_impossible") else answers
                text = str(entry["question"]).strip()
                found.kept.append(ParagraphQuestion(text, paragraph.context, marked))
            else:
                found.n_unmarked += 1
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(
            f"{path}, a question on {paragraph.document_id}: {type(error).__name__} {error}; it "
            "needs question, and answers with text and answer_start"
        ) from error


def _answers(entries: list[dict[str, object]], context: str) -> Iterator[Span]:
    """Answers that stand where they are said to; SQuAD 1.0 has some with -1."""
    for entry in entries:
        text, start = str(entry["text"]), int(str(entry["answer_start"]))
        if text and start >= 0 and context.startswith(text, start):
            yield Span(start, start + len(text))


def _facts(found: _Found, sample: Sample) -> tuple[str, ...]:
    n_measured = len(sample.of(found.kept))
    facts = [
        f"{n_measured:,} questions measured, {found.n_by_title:,} left out by their article's "
        "title (even-numbered articles of SQuAD v2.0 dev, which may be trained on)",
        *sample.fact(len(found.kept)),
    ]
    if found.n_unmarked:
        facts.append(f"{found.n_unmarked:,} left out as no answer stands where it is said to")
    return tuple(facts)
