import json
from pathlib import Path

import pytest

from embeddings.training.example import read_examples
from rag.reader_data.held_out import held_out_squad, main

pytestmark = pytest.mark.models


def squad_file(folder: Path) -> Path:
    """Twenty articles of two paragraphs; the last, number 19, is the one held out."""
    articles = [
        {
            "title": f"Town_{number}",
            "paragraphs": [
                {
                    "context": f"The mill of town {number} burnt in {1800 + number}. It rained.",
                    "qas": [
                        {
                            "question": f"When did the mill of town {number} burn?",
                            "answers": [{"text": str(1800 + number), "answer_start": 28}],
                        }
                    ],
                },
                {"context": "The bridge is made of oak. It is long.", "qas": []},
            ],
        }
        for number in range(20)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "train-v1.0.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    return path


def test_only_held_out_articles_are_asked_once_of_their_own_and_once_of_a_neighbour(
    tmp_path: Path,
) -> None:
    own, neighbour = held_out_squad(squad_file(tmp_path), seed=1)
    assert own.question == neighbour.question == "When did the mill of town 19 burn?"
    assert own.relevant == (True, False)
    assert neighbour.sentences == ("The bridge is made of oak.", "It is long.")
    assert neighbour.is_answerable is False


def test_both_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    squad_file(tmp_path / "squad")
    tales = tmp_path / "fairytaleqa"
    tales.mkdir()
    text = "The fox ran home. It carried a golden egg. Nobody saw it."
    record = {"text": text, "question": "What did the fox carry?", "answers": ["a golden egg"]}
    record |= {"story": "fox", "section": ["1"], "kind": "action", "explicit": "explicit"}
    (tales / "val.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    main([str(tmp_path), "--out", str(tmp_path / "out")])
    assert capsys.readouterr().out.startswith("squad_held_out: 2 examples")
    (first, *_) = read_examples(tmp_path / "out" / "fairytaleqa_held_out.jsonl")
    assert first.question == "What did the fox carry?"
