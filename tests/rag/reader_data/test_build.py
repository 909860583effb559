from pathlib import Path

import pytest

from rag.errors import TrainingDataError
from rag.reader_data.build import HELD_OUT_EVERY, SOURCES, DataSets, examples_of
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.reader_data.squad_files import Articles, Asked, squad_file

ONE: dict[str, list[Asked]] = {"Cats sleep. Dogs bark.": [("What do cats do?", "sleep")]}


def data_in(folder: Path, *, n_articles: int = 3) -> DataSets:
    articles: dict[str, dict[str, list[Asked]]] = {"First": ONE}
    articles |= {f"Title {i}": {f"Cats sleep. Dogs bark {i} times.": []} for i in range(n_articles)}
    squad_file(folder / "squad" / "train-v1.0.json", articles)
    v2: Articles = {name: {f"Cats sleep {name}.": [("Do they?", None)]} for name in "abcde"}
    squad_file(folder / "squad" / "dev-v2.0.json", v2)
    return DataSets(folder, TinyEncoder(), seed=1)


def test_examples_are_made_once_and_then_read(tmp_path: Path) -> None:
    data = data_in(tmp_path / "data")
    made = examples_of(["squad", "squad2"], data, work=tmp_path / "work")
    assert [len(made[source]) for source in ("squad", "squad2")] == [1, 3]
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"squad.jsonl", "squad2.jsonl"}
    squad_file(tmp_path / "data" / "squad" / "train-v1.0.json", {})
    assert examples_of(["squad", "squad2"], data, work=tmp_path / "work") == made


def test_only_even_articles_of_the_second_version_are_taught(tmp_path: Path) -> None:
    made = examples_of(["squad2"], data_in(tmp_path), work=tmp_path / "work")["squad2"]
    assert [example.sentences[0] for example in made] == [f"Cats sleep {n}." for n in "ace"]


def test_the_last_of_every_twenty_articles_is_held_out(tmp_path: Path) -> None:
    data = data_in(tmp_path, n_articles=2 * HELD_OUT_EVERY - 1)
    titles = [paragraph.title for paragraph in data.squad()]
    assert len(titles) == 38
    # "First" is article 0, "Title 18" number 19, "Title 38" number 39.
    assert not {"Title 18", "Title 38"} & set(titles)
    assert {"First", "Title 17", "Title 37"} <= set(titles)


def test_negatives_and_altered_questions_come_from_the_same_articles(tmp_path: Path) -> None:
    made = examples_of(["retrieved", "altered"], data_in(tmp_path), work=tmp_path / "work")
    assert {example.source for example in made["altered"]} == {"altered"}
    # Every other paragraph holds the answer's word.
    assert made["retrieved"] == []


def test_a_failed_source_leaves_no_file_to_be_read_later(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="scifact"):
        examples_of(["scifact"], data_in(tmp_path), work=tmp_path / "work")
    assert not (tmp_path / "work" / "scifact.jsonl").exists()


def test_an_unknown_source_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'sqad'; known are squad, squad2"):
        examples_of(["squad", "sqad"], data_in(tmp_path), work=tmp_path / "work")
    assert not (tmp_path / "work").exists()


def test_no_sources_give_no_examples(tmp_path: Path) -> None:
    assert examples_of([], data_in(tmp_path), work=tmp_path / "work") == {}


def test_every_source_has_a_name_of_its_own() -> None:
    assert len(set(SOURCES)) == len(SOURCES)
