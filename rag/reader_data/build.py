"""All examples that a reader is taught with, from a folder of data sets.

The folder holds `squad/`, `medquad/`, `fairytaleqa/` and `scifact/` as their publishers lay them
out; each file is named below. What may train weights that are given away is said in the card.
`own_answered` and `own_unanswered` are questions on corpora of this package.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.training.example import ReaderExample, read_examples, write_examples
from rag.reader_data import own_questions
from rag.reader_data.altered_questions import altered_questions
from rag.reader_data.corpora import taught_corpora
from rag.reader_data.exchanged_nouns import exchanged_nouns
from rag.reader_data.fact_sheets import fact_sheets
from rag.reader_data.fairytaleqa import fairytaleqa_examples
from rag.reader_data.medquad import medquad_examples
from rag.reader_data.negatives import retrieved_negatives
from rag.reader_data.scifact import scifact_examples
from rag.reader_data.squad import SquadParagraph, read_squad, squad_examples

Tell = Callable[[str, int, int | None], None]

# Every so many articles of SQuAD one is held out: what counts how much is fitted on those.
HELD_OUT_EVERY = 20
_ALTERED = 24_000  # examples, as many as negatives are looked for
_ASKED_FOR_NEGATIVES = 24_000
_NEGATIVES_EACH = 2
_FACT_SHEETS = 4_000


@dataclass(frozen=True, slots=True)
class DataSets:
    """Where the data sets are, and what is drawn with.

    Args:
        folder: see above.
        encoder: finds the negatives.
        seed: of every draw.
        tell: told the name of a step, and how many of how many are done.
    """

    folder: Path
    encoder: Encoder
    seed: int
    tell: Tell = lambda _step, _done, _total: None

    def squad(self) -> Iterator[SquadParagraph]:
        """Of SQuAD's training articles those that are not held out."""
        return read_squad(
            self.folder / "squad" / "train-v1.0.json",
            takes_article=lambda n: n % HELD_OUT_EVERY != HELD_OUT_EVERY - 1,
        )


def _squad2(data: DataSets) -> Iterator[ReaderExample]:
    """Even articles of SQuAD v2.0 dev: questions made to look answerable. The odd ones measure."""
    path = data.folder / "squad" / "dev-v2.0.json"
    return squad_examples(read_squad(path, takes_article=lambda n: n % 2 == 0), source="squad2")


def _own(data: DataSets, *, answered: bool) -> Iterator[ReaderExample]:
    return own_questions.own_questions(taught_corpora(), data.encoder, answered=answered)


_BUILDERS: dict[str, Callable[[DataSets], Iterable[ReaderExample]]] = {
    "squad": lambda data: squad_examples(data.squad(), source="squad"),
    "squad2": _squad2,
    "retrieved": lambda data: retrieved_negatives(
        list(data.squad()),
        data.encoder,
        n_questions=_ASKED_FOR_NEGATIVES,
        per_question=_NEGATIVES_EACH,
        seed=data.seed,
        progress=data.tell,
    ),
    "exchanged": lambda data: exchanged_nouns(
        list(data.squad()), n_examples=_ALTERED, seed=data.seed
    ),
    "fact_sheets": lambda data: fact_sheets(n_sheets=_FACT_SHEETS, seed=data.seed),
    "altered": lambda data: altered_questions(
        list(data.squad()), n_examples=_ALTERED, seed=data.seed
    ),
    "medquad": lambda data: medquad_examples(
        data.folder / "medquad" / "medquad_with_answers.jsonl", seed=data.seed
    ),
    "fairytaleqa": lambda data: fairytaleqa_examples(
        data.folder / "fairytaleqa" / "train.jsonl", seed=data.seed
    ),
    "scifact": lambda data: scifact_examples(data.folder / "scifact", seed=data.seed),
    own_questions.ANSWERED: lambda data: _own(data, answered=True),
    own_questions.UNANSWERED: lambda data: _own(data, answered=False),
}
SOURCES = tuple(_BUILDERS)


def examples_of(
    sources: Sequence[str], data: DataSets, *, work: Path
) -> dict[str, list[ReaderExample]]:
    """The examples of each source, written to `work` so that the next call only reads them.

    Args:
        sources: of `SOURCES`.
        data: the data sets.
        work: made when missing; holds `<source>.jsonl`.

    Raises:
        TrainingDataError: a data set is missing or malformed.
        ValueError: a source is unknown.
    """
    unknown = sorted(set(sources) - set(SOURCES))
    if unknown:
        raise ValueError(f"no source is called {unknown[0]!r}; known are {', '.join(SOURCES)}")
    work.mkdir(parents=True, exist_ok=True)
    made: dict[str, list[ReaderExample]] = {}
    for done, source in enumerate(sources):
        data.tell("making examples", done, len(sources))
        path = work / f"{source}.jsonl"
        if not path.is_file():
            write_examples(path, _BUILDERS[source](data))
        made[source] = list(read_examples(path))
    return made
