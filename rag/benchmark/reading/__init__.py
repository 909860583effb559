"""How well a reader reads, on its own: no index, no retrieval, the gold text in its hands."""

from rag.benchmark.reading.markdown import reading_markdown
from rag.benchmark.reading.measure_reader import ReadingData, measure_reader
from rag.benchmark.reading.report import ReadingReport
from rag.benchmark.reading.sample import Sample

__all__ = ["ReadingData", "ReadingReport", "Sample", "measure_reader", "reading_markdown"]
