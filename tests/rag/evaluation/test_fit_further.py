import json
from pathlib import Path

import pytest

from embeddings.reader import SentenceReader
from rag.answers.further_statements import FurtherFeatures, FurtherWeights
from rag.evaluation import fit_further
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.seeds_engine import shipped_encoder

PAGE = """# Bridges

The {thing} of the bridge are long. The {thing} of the bridge are made of {first}. They are painted
every spring. The {thing} of the bridge hold {second} as well. The river is deep below.
"""
QUESTION = (
    '- {{id: {name}, cat: list, q: "What are the {thing} of the bridge made of?", min_groups: 2, '
    'gold: [{{doc: ["{name}"], any: ["{first}"]}}, {{doc: ["{name}"], any: ["{second}"]}}]}}\n'
    '- {{id: un{name}, cat: abstain_near, q: "What do the {thing} of the bridge cost?"}}\n'
)
THINGS = ("stones oak ash", "gates iron steel", "lamps brass tin", "steps slate marble")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    reader: SentenceReader = OverlapReader()
    monkeypatch.setattr(fit_further, "load_reader", lambda: reader)
    monkeypatch.setattr(fit_further, "load_encoder", shipped_encoder)
    documents = tmp_path / "bridges" / "documents"
    documents.mkdir(parents=True)
    entries = []
    for number, row in enumerate(THINGS):
        thing, first, second = row.split()
        name = f"page{number}"
        page = PAGE.format(thing=thing, first=first, second=second)
        (documents / f"{name}.md").write_text(page)
        entries.append(QUESTION.format(name=name, thing=thing, first=first, second=second))
    (documents.parent / "questions.yaml").write_text("".join(entries))
    return documents.parent


def test_what_answers_too_becomes_likelier_than_what_does_not(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "weights.json"
    fit_further.main([str(folder), "--out", str(out)])
    report = json.loads(out.read_text())
    assert report["data"].startswith("4 questions whose best sentence is shown, with ")
    assert report["data"].endswith("written for this project: bridges")
    numbers = report["weights"]
    weights = FurtherWeights(numbers.pop("intercept"), FurtherFeatures(**numbers))
    near, far = (
        weights.likelihood(FurtherFeatures(behind, 1.0 - behind, 1.0, 4.0, 1.0, 1.0, 0.0))
        for behind in (0.1, 5.0)
    )
    assert near > far
    for shown in report["shown"]:
        assert 0 <= shown["right"] <= shown["further"]


def test_the_same_questions_fit_the_same(folder: Path, tmp_path: Path) -> None:
    once, again = tmp_path / "once.json", tmp_path / "again.json"
    fit_further.main([str(folder), "--out", str(once)])
    fit_further.main([str(folder), "--out", str(again)])
    assert once.read_bytes() == again.read_bytes()
