"""The reader as it serves: what any sensible one does, and damage to its folder."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings.errors import ChecksumMismatch, InvalidModelFolder
from embeddings.onnx_reader import OnnxReader
from embeddings.reader import SentenceReader
from embeddings.shipped import DEFAULT_READER, MODELS_FOLDER

BRIDGE = (
    "The bridge crosses the river at its narrowest point.",
    "It was built in 1932 by a local firm.",
    "Cats sleep for most of the day.",
)
ASKED = "When was the bridge built?"


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    return OnnxReader(MODELS_FOLDER / DEFAULT_READER, threads=2)


def test_the_words_that_answer_are_found_in_the_sentence_that_answers(
    reader: SentenceReader,
) -> None:
    (reading,) = reader.read(ASKED, [BRIDGE])
    best = max(range(3), key=lambda i: reading.relevance[i])
    assert best == 1
    span = reading.spans[1]
    assert span is not None
    assert "1932" in BRIDGE[1][span.start : span.end]
    assert len(BRIDGE[1][span.start : span.end]) <= len("built in 1932")


def test_off_the_subject_is_less_relevant_and_less_answerable(reader: SentenceReader) -> None:
    together, off = reader.read(ASKED, [BRIDGE, BRIDGE[2:]])
    assert together.relevance[2] < together.relevance[1]
    assert off.relevance[0] < together.relevance[1]
    assert off.answerable < together.answerable


def test_a_reading_depends_on_its_own_window_alone(reader: SentenceReader) -> None:
    windows = [BRIDGE, BRIDGE[2:], BRIDGE[:1], (), ("",), BRIDGE[::-1]]
    together = reader.read(ASKED, windows)
    assert together == tuple(reader.read(ASKED, [window])[0] for window in windows)
    assert together[::-1] == reader.read(ASKED, windows[::-1])


def test_threads_get_the_readings_of_their_own_questions(reader: SentenceReader) -> None:
    questions = [ASKED, "Who built it?", "What do cats do?", "", "bridge " * 100] * 3
    expected = [reader.read(question, [BRIDGE]) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda question: reader.read(question, [BRIDGE]), questions))
    assert found == expected


def test_a_window_longer_than_one_input_has_a_reading_of_every_sentence(
    reader: SentenceReader,
) -> None:
    long = (*BRIDGE, "The town grew. " * 60, *BRIDGE) * 2
    (reading,) = reader.read(ASKED, [long])
    assert len(reading.relevance) == len(reading.spans) == len(long)
    for span, sentence in zip(reading.spans, long, strict=True):
        assert span is not None
        assert 0 <= span.start < span.end <= len(sentence)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODELS_FOLDER / DEFAULT_READER, tmp_path / "model"))
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x00\x01\x02\x03")
    with pytest.raises(ChecksumMismatch) as caught:
        OnnxReader(folder)
    assert caught.value.path == folder / "model.onnx"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODELS_FOLDER / DEFAULT_READER, tmp_path / "model"))
    (folder / "tokenizer.json").unlink()
    with pytest.raises(InvalidModelFolder, match=r"tokenizer\.json is missing"):
        OnnxReader(folder)
