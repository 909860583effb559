import json
from pathlib import Path

import pytest

from embeddings.training.example import AnswerWords, ReaderExample
from rag.errors import TrainingDataError
from rag.reader_data.squad import SquadQuestion, read_squad, squad_examples
from tests.rag.reader_data.squad_files import Asked, squad_file

BRIDGE = "The bridge opened in 1932. It was closed in 1950. It opened again in 1932 style."


def examples_of(folder: Path, context: str, *asked: Asked) -> list[ReaderExample]:
    path = squad_file(folder / "squad.json", {"Toy": {context: asked}})
    return list(squad_examples(read_squad(path), source="squad"))


def test_paragraphs_come_with_title_sentences_and_questions(tmp_path: Path) -> None:
    path = squad_file(
        tmp_path / "squad.json",
        {"Old_bridge": {BRIDGE: [(" When was it closed? ", " 1950 "), ("Who?", None)]}},
    )
    (paragraph,) = read_squad(path)
    assert paragraph.title == "Old bridge"
    assert paragraph.texts == (
        "The bridge opened in 1932.",
        "It was closed in 1950.",
        "It opened again in 1932 style.",
    )
    assert paragraph.questions == (
        SquadQuestion("When was it closed?", "1950"),
        SquadQuestion("Who?", None),
    )


def test_articles_are_taken_by_number(tmp_path: Path) -> None:
    path = squad_file(tmp_path / "squad.json", {name: {f"{name} x.": []} for name in "abcd"})
    assert [p.title for p in read_squad(path, takes_article=lambda n: n % 2 == 1)] == ["b", "d"]


def test_the_sentence_with_the_answer_is_relevant_and_no_other(tmp_path: Path) -> None:
    (made,) = examples_of(tmp_path, BRIDGE, ("When was it closed?", "1950"))
    assert made.relevant == (False, True, False)
    assert made.answer == AnswerWords(1, 17, 21)
    assert (made.source, made.question) == ("squad", "When was it closed?")


@pytest.mark.parametrize(
    ("question", "best", "relevant"),
    [
        # "bridge" and "opened" against "opened", "again" and "style".
        ("In what year did the bridge first open?", 0, (True, False, None)),
        ("What style had it when it opened again?", 2, (None, False, True)),
        ("Which year?", 0, (True, False, None)),  # a tie is the first place
    ],
)
def test_of_several_places_the_one_nearest_to_the_question_is_meant(
    tmp_path: Path, question: str, best: int, relevant: tuple[bool | None, ...]
) -> None:
    (made,) = examples_of(tmp_path, BRIDGE, (question, "1932"))
    assert made.answer is not None
    assert made.answer.sentence == best
    assert made.relevant == relevant


def test_an_answer_stands_as_whole_words(tmp_path: Path) -> None:
    context = "In 19320 nothing happened. The year 1932 was better. It cost $5 (five)."
    year, price = examples_of(tmp_path, context, ("Which year?", "1932"), ("What price?", "$5"))
    assert year.relevant == (False, True, False)
    assert price.answer == AnswerWords(2, 8, 10)


def test_an_impossible_question_has_no_relevant_sentence(tmp_path: Path) -> None:
    (made,) = examples_of(tmp_path, BRIDGE, ("Who painted it?", None))
    assert made.relevant == (False, False, False)
    assert made.answer is None
    assert made.is_answerable is False


@pytest.mark.parametrize(
    "answer",
    [
        "1999",  # the file says -1: it was not found
        "in 1932. It was",  # over two sentences
        "193",  # within a word only
        " ",
    ],
)
def test_an_answer_that_no_sentence_holds_is_left_out(tmp_path: Path, answer: str) -> None:
    assert examples_of(tmp_path, BRIDGE, ("When?", answer)) == []


def test_the_first_answer_with_a_place_counts(tmp_path: Path) -> None:
    answers = [
        {"text": "1999", "answer_start": -1},
        {"text": "1950", "answer_start": 44},
        {"text": "1932", "answer_start": 21},
    ]
    entry = {"question": "When?", "answers": answers, "is_impossible": False}
    path = tmp_path / "squad.json"
    paragraph = {"context": BRIDGE, "qas": [entry]}
    path.write_text(json.dumps({"data": [{"title": "T", "paragraphs": [paragraph]}]}))
    (made,) = squad_examples(read_squad(path), source="squad")
    assert made.relevant == (False, True, False)


def test_a_file_without_articles_has_no_examples(tmp_path: Path) -> None:
    assert list(read_squad(squad_file(tmp_path / "squad.json", {}))) == []


IN_COLUMNS = {"text": ["1932"], "answer_start": [21]}  # as the Hugging Face hub has it


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "{}",
        '{"data": 7}',
        '{"data": [{"title": "T"}]}',
        '{"data": [{"title": 7, "paragraphs": [{"context": "X.", "qas": []}]}]}',
        '{"data": [{"title": "T", "paragraphs": [{"context": "X.", "qas": [{}]}]}]}',
        json.dumps(
            {
                "data": [
                    {
                        "title": "T",
                        "paragraphs": [
                            {"context": BRIDGE, "qas": [{"question": "?", "answers": IN_COLUMNS}]}
                        ],
                    }
                ]
            }
        ),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "squad.json"
    path.write_text(content)
    with pytest.raises(TrainingDataError, match=r"squad\.json cannot be read as a SQuAD file"):
        list(read_squad(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"absent\.json"):
        list(read_squad(tmp_path / "absent.json"))
