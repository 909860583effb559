from pathlib import Path

from embeddings.training.example import ReaderExample
from rag.reader_data.negatives import retrieved_negatives
from rag.reader_data.squad import SquadParagraph, read_squad
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.reader_data.squad_files import Articles, squad_file

OWN = "The old bridge opened in 1932. Ships pass below."
WITH_WORDS = "Another bridge opened in 1932, too."
WITHOUT = ("A bridge needs paint. It rusts.", "The bridge keeper sleeps.", "Bridges sway.")
BRIDGES: Articles = {
    "Bridge": {OWN: [("When did the bridge open?", "1932"), ("Who built it?", None)]},
    "Others": {WITH_WORDS: [], **{text: [] for text in WITHOUT}},
}


def paragraphs(folder: Path) -> list[SquadParagraph]:
    return list(read_squad(squad_file(folder / "squad.json", BRIDGES)))


def found(
    made: list[SquadParagraph], *, per_question: int = 2, n_questions: int = 9, seed: int = 0
) -> list[ReaderExample]:
    return list(
        retrieved_negatives(
            made, TinyEncoder(), n_questions=n_questions, per_question=per_question, seed=seed
        )
    )


def test_neither_the_own_paragraph_nor_one_with_the_answers_words_is_drawn(tmp_path: Path) -> None:
    examples = [e for seed in range(10) for e in found(paragraphs(tmp_path), seed=seed)]
    assert {" ".join(example.sentences) for example in examples} == set(WITHOUT)
    assert {example.question for example in examples} == {"When did the bridge open?"}
    assert not any(example.is_answerable for example in examples)
    assert {example.source for example in examples} == {"retrieved"}


def test_the_answers_words_are_known_in_any_case(tmp_path: Path) -> None:
    articles: Articles = {
        "A": {"Cats like Warm Milk. So it is.": [("What do cats like?", "Warm Milk")]},
        "B": {"Cats drink warm milk daily.": [], "Cats hunt.": []},
    }
    made = list(read_squad(squad_file(tmp_path / "s.json", articles)))
    assert [e.sentences for e in found(made)] == [("Cats hunt.",)]


def test_the_own_paragraph_under_another_title_is_left_out_too(tmp_path: Path) -> None:
    articles: Articles = {
        "A": {"Cats sleep all day.": [("Do cats rest?", "sleep")]},
        "B": {"Cats sleep all day.": [], "Cats hunt.": []},
    }
    made = list(read_squad(squad_file(tmp_path / "s.json", articles)))
    assert [e.sentences for e in found(made)] == [("Cats hunt.",)]


def test_as_many_as_are_wanted_are_drawn_each_once(tmp_path: Path) -> None:
    made = paragraphs(tmp_path)
    assert [len(found(made, per_question=n)) for n in (1, 2, 3, 4)] == [1, 2, 3, 3]
    assert found(made, n_questions=0) == []
    assert len(set(found(made, per_question=3))) == 3


def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    made = paragraphs(tmp_path)
    assert found(made, seed=3) == found(made, seed=3)


def test_steps_are_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    list(
        retrieved_negatives(
            paragraphs(tmp_path),
            TinyEncoder(),
            n_questions=9,
            per_question=1,
            seed=0,
            progress=lambda *step: told.append(step),
        )
    )
    assert told == [("indexing paragraphs", 0, 5), ("finding negatives", 1, 1)]
