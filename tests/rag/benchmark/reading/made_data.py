"""Tiny files of each kind of data."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.rag.benchmark.datasets.written import write, write_lines

CATS = "Cats sleep for sixteen hours. They wake at dusk."
SLEEP, WAKE = "Cats sleep for sixteen hours.", "They wake at dusk."


def asked(text: str, *answers: tuple[str, int], impossible: bool = False) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": text,
        "question": f" {text}",
        "answers": [{"text": words, "answer_start": start} for words, start in answers],
    }
    return {**entry, "is_impossible": True} if impossible else entry


def squad(path: Path, articles: Mapping[str, Sequence[tuple[str, list[dict[str, Any]]]]]) -> Path:
    """Title -> paragraphs with their questions."""
    data = [
        {"title": title, "paragraphs": [{"context": c, "qas": qas} for c, qas in paragraphs]}
        for title, paragraphs in articles.items()
    ]
    return write(path, json.dumps({"data": data}))


def cats_and_dogs(path: Path) -> Path:
    """Three questions on cats, and one in an article of another title."""
    questions = [
        asked("How long?", ("sixteen hours", 15)),
        asked("When do they wake?", ("at dusk", 40)),
        asked("For how long?", ("hours", 23), ("for sixteen hours", 11), ("x", -1)),
    ]
    dogs = ("Dogs bark.", [asked("Who barks?", ("Dogs", 0))])
    return squad(path, {"Dog_breeds": [dogs], "Cats": [(CATS, questions)]})


def answerable_or_not(path: Path) -> Path:
    """Version 2.0: dogs are article 0, cats article 1 with two questions of each kind."""
    questions = [
        asked("yes 3", ("dusk", 43)),
        asked("yes 1", ("dusk", 43)),
        asked("no 1", impossible=True),
        asked("no 0", impossible=True),
    ]
    dogs = ("Dogs bark.", [asked("Who barks?", ("Dogs", 0))])
    return squad(path, {"Dog breeds": [dogs], "Cats": [(CATS, questions)]})


def candidates(path: Path, questions: Mapping[str, Mapping[str, int]]) -> Path:
    """Question -> sentence -> label."""
    return write_lines(
        path,
        [
            {"question": question, "sentence": sentence, "label": label}
            for question, sentences in questions.items()
            for sentence, label in sentences.items()
        ],
    )


def scifact(folder: Path, abstracts: Mapping[str, list[str]], **claims: Sequence[str]) -> Path:
    """Rows of `claims_train.csv` and `claims_validation.csv` as `train` and `validation`."""
    write(folder / "abstract_sentences.json", json.dumps(abstracts))
    for name, rows in claims.items():
        head = "id,claim,evidence_doc_id,evidence_sentences\n"
        write(folder / f"claims_{name}.csv", head + "".join(f"{row}\n" for row in rows))
    return folder
