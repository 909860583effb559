from pathlib import Path

import pytest

from embeddings.training.example import (
    AnswerWords,
    ReaderExample,
    read_examples,
    write_examples,
)

BRIDGE = ReaderExample(
    "toy",
    "When was it built?",
    ("The bridge is old.", "It dates from 1932.", "Cafés opened\u2028nearby."),
    (False, True, None),
    AnswerWords(1, 14, 18),
)
UNANSWERED = ReaderExample("toy", "Who?", ("Cats sleep.",), (False,))


@pytest.mark.parametrize(
    ("relevant", "is_answerable"),
    [
        ((True, False), True),
        ((True, None), True),
        ((False, False), False),
        ((False, None), None),
        ((None, None), None),
    ],
)
def test_an_example_is_answerable_when_a_sentence_is_known_to_answer(
    relevant: tuple[bool | None, ...], is_answerable: bool | None
) -> None:
    assert ReaderExample("toy", "Who?", ("One.", "Two."), relevant).is_answerable is is_answerable


def test_a_cut_keeps_the_answer_of_its_sentences_under_their_new_number() -> None:
    cut = BRIDGE.cut(1, 3)
    assert cut.sentences == BRIDGE.sentences[1:]
    assert cut.relevant == (True, None)
    assert cut.answer == AnswerWords(0, 14, 18)
    assert BRIDGE.cut(0, 3) == BRIDGE


def test_a_cut_without_the_answers_sentence_has_no_answer() -> None:
    assert BRIDGE.cut(0, 1).answer is None
    assert BRIDGE.cut(0, 1).is_answerable is False
    assert BRIDGE.cut(2, 3).answer is None
    assert BRIDGE.cut(2, 3).is_answerable is None


def test_a_cut_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 sentences have 0 labels"):
        BRIDGE.cut(2, 2)


@pytest.mark.parametrize(
    ("sentences", "relevant", "answer", "said"),
    [
        ((), (), None, "0 sentences have 0 labels"),
        (("One.",), (True, False), None, "1 sentences have 2 labels"),
        (("One.",), (True,), AnswerWords(0, 0, 5), "outside its sentence 'One.'"),
        (("One.",), (True,), AnswerWords(0, 2, 2), "outside its sentence"),
        (("One.",), (True,), AnswerWords(0, -1, 2), "outside its sentence"),
        (("One.",), (True,), AnswerWords(1, 0, 2), "outside the 1 sentences"),
        (("One.",), (True,), AnswerWords(-1, 0, 2), "outside the 1 sentences"),
    ],
)
def test_a_malformed_example_is_refused(
    sentences: tuple[str, ...],
    relevant: tuple[bool | None, ...],
    answer: AnswerWords | None,
    said: str,
) -> None:
    with pytest.raises(ValueError, match=said):
        ReaderExample("toy", "Who?", sentences, relevant, answer)


def test_examples_survive_a_round_trip_in_their_order(tmp_path: Path) -> None:
    examples = [BRIDGE, UNANSWERED, BRIDGE]
    assert write_examples(tmp_path / "x.jsonl", iter(examples)) == 3
    assert list(read_examples(tmp_path / "x.jsonl")) == examples
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]


def test_no_examples_make_an_empty_file_in_place_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    write_examples(path, [BRIDGE])
    assert write_examples(path, []) == 0
    assert list(read_examples(path)) == []


def test_a_failed_write_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    write_examples(path, [BRIDGE])
    with pytest.raises(ValueError, match="0 sentences"):
        write_examples(path, (example.cut(0, 0) for example in [BRIDGE]))
    assert list(read_examples(path)) == [BRIDGE]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "7",
        "{}",
        '{"source": "t", "question": "q", "sentences": ["a"], "relevant": [true]}',
        '{"source": "t", "question": "q", "sentences": ["a"], "relevant": [], "answer": null}',
        '{"source": "t", "question": "q", "sentences": ["a"], "relevant": [true], "answer": [0]}',
        '{"source": "t", "question": "q", "sentences": ["a"], "relevant": [true], '
        '"answer": [3, 0, 1]}',
    ],
)
def test_a_line_that_is_no_example_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.jsonl"
    write_examples(path, [UNANSWERED])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2 is no example"):
        list(read_examples(path))
