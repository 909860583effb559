from pathlib import Path

import pytest

from embeddings.reader import SentenceReader
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.evidence import EvidenceTask, Selector, at_logit
from rag.benchmark.reading.evidence_claims import EvidenceClaim, read_evidence_claims
from tests.rag.benchmark.reading.made_data import scifact
from tests.rag.benchmark.reading.made_readings import FakeReader, Said

CLAIMS = (
    EvidenceClaim("one", ("Aa.", "Bb.", "Cc."), (True, False, True)),
    EvidenceClaim("two", ("Dd.", "Ee."), (False, True)),
)
READER = FakeReader(
    {
        "Aa.": Said(1.0, "Aa", 1.0),
        "Bb.": Said(0.0, "Bb", 0.0),
        "Cc.": Said(-1.0, "Cc", 0.0),
        "Dd.": Said(-1.0),
        "Ee.": Said(2.0, "Ee", 0.0),
    }
)


def values(select: Selector, reader: SentenceReader = READER) -> dict[str, float]:
    task = EvidenceTask("claims.csv", CLAIMS, (), select, "somehow")
    return {each.name: each.value for each in task.measure(reader, lambda _d, _t: None)}


def test_at_the_threshold_a_sentence_is_selected() -> None:
    # Aa, Bb and Ee are selected, Aa, Cc and Ee are evidence.
    assert values(at_logit(0.0)) == pytest.approx(
        {"precision": 2 / 3, "recall": 2 / 3, "F1": 2 / 3}
    )


def test_above_it_fewer_are() -> None:
    assert values(at_logit(0.5)) == pytest.approx({"precision": 1, "recall": 2 / 3, "F1": 4 / 5})


def test_nothing_selected_scores_nothing() -> None:
    assert values(at_logit(9.0)) == {"precision": 0, "recall": 0, "F1": 0}


def test_a_claim_is_read_once_for_each_abstract_with_evidence(tmp_path: Path) -> None:
    folder = scifact(
        tmp_path,
        {"7": ["Aa.", "Bb.", "Cc."], "8": ["Dd.", "Ee."]},
        validation=("1,one,7,[0]", "1,one,7,[2]", "1,two,8,[1]", "2,three,,[]"),
    )
    assert read_evidence_claims(folder, "claims_validation.csv") == CLAIMS


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,one,7,[3]", "line 2: no sentence 3 in 7"),
        ("1,one,9,[0]", "line 2: '9' is missing"),
        ("1,one,,[]", "holds no claim with evidence"),
    ],
)
def test_claims_that_name_nothing_are_an_error(tmp_path: Path, row: str, message: str) -> None:
    folder = scifact(tmp_path, {"7": ["Aa.", "Bb.", "Cc."]}, validation=(row,))
    with pytest.raises(DatasetError, match=message):
        read_evidence_claims(folder, "claims_validation.csv")
