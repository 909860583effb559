"""Selection as `footnote highlight` does it, of sentences that are split already."""

from collections.abc import Sequence

from embeddings.reader import SentenceReader
from rag.benchmark.reading.evidence import Selector
from rag.highlight.calibration import HighlightCalibration
from rag.highlight.reading import read_sentences


def as_highlighted(calibration: HighlightCalibration) -> Selector:
    """Selects what reaches the calibration's threshold, read in the windows of highlights."""

    def select(reader: SentenceReader, question: str, sentences: Sequence[str]) -> list[bool]:
        readings = read_sentences(question, [sentences], reader)
        return [calibration.relevance(reading) >= calibration.threshold for reading in readings]

    return select
