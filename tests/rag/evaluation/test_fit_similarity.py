import json
from pathlib import Path

import pytest

from rag.answers.features import FEATURES
from rag.answers.similarity_reader import LinearWeights
from rag.evaluation.fit_similarity import main
from tests.rag.seeds_engine import shipped_encoder

PARAGRAPHS = {
    "Lighthouse": [
        (
            "The lighthouse was built in 1858. Its lamp burns whale oil. Keepers climb the stairs "
            "at dusk. Ships turn north when they see the beam.",
            [
                ("When was the lighthouse built?", "1858"),
                ("What does the lamp burn?", "whale oil"),
                ("When do keepers climb the stairs?", "at dusk"),
                ("Where do ships turn when they see the beam?", "north"),
            ],
        ),
        (
            "A storm broke the lantern glass. Was it ever repaired? The glass came from Venice. "
            "It took three weeks to arrive.",
            [
                ("What broke the lantern glass?", "A storm"),
                ("Where did the glass come from?", "Venice"),
                ("How long did the glass take to arrive?", "three weeks"),
            ],
        ),
    ],
    "Honey_bee": [
        (
            "Worker bees live for six weeks in summer. The queen lays two thousand eggs a day. "
            "Drones have no sting. Bees dance to show where flowers are.",
            [
                ("How long do worker bees live in summer?", "six weeks"),
                ("How many eggs does the queen lay?", "two thousand"),
                ("Which bees have no sting?", "Drones"),
                ("Why do bees dance?", "to show where flowers are"),
            ],
        ),
        (
            "Honey keeps for centuries. Its sugar binds all water. Ancient tombs held jars of it.",
            [
                ("How long does honey keep?", "for centuries"),
                ("What binds the water in honey?", "sugar"),
            ],
        ),
    ],
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """Two articles of two paragraphs in SQuAD's format, with an unanswerable question."""
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        *(
                            {
                                "id": question,
                                "question": question,
                                "answers": [
                                    {"text": answer, "answer_start": context.index(answer)}
                                ],
                            }
                            for question, answer in asked
                        ),
                        {"id": "none", "question": "Who was Napoleon?", "answers": []},
                    ],
                }
                for context, asked in paragraphs
            ],
        }
        for title, paragraphs in PARAGRAPHS.items()
    ]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"version": "tiny", "data": data}), encoding="utf-8")
    return path


def fitted(squad: Path, name: str) -> dict[str, object]:
    out = squad.parent / name
    alone = ["--practice-counts", "0"]
    main([str(squad), "--every", "1", "--questions", "13", *alone, "--out", str(out)])
    report = json.loads(out.read_text(encoding="utf-8"))
    assert isinstance(report, dict)
    return report


def test_a_tiny_squad_file_becomes_weights_that_load(
    squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = fitted(squad, "weights.json")
    assert json.loads(capsys.readouterr().out) == report
    weights = report["weights"]
    assert isinstance(weights, dict)
    intercept = report["intercept"]
    assert isinstance(intercept, float)
    assert LinearWeights(intercept=intercept, weights=weights).weights.keys() == set(FEATURES)
    by_hand = report["set_by_hand"]
    assert isinstance(by_hand, dict)
    fixed = {name: value for name, value in by_hand.items() if name in FEATURES}
    assert fixed
    assert {name: weights[name] for name in fixed} == fixed
    assert report["encoder_sha256"] == shipped_encoder().identity.weights_sha256
    assert report["held_out_questions"] == 4  # every fourth of 13, from the first
    assert 0.0 <= float(str(report["held_out_hit_at_1"])) <= float(str(report["held_out_hit_at_3"]))
    assert float(str(report["held_out_hit_at_3"])) <= 1.0
    assert str(report["data"]).endswith("no network was taught: 13 questions")


def test_the_same_file_fits_the_same_weights(squad: Path) -> None:
    assert fitted(squad, "once.json") == fitted(squad, "again.json")
