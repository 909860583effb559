"""The one table of dataset formats: how each is recognised, and who reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.beir import DEFAULT_SPLIT, open_beir, recognises_beir
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.ir_datasets_catalogue import PREFIX, open_ir_dataset
from rag.benchmark.datasets.question_folder import open_question_folder, recognises_question_folder
from rag.benchmark.datasets.sentence_selection import (
    open_sentence_selection,
    recognises_sentence_selection,
)
from rag.benchmark.datasets.squad import open_squad, recognises_squad
from rag.benchmark.datasets.trec import open_trec, recognises_trec

SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Format:
    """`described` ends the sentence "allowed are"; `open` takes the path and the split."""

    described: str
    recognises: Callable[[Path], bool]
    open: Callable[[Path, str], Dataset]


def _without_splits(open_path: Callable[[Path], Dataset]) -> Callable[[Path, str], Dataset]:
    def open_unsplit(path: Path, split: str) -> Dataset:
        _refuse_split(str(path), split)
        return open_path(path)

    return open_unsplit


def _refuse_split(name_or_path: str, split: str) -> None:
    if split != DEFAULT_SPLIT:
        raise DatasetError(
            f"{name_or_path} has no split {split!r}: only BEIR folders have splits; name the file "
            "of that split, or leave the split out"
        )


# In this order: the first that recognises a path reads it.
FORMATS: tuple[Format, ...] = (
    Format(
        "a BEIR folder (corpus.jsonl, queries.jsonl, qrels/<split>.tsv)",
        recognises_beir,
        lambda path, split: open_beir(path, split=split),
    ),
    Format(
        "a TREC folder (documents*, topics*, qrels*) or a YAML file that names these three",
        recognises_trec,
        _without_splits(open_trec),
    ),
    Format(
        "a folder of documents with a questions.yaml",
        recognises_question_folder,
        _without_splits(open_question_folder),
    ),
    Format("a SQuAD JSON file", recognises_squad, _without_splits(open_squad)),
    Format(
        "JSON lines of question, sentence and label",
        recognises_sentence_selection,
        _without_splits(open_sentence_selection),
    ),
)


def open_dataset(
    name_or_path: str, *, seeds: Path | None = None, split: str = DEFAULT_SPLIT
) -> Dataset:
    """The dataset of that name or at that path, its format recognised by content.

    Args:
        name_or_path: a path in one of `FORMATS`, "ir_datasets:" with a name of that library, or
            "seeds".
        seeds: the folder that "seeds" stands for; without it "seeds" is a path like any other.
        split: of a BEIR folder, whose `qrels/<split>.tsv` is read; other formats have none.

    Raises:
        DatasetError: nothing is there, it is in no known format, or it is malformed.
        QuestionFileError: a `questions.yaml` is malformed.
        MissingLibrary: the name needs ir_datasets, which is not installed.
    """
    if name_or_path.startswith(PREFIX):
        _refuse_split(name_or_path, split)
        return open_ir_dataset(name_or_path)
    path = seeds if seeds and name_or_path == SEEDS else Path(name_or_path).expanduser()
    if not path.exists():
        raise DatasetError(f"{path} does not exist; allowed are {_allowed()}")
    known = next((entry for entry in FORMATS if entry.recognises(path)), None)
    if known is None:
        raise DatasetError(f"{path} is in no known format; allowed are {_allowed()}")
    return known.open(path, split)


def _allowed() -> str:
    described = [entry.described for entry in FORMATS]
    return f"{'; '.join(described)}; {PREFIX}NAME; {SEEDS}"
