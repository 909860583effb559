import logging
from dataclasses import replace

import pytest

from embeddings.catalogue import load_reader
from rag.errors import InvalidQuestion
from rag.highlight.calibration import load_highlight_calibration
from rag.highlight.highlighter import Highlighter, highlight
from rag.messages import HighlightRequest, HighlightResponse
from rag.settings import Settings
from tests.rag.highlight.tiny_reader import WordReader, tiny_calibration

QUESTION = "Who saw the fern?"
TEXT = "# Fe\u0301es 😀\n\nNobody was there.  A girl saw the fern. 12"


def run(text: str, *, threshold: float = 0.5, question: str = QUESTION) -> HighlightResponse:
    return highlight(question, text, WordReader(), tiny_calibration(threshold=threshold))


def test_spans_count_the_code_points_of_the_text_as_it_is() -> None:
    response = run(TEXT)
    assert [TEXT[s.start : s.end] for s in response.sentences] == [
        "Fe\u0301es 😀",
        "Nobody was there.",
        "A girl saw the fern.",
        "12",
    ]
    (selected,) = (sentence for sentence in response.sentences if sentence.selected)
    assert selected.answer is not None
    assert TEXT[selected.answer.start : selected.answer.end] == "fern"
    assert selected.relevance == 0.8808  # 1 / (1 + exp(-2))
    assert response.answerable == 0.8808


def test_a_question_is_read_in_canonical_characters() -> None:
    assert run(TEXT, question="Who saw the f\u00adern?\u200b") == run(TEXT)
    assert not any(s.selected for s in run(TEXT, question="\u200b").sentences)


def test_the_threshold_decides_and_only_the_selected_have_an_answer() -> None:
    for threshold, expected in ((0.1, 3), (0.8808, 1), (0.9, 0)):
        response = run(TEXT, threshold=threshold)
        assert sum(sentence.selected for sentence in response.sentences) == expected
        for sentence in response.sentences:
            assert sentence.selected == (sentence.relevance >= threshold)
            assert (sentence.answer is not None) == sentence.selected


@pytest.mark.parametrize("text", ["", " \n ", "---", "😀😀"])
def test_a_text_without_a_word_answers_nothing(text: str) -> None:
    assert run(text) == HighlightResponse(answerable=0.0, sentences=())


@pytest.mark.parametrize("question", ["", " \n", "x" * 2001])
def test_a_question_that_cannot_be_asked_is_refused(question: str) -> None:
    with pytest.raises(InvalidQuestion):
        run(TEXT, question=question)


def test_another_readers_calibration_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    sha256 = load_highlight_calibration().reader_sha256
    reader = WordReader()
    with caplog.at_level(logging.WARNING):
        Highlighter.open(Settings(), reader=reader)
    assert "not calibrated for reader words" in caplog.text
    caplog.clear()
    reader.identity = replace(reader.identity, weights_sha256=sha256)
    with caplog.at_level(logging.WARNING):
        Highlighter.open(Settings(), reader=reader)
    assert not caplog.text


def test_the_shipped_reader_ranks_what_answers_first() -> None:
    text = (
        "Ferns are old plants that grow in shade. Ferns spread by spores, which the wind carries "
        "away. The museum opens at nine o'clock. Tickets are sold at the door."
    )
    highlighter = Highlighter.open(Settings(), reader=load_reader(threads=1))
    response = highlighter.highlight(HighlightRequest(question="How do ferns spread?", text=text))
    best = max(response.sentences, key=lambda sentence: sentence.relevance)
    assert "spores" in text[best.start : best.end]
    assert all(0 <= sentence.relevance <= 1 for sentence in response.sentences)
    again = highlighter.highlight(HighlightRequest(question="How do ferns spread?", text=text))
    assert again == response


def test_a_message_that_speaks_of_danger_gets_help_and_is_not_read() -> None:
    highlighter = Highlighter.open(Settings(), reader=WordReader())
    response = highlighter.highlight_text("I don't want to live anymore", TEXT, region="GB")
    assert response.safety is not None
    assert response.safety.resources[0].phone == "116 123"
    assert (response.answerable, response.sentences) == (0.0, ())
    asked = HighlightRequest(question=QUESTION, text=TEXT)
    assert highlighter.highlight(asked).safety is None
