from rag.benchmark.reading.highlighted import as_highlighted
from rag.highlight.calibration import HighlightCalibration, HighlightWeights
from tests.rag.benchmark.reading.made_readings import FakeReader, Said

READER = FakeReader({"Aa.": Said(1.0, "Aa", 1.0), "Bb.": Said(0.5, "Bb", 0.0), "Cc.": Said(2.0)})


def test_highlights_select_by_their_own_threshold() -> None:
    # Probability 1 / (1 + e^-relevance): 0.73 and 0.62; without words Cc was not read.
    weights = HighlightWeights(intercept=0.0, relevance=1.0, span=0.0, answerable=0.0)
    calibration = HighlightCalibration("sha", weights, weights, 0.7, "nothing", {})
    select = as_highlighted(calibration)
    assert list(select(READER, "one", ("Aa.", "Bb.", "Cc."))) == [True, False, False]
