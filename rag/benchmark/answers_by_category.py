"""What is shown, by category: `python -m rag.benchmark.answers_by_category FOLDER…`.

Of folders of documents with questions.yaml, each asked alone, as a chat asks. A question is right
when one of the first three statements is, or with `min_groups` when all statements hold so many
facts; "facts" is the share that they hold of the facts asked for.
"""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.catalogue import load_encoder
from rag.benchmark.dataset import Answerability, BenchmarkQuery, Gold
from rag.benchmark.datasets.question_folder import QUESTIONS, open_question_folder
from rag.benchmark.measures.answers import (
    CITATION_RECALL,
    FULL_ANSWER,
    HIT_AT_1,
    HIT_AT_3,
    answer_values,
)
from rag.conversation import history_of
from rag.engine import Engine
from rag.evaluation.questions import read_questions
from rag.index.build import build_index
from rag.messages import Answer, AskRequest
from rag.settings import IndexSettings, Settings

_FIRST_IDS = 3  # characters: "d01"; what came later has three digits
_HALVES = ("all", "first", "odd", "even")
_COLUMNS = ("first", "three", "whole", "facts", "refused")


@dataclass(frozen=True, slots=True)
class _Shown:
    """How one answer did; all but `refused` are None where nothing would be right."""

    refused: float
    first: float | None = None
    three: float | None = None
    whole: float | None = None
    facts: float | None = None


def main(arguments: Sequence[str] | None = None) -> None:
    """Index the folders, ask their questions, and print a line for each category of all."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.benchmark.answers_by_category", description=__doc__
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument(
        "--half", choices=_HALVES, default="all", help="by id: the first ones, odd or even numbers"
    )
    options = parser.parse_args(arguments)
    found: defaultdict[str, list[_Shown]] = defaultdict(list)
    for folder in options.folders:
        for category, shown in _shown_in(folder, options.half):
            found[category].append(shown)
    _row("category", "questions", "first right", "three right", "right", "facts", "refused")
    _row(*["---"] * (2 + len(_COLUMNS)))
    for category, of_category in found.items():
        _category(category, of_category)
    everything = [shown for of_category in found.values() for shown in of_category]
    _category("all answerable", [shown for shown in everything if shown.whole is not None])


def _shown_in(folder: Path, half: str) -> Iterator[tuple[str, _Shown]]:
    """Category and outcome of each question of a folder."""
    categories = {q.question_id: q.category for q in read_questions(folder / QUESTIONS)}
    queries = open_question_folder(folder).queries
    asked = [query for query in queries if _is_of(half, query.query_id)]
    for query, answer in zip(asked, _answers(folder, asked), strict=True):
        assert query.gold is not None
        yield categories[query.query_id], _shown(query.gold, answer)


def _answers(folder: Path, asked: Sequence[BenchmarkQuery]) -> list[Answer]:
    with tempfile.TemporaryDirectory() as scratch:
        settings, encoder = Settings(index=IndexSettings(path=Path(scratch))), load_encoder()
        build_index([folder], settings, encoder)
        engine = Engine.open(settings, encoder=encoder)
        try:
            return [_answer(engine, query.turns) for query in asked]
        finally:
            engine.close()


def _answer(engine: Engine, turns: Sequence[str]) -> Answer:
    history = history_of(turns[:-1], engine.ask)
    return engine.ask(AskRequest(question=turns[-1], history=history))


def _is_of(half: str, question_id: str) -> bool:
    is_first = len(question_id) == _FIRST_IDS
    if half == "all" or is_first:
        return half in ("all", "first")
    return half == ("odd" if int(question_id[-1]) % 2 else "even")


def _shown(gold: Gold, answer: Answer) -> _Shown:
    refused = float(not answer.statements)
    if gold.answerability is not Answerability.ANSWERABLE:
        return _Shown(refused)
    values = answer_values({"": gold}, {"": answer}, text_of=None)[""]
    asks_for_several = gold.min_groups > 1
    return _Shown(
        refused,
        first=values[HIT_AT_1],
        three=values[HIT_AT_3],
        whole=values[FULL_ANSWER if asks_for_several else HIT_AT_3],
        facts=min(1.0, values[CITATION_RECALL] * len(gold.groups) / gold.min_groups),
    )


def _category(name: str, shown: Sequence[_Shown]) -> None:
    _row(
        name,
        str(len(shown)),
        *(_share([getattr(one, column) for one in shown]) for column in _COLUMNS),
    )


def _share(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{statistics.mean(known):.3f}" if known else ""


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
