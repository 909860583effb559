import json
from pathlib import Path

import pytest

from rag.benchmark.datasets.beir import open_beir
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.sample import Sample
from rag.benchmark.squad_folder import main, write_squad_folder
from tests.rag.reader_data.squad_files import squad_file

ARTICLES = {
    "Old_Bridge": {
        "The bridge opened in 1932. Ships pass below.": [("When did it open?", "1932")],
        "It is painted every ten years.": [("How often is it painted?", "every ten years")],
    },
    "Cats": {"Cats sleep by day. They hunt at night.": [("When do cats hunt?", "at night")]},
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    path = tmp_path / "dev.json"
    squad_file(path, ARTICLES)
    return path


def test_each_question_is_judged_by_its_own_paragraph(squad: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder"
    assert write_squad_folder(squad, out, left_out_titles=(), sample=Sample()) == (3, 3)
    dataset = open_beir(out)
    texts = [json.loads(line) for line in (out / "corpus.jsonl").read_text().splitlines()]
    by_id = {entry["_id"]: (entry["title"], entry["text"]) for entry in texts}
    judged = {
        query.text: [by_id[document] for document in dataset.qrels[query.query_id]]
        for query in dataset.queries
    }
    assert judged == {
        question: [(title.replace("_", " "), paragraph)]
        for title, paragraphs in ARTICLES.items()
        for paragraph, questions in paragraphs.items()
        for question, _ in questions
    }


def test_paragraphs_of_articles_left_out_stay_without_their_questions(
    squad: Path, tmp_path: Path
) -> None:
    out = tmp_path / "folder"
    written = write_squad_folder(squad, out, left_out_titles={"Old Bridge"}, sample=Sample())
    assert written == (3, 1)
    assert [query.text for query in open_beir(out).queries] == ["When do cats hunt?"]


def test_a_sample_is_drawn_of_the_questions(squad: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder"
    assert write_squad_folder(squad, out, left_out_titles=(), sample=Sample(2)) == (3, 2)
    assert len(open_beir(out).queries) == 2


def test_no_question_left_is_told(
    squad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DatasetError, match="no question"):
        write_squad_folder(squad, tmp_path, left_out_titles={"Old Bridge", "Cats"}, sample=Sample())
    main([str(squad), str(tmp_path / "folder"), "--sample", "1"])
    assert capsys.readouterr().out.endswith("folder: 3 paragraphs, 1 questions\n")
