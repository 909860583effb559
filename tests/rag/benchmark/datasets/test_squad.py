import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from rag.benchmark.dataset import Answerability, Gold, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.squad import open_squad, recognises_squad
from tests.rag.benchmark.datasets.written import document_ids, write

CONTEXT = "Cats sleep for sixteen hours. They wake at dusk."


def question(query_id: str, *answers: tuple[str, int], **more: object) -> dict[str, Any]:
    return {
        "id": query_id,
        "question": f"Question {query_id}?",
        "answers": [{"text": text, "answer_start": start} for text, start in answers],
        **more,
    }


def squad_file(folder: Path, *questions: dict[str, Any], name: str = "pets.json") -> Path:
    articles = [
        {"title": "Big_cats", "paragraphs": [{"context": "Lions roar.", "qas": []}]},
        {
            "title": "House_cats",
            "paragraphs": [
                {"context": "Cats\npurr.", "qas": []},
                {"context": CONTEXT, "qas": list(questions)},
            ],
        },
    ]
    return write(folder / name, json.dumps({"version": "2.0", "data": articles}))


def test_each_paragraph_is_a_document_under_its_articles_title(tmp_path: Path) -> None:
    path = squad_file(tmp_path, question("a", ("sixteen hours", 15)))
    assert recognises_squad(path)
    dataset = open_squad(path)
    assert document_ids(dataset) == ["Big_cats/0", "House_cats/0", "House_cats/1"]
    last = list(dataset.documents())[-1]
    assert last.text == f"House cats\n\n{CONTEXT}"
    assert last.metadata.title == "House cats"


def test_answers_are_kept_verbatim_and_once(tmp_path: Path) -> None:
    path = squad_file(
        tmp_path, question("a", ("sixteen hours", 15), (" sixteen", 14), ("sixteen hours", 15))
    )
    dataset = open_squad(path)
    (query,) = dataset.queries
    assert (query.query_id, query.turns) == ("a", ("Question a?",))
    assert query.gold == Gold(
        Answerability.ANSWERABLE, spans=("sixteen hours", " sixteen"), document_id="House_cats/1"
    )
    assert (dataset.task, dataset.qrels, dataset.notes) == (Task.ANSWERS, {}, ())
    assert dataset.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (dataset.name, dataset.source) == ("pets", str(path))


def test_an_impossible_question_is_near_and_has_no_spans(tmp_path: Path) -> None:
    plausible = [{"text": "Cats", "answer_start": 0}]
    path = squad_file(
        tmp_path,
        question("a", is_impossible=True, plausible_answers=plausible),
        question("b", ("Cats", 0), is_impossible=False),
    )
    near, answerable = open_squad(path).queries
    assert near.gold == Gold(Answerability.NEAR)
    assert answerable.gold is not None
    assert answerable.gold.answerability is Answerability.ANSWERABLE


def test_answers_without_or_at_a_wrong_position_are_noted(tmp_path: Path) -> None:
    path = squad_file(
        tmp_path,
        question("a", ("dusk", -1), ("Cats", 0)),
        question("b", ("dusk", -1)),
        question("c", ("dusk", 3)),
        question("d"),
    )
    dataset = open_squad(path)
    assert [query.query_id for query in dataset.queries] == ["a", "c"]
    first, second = (query.gold for query in dataset.queries)
    assert first is not None
    assert second is not None
    assert (first.spans, second.spans) == (("Cats",), ("dusk",))
    assert dataset.notes == (
        "2 answers with answer_start -1 dropped, of question: a, b",
        "1 answer not at answer_start in the context, kept, of question: c",
        "2 questions left out, as no answer remains: b, d",
    )


def test_a_question_that_stands_twice_counts_once(tmp_path: Path) -> None:
    # train-v1.0.json holds 80 such questions.
    path = squad_file(tmp_path, question("a", ("Cats", 0)), question("a", ("Cats", 0)))
    dataset = open_squad(path)
    assert len(dataset.queries) == 1
    assert dataset.notes == ("1 question repeated under the same id, counted once: a",)


def test_the_folder_is_in_the_name_of_a_file_named_for_its_split(tmp_path: Path) -> None:
    path = squad_file(tmp_path / "squad", question("a", ("Cats", 0)), name="dev-v1.1.json")
    assert open_squad(path).name == "squad-dev-v1.1"


def test_one_id_of_two_questions_is_an_error(tmp_path: Path) -> None:
    other = question("a", ("Cats", 0)) | {"question": "Another?"}
    with pytest.raises(DatasetError, match="the id a belongs to two questions"):
        open_squad(squad_file(tmp_path, question("a", ("Cats", 0)), other))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"data": [{"paragraphs": []}]}', "not built as SQuAD's files .KeyError 'title'"),
        ('{"data": [{"title": "a", "paragraphs": [{}]}]}', "KeyError 'context'"),
        ('{"data": [{"title": "a", "paragraphs": 1}]}', "TypeError"),
        ('{"data": [{"title": "a", "paragraphs": [', "cannot be read as JSON"),
        ('{"data": [{"title": "a", "paragraphs": []}]}', "holds no question"),
        (
            '{"data": [{"title": "a", "paragraphs": [{"context": "b", "qas": [{"id": "c"}]}]}]}',
            "a question on a/0: KeyError 'question'",
        ),
    ],
)
def test_a_file_of_another_build_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "a.json", text)
    assert recognises_squad(path)
    with pytest.raises(DatasetError, match=said):
        open_squad(path)
