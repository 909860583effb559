from pathlib import Path

import pytest

from rag.evaluation import reading_budget
from rag.evaluation.reading_source import FEATURES
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.evaluation.test_fit_reader import squad_in
from tests.rag.seeds_engine import shipped_encoder


def test_every_budget_and_every_score_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading_budget, "load_reader", lambda _name: OverlapReader())
    monkeypatch.setattr(reading_budget, "load_encoder", shipped_encoder)
    reading_budget.main([str(squad_in(tmp_path)), "--every", "1", "--tokens", "400"])
    budgets, scores = capsys.readouterr().out.split("\n\n")
    rows = [tuple(cell.strip() for cell in line.split("|")[1:4]) for line in budgets.splitlines()]
    assert rows[2:] == [
        ("100", "1", "yes"),
        ("200", "1", "yes"),
        ("800", "1", "yes"),
        ("all", "1", "yes"),
        ("400", "0", "yes"),
        ("400", "2", "yes"),
        ("400", "4", "yes"),
        ("400", "1", "no"),
        ("400", "1", "yes"),
    ]
    names = [line.split("|")[1].strip() for line in scores.splitlines()[2:]]
    assert names[:4] == ["relevance", "span", "answerable", "similarity"]
    assert names[-1] == " + ".join(FEATURES)
