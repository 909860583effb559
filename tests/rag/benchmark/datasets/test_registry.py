import json
from pathlib import Path

import pytest

from rag.benchmark.dataset import Answerability, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.registry import open_dataset
from tests.rag.benchmark.datasets.written import document_ids, write

SEEDS = Path(__file__).parents[4] / "seeds"


def beir(folder: Path) -> Path:
    write(folder / "corpus.jsonl", '{"_id": "d1", "text": "Cats."}')
    write(folder / "queries.jsonl", '{"_id": "q1", "text": "Cats?"}')
    write(folder / "qrels" / "dev.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1")
    return folder


def trec(folder: Path) -> Path:
    write(folder / "documents", "d1\tCats.")
    write(folder / "topics", "q1\tCats?")
    write(folder / "qrels", "q1 0 d1 1")
    return folder


def question_folder(folder: Path) -> Path:
    write(folder / "cats.txt", "Cats sleep all day.")
    write(folder / "questions.yaml", "- {id: a, cat: abstain_far, q: x}")
    return folder


def squad(folder: Path) -> Path:
    answer = {"text": "Cats", "answer_start": 0}
    qas = [{"id": "q1", "question": "Who?", "answers": [answer]}]
    article = {"title": "Cats", "paragraphs": [{"context": "Cats.", "qas": qas}]}
    return write(folder / "any.name", json.dumps({"data": [article]}))


def sentence_selection(folder: Path) -> Path:
    return write(folder / "any.name", '{"question": "a", "sentence": "b", "label": 1}')


def test_each_format_is_recognised_by_its_content(tmp_path: Path) -> None:
    makers = (trec, question_folder, squad, sentence_selection)
    opened = [open_dataset(str(make(tmp_path / make.__name__))) for make in makers]
    assert [dataset.task for dataset in opened] == [
        Task.RETRIEVAL,
        Task.ANSWERS,
        Task.ANSWERS,
        Task.SENTENCES,
    ]
    assert open_dataset(str(beir(tmp_path / "b")), split="dev").task is Task.RETRIEVAL


def test_what_source_says_reads_the_same_dataset_again(tmp_path: Path) -> None:
    makers = (trec, question_folder, squad, sentence_selection)
    opened = [open_dataset(str(make(tmp_path / make.__name__))) for make in makers]
    opened.append(open_dataset(str(beir(tmp_path / "b")), split="dev"))
    for dataset in opened:
        again = open_dataset(dataset.source)
        assert (again.name, again.sha256) == (dataset.name, dataset.sha256)
        assert (again.queries, again.qrels) == (dataset.queries, dataset.qrels)


def test_seeds_stands_for_the_folder_that_is_given() -> None:
    dataset = open_dataset("seeds", seeds=SEEDS)
    assert dataset.task is Task.ANSWERS
    assert dataset.source == str(SEEDS)
    assert len(document_ids(dataset)) == 4
    golds = [query.gold for query in dataset.queries if query.gold is not None]
    assert len(golds) == len(dataset.queries)
    assert {gold.answerability for gold in golds} == set(Answerability)
    assert not any("document that is not there" in note for note in dataset.notes)


def test_seeds_without_a_folder_is_a_path_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError, match="seeds does not exist; allowed are"):
        open_dataset("seeds")
    question_folder(tmp_path / "seeds")
    assert open_dataset("seeds").source == str(tmp_path / "seeds")


def test_a_path_without_a_dataset_is_an_error_that_names_the_formats(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"does not exist; .*BEIR.*TREC.*SQuAD.*ir_datasets:"):
        open_dataset(str(tmp_path / "nothing"))
    with pytest.raises(DatasetError, match="is in no known format; allowed are"):
        open_dataset(str(tmp_path))
    with pytest.raises(DatasetError, match="is in no known format; allowed are"):
        open_dataset(str(write(tmp_path / "notes.txt", "Some prose.")))


def test_a_split_of_a_format_without_splits_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no split 'train': only BEIR folders have splits"):
        open_dataset(str(squad(tmp_path)), split="train")
    with pytest.raises(DatasetError, match="ir_datasets:vaswani has no split 'train'"):
        open_dataset("ir_datasets:vaswani", split="train")
