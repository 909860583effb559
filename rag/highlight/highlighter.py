"""A question and any text in, the sentences that answer out."""

import logging
from dataclasses import dataclass

from embeddings.catalogue import load_reader
from embeddings.reader import SentenceReader
from rag.canonical_characters import canonical_question
from rag.errors import InvalidQuestion
from rag.highlight.calibration import HighlightCalibration, load_highlight_calibration
from rag.highlight.outline import sentence_groups
from rag.highlight.reading import SentenceReading, read_sentences
from rag.messages import (
    MAX_QUESTION_CHARACTERS,
    HighlightedSentence,
    HighlightRequest,
    HighlightResponse,
    SpanMessage,
)
from rag.safety.gate import SafetyGate, load_gate
from rag.safety.help_responses import help_highlights
from rag.settings import Settings
from rag.spans import Span

_log = logging.getLogger(__name__)


def highlight(
    question: str, text: str, reader: SentenceReader, calibration: HighlightCalibration
) -> HighlightResponse:
    """Every sentence of `text` with its relevance; those at or above the threshold are selected.

    Args:
        question: 1 to 2,000 characters, not all of them white space.
        text: of any length and as it is: spans count its code points.
        reader: reads the sentences.
        calibration: made for `reader`.

    Raises:
        InvalidQuestion: the question is empty or too long.
    """
    check_question(question)
    groups = sentence_groups(text)
    texts = [[span.of(text) for span in group] for group in groups]
    readings = read_sentences(canonical_question(question), texts, reader)
    spans = [span for group in groups for span in group]
    return HighlightResponse(
        answerable=calibration.answerable(readings),
        sentences=tuple(
            _highlighted(span, reading, calibration)
            for span, reading in zip(spans, readings, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Highlighter:
    """A reader with its calibration and the gate that every question passes.

    Safe to use from several threads.
    """

    reader: SentenceReader
    calibration: HighlightCalibration
    gate: SafetyGate

    @classmethod
    def open(cls, settings: Settings, *, reader: SentenceReader | None = None) -> "Highlighter":
        """The highlighter of these settings.

        Args:
            settings: of the reader and of safety.
            reader: the one that they name, if it is loaded already.

        Raises:
            EmbeddingError: the reader cannot be loaded.
            CalibrationError: the calibration cannot be read.
            SafetyFileError: a pattern or resource file cannot be used.
        """
        calibration = load_highlight_calibration()
        gate = load_gate(settings.safety)
        reader = reader or load_reader(settings.reader.name, threads=settings.reader.threads)
        if not calibration.is_for(reader.identity.weights_sha256):
            _log.warning(
                "highlights are not calibrated for reader %s; "
                "run `python -m rag.evaluation.fit_highlight`",
                reader.identity.name,
            )
        return cls(reader, calibration, gate)

    def highlight(self, request: HighlightRequest) -> HighlightResponse:
        """The sentences of the request's text, or help."""
        return self.highlight_text(request.question, request.text, region=request.region)

    def highlight_text(
        self, question: str, text: str, *, region: str | None = None
    ) -> HighlightResponse:
        """The same for a text of any length.

        Raises:
            InvalidQuestion: the question is empty or too long.
        """
        safety = self.gate.help_for(question, region=region)
        if safety is not None:
            return help_highlights(safety)
        return highlight(question, text, self.reader, self.calibration)


def check_question(question: str) -> None:
    """Refuse what cannot be asked.

    Raises:
        InvalidQuestion: the question is empty, white space only or too long.
    """
    if not question.strip():
        raise InvalidQuestion("the question is empty; type at least one character")
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise InvalidQuestion(
            f"the question has {len(question):,} characters, allowed are "
            f"{MAX_QUESTION_CHARACTERS:,}; shorten it"
        )


def _highlighted(
    span: Span, reading: SentenceReading | None, calibration: HighlightCalibration
) -> HighlightedSentence:
    relevance = calibration.relevance(reading)
    is_selected = relevance >= calibration.threshold
    answer = None
    if is_selected and reading is not None:
        words = reading.answer
        answer = SpanMessage(start=span.start + words.start, end=span.start + words.end)
    return HighlightedSentence(
        start=span.start,
        end=span.end,
        relevance=relevance,
        selected=is_selected,
        answer=answer,
    )
