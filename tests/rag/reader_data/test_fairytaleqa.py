import json
from pathlib import Path

import pytest

from embeddings.training.example import ReaderExample
from rag.errors import TrainingDataError
from rag.reader_data.fairytaleqa import fairytaleqa_examples

STORY = (
    "A fox lived near\rthe mill. Every night he stole a hen from the miller. "
    "The miller set a trap. The fox broke his leg and wept bitterly. "
    "In spring the snow melted. The birds came back."
)


def written(folder: Path, **changes: object) -> Path:
    record: dict[str, object] = {
        "text": STORY,
        "question": "What did the miller set?",
        "explicit": "explicit",
        "answers": ["A trap."],
    }
    path = folder / "stories.jsonl"
    path.write_text(json.dumps({**record, **changes}) + "\n", encoding="utf-8")
    return path


def built(path: Path) -> list[ReaderExample]:
    return [example for seed in range(20) for example in fairytaleqa_examples(path, seed=seed)]


def answering(examples: list[ReaderExample]) -> list[ReaderExample]:
    found = [example for example in examples if example.is_answerable]
    assert found
    return found


def test_words_that_stand_in_the_text_answer(tmp_path: Path) -> None:
    for example in answering(built(written(tmp_path))):
        assert example.answer is not None
        sentence = example.sentences[example.answer.sentence]
        assert sentence[example.answer.start : example.answer.end] == "a trap"
        assert [s for s, r in zip(example.sentences, example.relevant, strict=True) if r] == [
            "The miller set a trap."
        ]
        assert None not in example.relevant


def test_a_question_is_also_put_to_the_rest_of_its_section(tmp_path: Path) -> None:
    without = [example for example in built(written(tmp_path)) if not example.is_answerable]
    assert without
    for example in without:
        assert not any("trap" in sentence for sentence in example.sentences)
        assert set(example.relevant) == {False}
        assert len(example.sentences) > 1


def test_an_answer_in_two_places_alike_is_passed_over(tmp_path: Path) -> None:
    path = written(
        tmp_path, text="He ate bread. She ate bread.", question="Why?", answers=["bread"]
    )
    assert built(path) == []


def test_the_place_told_like_the_question_is_taken(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        text="The king sang. The mice slept. Far away the queen wept. Her maid saw the king.",
        question="Whom did the maid see?",
        answers=["the king"],
    )
    found = {
        sentence
        for example in answering(built(path))
        for sentence, label in zip(example.sentences, example.relevant, strict=True)
        if label
    }
    assert found == {"Her maid saw the king."}


def test_an_answer_in_other_words_is_found_by_its_terms(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        question="How did the fox feel?",
        explicit="implicit",
        answers=["So bitterly that he wept over his legs."],
    )
    for example in answering(built(path)):
        at = example.relevant.index(True)
        assert example.sentences[at] == "The fox broke his leg and wept bitterly."
        assert example.answer is None
        assert set(example.relevant[max(at - 1, 0) : at]) <= {None}
        assert set(example.relevant[at + 1 : at + 2]) <= {None}


def test_an_answer_that_no_sentence_stands_out_for_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, explicit="implicit", answers=["Greed and hunger drove him."])
    assert built(path) == []


def test_a_single_word_of_an_implicit_answer_is_no_quotation(tmp_path: Path) -> None:
    assert built(written(tmp_path, explicit="implicit", answers=["spring"])) == []


def test_windows_have_at_most_a_thousand_characters(tmp_path: Path) -> None:
    path = written(tmp_path, text=STORY + " Then he went on through the dark wood." * 60)
    assert all(len(" ".join(example.sentences)) <= 1000 for example in built(path))


def test_a_repeated_question_counts_once(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text() * 2)
    examples = list(fairytaleqa_examples(path, seed=0))
    assert sum(example.is_answerable is True for example in examples) == 1


def test_answers_must_be_a_list_of_strings(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="answers is 'trap', expected a list of strings"):
        built(written(tmp_path, answers="trap"))
