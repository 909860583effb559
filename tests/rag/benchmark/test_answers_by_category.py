"""Answers by category, on a folder of one page."""

from pathlib import Path

import pytest

from rag.benchmark import answers_by_category
from tests.rag.seeds_engine import shipped_encoder

_QUESTIONS = """
- {id: d01, cat: direct, q: "What do owls eat?", gold: [{doc: ["owls"], any: ["Owls eat mice"]}]}
- {id: dir001, cat: direct, q: "Where do owls nest?", gold: [{doc: ["owls"], any: ["hollow"]}]}
- {id: far002, cat: abstain_far, q: "What is the price of gold in Peru?"}
- {id: cri001, cat: crisis, q: "is left out"}
"""


@pytest.mark.parametrize(
    ("half", "categories"),
    [
        (
            "all",
            [
                "direct | 2 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000",
                "abstain_far | 1 |  |  |  |  | 1.000",
            ],
        ),
        ("first", ["direct | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000"]),
        ("odd", ["direct | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000"]),
        ("even", ["abstain_far | 1 |  |  |  |  | 1.000"]),
    ],
)
def test_each_category_has_its_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    half: str,
    categories: list[str],
) -> None:
    monkeypatch.setattr(answers_by_category, "load_encoder", shipped_encoder)
    (tmp_path / "owls.md").write_text("# Owls\n\nOwls eat mice. Owls nest in hollow trees.\n")
    (tmp_path / "questions.yaml").write_text(_QUESTIONS)
    answers_by_category.main([str(tmp_path), "--half", half])
    lines = capsys.readouterr().out.splitlines()[2:-1]
    assert [line.strip("| ") for line in lines] == [text.strip("| ") for text in categories]


def test_folders_are_asked_alone_and_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(answers_by_category, "load_encoder", shipped_encoder)
    for animal, food in (("owls", "mice"), ("cows", "grass")):
        folder = tmp_path / animal
        folder.mkdir()
        (folder / f"{animal}.md").write_text(f"# {animal}\n\nThe {animal} eat {food}.\n")
        (folder / "questions.yaml").write_text(
            f'- {{id: d01, cat: direct, q: "What do the {animal} eat?", '
            f'gold: [{{doc: ["{animal}"], any: ["eat {food}"]}}]}}\n'
        )
    answers_by_category.main([str(tmp_path / "owls"), str(tmp_path / "cows")])
    assert "| direct | 2 | 1.000 | 1.000 |" in capsys.readouterr().out
