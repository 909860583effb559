from pathlib import Path

import numpy as np
import pytest

from embeddings.training.example import ReaderExample, write_examples
from rag.errors import CalibrationError, TrainingDataError
from rag.evaluation.fit_highlight import (
    ReadExample,
    WordF1,
    best_threshold,
    fit_highlight,
    main,
    read_all,
    word_f1,
)
from rag.highlight.calibration import load_highlight_calibration
from tests.rag.highlight.tiny_reader import READER_SHA256, WordReader

RELEVANCE = np.array([0.9, 0.8, 0.6, 0.2])
ANSWERS = np.array([True, False, True, False])
WORDS = np.array([10, 1, 5, 50])


def examples(count: int, *, noise: int = 0) -> list[ReaderExample]:
    """Every other one answers; every `noise`-th is labelled against its words."""
    made = []
    for n in range(count):
        answers = n % 2 == 0
        label = answers != (noise > 0 and n % noise == 0)
        text = "a fern" if answers else "some moss"
        made.append(
            ReaderExample(
                "made", f"Number {n}, fern?", (f"Here is {text}.", "Other one."), (label, False)
            )
        )
    return made


def read(count: int, *, noise: int = 0) -> list[ReadExample]:
    return read_all(examples(count, noise=noise), WordReader())


def test_the_threshold_with_the_highest_word_f1_lies_between_two_values() -> None:
    # F1 of the first 1, 2, 3, 4: 20/25, 20/26, 30/31, 30/81.
    assert best_threshold(RELEVANCE, ANSWERS, WORDS) == pytest.approx(0.4)
    assert word_f1(RELEVANCE, ANSWERS, WORDS, 0.4) == WordF1(15 / 16, 1.0, 30 / 31)


def test_equal_values_are_selected_together() -> None:
    relevance = np.array([0.5, 0.5, 0.1])
    threshold = best_threshold(relevance, np.array([True, False, False]), np.array([1, 1, 1]))
    assert threshold == pytest.approx(0.3)


def test_nothing_selected_scores_nothing() -> None:
    assert word_f1(RELEVANCE, ANSWERS, WORDS, 1.0) == WordF1(0.0, 0.0, 0.0)


def test_a_reader_that_separates_is_calibrated() -> None:
    calibration = fit_highlight(read(400, noise=11), reader_sha256=READER_SHA256, data="made")
    assert calibration.reader_sha256 == READER_SHA256
    assert calibration.measures["sentence_auc"] > 0.8
    assert calibration.measures["made_word_f1"] == calibration.measures["word_f1"] > 0.8
    assert calibration.measures["fitted_questions"] == 320
    right, wrong = read_all(examples(2), WordReader())
    assert calibration.relevance(right.readings[0]) > calibration.threshold
    assert calibration.relevance(wrong.readings[0]) < calibration.threshold
    # Of the texts with the word, one in eleven is labelled as none that answers: 10/11.
    assert calibration.answerable(right.readings) == pytest.approx(10 / 11, abs=0.05)


def test_unlabelled_sentences_teach_nothing() -> None:
    labelled = examples(400, noise=11)
    # The word stands in these windows already, so no other reading changes.
    with_unknown = [
        ReaderExample(e.source, e.question, (*e.sentences, "A fern."), (*e.relevant, None))
        if e.relevant[0] and "fern" in e.sentences[0]
        else e
        for e in labelled
    ]
    taught = read_all(with_unknown, WordReader())
    assert fit_highlight(taught, reader_sha256=READER_SHA256, data="made") == fit_highlight(
        read(400, noise=11), reader_sha256=READER_SHA256, data="made"
    )


def test_a_reader_that_does_not_separate_is_refused() -> None:
    # Labels that have nothing to do with the words.
    drawn = [
        ReaderExample("made", e.question, e.sentences, (n % 4 < 2, False))
        for n, e in enumerate(examples(400))
    ]
    with pytest.raises(CalibrationError, match=r"would fall|pairs are in the right order"):
        fit_highlight(read_all(drawn, WordReader()), reader_sha256=READER_SHA256, data="made")


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(CalibrationError, match="at least 20 of each"):
        fit_highlight(read(30), reader_sha256=READER_SHA256, data="made")


def test_the_command_writes_what_loads_and_nothing_when_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "rag.evaluation.fit_highlight.load_reader", lambda _name, **_options: WordReader()
    )
    good, bad, out = tmp_path / "good.jsonl", tmp_path / "bad.jsonl", tmp_path / "out.json"
    write_examples(good, examples(400, noise=11))
    write_examples(bad, examples(30))
    with pytest.raises(SystemExit, match="nothing was written"):
        main([str(bad), "--out", str(out)])
    assert not out.exists()
    main([str(good), "--out", str(out)])
    assert load_highlight_calibration(out).data.startswith("good.jsonl: up to 1000 examples")
    assert '"threshold"' in capsys.readouterr().out
    with pytest.raises(TrainingDataError, match="cannot be read"):
        main([str(tmp_path / "absent.jsonl"), "--out", str(out)])
