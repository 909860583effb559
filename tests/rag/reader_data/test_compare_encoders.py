import pytest

from rag.reader_data.compare_encoders import Measure, comparison

pytestmark = pytest.mark.models

SENTENCES = Measure("hit@1", is_of_sentences=True, values=lambda _name, _encoder: {})
DOCUMENTS = Measure("nDCG@10", is_of_sentences=False, values=lambda _name, _encoder: {})


def test_each_encoder_gets_its_difference_and_a_verdict() -> None:
    found = {
        "original": {"hit@1": {"1": 0.0, "2": 1.0}, "nDCG@10": {"1": 0.5, "2": 0.5}},
        "better": {"hit@1": {"1": 1.0, "2": 1.0}, "nDCG@10": {"1": 0.4, "2": 0.6}},
        "worse": {"hit@1": {"1": 0.0, "2": 1.0}, "nDCG@10": {"1": 0.4, "2": 0.4}},
    }
    lines = comparison([SENTENCES, DOCUMENTS], found).splitlines()
    assert lines[0] == "| measure | n | original | better | worse |"
    assert lines[2].startswith("| hit@1 | 2 | 0.5000 | 1.0000, +0.5000 (")
    assert lines[-2] == "better: wins or ties everywhere; mean below the original's: none"
    assert lines[-1] == "worse: fails by nDCG@10, hit@1; mean below the original's: nDCG@10"
