from pathlib import Path

import pytest

from rag.evaluation import reading_recall
from tests.rag.seeds_engine import shipped_encoder

KETTLES = """Kettles

A kettle boils water in about three minutes. It switches off by itself when the water boils. Descale
it every month with vinegar.
"""
SHEDS = """Sheds

A shed keeps rain off the tools. Its roof is mended in spring. Mice winter under the floor.
"""
QUESTIONS = """
- {id: d1, cat: direct, q: "How long does a kettle take to boil water?", gold: [{doc: ["k"], any: ["in about three minutes"]}]}
- {id: d2, cat: direct, q: "When is the roof of the shed mended?", gold: [{doc: ["s"], any: ["is mended in spring"]}]}
- {id: p1, cat: paraphrase, q: "Which rodents spend the cold months there?", gold: [{doc: ["nowhere"], any: ["in no document at all"]}]}
- {id: n1, cat: abstain_near, q: "Who invented the kettle?"}
"""  # noqa: E501 one question a line, as in every question file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "k.txt").write_text(KETTLES, encoding="utf-8")
    (tmp_path / "s.txt").write_text(SHEDS, encoding="utf-8")
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    return tmp_path


def test_a_line_tells_what_is_found_and_read_of_each_category(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading_recall, "load_encoder", shipped_encoder)
    reading_recall.main([str(folder), "--tokens", "400"])
    assert capsys.readouterr().out.splitlines() == [
        "| questions | n | in the passages | likeliest | in 400 tokens |",
        "| --- | --- | --- | --- | --- |",
        "| all | 3 | 0.667 | 0.667 | 0.667 |",
        "| direct | 2 | 1.000 | 1.000 | 1.000 |",
        "| paraphrase | 1 | 0.000 | 0.000 | 0.000 |",
    ]


def test_fewer_tokens_read_less(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unlikely = QUESTIONS.replace("in about three minutes", "every month with vinegar")
    (folder / "questions.yaml").write_text(unlikely, encoding="utf-8")
    monkeypatch.setattr(reading_recall, "load_encoder", shipped_encoder)
    reading_recall.main([str(folder), "--tokens", "1", "400"])
    _, _, _, direct, _ = capsys.readouterr().out.splitlines()
    assert direct == "| direct | 2 | 1.000 | 0.500 | 0.500 | 1.000 |"
