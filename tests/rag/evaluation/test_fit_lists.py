import json
from pathlib import Path

import pytest

from embeddings.reader import SentenceReader
from rag.answers.lists import ListWeights
from rag.evaluation import fit_lists
from rag.evaluation.practice import PracticeCorpus
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.seeds_engine import shipped_encoder

PAGE = """# Bridges

The town lies on the river.

## {thing}

The {thing} of the bridge are:

- The first is called {first} and is used.
- The second is called {second} and is used.

## Rooms

The rooms of the bridge are:

- The north room is called blue and is used.
- The south room is called grey and is used.
"""
QUESTION = (
    '- {{id: {name}, cat: list, q: "What are the {thing} of the bridge?", min_groups: 2, '
    'gold: [{{doc: ["{name}"], any: ["{first}"]}}, {{doc: ["{name}"], any: ["{second}"]}}]}}\n'
)
THINGS = ("stones oak ash", "gates iron steel", "lamps brass tin", "steps slate marble")


def corpus_in(folder: Path, *things: str) -> PracticeCorpus:
    documents = folder / "documents"
    documents.mkdir(parents=True)
    entries = []
    for number, row in enumerate(things):
        thing, first, second = row.split()
        name = f"page{number}"
        page = PAGE.format(thing=thing, first=first, second=second)
        (documents / f"{name}.md").write_text(page)
        entries.append(QUESTION.format(name=name, thing=thing, first=first, second=second))
    questions = folder / "questions.yaml"
    questions.write_text("".join(entries))
    return PracticeCorpus(documents, questions)


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path / "practice", *THINGS[:2])
    reader: SentenceReader = OverlapReader()
    monkeypatch.setattr(fit_lists, "practice_corpora", lambda: (corpus,))
    monkeypatch.setattr(fit_lists, "load_reader", lambda: reader)
    monkeypatch.setattr(fit_lists, "load_encoder", shipped_encoder)


def test_the_list_that_is_announced_as_asked_for_becomes_the_likelier_one(tmp_path: Path) -> None:
    further = corpus_in(tmp_path / "further", *THINGS[2:])
    out = tmp_path / "weights.json"
    fit_lists.main([str(further.questions.parent), "--out", str(out)])
    report = json.loads(out.read_text())
    assert report["data"].startswith("4 questions for a list with 8 enumerations on 2 corpora")
    assert report["questions_with_a_right_list"] == 4
    assert report["likeliest"][2] == {"confidence_from": 0.5, "questions": 4, "right": 4}
    weights = ListWeights(**report["weights"])
    assert weights.cosine + weights.share > 0


def test_the_same_questions_fit_the_same(tmp_path: Path) -> None:
    once, again = tmp_path / "once.json", tmp_path / "again.json"
    fit_lists.main(["--out", str(once)])
    fit_lists.main(["--out", str(again)])
    assert once.read_bytes() == again.read_bytes()
