"""Corpora of our own with questions, to fit and calibrate on: no seed question serves for that.

Documents and questions were written for this purpose; places, people and firms are made up.
"""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PracticeCorpus:
    """A folder of documents and the file of questions on them."""

    documents: Path
    questions: Path


def practice_corpora() -> tuple[PracticeCorpus, ...]:
    """Those of this package, in order of name."""
    return corpora_of(__name__)


def corpora_of(package: str) -> tuple[PracticeCorpus, ...]:
    """The folders of a package that hold `documents/` and `questions.yaml`, in order of name."""
    root = Path(str(resources.files(package)))
    folders = sorted(path.parent for path in root.glob("*/questions.yaml"))
    return tuple(PracticeCorpus(f / "documents", f / "questions.yaml") for f in folders)
