"""One real engine over the seed documents, built once for every test that asks it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.engine import Engine
from rag.evaluation.questions import Question, read_questions
from rag.index.build import build_index
from rag.messages import Answer, AskRequest, Citation, TextPositionSelector, TextQuoteSelector
from rag.settings import IndexSettings, Settings

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTIONS = SEEDS / "questions.yaml"


@cache
def shipped_encoder() -> Encoder:
    return load_encoder(threads=2)


@cache
def seeds_settings() -> Settings:
    """Settings of an index over the seed documents."""
    folder = Path(tempfile.mkdtemp(prefix="footnote-seeds-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return index_of([SEEDS], folder)


@cache
def seeds_engine() -> Engine:
    return Engine.open(seeds_settings(), encoder=shipped_encoder())


@cache
def all_seeds_questions() -> tuple[Question, ...]:
    return read_questions(QUESTIONS)


@cache
def seeds_questions() -> tuple[Question, ...]:
    """The first questions on the seeds, and every eighth of the many that came later."""
    return (*first_questions(), *all_seeds_questions()[len(first_questions()) :: 8])


@cache
def first_questions() -> tuple[Question, ...]:
    return tuple(q for q in all_seeds_questions() if len(q.question_id) == len("d01"))


def index_of(paths: list[Path], folder: Path) -> Settings:
    """Settings of a new generation over `paths` in `folder`."""
    settings = Settings(index=IndexSettings(path=folder))
    build_index(paths, settings, shipped_encoder())
    return settings


def ask(question: str) -> Answer:
    return seeds_engine().ask(AskRequest(question=question))


def quotes(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def cited(answer: Answer) -> set[str]:
    return {citation.document_id for citation in answer.citations}


def without_id_and_times(answer: Answer) -> dict[str, object]:
    return answer.model_dump(exclude={"id", "timings_ms"})


def position_of(citation: Citation) -> TextPositionSelector:
    return next(part for part in citation.selector if isinstance(part, TextPositionSelector))


def quote_of(citation: Citation) -> TextQuoteSelector:
    return next(part for part in citation.selector if isinstance(part, TextQuoteSelector))
