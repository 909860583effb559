"""Readings that follow by hand from a network that looks up the logits of each token."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from embeddings.onnx_reader import OnnxReader
from embeddings.reader import AnswerSpan, WindowReading
from tests.embeddings.lookup_reader import Logits, write_lookup_reader

pytestmark = pytest.mark.models  # onnx makes the graphs


def read_by(
    folder: Path, sentences: Sequence[str], logits: dict[str, Logits], *, question: str = "when"
) -> WindowReading:
    (reading,) = OnnxReader(write_lookup_reader(folder / "reader", logits), threads=1).read(
        question, [sentences]
    )
    return reading


def test_relevance_is_read_at_the_separator_and_the_windows_at_the_start(tmp_path: Path) -> None:
    logits = {"[CLS]": (0.0, 0.0, 3.0), "[SEP]": (9.0, 9.0, -1.5), "cats": (0.0, 0.0, 7.0)}
    reading = read_by(tmp_path, ["cats sleep", "dog bark"], logits)
    assert reading.relevance == (-1.5, -1.5)
    assert reading.answerable == 3.0


def test_the_span_has_the_highest_sum_of_start_and_end_above_no_words(tmp_path: Path) -> None:
    logits = {
        "[CLS]": (0.5, 0.25, 0.0),
        "in": (4.0, 0.0, 0.0),
        "1932": (3.0, 2.0, 0.0),
        "firm": (0.0, 1.0, 0.0),
    }
    reading = read_by(tmp_path, ["It was built in 1932 by a firm."], logits)
    # in .. 1932 gives 4 + 2, of which "no words here" takes 0.5 + 0.25.
    assert reading.spans == (AnswerSpan(13, 20, 5.25),)


def test_an_end_before_its_start_is_no_span(tmp_path: Path) -> None:
    logits = {"bridge": (0.0, 5.0, 0.0), "built": (5.0, 0.0, 0.0)}
    reading = read_by(tmp_path, ["the bridge was built"], logits)
    # 5 + 0 twice: the bridge is from its first token, "built" to its last; the earlier wins.
    assert reading.spans == (AnswerSpan(0, 10, 5.0),)


def test_of_equal_spans_the_earliest_and_shortest_is_taken(tmp_path: Path) -> None:
    reading = read_by(tmp_path, ["cats sleep", "dog"], {})
    assert reading.spans == (AnswerSpan(0, 4, 0.0), AnswerSpan(0, 3, 0.0))


def test_an_answer_has_thirty_tokens_at_most(tmp_path: Path) -> None:
    logits = {"the": (5.0, 0.0, 0.0), "bridge": (0.0, 5.0, 0.0)}
    thirty = f"the {'is ' * 28}bridge"
    reading = read_by(tmp_path, [thirty], logits)
    assert reading.spans == (AnswerSpan(0, len(thirty), 10.0),)
    (tmp_path / "longer").mkdir()
    reading = read_by(tmp_path / "longer", [thirty.replace("the", "the is")], logits)
    (span,) = reading.spans
    assert span is not None
    assert span.score == 5.0


def test_a_sentence_without_a_token_has_relevance_and_no_span(tmp_path: Path) -> None:
    reading = read_by(tmp_path, ["", "cats"], {"[SEP]": (0.0, 0.0, 2.0)})
    assert reading.relevance == (2.0, 2.0)
    assert reading.spans == (None, AnswerSpan(0, 4, 0.0))


def test_a_window_in_parts_is_one_reading_as_good_as_its_best_part(tmp_path: Path) -> None:
    # [CLS] when [SEP] leaves 97 of 100 tokens: the second sentence begins a part of its own.
    sentences = ["cats " * 60, "dog " * 50, "bridge"]
    logits = {"[CLS]": (1.0, 0.0, 0.5), "bridge": (3.0, 3.0, 0.0)}
    reading = read_by(tmp_path, sentences, logits)
    assert reading.relevance == (0.0, 0.0, 0.0)
    assert [span and span.score for span in reading.spans] == [-1.0, -1.0, 5.0]
    assert reading.answerable == 0.5


def test_an_empty_window_answers_nothing(tmp_path: Path) -> None:
    reading = read_by(tmp_path, [], {"[CLS]": (0.0, 0.0, 9.0)})
    assert reading == WindowReading((), (), float("-inf"))


def test_readings_stand_in_the_order_of_the_windows_whatever_their_length(tmp_path: Path) -> None:
    logits = {"cats": (1.0, 0.0, 0.0), "dog": (2.0, 0.0, 0.0)}
    reader = OnnxReader(write_lookup_reader(tmp_path / "reader", logits))
    windows = [["dog"], ["cats sleep sleep"], [], ["dog", "cats"], ["dog"]]
    scores = [[span and span.score for span in r.spans] for r in reader.read("is", windows)]
    assert scores == [[2.0], [1.0], [], [2.0, 1.0], [2.0]]
    assert reader.read("is", []) == ()


def test_negative_threads_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="got -1"):
        OnnxReader(write_lookup_reader(tmp_path / "reader", {}), threads=-1)
