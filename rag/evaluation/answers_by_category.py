"""What is shown, by category: `python -m rag.evaluation.answers_by_category FOLDER`.

Of a folder of documents with questions.yaml, asked as a chat asks them. A question is right when
one of the first three statements is, or with `min_groups` when all statements hold so many facts.
"""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.catalogue import load_encoder
from rag.conversation import history_of
from rag.engine import Engine
from rag.evaluation.questions import Question, read_questions
from rag.index.build import build_index
from rag.messages import Answer, AskRequest, Outcome
from rag.settings import IndexSettings, Settings

_QUESTIONS = "questions.yaml"
_FIRST_IDS = 3  # characters: "d01"; what came later has three digits
_HALVES = ("all", "first", "odd", "even")


@dataclass(frozen=True, slots=True)
class _Shown:
    """How one answer did; `first`, `three` and `whole` are None where nothing would be right."""

    first: bool | None
    three: bool | None
    whole: bool | None
    refused: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Index the folder, ask its questions, and print a line for each category."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.answers_by_category", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--half", choices=_HALVES, default="all", help="by id: the first ones, odd or even numbers"
    )
    options = parser.parse_args(arguments)
    questions = [
        question
        for question in read_questions(options.folder / _QUESTIONS)
        if _is_of(options.half, question.question_id)
        and (question.is_answerable or question.is_unanswerable)
    ]
    found: defaultdict[str, list[_Shown]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        settings, encoder = Settings(index=IndexSettings(path=Path(scratch))), load_encoder()
        build_index([options.folder], settings, encoder)
        engine = Engine.open(settings, encoder=encoder)
        for question in questions:
            history = history_of(question.turns[:-1], engine.ask)
            answer = engine.ask(AskRequest(question=question.text, history=history))
            found[question.category].append(_shown(question, answer))
        engine.close()
    _row("category", "questions", "first right", "three right", "right", "refused")
    _row(*["---"] * 6)
    for category, shown in found.items():
        _category(category, shown)
    everything = [shown for of_category in found.values() for shown in of_category]
    _category("all answerable", [shown for shown in everything if shown.whole is not None])


def _is_of(half: str, question_id: str) -> bool:
    is_first = len(question_id) == _FIRST_IDS
    if half == "all" or is_first:
        return half in ("all", "first")
    return half == ("odd" if int(question_id[-1]) % 2 else "even")


def _shown(question: Question, answer: Answer) -> _Shown:
    refused = answer.outcome is not Outcome.ANSWERED
    if not question.is_answerable:
        return _Shown(None, None, None, refused)
    source = {citation.index: citation.document_id for citation in answer.citations}
    held = [
        [
            any(group.is_found_in(statement.text, source[i]) for i in statement.citations)
            for group in question.gold
        ]
        for statement in answer.statements
    ]
    three = any(any(facts) for facts in held[:3])
    n_facts = sum(any(facts) for facts in zip(*held, strict=True))
    whole = n_facts >= question.min_groups if question.min_groups > 1 else three
    return _Shown(any(any(facts) for facts in held[:1]), three, whole, refused)


def _category(name: str, shown: Sequence[_Shown]) -> None:
    columns = ("first", "three", "whole")
    shares = (_share([getattr(one, column) for one in shown]) for column in columns)
    _row(name, str(len(shown)), *shares, _share([one.refused for one in shown]))


def _share(values: Iterable[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{statistics.mean(known):.3f}" if known else ""


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
